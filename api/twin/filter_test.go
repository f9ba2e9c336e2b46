package twin_test

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"testing"

	"stele/data"
	"stele/geo"
)

func filterOf(text string) string { return "filter=" + url.QueryEscape(text) }

func boxLiteral(b geo.BBox) string { return "BBOX(" + b.String() + ")" }

func polygonLiteral(b geo.BBox) string {
	return fmt.Sprintf("POLYGON((%[1]v %[2]v,%[3]v %[2]v,%[3]v %[4]v,%[1]v %[4]v,%[1]v %[2]v))", b.West, b.South, b.East, b.North)
}

// filters are what items, export, stats and tiles take alike in CQL2: each
// spatial function on boxes that a careless program answers differently for the
// twins, and the rest of the language.
func (w *world) filters() []string {
	all := []string{
		filterOf("1=1"), filterOf("FALSE"), filterOf(""), filterOf("kind ="), filterOf("nothing = 1"), filterOf("geometry IS NULL"), filterOf("geometry IS NOT NULL"),
		filterOf("kind IN ('cave_or_pit','well') AND NOT generalised"), filterOf("public_precision = 'withheld' OR uncertainty_m > 100"),
		filterOf("CASEI(name) LIKE CASEI('%1%')"), filterOf("name <> name_en OR claim_count > figure_count"), filterOf("id > 'm'"), filterOf("id = '" + w.records[0].Key + "'"),
		filterOf("T_INTERSECTS(when,INTERVAL('1993-04-01','1993-04-30'))"), filterOf("T_AFTER(when,DATE('1993-04-05')) OR earliest = latest"),
		filterOf("updated >= TIMESTAMP('2026-03-05T05:16:00Z') AND updated <= TIMESTAMP('2026-03-05T05:50:00Z')"), filterOf("updated = DATE('2026-03-05')"),
		filterOf("name = 'x'") + "&filter-lang=sql", filterOf("name = 'x'") + "&filter-crs=EPSG:1", "filter-lang=cql2-json&" + filterOf(`{"op":"isNull","args":[{"property":"geometry"}]}`),
		filterOf("S_INTERSECTS(geometry,POINT(40 190))"), "id=" + w.records[0].ID + "," + w.records[1].ID, "id=" + w.records[0].Key,
	}
	relations := []string{"S_INTERSECTS", "S_DISJOINT", "S_WITHIN", "S_CONTAINS", "S_TOUCHES", "S_CROSSES", "S_OVERLAPS", "S_EQUALS"}
	for i, b := range w.boxes() {
		literal := boxLiteral(b)
		if i%3 == 0 && b.West < b.East && b.South < b.North {
			literal = polygonLiteral(b)
		}
		all = append(all, filterOf(relations[i%8]+"(geometry,"+literal+")"))
	}
	return all
}

// filterPaths asks one route with every n-th filter.
func (w *world) filterPaths(path string, n int, more string) []string {
	var paths []string
	for i, f := range w.filters() {
		if i < 24 || i%n == 0 {
			paths = append(paths, path+"?"+f+more)
		}
	}
	return paths
}

// postPaths are queries by body; see server.ask.
func postPaths(w *world) []string {
	const at = "POST /collections/sites/search "
	paths := []string{at, at + "{}", at + "[]", at + `{"limit":0}`, at + `{"unknown":1}`, "POST /collections/none/search {}", "POST /collections/sites/search?limit=1 {}"}
	for i, b := range w.boxes() {
		switch i % 9 {
		case 0:
			paths = append(paths, fmt.Sprintf(`%s{"limit":3,"bbox":[%s]}`, at, b))
		case 3:
			paths = append(paths, fmt.Sprintf(`%s{"limit":3,"filter":{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[%s]}]}}`, at, b))
		case 6:
			paths = append(paths, fmt.Sprintf(`%s{"limit":3,"sortby":["-name"],"filter":"NOT S_DISJOINT(geometry,%s)"}`, at, boxLiteral(b)))
		}
	}
	return paths
}

// filterOracles are the ways to ask by filter whether a feature meets a box.
func filterOracles(t *testing.T, s *server, r record) map[string]oracle {
	at, needle := "/collections/"+r.Collection, []byte(`"id":"`+r.ID+`"`)
	finds := func(path string) bool { return bytes.Contains(s.get(t, path).body, needle) }
	return map[string]oracle{
		"items by S_INTERSECTS": func(b geo.BBox) bool {
			return finds(at + "/items?" + filterOf("S_INTERSECTS(geometry,"+boxLiteral(b)+")"))
		},
		"items by NOT S_DISJOINT": func(b geo.BBox) bool {
			return finds(at + "/items?" + filterOf("NOT S_DISJOINT(geometry,"+boxLiteral(b)+")"))
		},
		"items by any but S_DISJOINT": func(b geo.BBox) bool {
			x := boxLiteral(b)
			return finds(at + "/items?" + filterOf("S_WITHIN(geometry,"+x+") OR S_CONTAINS(geometry,"+x+") OR S_TOUCHES(geometry,"+x+") OR S_CROSSES(geometry,"+x+") OR S_OVERLAPS(geometry,"+x+") OR S_EQUALS(geometry,"+x+")"))
		},
		"the count of items": func(b geo.BBox) bool {
			got := s.ask(t, request{method: "HEAD", path: at + "/items?limit=1&" + filterOf("S_INTERSECTS(geometry,"+boxLiteral(b)+") AND id = '"+r.ID+"'")})
			n, err := strconv.Atoi(got.header.Get("OGC-NumberMatched"))
			return err == nil && n == 1
		},
		"stats": func(b geo.BBox) bool {
			return !bytes.Contains(s.get(t, at+"/stats?facets=kind&"+filterOf("S_INTERSECTS(geometry,"+boxLiteral(b)+") AND id = '"+r.ID+"'")).body, []byte(`"located":0,`))
		},
		"export": func(b geo.BBox) bool {
			return finds(at + "/export.geojson?" + filterOf("S_INTERSECTS(geometry,"+boxLiteral(b)+")"))
		},
		"search": func(b geo.BBox) bool {
			return finds(fmt.Sprintf(`POST %s/search {"filter":{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[%s]}]}}`, at, b))
		},
	}
}

