package api_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
)

// Boxes that are empty or match everything are answered as any other, and large
// answers take no more memory than small ones.
func TestBad_Boxes(t *testing.T) {
	all, limit := 10_500, 10_000
	if underRace {
		all, limit = 1050, 1000
	}
	s := serve(t, writeRelease(t, manySites(all)))
	at := "/collections/sites/items?"
	s.check([]row{
		{at + "bbox=", 400, []string{`"parameter":"bbox"`}, nil},
		{at + "bbox=46,40,46,39", 400, []string{`"parameter":"bbox"`}, nil},
		{at + "bbox=NaN,0,1,1", 400, []string{`"parameter":"bbox"`}, nil},
		{at + "bbox=10,10,10,10", 200, []string{`"numberMatched":0`, `"features":[]`}, []string{"next"}},
		{at + "bbox=40,38,40,38&skipGeometry=true", 200, []string{`"numberMatched":1,`}, nil},
	})
	var paths []string
	for _, query := range []string{"bbox=-180,-90,180,90", "", "bbox=39,37,50,60", "bbox=-180,-90,180,90&sortby=name"} {
		path := fmt.Sprintf("%slimit=%d&%s", at, limit, query)
		paths = append(paths, path)
		p := decode[page](t, s.get(path))
		if p.NumberMatched != all || p.NumberReturned != limit || len(p.Features) != limit {
			t.Fatalf("%s: %d of %d, %d listed", path, p.NumberReturned, p.NumberMatched, len(p.Features))
		}
		rest := decode[page](t, s.get(strings.TrimPrefix(p.link("next"), s.URL)))
		ids := append(p.ids(), rest.ids()...)
		slices.Sort(ids)
		if len(slices.Compact(ids)) != all || rest.link("next") != "" {
			t.Errorf("%s: both pages have %d", path, len(ids))
		}
	}
	size := len(s.get(paths[0]).body)
	more := peakOf(func() {
		var readers sync.WaitGroup
		for i := range 12 {
			readers.Go(func() { drain(t, s.URL+paths[i%len(paths)]) })
		}
		readers.Wait()
	})
	// The answers are put together in buffers of 64 KB, one for each reader here.
	if more > size*3+8<<20 {
		t.Errorf("12 answers of %d KB took %d KB", size>>10, more>>10)
	}
}

// drain reads an answer and keeps nothing of it.
func drain(t *testing.T, url string) {
	response, err := http.Get(url)
	if err != nil {
		t.Error(err)
		return
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Errorf("%s: %v", url, err)
	}
}

// endsOfTheWorld are sites at both poles and on both sides of 180 degrees.
func endsOfTheWorld() []made {
	box := func(w, s, e, n float64) orb.Polygon {
		return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}}.ToPolygon()
	}
	shapes := map[string]orb.Geometry{
		"north": orb.Point{0, 90}, "south": orb.Point{0, -90}, "northeast": orb.Point{180, 90}, "southwest": orb.Point{-180, -90},
		"east": orb.Point{180, 0}, "west": orb.Point{-180, 0},
		"cap":       box(-10, 80, 10, 90),
		"band":      box(-180, -80, 180, -70),
		"east-cell": box(179.9, 10, 180, 10.1), "west-cell": box(-180, 10, -179.9, 10.1),
		"both": orb.MultiPolygon{box(178, 20, 180, 22), box(-180, 20, -178, 22)},
		"line": orb.LineString{{-180, 50}, {-175, 52}, {-170, 50}},
	}
	var sites []made
	for id, g := range shapes {
		sites = append(sites, made{data.Sites, id, g, "1993", map[string]any{"kind": "well"}})
	}
	return sites
}

func TestBad_PolesAndTheDateLine(t *testing.T) {
	s := serve(t, writeRelease(t, endsOfTheWorld()))
	all := []string{"band", "both", "cap", "east", "east-cell", "line", "north", "northeast", "south", "southwest", "west", "west-cell"}
	for box, want := range map[string][]string{
		"-180,-90,180,90":         all,
		"-180,90,180,90":          {"cap", "north", "northeast"},
		"-180,-90,180,-90":        {"south", "southwest"},
		"180,-90,180,90":          {"band", "both", "east", "east-cell", "northeast"},
		"-180,-90,-180,90":        {"band", "both", "line", "southwest", "west", "west-cell"},
		"179,-1,-179,1":           {"east", "west"},
		"179,9,-179,23":           {"both", "east-cell", "west-cell"},
		"180,10,-180,10":          {"east-cell", "west-cell"},
		"-175,52,170,52":          {"line"},
		"170,85,-170,90":          {"northeast"},
		"10,-80,10,90":            {"band", "cap"},
		"179.95,10.05,-179,10.06": {"east-cell", "west-cell"},
	} {
		for _, more := range []string{"", "&zoom-level=2", "&sortby=name", "&kind=well"} {
			ids := decode[page](t, s.get("/collections/sites/items?bbox="+box+more)).ids()
			slices.Sort(ids)
			if diff := cmp.Diff(want, ids); diff != "" {
				t.Errorf("bbox=%s%s: %s", box, more, diff)
			}
		}
		if got := decode[counts](t, s.get("/collections/sites/stats?bbox="+box)); got.NumberMatched != len(want) {
			t.Errorf("stats?bbox=%s count %d, want %d", box, got.NumberMatched, len(want))
		}
	}
	if got := decode[counts](t, s.get("/collections/sites/stats")); *got.BBox != [4]float64{-180, -90, 180, 90} {
		t.Errorf("extent %v", *got.BBox)
	}
	// Tiles end at 85.05 degrees, and at 180.
	for tile, want := range map[string][]string{
		"0/0/0":  {"band", "both", "cap", "east", "east-cell", "line", "west", "west-cell"},
		"3/3/7":  {"both", "east", "east-cell"},
		"3/3/0":  {"both", "west", "west-cell"},
		"3/2/0":  {"line"},
		"3/0/4":  {"cap"},
		"22/0/0": nil,
	} {
		body := s.get("/collections/sites/tiles/WebMercatorQuad/" + tile).body
		for _, id := range all {
			if has := strings.Contains(body, fmt.Sprintf("\x0a%c%s", len(id), id)); has != slices.Contains(want, id) {
				t.Errorf("tile %s has %s: %v", tile, id, has)
			}
		}
	}
}
