package twin_test

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"stele/data"
	"stele/data/edtf"
	"stele/geo"
)

// oracle answers whether a feature is found in a box: all that an attacker has.
type oracle func(geo.BBox) bool

// byItsCount is the end of the names of oracles that count who is located: of
// those without a position they say nothing.
const byItsCount = " by its count"

// oracles are the ways to ask a service whether the feature is in a box, on a
// page of so many. Each route that asksWhere has at least one.
func oracles(t *testing.T, s *server, r record, limit int) map[string]oracle {
	at, collection, name, id := "/collections/"+r.Collection, r.Collection, r.Names[0].Text, r.ID
	needle := []byte(`"id":"` + id + `"`)
	finds := func(path string) bool { return bytes.Contains(s.get(t, path).body, needle) }
	count := func(b geo.BBox) int {
		got := s.ask(t, request{method: "HEAD", path: fmt.Sprintf("%s/items?limit=1&bbox=%s", at, b)})
		n, err := strconv.Atoi(got.header.Get("OGC-NumberMatched"))
		if err != nil {
			t.Fatalf("HEAD items in %v: %v %v", b, got.status, err)
		}
		return n
	}
	located := func(b geo.BBox) bool {
		return !bytes.Contains(s.get(t, fmt.Sprintf("%s/stats?facets=kind&bbox=%s", at, b)).body, []byte(`"located":0,`))
	}
	ofAll := func(b geo.BBox) bool {
		got := s.get(t, fmt.Sprintf("/stats?facets=kind&bbox=%s", b)).body
		_, own, ok := bytes.Cut(got, []byte(`{"collection":"`+collection+`",`))
		if !ok {
			t.Fatalf("/stats has no counts of %s: %s", collection, got)
		}
		_, own, _ = bytes.Cut(own, []byte(`"located":`))
		return own[0] != '0'
	}
	nobody := count(geo.BBox{West: 120.5, South: -70.5, East: 120.5, North: -70.5})
	known := map[string]oracle{
		"/collections/{collection}/items": func(b geo.BBox) bool { return finds(fmt.Sprintf("%s/items?limit=%d&bbox=%s", at, limit, b)) },
		"/collections/{collection}/items and a date": func(b geo.BBox) bool {
			return finds(fmt.Sprintf("%s/items?limit=%d&datetime=1900/2030&bbox=%s", at, limit, b))
		},
		"/collections/{collection}/items in lat, lon": func(b geo.BBox) bool {
			return finds(fmt.Sprintf("%s/items?limit=%d&%s", at, limit, boxIn(b, geo.LatLon)))
		},
		"/collections/{collection}/stats" + byItsCount: located,
		"/stats" + byItsCount:                          ofAll,
		"/collections/{collection}/items" + byItsCount: func(b geo.BBox) bool { return count(b) > nobody },
		"/search": func(b geo.BBox) bool {
			return finds(fmt.Sprintf("/search?q=%s&collection=%s&limit=100&bbox=%s", url.QueryEscape(name), collection, b))
		},
		"POST /collections/{collection}/search": func(b geo.BBox) bool {
			return finds(fmt.Sprintf(`POST %s/search {"limit":%d,"bbox":[%s]}`, at, limit, b))
		},
		"/collections/{collection}/export.{ext}": func(b geo.BBox) bool { return finds(fmt.Sprintf("%s/export.geojson?bbox=%s", at, b)) },
		"/collections/{collection}/export": func(b geo.BBox) bool {
			return bytes.Contains(s.get(t, fmt.Sprintf("%s/export?f=csv&properties=name&bbox=%s", at, b)).body, []byte("\n"+id+","))
		},
	}
	if r.at[0] != nil && math.Abs(vertices(r.at[0])[0][1]) < 80 { // further on there are no coordinates
		known["/collections/{collection}/items in Web Mercator"] = func(b geo.BBox) bool {
			return finds(fmt.Sprintf("%s/items?limit=%d&%s", at, limit, boxIn(within(b, geo.WebMercator), geo.WebMercator)))
		}
	}
	return known
}

// within cuts a box to the latitudes and longitudes that a reference system has.
func within(b geo.BBox, c geo.CRS) geo.BBox {
	d := c.Domain()
	return geo.BBox{West: max(b.West, d.Min[0]), South: max(b.South, d.Min[1]), East: min(b.East, d.Max[0]), North: min(b.North, d.Max[1])}
}

// finest is where the attack stops, in degrees: half of the last digit printed.
const finest = 5e-8