func TestN3_BisectionByFilterEndsAtTheCell(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	targets := slices.Concat(p.world.targets(data.Sites, geo.PrecisionTenth, 1), p.world.targets(data.Sites, geo.PrecisionHundredth, 1), p.world.targets(data.Events, geo.PrecisionTenth, 1))
	if len(targets) < 3 {
		t.Fatalf("%d targets, want 3", len(targets))
	}
	for _, r := range targets {
		cell := r.cell(0).Bound()
		want := geo.BBox{West: cell.Min[0], South: cell.Min[1], East: cell.Max[0], North: cell.Max[1]}
		for name, found := range filterOracles(t, s, r) {
			from := start(r)
			if !found(from) {
				t.Errorf("%s does not find %s in %v", name, r.ID, from)
			}
			if got := attack(found, from); !isNear(got, want) {
				t.Errorf("%s gives %s (%s) away to %v: its cell is %v", name, r.ID, r.why, got, want)
			}
		}
		within := func(b geo.BBox) bool {
			return bytes.Contains(s.get(t, "/collections/"+r.Collection+"/items?"+filterOf("S_WITHIN(geometry,"+boxLiteral(b)+")")).body, []byte(`"id":"`+r.ID+`"`))
		}
		if got := attackFromOutside(within, start(r)); !isNear(got, want) {
			t.Errorf("S_WITHIN gives %s away to %v: its cell is %v", r.ID, got, want)
		}
	}
}

// attackFromOutside moves each side inwards as long as the feature is within.
func attackFromOutside(within oracle, b geo.BBox) geo.BBox {
	west := edge(b.East, b.West, func(x float64) bool { return within(geo.BBox{West: x, South: b.South, East: b.East, North: b.North}) })
	east := edge(b.West, b.East, func(x float64) bool { return within(geo.BBox{West: b.West, South: b.South, East: x, North: b.North}) })
	south := edge(b.North, b.South, func(y float64) bool { return within(geo.BBox{West: b.West, South: y, East: b.East, North: b.North}) })
	north := edge(b.South, b.North, func(y float64) bool { return within(geo.BBox{West: b.West, South: b.South, East: b.East, North: y}) })
	return geo.BBox{West: west, South: south, East: east, North: north}
}

// Every position of a cell is the same to S_CONTAINS and S_INTERSECTS.
func TestN3_EveryPositionOfACellAnswersAlike(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	for _, r := range p.world.targets(data.Sites, geo.PrecisionTenth, 2) {
		cell := r.cell(0).Bound()
		width, height := cell.Max[0]-cell.Min[0], cell.Max[1]-cell.Min[1]
		points := [][2]float64{}
		for i := range 16 {
			points = append(points, [2]float64{cell.Min[0] + (0.1+float64(i%4)/4)*width, cell.Min[1] + (0.1+float64(i/4)/4)*height})
		}
		exact := vertices(r.at[0])[0]
		points = append(points, [2]float64{exact[0], exact[1]})
		for _, at := range points {
			onBorder := math.Abs(at[0]-cell.Min[0]) < 1e-6 || math.Abs(at[0]-cell.Max[0]) < 1e-6 || math.Abs(at[1]-cell.Min[1]) < 1e-6 || math.Abs(at[1]-cell.Max[1]) < 1e-6
			for _, relation := range []string{"S_INTERSECTS", "S_CONTAINS"} {
				got := s.get(t, "/collections/sites/items?"+filterOf(fmt.Sprintf("%s(geometry,POINT(%v %v))", relation, at[0], at[1])))
				if found := bytes.Contains(got.body, []byte(`"id":"`+r.ID+`"`)); !found && !onBorder {
					t.Errorf("%s of a position of the cell of %s does not find it: %d", relation, r.ID, got.status)
				}
			}
		}
	}
}

// Of a position that is withheld no spatial function says anything, nor does its
// negation.
func TestN3_WithheldIsInNoSpatialFilter(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	n := 0
	for _, r := range p.world.records {
		if r.Collection != data.Sites || !r.held() || r.cell(0) != (geo.Cell{}) || r.at[0] == nil {
			continue
		}
		if n++; n > 8 {
			break
		}
		b := boxAround(vertices(r.at[0])[0], 0.001)
		for _, relation := range []string{"S_INTERSECTS", "S_DISJOINT", "S_WITHIN", "S_CONTAINS", "S_TOUCHES", "S_CROSSES", "S_OVERLAPS", "S_EQUALS"} {
			for _, not := range []string{"", "NOT "} {
				path := "/collections/sites/items?limit=10000&" + filterOf(not+relation+"(geometry,"+boxLiteral(b)+") AND id = '"+r.ID+"'")
				if got := s.get(t, path); got.status != 200 || bytes.Contains(got.body, []byte(`"id":"`+r.ID+`"`)) {
					t.Errorf("%s%s: %d, and it has %s, which has no position", not, relation, got.status, r.ID)
				}
			}
		}
	}
	if n < 5 {
		t.Errorf("%d are withheld, want some", n)
	}
}
