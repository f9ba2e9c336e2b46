package api_test

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/demo"
	"stele/data/release"
)

type searchPage struct {
	Query         string
	NumberMatched int
	Results       []struct {
		Collection, ID, Name, Match string
		Matched                     struct{ Text, Language, Script, Source string }
		PlaceName                   string `json:"place_name"`
		BBox                        *[4]float64
		Links                       []map[string]string
	}
	Links []map[string]string
}

func (s *service) search(q string, more ...string) searchPage {
	s.t.Helper()
	r := s.get("/search?q=" + url.QueryEscape(q) + strings.Join(more, ""))
	if r.status != 200 || r.header.Get("Content-Type") != "application/json" {
		s.t.Fatalf("search for %q = %d %s", q, r.status, r.body)
	}
	return decode[searchPage](s.t, r)
}

// serveDemo serves the demo data out of a release file.
func serveDemo(t *testing.T) *service {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "public.gpkg")
	now := func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }
	if err := demo.Build(t.Context(), dir, file, now); err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	a, err := atlas.Build(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, a)
}

func TestSearch_FindsDemoPlacesInAnySpelling(t *testing.T) {
	s := serveDemo(t)
	tests := []struct{ query, name, matched, language, match string }{
		{"Bashlibel", "Bashlibel", "Bashlibel", "en", "exact"},
		{"BAŞLIBEL", "Bashlibel", "Bashlibel", "en", "exact"},
		{"başlibel", "Bashlibel", "Bashlibel", "en", "exact"},
		{"Baslibel", "Bashlibel", "Bashlibel", "en", "exact"},
		{"Башлыбель", "Bashlibel", "Башлыбель", "ru", "exact"},
		{"Kelbajar", "Kalbajar", "Кельбаджар", "ru", "exact"},
		{"kelbecer", "Kalbajar", "Kalbajar", "en", "exact"},
		{"KƏLBƏCƏR", "Kalbajar", "Kəlbəcər", "az", "exact"},
		{"Քարվաճառ", "Kalbajar", "Քարվաճառ", "hy", "exact"},
		{"Karvatchar", "Kalbajar", "Քարվաճառ", "hy", "exact"},
		{"Agdam", "Aghdam", "Агдам", "ru", "exact"},
		{"Djebrail", "Jabrayil", "Джебраил", "ru", "exact"},
		{"Zangelan", "Zangilan", "Зангелан", "ru", "exact"},
		{"Kubatly", "Gubadli", "Gubadli", "en", "exact"},
		{"Fizuli", "Fuzuli", "Ֆիզուլի", "hy", "exact"},
		{"Lacin", "Lachin", "Lachin", "en", "exact"},
		{"Zar", "Zar", "Zar", "az", "exact"},
		{"Takhtab", "Takhtabashi", "Taxtabaşı", "az", "prefix"},
		{"Bashlivel", "Bashlibel", "Bashlibel", "en", "fuzzy"},
		{"Zanglian", "Zangilan", "Zangilan", "en", "fuzzy"},
	}
	for _, test := range tests {
		page := s.search(test.query)
		if len(page.Results) == 0 {
			t.Errorf("search for %q finds nothing, want %s", test.query, test.name)
			continue
		}
		r := page.Results[0]
		got := [5]string{r.Collection, r.Name, r.Matched.Text, r.Matched.Language, r.Match}
		if want := [5]string{"villages", test.name, test.matched, test.language, test.match}; got != want {
			t.Errorf("search for %q = %q first, want %q", test.query, got, want)
		}
		if page.Query != test.query || page.NumberMatched < len(page.Results) {
			t.Errorf("search for %q: query %q, numberMatched %d of %d", test.query, page.Query, page.NumberMatched, len(page.Results))
		}
		if r.Matched.Source == "" || r.BBox == nil || len(r.Links) != 1 {
			t.Errorf("search for %q: result %+v lacks something", test.query, r)
			continue
		}
		if item := s.get(strings.TrimPrefix(r.Links[0]["href"], s.URL)); item.status != 200 || !strings.Contains(item.body, `"id":"`+r.ID+`"`) {
			t.Errorf("the link of %s leads to %d %s", r.Name, item.status, item.body)
		}
	}
}

