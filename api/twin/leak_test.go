package twin_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

// leaky is a service that has the vault at hand, and a bug.
type leaky struct {
	twin  *twin
	exact map[string]orb.Geometry // by ID
	order map[string]int          // of recording, by ID
	next  http.Handler
	whole *sync.Map // whole collections, by path
}

func newLeaky(p *pair, n int) leaky {
	l := leaky{p.twins[n], map[string]orb.Geometry{}, map[string]int{}, handler(p.atlas[n]), new(sync.Map)}
	for i, r := range l.twin.rows {
		l.exact[r.ID], l.order[r.ID] = r.Geometry, i
	}
	return l
}

// answer is one that a leak may change before it is sent.
type answer struct {
	*http.Request
	status int
	header http.Header
	doc    map[string]any // the JSON object, nil if there is none
}

// features are those of a page, or the one that the answer is.
func (a answer) features() []any {
	if list, ok := a.doc["features"].([]any); ok {
		return list
	}
	if a.doc["type"] == "Feature" {
		return []any{a.doc}
	}
	return nil
}

func idOf(feature any) string  { return feature.(map[string]any)["id"].(string) }
func isShown(feature any) bool { return feature.(map[string]any)["geometry"] != nil }
func property(feature any) map[string]any {
	return feature.(map[string]any)["properties"].(map[string]any)
}

// with is the service with a leak in every answer.
func (l leaky) with(leak func(leaky, *answer)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := l.ask(r)
		leak(l, a)
		for name, values := range a.header {
			w.Header()[name] = values
		}
		var body []byte
		if a.doc != nil {
			body, _ = json.Marshal(a.doc)
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		}
		w.WriteHeader(a.status)
		if r.Method != http.MethodHead {
			w.Write(body)
		}
	})
}

func (l leaky) ask(r *http.Request) *answer {
	recorder := httptest.NewRecorder()
	l.next.ServeHTTP(recorder, r)
	a := &answer{Request: r, status: recorder.Code, header: recorder.Header()}
	if recorder.Body.Len() > 0 && json.Unmarshal(recorder.Body.Bytes(), &a.doc) != nil {
		a.doc = map[string]any{"text": recorder.Body.String()}
	}
	return a
}

// everything lists what a page's request finds without its box and limit.
func (l leaky) everything(r *http.Request) []any {
	if all, ok := l.whole.Load(r.URL.Path); ok {
		return all.([]any)
	}
	r = r.Clone(r.Context())
	r.Method, r.URL.RawQuery = http.MethodGet, "limit=10000"
	r.Header.Del("If-None-Match")
	r.Header.Del("Accept-Encoding")
	all := l.ask(r).features()
	l.whole.Store(r.URL.Path, all)
	return all
}

// inside gives the features whose exact position is in the box asked for, and
// those that are shown without one.
func (l leaky) inside(r *http.Request) ([]any, bool) {
	b, err := geo.ParseBBox(r.URL.Query().Get("bbox"))
	if err != nil {
		return nil, false
	}
	return slices.DeleteFunc(slices.Clone(l.everything(r)), func(f any) bool {
		return isShown(f) && !geo.Intersects(l.exact[idOf(f)], b)
	}), true
}

