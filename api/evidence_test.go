package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data"
	"stele/data/atlas"
	"stele/data/demo"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// The records of the demo that the tests ask for.
const (
	demoSite     = "poixwb5bcehzp64n"
	demoEvent    = "o3ja7hpxsgutamdc"
	demoVillage  = "zwih4mgi7ittjjxc"
	demoDistrict = "psdbyelfi23zg4ke"
	demoZone     = "jk6rv2h5yzf4scu3"
)

func atlasAt(t *testing.T, path string) *atlas.Atlas {
	t.Helper()
	return load(t, path)
}

func TestP5_NothingContestedComesAlone(t *testing.T) {
	s := serveDemo(t)
	s.check([]row{
		{"/collections/events/items/" + demoEvent, 200, []string{
			`"contested":true`, `"contested_properties":["when"]`, `"contested_measures":["killed","taken_hostage","unable_to_leave"]`,
			`"rivals":[{"property":"when","rivals":1,"rivals_at":"` + s.URL + "/collections/events/items/" + demoEvent + `/claims?property=when"},` +
				`{"measure":"killed","rivals":5,"rivals_at":"` + s.URL + "/figures/ranges?scope=events/" + demoEvent + `\u0026measure=killed"}`,
			"/items/" + demoEvent + `/claims","rel":"related"`, "/items/" + demoEvent + `/history","rel":"version-history"`,
		}, nil},
		{"/collections/sites/items/" + demoSite, 200, []string{`"contested":false`, `"stage":"excavation_started"`, `/claims","rel":"related"`}, []string{"contested_properties", `"rivals"`}},
		{"/collections/events/items/" + demoEvent + "/claims?property=when", 200, []string{
			`"properties":[{"property":"when","contested":true`, `"b4447yyacbd5s7v2"`, `"5tk7r4bv3elku7bs"`,
		}, []string{`"property":"attributed_to"`}},
		{"/collections/events/items/" + demoEvent + "/claims?property=none", 200, []string{`"properties":[],`}, nil},
		{"/collections/events/items/" + demoEvent + "/claims?property=", 400, []string{`"parameter":"property"`}, nil},
		{"/collections/events/items/" + demoEvent + "/claims", 200, []string{
			`"property":"when","contested":true,"shown":{"value":"1993-04","rule":"the record's source","claim":"5tk7r4bv3elku7bs","record_value":null},"rivals":1,"rival_claims":["b4447yyacbd5s7v2"]`,
			`"property":"attributed_to","contested":false,"shown":{"value":null,"rule":"side by side"`,
		}, nil},
		{"/collections/zones/items/" + demoZone + "/claims", 200, []string{
			`"property":"valid_from","contested":true,"shown":{"value":null,"rule":"side by side","claim":null`, `"rank":"deprecated"`,
		}, nil},
		{"/claims/b4447yyacbd5s7v2", 200, []string{
			`"value":"1993-04-18"`, `"contested":true,"is_shown":false,"rivals":1,"rivals_at":"` + s.URL + "/collections/events/items/" + demoEvent + `/claims?property=when"`,
			`"agent_name":"news.az"`, `"recorded_at":"2026-11-23","recorded_by":null,"version":1,"supersedes":null`, `"rel":"help"`,
		}, []string{"5tk7r4bv3elku7bs"}},
		{"/figures/43tnwtndbnwzpmjr", 200, []string{`"best":18`, `"contested":true,"rivals":5,"rivals_at":"` + s.URL + "/figures/ranges?scope=events/" + demoEvent}, nil},
		{"/claims/nosuchclaim", 404, nil, nil},
		{"/figures/nosuchfigure", 404, nil, nil},
		{"/agents/nosuchagent", 404, nil, nil},
	})
}