func TestSearch_RanksAndFilters(t *testing.T) {
	s := serveDemo(t)
	page := s.search("Kalbajar", "&limit=100")
	var got []string
	for _, r := range page.Results {
		got = append(got, r.Collection+" "+r.Match)
	}
	want := []string{"villages exact", "districts exact", "events prefix", "zones prefix"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("search for Kalbajar (-want +got):\n%s", diff)
	}
	one := s.search("Kalbajar", "&limit=1")
	if len(one.Results) != 1 || one.NumberMatched != page.NumberMatched {
		t.Errorf("limit=1 gives %d of %d, want 1 of %d", len(one.Results), one.NumberMatched, page.NumberMatched)
	}
	if zones := s.search("Kalbajar", "&collection=zones,events"); len(zones.Results) != 2 || zones.NumberMatched != 2 || zones.Results[0].Collection != "events" {
		t.Errorf("among zones and events Kalbajar is %+v", zones.Results)
	}
	if near := s.search("Kalbajar", "&collection=villages&bbox=46,40,46.1,40.2"); near.NumberMatched != 1 {
		t.Errorf("in a box around it Kalbajar is found %d times", near.NumberMatched)
	}
	if far := s.search("Kalbajar", "&collection=villages&bbox=0,0,1,1"); far.NumberMatched != 0 || len(far.Results) != 0 {
		t.Errorf("in a box elsewhere Kalbajar is %+v", far.Results)
	}
	if words := s.search("burial bashlibel"); len(words.Results) == 0 || words.Results[0].Collection != "sites" || words.Results[0].Match != "word" {
		t.Errorf("words in another order find %+v", words.Results)
	}
	if long := s.search("Kalbajar", "&limit=10000"); len(long.Results) != page.NumberMatched {
		t.Errorf("a limit over the maximum gives %d results, want all %d", len(long.Results), page.NumberMatched)
	}
}

// A site without a published position is found by name and shows none.
func TestSearch_WithheldPositionsStayWithheld(t *testing.T) {
	page := serveDemo(t).search("Burial places", "&collection=sites", "&bbox=0,0,1,1")
	if page.NumberMatched != 1 || page.Results[0].BBox != nil || page.Results[0].PlaceName != "Bashlibel" {
		t.Errorf("Burial places = %+v, want one without a box, at Bashlibel", page.Results)
	}
}

func TestSearch_Problems(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	bad := func(parameter string) []string { return []string{`"parameter":"` + parameter + `"`, `"status":400`} }
	s.check([]row{
		{"/search", 400, append(bad("q"), "is missing"), nil},
		{"/search?q=", 400, bad("q"), nil},
		{"/search?q=%20%09", 400, bad("q"), nil},
		{"/search?q=" + strings.Repeat("a", 101), 400, append(bad("q"), "101 characters"), nil},
		{"/search?q=%ff", 400, bad("q"), nil},
		{"/search?q=a&q=b", 400, bad("q"), nil},
		{"/search?q=a&limit=0", 400, bad("limit"), nil},
		{"/search?q=a&bbox=1,2,3", 400, bad("bbox"), nil},
		{"/search?q=a&collection=graves", 400, append(bad("collection"), "villages"), nil},
		{"/search?q=a&collection=", 400, bad("collection"), nil},
		{"/search?q=a&query=b", 400, bad("query"), nil},
		{"/search?q=a&f=xml", 400, bad("f"), nil},
		{"/search?q=" + url.QueryEscape(strings.Repeat("ə", 100)), 200, []string{`"numberMatched":0`, `"results":[]`}, nil},
		{"/search?q=%21%3F", 200, []string{`"numberMatched":0`}, nil},
	})
	if r := serve(t, nil).get("/search?q=a"); r.status != 503 {
		t.Errorf("search without a release = %d", r.status)
	}
}

func TestSearch_IsKeptAndCompressed(t *testing.T) {
	named := func(w *release.Writer) error {
		for i := range 9 {
			ref := data.Ref{Collection: data.Sites, Key: "line" + string(rune('0'+i))}
			if err := w.AddNames(t.Context(), ref, []data.Name{{Text: "A name"}}); err != nil {
				return err
			}
		}
		return nil
	}
	s := serve(t, writeRelease(t, someSites(), named))
	first := s.get("/search?q=a+name")
	tag := first.header.Get("ETag")
	if tag == "" || !strings.Contains(first.body, `"numberMatched":9`) || !strings.Contains(first.body, `"language":null`) {
		t.Fatalf("search = %v %s", first.header, first.body)
	}
	if same := s.get("/search?limit=20&q=+a+name", "If-None-Match: "+tag); same.status != 304 || same.body != "" {
		t.Errorf("the same search again = %d %s", same.status, same.body)
	}
	if other := s.get("/search?q=a+nam", "If-None-Match: "+tag); other.status != 200 {
		t.Errorf("another search = %d", other.status)
	}
	if head := s.ask("HEAD", "/search?q=a+name"); head.status != 200 || head.body != "" || head.header.Get("ETag") != tag {
		t.Errorf("HEAD = %d %v", head.status, head.header)
	}
	if zipped := s.get("/search?q=a+name", "Accept-Encoding: gzip"); zipped.header.Get("Content-Encoding") != "gzip" {
		t.Errorf("with gzip accepted = %v", zipped.header)
	}
	page := decode[searchPage](t, first)
	var ids []string
	for _, r := range page.Results {
		ids = append(ids, r.ID)
	}
	if !slices.IsSorted(ids) || len(ids) != 9 {
		t.Errorf("equal names come as %q", ids)
	}
	if page.Results[0].BBox == nil || *page.Results[0].BBox != [4]float64{46, 40, 46, 40} {
		t.Errorf("box of the first = %v, want its point %v", page.Results[0].BBox, orb.Point{46, 40})
	}
}