// The planted leaks: each is a mistake that a service of this kind has made.
// They are looked for by the paths of their route that hold of.
var leaks = []struct {
	name, route, of string
	leak            func(leaky, *answer)
}{
	{"filters on the exact position", "/collections/{collection}/items", "limit=3&bbox=", filterOnExact},
	{"counts by the exact position", "/collections/{collection}/items", "limit=3&bbox=", func(l leaky, a *answer) {
		if found, ok := l.inside(a.Request); ok && a.status == 200 {
			a.header.Set("OGC-NumberMatched", strconv.Itoa(len(found)))
		}
	}},
	{"sorts by the exact position", "/collections/{collection}/items", "", func(l leaky, a *answer) {
		slices.SortFunc(a.features(), func(x, y any) int {
			return strings.Compare(fmt.Sprintf("%020d", hilbert(l.exact[idOf(x)])), fmt.Sprintf("%020d", hilbert(l.exact[idOf(y)])))
		})
	}},
	{"lists in the order of the rows", "/collections/{collection}/items", "", func(l leaky, a *answer) {
		slices.SortFunc(a.features(), func(x, y any) int { return l.order[idOf(x)] - l.order[idOf(y)] })
	}},
	{"makes page tokens of the exact position", "/collections/{collection}/items", "", func(l leaky, a *answer) {
		if list := a.features(); len(list) > 0 {
			token := base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d", hilbert(l.exact[idOf(list[len(list)-1])])))
			a.header.Add("Link", "<http://"+host+"/collections/sites/items?next="+token+`>; rel="next"`)
		}
	}},
	{"tags the vault's row", "/collections/{collection}/items/{id}", "", func(l leaky, a *answer) {
		for _, f := range a.features() {
			hash := sha256.Sum256(geo.AppendWKB(nil, l.exact[idOf(f)]))
			a.header.Set("ETag", fmt.Sprintf(`"%x"`, hash[:8]))
		}
	}},
	{"tells the zone of the exact position", "/collections/{collection}/items/{id}", "", func(l leaky, a *answer) {
		zone := box(zoneWest, zoneSouth, zoneEast, zoneNorth)
		for _, f := range a.features() {
			if isShown(f) {
				property(f)["in_zone"] = geo.PolygonContains(zone, vertices(l.exact[idOf(f)])[0])
			}
		}
	}},
	{"tells the tile of the exact position", "/collections/{collection}/items/{id}", "", func(l leaky, a *answer) {
		for _, f := range a.features() {
			if isShown(f) {
				property(f)["tile_column"] = int((vertices(l.exact[idOf(f)])[0][0] + 180) / 360 * (1 << 14))
			}
		}
	}},
	{"tells the time of recording", "/collections/{collection}/items/{id}", "", func(l leaky, a *answer) {
		for _, f := range a.features() {
			property(f)["updated"] = l.twin.clock.Format("2006-01-02T15:04:05Z")
		}
	}},
	{"tells by the length of HEAD", "/collections/{collection}/items/{id}", "", func(l leaky, a *answer) {
		if a.Method == http.MethodHead {
			id := strings.TrimPrefix(a.URL.Path, "/collections/sites/items/")
			a.header.Set("Content-Length", strconv.Itoa(1000+len(geo.WKT(l.exact[id]))))
		}
	}},
	{"tells hidden IDs by the status", "/collections/{collection}/items/{id}", "", func(l leaky, a *answer) {
		for _, h := range l.twin.world.hidden[l.twin.n] {
			if strings.Contains(a.URL.Path, h.ID) {
				a.status = http.StatusForbidden
			}
		}
	}},
	{"tells the extent of exact positions", "/collections/{collection}", "", func(l leaky, a *answer) {
		var extent orb.Bound
		for _, r := range l.twin.rows {
			if strings.HasSuffix(a.URL.Path, r.Collection) && r.Geometry != nil {
				extent = extent.Union(r.Geometry.Bound())
			}
		}
		if a.doc["extent"] != nil {
			a.doc["extent"] = []float64{extent.Min[0], extent.Min[1], extent.Max[0], extent.Max[1]}
		}
	}},
	{"says in an error what is near", "/collections/{collection}/items", "datetime=never", func(l leaky, a *answer) {
		if a.status == http.StatusBadRequest {
			a.doc["detail"] = fmt.Sprintf("%v; the first row is %s", a.doc["detail"], l.twin.rows[50].Key)
		}
	}},
	{"numbers the sources of the vault", "/sources", "", func(l leaky, a *answer) {
		if a.doc["sources"] != nil {
			a.doc["records"] = len(l.twin.rows) + len(l.twin.world.hidden[l.twin.n])
		}
	}},
	{"numbers the leaves of the vault's log", "/log/proof", "", func(l leaky, a *answer) {
		if a.doc["leaf"] != nil {
			a.doc["leaf"] = 2*len(l.twin.rows) + len(l.twin.world.hidden[l.twin.n])
		}
	}},
}

func hilbert(g orb.Geometry) uint64 { return geo.HilbertOf(geo.BoundOf(g)) }

func filterOnExact(l leaky, a *answer) {
	found, ok := l.inside(a.Request)
	if !ok || a.status != 200 {
		return
	}
	limit, err := strconv.Atoi(a.URL.Query().Get("limit"))
	if err != nil {
		limit = 100
	}
	a.header.Set("OGC-NumberMatched", strconv.Itoa(len(found)))
	a.doc = map[string]any{"type": "FeatureCollection", "numberMatched": len(found), "features": found[:min(limit, len(found))]}
}

// If one of these went unseen, that the twins answer alike would say nothing.
func TestN1_PlantedLeaksAreSeen(t *testing.T) {
	p := both(t)
	known := routes()
	for _, l := range leaks {
		t.Run(l.name, func(t *testing.T) {
			c := compare(t, newLeaky(p, 0).with(l.leak), newLeaky(p, 1).with(l.leak))
			c.isOfLog = known[l.route].isOfLog
			err := c.all(containing(known[l.route].paths(p.world), l.of))
			if err == nil {
				t.Errorf("a service that %s passes", l.name)
			}
			t.Logf("after %d requests: %.400v", c.asked, err)
		})
	}
}

// And if the same service without a leak were found to differ, seeing them
// would say nothing either.
func TestN1_WithoutALeakNothingIsSeen(t *testing.T) {
	p := both(t)
	known := routes()
	for _, pattern := range []string{"/collections/{collection}/items", "/collections/{collection}/items/{id}", "/collections/{collection}", "/sources", "/log/proof"} {
		none := func(leaky, *answer) {}
		c := compare(t, newLeaky(p, 0).with(none), newLeaky(p, 1).with(none))
		c.isOfLog = known[pattern].isOfLog
		paths := known[pattern].paths(p.world)
		boxes := containing(slices.Clone(paths), "limit=3&bbox=")
		paths = append(paths[:min(8, len(paths))], boxes[:min(25, len(boxes))]...)
		if err := c.all(paths); err != nil {
			t.Errorf("route %s: %v", pattern, err)
		}
	}
}

func containing(paths []string, part string) []string {
	return slices.DeleteFunc(paths, func(p string) bool { return !strings.Contains(p, part) })
}