// attack narrows the box down as far as the answers let it: it halves it while
// the feature is in one half only, and then moves each side inwards until the
// feature drops out. What remains is the box of whatever the service filters on.
func attack(found oracle, b geo.BBox) geo.BBox {
	for b.East-b.West > finest || b.North-b.South > finest {
		one, other := halves(b)
		in, inOther := found(one), found(other)
		if in == inOther {
			break
		}
		if b = one; inOther {
			b = other
		}
	}
	// The least east with which the box still finds it is the feature's west.
	west := edge(b.West, b.East, func(x float64) bool { return found(geo.BBox{West: b.West, South: b.South, East: x, North: b.North}) })
	east := edge(b.East, b.West, func(x float64) bool { return found(geo.BBox{West: x, South: b.South, East: b.East, North: b.North}) })
	south := edge(b.South, b.North, func(y float64) bool { return found(geo.BBox{West: b.West, South: b.South, East: b.East, North: y}) })
	north := edge(b.North, b.South, func(y float64) bool { return found(geo.BBox{West: b.West, South: y, East: b.East, North: b.North}) })
	return geo.BBox{West: west, South: south, East: east, North: north}
}

// halves cuts the longer side, at a place that is on no border of cells.
func halves(b geo.BBox) (one, other geo.BBox) {
	one, other = b, b
	if b.East-b.West >= b.North-b.South {
		one.East = b.West + (b.East-b.West)*0.4871
		other.West = one.East
	} else {
		one.North = b.South + (b.North-b.South)*0.4871
		other.South = one.North
	}
	return one, other
}

// edge bisects between never, where the answer may be no, and always, where it
// is yes, for the yes that is nearest to never.
func edge(never, always float64, yes func(float64) bool) float64 {
	if yes(never) {
		return never
	}
	for math.Abs(always-never) > finest {
		if middle := (never + always) / 2; yes(middle) {
			always = middle
		} else {
			never = middle
		}
	}
	return always
}

// targets are records with a position held and a cell that no other record's
// cell touches: of these even a count alone could tell.
func (w *world) targets(collection string, p geo.Precision, n int) []record {
	var all []record
	for _, r := range w.records {
		if r.Collection == collection && r.shown == p && r.at[0] != nil && r.cell(0) != (geo.Cell{}) && w.isLonely(r) && len(all) < n {
			all = append(all, r)
		}
	}
	return all
}

func (w *world) isLonely(r record) bool {
	around := start(r)
	return !slices.ContainsFunc(w.records, func(o record) bool {
		b := o.cell(0).Bound()
		if !o.held() {
			b = geo.BoundOf(o.at[0])
		}
		return o.ID != r.ID && o.Collection == r.Collection && !b.IsEmpty() && geo.Intersects(b, around)
	})
}

// start is what the attacker begins with: the published cell and some more.
func start(r record) geo.BBox {
	b := r.cell(0).Bound()
	return geo.BBox{West: max(b.Min[0]-0.3, -180), South: max(b.Min[1]-0.3, -90), East: min(b.Max[0]+0.3, 180), North: min(b.Max[1]+0.3, 90)}
}

func TestN3_BisectionEndsAtTheCell(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	targets := slices.Concat(p.world.targets(data.Sites, geo.PrecisionTenth, 2), p.world.targets(data.Sites, geo.PrecisionHundredth, 2), p.world.targets(data.Events, geo.PrecisionTenth, 1))
	if len(targets) < 5 {
		t.Fatalf("%d targets, want 5", len(targets))
	}
	world := geo.BBox{West: -180, South: -90, East: 180, North: 90}
	for i, r := range targets {
		cell := r.cell(0).Bound()
		want := geo.BBox{West: cell.Min[0], South: cell.Min[1], East: cell.Max[0], North: cell.Max[1]}
		// What has no position stands last, so a short page is enough.
		for name, found := range oracles(t, s, r, 5) {
			if strings.Contains(name, "/export") && i%4 > 0 {
				continue // its answers are long
			}
			from := start(r)
			if i == 0 && name == "/collections/{collection}/items" {
				from, found = world, oracles(t, s, r, 10_000)[name]
			}
			if !found(from) {
				t.Errorf("%s does not find %s in %v", name, r.ID, from)
			}
			if got := attack(found, from); !isNear(got, want) {
				t.Errorf("%s gives %s (%s) away to %v: its cell is %v", name, r.ID, r.why, got, want)
			}
		}
	}
}

func isNear(a, b geo.BBox) bool {
	const most = 2 * finest
	return math.Abs(a.West-b.West) < most && math.Abs(a.South-b.South) < most && math.Abs(a.East-b.East) < most && math.Abs(a.North-b.North) < most
}

// The attack is worth something: it finds the grave where the filter is on the
// exact position.
func TestN3_TheAttackFindsWhatAFilterOnExactGivesAway(t *testing.T) {
	p := both(t)
	s := serve(t, newLeaky(p, 0).with(filterOnExact))
	r := p.world.targets(data.Sites, geo.PrecisionTenth, 1)[0]
	exact := geo.BoundOf(r.at[0])
	want := geo.BBox{West: exact.Min[0], South: exact.Min[1], East: exact.Max[0], North: exact.Max[1]}
	got := attack(oracles(t, s, r, 5)["/collections/{collection}/items"], start(r))
	if !isNear(got, want) {
		t.Errorf("the attack on a leaking service ends at %v, want the grave at %v", got, want)
	}
}