func TestClaims_Filtered(t *testing.T) {
	s := serveDemo(t)
	all := decode[struct {
		Claims []struct {
			ID, Property, Source string
			AssertedBy           string `json:"asserted_by"`
			Subject              struct{ Collection, ID string }
		}
		NumberMatched int
	}](t, s.get("/claims?limit=1000"))
	if all.NumberMatched != len(all.Claims) || len(all.Claims) < 40 {
		t.Fatalf("%d of %d claims", len(all.Claims), all.NumberMatched)
	}
	key := func(i int) string {
		c := all.Claims[i]
		return c.Subject.Collection + "/" + c.Subject.ID + " " + c.Property + " " + c.ID
	}
	for i := 1; i < len(all.Claims); i++ {
		if key(i-1) >= key(i) {
			t.Errorf("claim %s comes after %s", key(i), key(i-1))
		}
	}
	one := all.Claims[3]
	for _, query := range []string{
		"subject=" + one.Subject.Collection + "/" + one.Subject.ID, "property=" + one.Property, "source=" + one.Source, "asserted_by=" + one.AssertedBy,
		"property=" + one.Property + "&asserted_by=" + one.AssertedBy,
	} {
		values, _ := url.ParseQuery(query)
		want := 0
		for _, c := range all.Claims {
			if is := (map[string]string{"subject": c.Subject.Collection + "/" + c.Subject.ID, "property": c.Property, "source": c.Source, "asserted_by": c.AssertedBy}); matchesAll(values, is) {
				want++
			}
		}
		got := decode[struct{ NumberMatched, NumberReturned int }](t, s.get("/claims?"+query))
		if got.NumberMatched != want || got.NumberReturned != want || want == 0 {
			t.Errorf("GET /claims?%s = %+v, want %d", query, got, want)
		}
	}
	s.check([]row{
		{"/claims?subject=sites/unknown", 200, []string{`"claims":[],"numberMatched":0`}, nil},
		{"/claims?subject=unknown", 400, []string{`"parameter":"subject"`, "collection/id"}, nil},
		{"/claims?subject=graves/1", 400, []string{`unknown collection`}, nil},
		{"/claims?property=", 400, []string{`"parameter":"property"`}, nil},
		{"/claims?agent=x", 400, []string{"not known here"}, nil},
		{"/claims?source=a&source=b", 400, []string{"given twice"}, nil},
		{"/figures?collection=graves", 400, []string{`"parameter":"collection"`, "sites, villages"}, nil},
		{"/figures?measure=people", 400, []string{`"parameter":"measure"`, "killed"}, nil},
		{"/figures?collection=districts&measure=killed", 200, []string{`"numberMatched":1`, `"best":511`, `"name":"Kalbajar"`}, nil},
		{"/figures/ranges?source=x", 400, nil, nil},
		{"/agents", 200, []string{`"numberMatched"`, `"name":"Stele editors"`}, nil},
	})
}

func matchesAll(want url.Values, is map[string]string) bool {
	for name := range want {
		if want.Get(name) != is[name] {
			return false
		}
	}
	return true
}

// TestPages_OfLists walks each list by its next links and wants to see all of
// it once, and a token refused by another list.
func TestPages_OfLists(t *testing.T) {
	s := serveDemo(t)
	type page struct {
		Claims, Figures               []struct{ ID string }
		Groups                        []struct{ Measure string }
		NumberMatched, NumberReturned int
		Links                         []struct{ Rel, Href string }
	}
	for _, list := range []string{"/claims", "/figures", "/figures/ranges", "/claims?property=valid_from"} {
		path, seen, matched := list, 0, 0
		if strings.Contains(list, "?") {
			path += "&limit=3"
		} else {
			path += "?limit=7"
		}
		for path != "" {
			r := s.get(path)
			p := decode[page](t, r)
			if got := len(p.Claims) + len(p.Figures) + len(p.Groups); r.status != 200 || got != p.NumberReturned || got == 0 {
				t.Fatalf("GET %s = %d with %d of %d", path, r.status, got, p.NumberReturned)
			}
			seen, matched, path = seen+p.NumberReturned, p.NumberMatched, ""
			for _, l := range p.Links {
				if l.Rel == "next" {
					path = strings.TrimPrefix(l.Href, s.URL)
				}
			}
			if u, _ := url.Parse(path); u != nil && path != "" {
				if got := s.get("/changes?next=" + u.Query().Get("next")); got.status != 400 {
					t.Errorf("the token of %s is good for /changes: %d", list, got.status)
				}
			}
		}
		if seen != matched || seen == 0 {
			t.Errorf("%s: %d on its pages, %d matched", list, seen, matched)
		}
	}
}

