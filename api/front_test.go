package api_test

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"stele/api"
	"stele/data/atlas"
	"stele/data/release"
)

const framePage = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; connect-src 'self'">`

// withPages is a front end that has the pages for other sites too.
func withPages(c *api.Config) {
	web := fstest.MapFS{}
	for _, name := range []string{"index.html", "embed.html", "embed-options.html"} {
		web[name] = &fstest.MapFile{Data: []byte(framePage + name)}
		web[name+".gz"] = &fstest.MapFile{Data: []byte("GZIP " + name)}
	}
	c.Web = web
}

// Other sites may frame one page, and one page may have frames of this service.
func TestPages_WhoMayFrame(t *testing.T) {
	s := serve(t, writeRelease(t, nil), withPages)
	for _, test := range []struct{ path, want, not string }{
		{"/embed", "frame-ancestors *", "frame-src"},
		{"/embed-options", "frame-src 'self'", "frame-ancestors *"},
		{"/?f=html", "frame-ancestors 'none'", "frame-src"},
		{"/?f=json", "frame-ancestors 'none'", "frame-src"},
	} {
		r := s.get(test.path)
		policy := r.header.Get("Content-Security-Policy")
		if r.status != 200 || !strings.Contains(policy, test.want) || strings.Contains(policy, test.not) || !strings.Contains(policy, "img-src 'self' data:;") {
			t.Errorf("GET %s = %d with policy %q", test.path, r.status, policy)
		}
		// A browser takes the headers of a 304 for those of what it has.
		again := s.get(test.path, "If-None-Match: "+r.header.Get("ETag"))
		if again.status != 304 || again.header.Get("Content-Security-Policy") != policy {
			t.Errorf("GET %s again = %d with policy %q", test.path, again.status, again.header.Get("Content-Security-Policy"))
		}
	}
	if r := s.get("/embed", "Accept-Encoding: gzip"); r.body != "GZIP embed.html" {
		t.Errorf("GET /embed gzipped = %.40q", r.body)
	}
	if r := serve(t, writeRelease(t, nil)).get("/embed"); r.status != 200 || !strings.Contains(r.body, "not built into this program") {
		t.Errorf("GET /embed without a front end = %d %s", r.status, r.body)
	}
}

// The operator's base map is the one origin beside the service's own, and it is
// named in the header and in the page alike.
func TestPages_NameTheBaseMap(t *testing.T) {
	s := serve(t, writeReleaseOf(t, release.Meta{BaseMap: "https://tiles.example.org/a/{z}/{x}/{y}.png", BaseMapAttribution: "A map of others"}), withPages)
	archived := serve(t, writeReleaseOf(t, release.Meta{BaseMap: "https://tiles.example.org/region.pmtiles", BaseMapAttribution: "A map of others"}), withPages)
	plain := serve(t, writeRelease(t, nil), withPages)
	for _, path := range []string{"/?f=html", "/embed", "/embed-options"} {
		r := s.get(path, "Accept-Encoding: gzip;q=0")
		if policy := r.header.Get("Content-Security-Policy"); !strings.Contains(policy, "img-src 'self' https://tiles.example.org data:;") || strings.Count(policy, "http") != 1 {
			t.Errorf("GET %s: policy %q", path, policy)
		}
		if !strings.Contains(r.body, "img-src 'self' https://tiles.example.org; connect-src 'self'\"") {
			t.Errorf("GET %s = %q", path, r.body)
		}
		if tag := plain.get(path).header.Get("ETag"); tag == r.header.Get("ETag") {
			t.Errorf("GET %s has the tag %s with and without a base map", path, tag)
		}
		// An archive is no picture: its parts are fetched.
		of := archived.get(path, "Accept-Encoding: gzip;q=0")
		if policy := of.header.Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' https://tiles.example.org;") || strings.Count(policy, "http") != 1 {
			t.Errorf("GET %s with an archive: policy %q", path, policy)
		}
		if !strings.Contains(of.body, "img-src 'self'; connect-src 'self' https://tiles.example.org\"") || of.header.Get("ETag") == r.header.Get("ETag") {
			t.Errorf("GET %s with an archive = %q", path, of.body)
		}
	}
	if r := s.get("/?f=json"); !strings.Contains(r.body, `"base_map":{"url":"https://tiles.example.org/a/{z}/{x}/{y}.png","attribution":"A map of others"}`) {
		t.Errorf("landing page: %s", r.body)
	}
	if r := plain.get("/?f=json"); !strings.Contains(r.body, `"base_map":null`) || strings.Contains(r.body, "/story") {
		t.Errorf("landing page: %s", r.body)
	}
}

func TestStory(t *testing.T) {
	const text = `{"title":{"en":"T"},"steps":[]}`
	r := serve(t, writeReleaseOf(t, release.Meta{Story: text}))
	if got := r.get("/story"); got.status != 200 || got.body != text {
		t.Errorf("GET /story = %d %s", got.status, got.body)
	}
	if got := r.get("/?f=json"); !strings.Contains(got.body, `/story","rel":"related"`) {
		t.Errorf("no link to the story in %s", got.body)
	}
	if got := serve(t, writeRelease(t, nil)).get("/story"); got.status != 204 {
		t.Errorf("GET /story without one = %d", got.status)
	}
}

func TestTranslations(t *testing.T) {
	r := serve(t, writeReleaseOf(t, release.Meta{Translations: `{"An office":{"az":"Bir idarə","ru":"Ведомство"},"A note":{"ru":"Заметка"}}`}))
	for lang, want := range map[string]string{"az": `{"An office":"Bir idarə"}`, "ru": `{"A note":"Заметка","An office":"Ведомство"}`} {
		got := r.get("/translations/" + lang)
		if got.status != 200 || got.body != want || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
			t.Errorf("GET /translations/%s = %d %s", lang, got.status, got.body)
		}
		if got := r.get("/?f=json"); !strings.Contains(got.body, "/translations/"+lang+`","rel":"related"`) {
			t.Errorf("no link to the texts in %s in %s", lang, got.body)
		}
	}
	if got := r.get("/translations/hy"); got.status != 204 {
		t.Errorf("GET /translations/hy = %d, there are none", got.status)
	}
	if got := serve(t, writeRelease(t, nil)).get("/?f=json"); strings.Contains(got.body, "/translations") {
		t.Errorf("a release without translations leads to them: %s", got.body)
	}
}

// writeReleaseOf makes an empty release that says this of itself.
func writeReleaseOf(t *testing.T, meta release.Meta) *atlas.Atlas {
	t.Helper()
	path := filepath.Join(t.TempDir(), "release.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	meta.Audience, meta.PublishedOn = "public", "2026-11-23"
	if _, err := w.Commit(t.Context(), meta); err != nil {
		t.Fatal(err)
	}
	return load(t, path)
}