// Of a position that is withheld, no box and no date tells anything.
func TestN3_WithheldIsInEveryBox(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	all := byID(s.all(t, data.Sites))
	n := 0
	for _, r := range p.world.records {
		if r.Collection != data.Sites || !r.held() || r.cell(0) != (geo.Cell{}) {
			continue
		}
		if all[r.ID].geometry != nil {
			t.Errorf("%s has the geometry %s", r.ID, all[r.ID].Raw)
		}
		if n++; n > 12 || r.at[0] == nil {
			continue
		}
		at := vertices(r.at[0])[0]
		for _, b := range []geo.BBox{boxAround(at, 0), boxAround(at, 0.001), boxAround(at, 1), {West: 120, South: -70, East: 121, North: -69}} {
			for name, found := range oracles(t, s, r, 10_000) {
				if !found(b) && !strings.HasSuffix(name, byItsCount) {
					t.Errorf("%s does not find %s, which has no position, in %v", name, r.ID, b)
				}
			}
		}
	}
	if n < 30 {
		t.Errorf("%d are withheld, want some", n)
	}
}

const tilePattern = "/collections/{collection}/tiles/WebMercatorQuad/{z}/{row}/{col}"

// Who follows a record down to the smallest tile that has it finds its cell: all
// tiles in it have the record, and none that is more than a tile's buffer away.
func TestN3_TilesEndAtTheCell(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	targets := append(p.world.targets(data.Sites, geo.PrecisionTenth, 3), p.world.targets(data.Events, geo.PrecisionTenth, 1)...)
	if len(targets) < 3 {
		t.Fatalf("%d targets, want 3", len(targets))
	}
	asked := 0
	for _, r := range targets {
		cell := r.cell(0).Bound()
		has := func(lon, lat float64, z uint32) bool {
			x, y := geo.Mercator(lon, lat)
			asked++
			got := s.get(t, fmt.Sprintf("/collections/%s/tiles/WebMercatorQuad/%d/%d/%d", r.Collection, z, y>>(32-z), x>>(32-z)))
			return bytes.Contains(got.body, []byte(r.ID))
		}
		width, height := cell.Max[0]-cell.Min[0], cell.Max[1]-cell.Min[1]
		if cell.Min[1] < -85 || cell.Max[1] > 85 {
			continue // there are no tiles
		}
		for _, z := range []uint32{14, 17, 22} {
			for i := range 25 {
				dx, dy := float64(i%5)/5+0.1, float64(i/5)/5+0.1
				if !has(cell.Min[0]+dx*width, cell.Min[1]+dy*height, z) {
					t.Errorf("%s (%s): the tile of zoom %d at %v, %v of its cell does not have it", r.ID, r.why, z, dx, dy)
				}
			}
			for _, d := range [][2]float64{{-0.6, 0.5}, {1.6, 0.5}, {0.5, -0.6}, {0.5, 1.6}} {
				if lon := cell.Min[0] + d[0]*width; math.Abs(lon) < 180 && has(lon, cell.Min[1]+d[1]*height, z) {
					t.Errorf("%s: a tile of zoom %d outside of its cell has it", r.ID, z)
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("%d tiles were asked for", asked)
	}
}

// Asking for days ends at the days that are printed.
func TestN3_BisectionByDateEndsAtThePrintedDays(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	const first, last = -80_000, 40_000 // days since 1970: from 1750 to 2079
	for i, f := range s.all(t, data.Events) {
		if i%9 != 0 {
			continue
		}
		needle := []byte(`"id":"` + f.ID + `"`)
		found := func(interval string) bool {
			return bytes.Contains(s.get(t, "/collections/events/items?limit=10000&datetime="+interval).body, needle)
		}
		earliest := edge(first, last, func(d float64) bool { return found("../" + edtf.Day(math.Ceil(d)).String()) })
		latest := edge(last, first, func(d float64) bool { return found(edtf.Day(math.Floor(d)).String() + "/..") })
		days := func(v any, open float64) string {
			if v == nil {
				return edtf.Day(open).String()
			}
			return v.(string)
		}
		if got, want := edtf.Day(math.Ceil(earliest)).String(), days(f.Properties["earliest"], first); got != want {
			t.Errorf("%s: bisection finds the first day %s, printed is %s", f.ID, got, want)
		}
		if got, want := edtf.Day(math.Floor(latest)).String(), days(f.Properties["latest"], last); got != want {
			t.Errorf("%s: bisection finds the last day %s, printed is %s", f.ID, got, want)
		}
	}
}

// A route that answers by place needs an attack.
func TestN3_EveryRouteThatFiltersIsAttacked(t *testing.T) {
	p := both(t)
	r := p.world.held(geo.PrecisionTenth)
	known := oracles(t, serve(t, handler(p.atlas[0])), r, 1)
	for pattern, route := range routes() {
		if pattern == tilePattern {
			continue // TestN3_TilesEndAtTheCell
		}
		if route.asksWhere && known[pattern] == nil && known[pattern+byItsCount] == nil {
			t.Errorf("route %s has no attack: write one in oracles", pattern)
		}
	}
}