func TestP6_SumsAreRefused(t *testing.T) {
	s := serveDemo(t)
	event, village, district, site := "events/"+demoEvent, "villages/"+demoVillage, "districts/"+demoDistrict, "sites/"+demoSite
	s.check([]row{
		{"/figures/sum?measure=killed&scope=" + event + "," + district, 422, []string{
			`"reason":"nested"`, `"scopes":["` + event + `","` + district + `"]`, event + " (", district + " (Kalbajar)", "/figures/ranges?scope=" + event,
		}, []string{`"low"`, `"best"`}},
		{"/figures/sum?measure=killed&scope=" + district + "," + village, 422, []string{`"reason":"nested"`, village}, nil},
		{"/figures/sum?measure=killed&scope=" + event + "," + site, 422, []string{`"reason":"same_place"`}, nil},
		{"/figures/sum?measure=killed&scope=" + event, 422, []string{`"reason":"rivals"`, `"figures":["`, "/figures/ranges?scope=" + event + `\u0026measure=killed`}, nil},
		{"/figures/sum?measure=killed&scope=" + district, 200, []string{`"low":511,"best":511,"high":511`, `"agent_name"`, `"rivals_at"`}, nil},
		{"/figures/sum?measure=killed&scope=" + district + "&source=xvokzj3ogns42ljr", 200, []string{`"best":511`}, nil},
		{"/figures/sum?measure=killed", 400, []string{`"parameter":"scope"`}, nil},
		{"/figures/sum?scope=" + district, 400, []string{`"parameter":"measure"`}, nil},
		{"/figures/sum?measure=killed&scope=districts/unknown", 400, []string{"names no record"}, nil},
		{"/figures/sum?measure=killed&scope=" + district + "," + district, 400, []string{"listed twice"}, nil},
		{"/figures/sum?measure=killed&scope=" + district + "&scope=" + village, 400, []string{"given twice"}, nil},
		{"/figures/sum?measure=killed&scope=" + strings.Repeat("a/b,", 30), 400, []string{"at most 20"}, nil},
	})
}

func TestP7_DozensStaysAWord(t *testing.T) {
	s := serveDemo(t)
	s.check([]row{
		{"/figures/xrk74jfy3kxmsxg4", 200, []string{`"low":null,"best":null,"high":null,"comparator":null,"word":"dozens"`}, nil},
		{"/figures/ranges?measure=killed&scope=events/" + demoEvent, 200, []string{
			`"min":12,"max":29`, `"low":null,"best":null,"high":null,"open_low":false,"open_high":false,"positioned":false,"word":"dozens"`,
			`"low":27,"best":null,"high":29`, `"agent_name":"German Wikipedia"`, `"contested":true`,
		}, nil},
		{"/figures/ranges?measure=destroyed_facilities", 200, []string{`"low":501,"best":null,"high":null,"open_low":false,"open_high":true,"positioned":true`}, nil},
		{"/figures/sum?measure=killed&scope=events/" + demoEvent + "&source=xvokzj3ogns42ljr", 422, []string{`"reason":"word"`, `\"dozens\"`}, nil},
	})
}

// TestEvidence_CommonMachinery asks each new route for what every route does.
func TestEvidence_CommonMachinery(t *testing.T) {
	s := serveDemo(t)
	for _, path := range []string{
		"/claims", "/claims/b4447yyacbd5s7v2", "/figures", "/figures/43tnwtndbnwzpmjr", "/figures/ranges", "/agents", "/changes",
		"/figures/sum?measure=killed&scope=districts/" + demoDistrict, "/collections/sites/items/" + demoSite + "/history",
	} {
		r := s.get(path)
		tag := r.header.Get("ETag")
		if r.status != 200 || tag == "" || r.header.Get("Content-Type") != "application/json" {
			t.Errorf("GET %s = %d, ETag %q, %s", path, r.status, tag, r.header.Get("Content-Type"))
		}
		if head := s.ask(http.MethodHead, path); head.status != 200 || head.body != "" || head.header.Get("ETag") != tag {
			t.Errorf("HEAD %s = %d %q", path, head.status, head.body)
		}
		if again := s.get(path, "If-None-Match: "+tag); again.status != 304 {
			t.Errorf("GET %s again = %d, want 304", path, again.status)
		}
		if again := s.get(path); again.body != r.body {
			t.Errorf("GET %s is not twice the same", path)
		}
		if len(r.body) > 2000 {
			if zipped := s.get(path, "Accept-Encoding: gzip"); zipped.header.Get("Content-Encoding") != "gzip" {
				t.Errorf("GET %s is not compressed", path)
			}
		}
		if bad := s.get(path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "f=html"); bad.status != 400 {
			t.Errorf("GET %s as HTML = %d", path, bad.status)
		}
	}
	landing := s.get("/?f=json").body
	for _, path := range []string{"/claims", "/figures", "/figures/ranges", "/agents", "/changes"} {
		if !strings.Contains(landing, s.URL+path+`"`) {
			t.Errorf("the landing page has no link to %s", path)
		}
	}
}

