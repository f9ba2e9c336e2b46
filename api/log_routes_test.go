package api_test

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"

	"stele/api"
	"stele/data"
	"stele/data/atlas"
	"stele/data/ledger"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// logged makes a vault and publishes it some times, and returns the last release.
func logged(t *testing.T, times int) *atlas.Atlas {
	t.Helper()
	dir := t.TempDir()
	v, _, err := vault.Create(t.Context(), dir, fixedNow)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	b, err := v.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.AddAgent(t.Context(), data.Agent{Key: "office", ID: "ag1", Name: "An office", Kind: "state_body"})
	b.AddSource(t.Context(), data.Source{Key: "atlas", ID: "src1", Kind: "gazetteer", Title: "An atlas", Agent: "office"})
	if err := b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.DecidePending(t.Context(), data.Decision{State: data.Published, By: "x", Reason: "y"}); err != nil {
		t.Fatal(err)
	}
	p, err := policy.Public()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "public.gpkg")
	for range times {
		if _, err := publish.Release(t.Context(), v, p, path, release.Meta{PublishedOn: fixedNow().Format(time.DateOnly), Title: "Test"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	return load(t, path)
}

type logProof struct {
	ledger.Entered
	Earlier []int64
}

type logConsistency struct {
	From, To   int64
	Proof      []ledger.Hash
	Earlier    string `json:"earlier_checkpoint"`
	Checkpoint string
	Verifier   string
}

// A stranger with nothing but HTTP and the key can check all of it.
func TestLog_IsCheckedByAnybody(t *testing.T) {
	a := logged(t, 3)
	s := serve(t, a)
	checkpoint := s.get("/log/checkpoint")
	if got := checkpoint.header.Get("Content-Type"); checkpoint.status != 200 || got != "text/plain; charset=utf-8" {
		t.Fatalf("/log/checkpoint = %d %s", checkpoint.status, got)
	}
	proof := decode[logProof](t, s.get("/log/proof"))
	if proof.Checkpoint != checkpoint.body || len(proof.Earlier) != 2 || !strings.Contains(proof.Entry, a.Meta().Version) {
		t.Fatalf("/log/proof = %+v", proof)
	}
	newest, err := ledger.OpenCheckpoint(checkpoint.body, proof.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	if err := ledger.CheckLeaf(proof.Proof, newest, proof.Leaf, []byte(proof.Entry)); err != nil {
		t.Error(err)
	}
	for _, from := range append(proof.Earlier, newest.Size) {
		grown := decode[logConsistency](t, s.get("/log/consistency?from="+strconv.FormatInt(from, 10)))
		older, err := ledger.OpenCheckpoint(grown.Earlier, proof.Verifier)
		if err != nil || older.Size != from || grown.From != from || grown.To != newest.Size || grown.Checkpoint != checkpoint.body {
			t.Fatalf("from %d: %+v, %v", from, grown, err)
		}
		if err := ledger.CheckGrowth(grown.Proof, newest, older); err != nil {
			t.Errorf("from %d: %v", from, err)
		}
	}
}

func TestLog_Refuses(t *testing.T) {
	s := serve(t, logged(t, 1))
	s.check([]row{
		{"/log/consistency", 400, []string{`"parameter":"from"`, "from is missing"}, nil},
		{"/log/consistency?from=", 400, []string{"not a whole number"}, nil},
		{"/log/consistency?from=01", 400, []string{"not a whole number"}, nil},
		{"/log/consistency?from=1", 200, []string{`"from":1,"to":1,"proof":[]`}, nil},
		{"/log/consistency?from=1&f=html", 400, []string{`"parameter":"f"`, `"accepted":"json"`}, nil},
		{"/log/proof?f=json", 200, []string{`"checkpoint"`}, nil},
		{"/log/consistency?from=2", 400, []string{"no release had a checkpoint of size 2"}, nil},
		{"/log/consistency?from=0", 400, []string{"no release had a checkpoint of size 0"}, nil},
		{"/log/consistency?from=99999999999999999999", 400, nil, nil},
		{"/log/checkpoint?f=json", 400, nil, nil},
		{"/log/proof?leaf=1", 400, []string{"not known here"}, nil},
		{"/log", 404, nil, nil},
	})
	none := serve(t, writeRelease(t, someSites()))
	for _, path := range []string{"/log/checkpoint", "/log/proof", "/log/consistency?from=1"} {
		if r := none.get(path); r.status != http.StatusNotFound {
			t.Errorf("GET %s of a release without a log = %d", path, r.status)
		}
	}
	if r := none.get("/api"); strings.Contains(r.body, "/log/") {
		t.Error("the description has a log that is not there")
	}
}

// N8, N11: the log's hashes are of hidden things too, so nothing but /log may
// depend on them. Here one vault is published again: only the log has changed.
func TestN8_NothingElseDependsOnTheLog(t *testing.T) {
	sameBase := func(c *api.Config) { c.BaseURL = "https://example.org" }
	one, two := serve(t, logged(t, 1), sameBase), serve(t, logged(t, 2), sameBase)
	if one.holder.Acquire().Meta().Version != two.holder.Acquire().Meta().Version {
		t.Fatal("the two releases are to have one content")
	}
	requestIDs := regexp.MustCompile(`"request_id":"[^"]*"`)
	differs := 0
	for _, path := range loadedPaths(t, one) {
		a, b := one.get(path), two.get(path)
		for _, h := range []http.Header{a.header, b.header} {
			h.Del("Date")
			h.Del("X-Request-Id")
		}
		d := cmp.Diff(a.header, b.header) + cmp.Diff(requestIDs.ReplaceAllString(a.body, ""), requestIDs.ReplaceAllString(b.body, ""))
		switch {
		case strings.HasPrefix(path, "/log/") && d != "":
			differs++
		case !strings.HasPrefix(path, "/log/") && d != "":
			t.Errorf("GET %s depends on the log:\n%s", path, d)
		}
	}
	if differs == 0 {
		t.Error("not even the log differs: this compares nothing")
	}
}

// loadedPaths lists the paths described that need nothing filled in but a source.
func loadedPaths(t *testing.T, s *service) (paths []string) {
	doc, err := openapi3.NewLoader().LoadFromData([]byte(s.get("/api").body))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range doc.Paths.InMatchingOrder() {
		concrete := strings.ReplaceAll(path, "{sourceId}", "src1")
		if !strings.Contains(concrete, "{") && doc.Paths.Value(path).Get != nil {
			paths = append(paths, concrete+needed(doc.Paths.Value(path).Get))
		}
	}
	return paths
}

func TestOpenAPI_DescribesTheLog(t *testing.T) {
	doc := loadOpenAPI(t, serve(t, logged(t, 1)))
	for _, path := range []string{"/log/checkpoint", "/log/proof", "/log/consistency"} {
		if doc.Paths.Value(path) == nil {
			t.Errorf("%s is not described", path)
		}
	}
}