// TestN7_HistoryAndChanges publishes the demo, withdraws one record, changes
// another, and publishes again.
func TestN7_HistoryAndChanges(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "public.gpkg")
	if err := demo.Build(t.Context(), dir, path, fixedNow); err != nil {
		t.Fatal(err)
	}
	first := atlasAt(t, path)
	republish(t, dir, path)
	s := serve(t, atlasAt(t, path))
	version := first.Meta().Version
	gone := "gd5krqurobfust7v" // a town
	s.check([]row{
		{"/collections/sites/items/" + demoSite + "/history", 200, []string{`"versions":[{"version":2,"day":"2026-11-23","reason":"news","changed":{"stage":"exhumed_partly"}},{"version":1,`}, nil},
		{"/collections/sites/items/unknown/history", 404, nil, nil},
		{"/collections/villages/items/" + gone + "/history", 404, nil, nil},
		{"/collections/villages/items/" + demoVillage + "/history", 200, []string{`"versions":[{"version":1,`}, []string{`"version":2`}},
		{"/changes?since=" + version, 200, []string{
			`"kind":"changed","id":"` + demoSite + `","published_on":"2026-11-24","collection":"sites","from":"` + version,
			`{"kind":"withdrawn","id":"` + gone + `","published_on":"2026-11-24"}`, `"complete":true`,
		}, []string{"coordinates", "exhumed_partly"}},
		{"/changes?since=2026-11-24", 200, []string{demoSite, gone, `"complete":true`}, nil},
		{"/changes?since=2026-11-23", 200, []string{demoSite, `"complete":false`}, nil}, // what came before that day is not kept
		{"/changes?since=2026-11-25", 200, []string{`"changes":[]`}, nil},
		{"/changes?since=", 400, []string{`"parameter":"since"`}, nil},
		{"/changes?since=yesterday", 400, []string{`"parameter":"since"`}, nil},
	})
	latest := atlasAt(t, path).Meta().Version
	s.check([]row{{"/changes?since=" + latest, 200, []string{`"changes":[]`, `"complete":true`}, nil}})
	walkChanges(t, s)
}

func walkChanges(t *testing.T, s *service) {
	t.Helper()
	type page struct {
		Changes       []struct{ ID, Kind string }
		NumberMatched int
		Links         []struct{ Rel, Href string }
	}
	whole := decode[page](t, s.get("/changes"))
	var ids []string
	for path := "/changes?limit=1"; path != ""; {
		p := decode[page](t, s.get(path))
		path = ""
		for _, c := range p.Changes {
			ids = append(ids, c.ID)
		}
		for _, l := range p.Links {
			if l.Rel == "next" {
				path = strings.TrimPrefix(l.Href, s.URL)
			}
		}
	}
	var want []string
	for _, c := range whole.Changes {
		want = append(want, c.ID)
	}
	if d := cmp.Diff(want, ids); d != "" || len(want) != whole.NumberMatched || slices.Contains(ids, "") {
		t.Errorf("changes by page (-whole +pages):\n%s", d)
	}
}

// republish changes the demo's site, withdraws a town and publishes again.
func republish(t *testing.T, dir, path string) {
	t.Helper()
	ctx := t.Context()
	v, err := vault.Open(ctx, dir, fixedNow)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	bundle, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	b, err := v.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range bundle.Records {
		if r.ID == demoSite {
			r.Properties["stage"] = "exhumed_partly"
			err = errors.Join(err, b.Add(ctx, i+1, r))
		}
	}
	p, policyErr := policy.Public()
	publishErr := error(nil)
	decide := func(state, id string) error {
		return v.DecideEach(ctx, data.Decision{State: state, By: "editor", Reason: "news"}, []string{id})
	}
	err = errors.Join(err, b.Commit(ctx, vault.Import{Name: "test", By: "tester"}), decide(data.Published, demoSite), decide(data.Withdrawn, "gd5krqurobfust7v"), policyErr)
	if err == nil {
		_, publishErr = publish.Release(ctx, v, p, path, release.Meta{PublishedOn: "2026-11-24", Title: "Again"}, nil)
	}
	if err := errors.Join(err, publishErr); err != nil {
		t.Fatal(fmt.Errorf("publish again: %w", err))
	}
}
