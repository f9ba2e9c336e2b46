package atlas_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/release"
	"stele/geo"
	"stele/geo/cql2"
)

// selected is what a filter in CQL2 Text matches of a layer, in order of IDs.
func selected(t testing.TB, l *atlas.Layer, text string, more ...func(*atlas.Query)) []string {
	t.Helper()
	ids, err := trySelect(l, text, more...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return ids
}

func trySelect(l *atlas.Layer, text string, more ...func(*atlas.Query)) ([]string, error) {
	n, err := cql2.Parse(text)
	if err != nil {
		return nil, err
	}
	var q atlas.Query
	q.From, q.To = atlas.AllTime()
	for _, change := range more {
		change(&q)
	}
	if q.Filter, err = l.Compile(n); err != nil {
		return nil, err
	}
	if err := q.Filter.Locate(q.BBox); err != nil {
		return nil, err
	}
	found := l.Query(q)
	ids := idsOf(l, found)
	if found.Matched != len(ids) {
		return nil, fmt.Errorf("matched %d, and lists %d", found.Matched, len(ids))
	}
	slices.Sort(ids)
	return ids, nil
}

// filtered is a layer with a feature for each thing that a filter may ask.
func filtered(t testing.TB) *atlas.Layer {
	day := func(text string) edtf.Day {
		d, err := edtf.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return d.Earliest()
	}
	dated := func(id string, g orb.Geometry, from, to string, values map[string]any) release.Feature {
		if from != "" {
			values["earliest"] = from
		}
		if to != "" {
			values["latest"] = to
		}
		f := feature(data.Sites, id, g, values)
		if from != "" {
			f.Earliest = day(from)
		}
		if to != "" {
			f.Latest = day(to)
		}
		return f
	}
	cell := orb.Bound{Min: orb.Point{46, 40}, Max: orb.Point{46.1, 40.1}}.ToPolygon()
	return layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: inOrder([]release.Feature{
		dated("a", orb.Point{46.05, 40.05}, "1993-04-01", "1993-04-30", map[string]any{"name": "Bashlibel", "name_az": "Başlıbel", "kind": "well", "uncertainty_m": 500.0, "claim_count": int64(3), "figure_count": int64(3), "contested": true}),
		dated("b", cell, "1993-04-10", "1993-04-10", map[string]any{"name": "BASHLIBEL", "name_az": "şəhər", "kind": "memorial", "uncertainty_m": 5000.0, "claim_count": int64(1), "figure_count": int64(2), "contested": false, "generalised": true}),
		dated("c", orb.Polygon{{{10, 10}, {20, 10}, {10, 20}, {10, 10}}}, "1990-01-01", "", map[string]any{"name": "100% it's_a \\ name", "kind": "well", "uncertainty_m": 0.0, "contested": true}),
		dated("d", orb.LineString{{0, 0}, {30, 30}}, "", "", map[string]any{"name": "Élise", "claim_count": int64(7)}),
		dated("e", nil, "2020-11-25", "2020-11-25", map[string]any{"kind": "cemetery"}),
	})}}), data.Sites)
}

// filters are what the features of filtered match.
var filters = []struct{ text, ids string }{
	{"TRUE", "abcde"},
	{"FALSE", ""},
	{"1=1", "abcde"},
	{"1 = 2 OR 'a' < 'b'", "abcde"},
	{"kind = 'well'", "ac"},
	{"kind <> 'well'", "be"},
	{"kind < 'memorial'", "e"},
	{"kind <= 'memorial'", "be"},
	{"kind > 'cemetery'", "abc"},
	{"kind >= 'memorial'", "abc"},
	{"kind > 'd' AND kind < 'n'", "b"},
	{"kind = 'nothing' OR kind <> 'nothing'", "abce"},
	{"'well' = kind", "ac"},
	{"kind IN ('well','nothing','memorial','well')", "abc"},
	{"kind NOT IN ('well','memorial')", "e"},
	{"kind IS NULL", "d"},
	{"kind IS NOT NULL", "abce"},
	{"NOT (kind = 'well')", "be"},
	{"uncertainty_m = 500", "a"},
	{"uncertainty_m BETWEEN 0 AND 500", "ac"},
	{"uncertainty_m BETWEEN 1 AND 499", ""},
	{"uncertainty_m NOT BETWEEN 0 AND 500", "b"},
	{"uncertainty_m / claim_count > 200 ", "b"},
	{"uncertainty_m * 2 + 1 = 1001", "a"},
	{"claim_count ^ 2 = 9", "a"},
	{"claim_count % 2 = 1", "abd"},
	{"claim_count div 2 = 3", "d"},
	{"claim_count / 0 = 1 OR claim_count / 0 <> 1", ""},
	{"-claim_count < -2", "ad"},
	{"claim_count = figure_count", "a"},
	{"claim_count < figure_count", "b"},
	{"claim_count BETWEEN 1 AND figure_count", "ab"},
	{"name = name_az OR name <> name_az", "ab"},
	{"contested = TRUE", "ac"},
	{"contested = 1", "ac"},
	{"contested", "ac"},
	{"NOT contested", "b"},
	{"contested < TRUE", "b"},
	{"(kind = 'well') = contested", "abc"},
	{"name LIKE 'B%'", "ab"},
	{"name LIKE '_ashli%l'", "a"},
	{"name NOT LIKE 'B%'", "cd"},
	{`name LIKE '100\% it''s\_a \\ %'`, "c"},
	{`name LIKE '%\%%'`, "c"},
	{"name LIKE '%'", "abcd"},
	{"name LIKE ''", ""},
	{"name LIKE 'É_i%e%'", "d"},
	{"CASEI(name) = CASEI('bashLIBEL')", "ab"},
	{"CASEI(name) LIKE CASEI('BASH%')", "ab"},
	{"name ILIKE 'bash%'", "ab"},
	{"CASEI(name_az) = CASEI('ŞƏHƏR')", "b"},
	{"ACCENTI(name) = ACCENTI('Elise')", "d"},
	{"ACCENTI(CASEI(name)) LIKE ACCENTI(CASEI('ÈL%'))", "d"},
	{"ACCENTI(name_az) LIKE 's%'", "b"},
	{"id = 'a'", "a"},
	{"id IN ('a','e','x')", "ae"},
	{"id > 'c'", "de"},
	{"earliest = DATE('1993-04-01')", "a"},
	{"earliest >= '1993-04-01T00:00:00Z'", "abe"},
	{"earliest < TIMESTAMP('1993-04-01T12:00:00Z')", "c"},
	{"earliest = latest", "be"},
	{"geometry IS NULL", "e"},
	{"geometry IS NOT NULL AND kind = 'well'", "ac"},
	{"S_INTERSECTS(geometry, BBOX(46,40,46.04,40.04))", "b"},
	{"S_INTERSECTS(geometry, POINT(46.05 40.05))", "ab"},
	{"S_INTERSECTS(POINT Z(46.05 40.05 7), geometry)", "ab"},
	{"NOT S_INTERSECTS(geometry, POINT(46.05 40.05))", "cd"},
	{"S_DISJOINT(geometry, POINT(46.05 40.05))", "cd"},
	{"S_INTERSECTS(geometry, POLYGON((19 19,19.5 19,19.5 19.5,19 19.5,19 19)))", "d"},
	{"S_INTERSECTS(geometry, LINESTRING(15 15, 15 16))", "cd"},
	{"S_INTERSECTS(geometry, MULTIPOINT((46.05 40.05),(11 11)))", "abcd"},
	{"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(46 40),LINESTRING(5 5, 6 6)))", "bd"},
	{"S_INTERSECTS(geometry, BBOX(170,-90,20,90))", "cd"},
	{"S_WITHIN(geometry, BBOX(46,40,46.1,40.1))", "ab"},
	{"S_WITHIN(geometry, POLYGON((46 40,46.1 40,46.05 40.06,46 40)))", "a"},
	{"S_CONTAINS(geometry, POINT(46.01 40.01))", "b"},
	{"S_CONTAINS(geometry, POINT(46 40))", ""},
	{"S_TOUCHES(geometry, POINT(46 40))", "b"},
	{"S_TOUCHES(geometry, BBOX(46.1,40,47,41))", "b"},
	{"S_CROSSES(geometry, BBOX(10,10,20,20))", "d"},
	{"S_OVERLAPS(geometry, BBOX(46.05,40,47,41))", "b"},
	{"S_EQUALS(geometry, BBOX(46,40,46.1,40.1))", "b"},
	{"S_EQUALS(geometry, POINT(46.05 40.05))", "a"},
	{"S_EQUALS(geometry, geometry)", "abcd"},
	{"S_TOUCHES(geometry, geometry) IS NULL OR id = 'x'", "e"},
	{"S_INTERSECTS(geometry, BBOX(46,40,47,41)) IS NULL", "e"},
	{"(S_INTERSECTS(geometry, BBOX(46,40,47,41)) OR kind = 'well') IS NOT NULL", "abc"},
	{"S_INTERSECTS(geometry, POINT(46.05 40.05)) = TRUE", "ab"},
	{"FALSE = S_INTERSECTS(geometry, POINT(46.05 40.05))", "cd"},
	{"S_INTERSECTS(geometry, POINT(46.05 40.05)) <> contested", "bc"},
	{"(geometry IS NULL) = (kind = 'cemetery')", "abce"},
	{"S_WITHIN(POINT(1 1), BBOX(0,0,2,2))", "abcde"},
	{"S_CONTAINS(POINT(1 1), BBOX(0,0,2,2))", ""},
	{"S_INTERSECTS(geometry, BBOX(46,40,47,41)) AND kind = 'well' OR id = 'e'", "ae"},
	{"T_INTERSECTS(when, INTERVAL('1993-04-10','1993-04-20'))", "abc"},
	{"T_INTERSECTS(when, DATE('1993-04-10'))", "abc"},
	{"T_INTERSECTS(INTERVAL('..','1992-01-01'), when)", "c"},
	{"NOT T_INTERSECTS(when, DATE('1993-04-10'))", "e"},
	{"T_DISJOINT(when, DATE('1993-04-10'))", "e"},
	{"T_AFTER(when, DATE('1993-04-30'))", "e"},
	{"T_AFTER(latest, TIMESTAMP('1993-04-29T23:59:59Z'))", "ae"},
	{"T_BEFORE(when, DATE('2000-01-01'))", "ab"},
	{"T_CONTAINS(when, DATE('1993-04-20'))", "ac"},
	{"T_DURING(when, INTERVAL('1993-03-31','1993-05-01'))", "ab"},
	{"T_EQUALS(when, INTERVAL('1993-04-01','1993-04-30'))", "a"},
	{"T_EQUALS(when, INTERVAL('1990-01-01','..'))", "c"},
	{"T_FINISHEDBY(when, INTERVAL('1993-04-02','1993-04-30'))", "a"},
	{"T_FINISHES(when, INTERVAL('1993-01-01','1993-04-30'))", "a"},
	{"T_MEETS(when, INTERVAL('1993-04-30','1994-01-01'))", "a"},
	{"T_METBY(when, INTERVAL('1992-04-30','1993-04-01'))", "a"},
	{"T_OVERLAPPEDBY(when, INTERVAL('1993-03-01','1993-04-02'))", "a"},
	{"T_OVERLAPS(when, INTERVAL('1993-04-02','1993-05-02'))", "a"},
	{"T_STARTEDBY(when, INTERVAL('1993-04-01','1993-04-10'))", "a"},
	{"T_STARTS(when, INTERVAL('1993-04-01','1993-05-10'))", "a"},
	{"T_EQUALS(INTERVAL(earliest,latest), INTERVAL('1993-04-01','1993-04-30'))", "a"},
	{"T_INTERSECTS(INTERVAL(earliest,'..'), DATE('2000-01-01'))", "abc"},
	{"T_AFTER(TIMESTAMP('2000-01-01T10:00:00Z'), TIMESTAMP('2000-01-01T09:59:59.5Z'))", "abcde"},
	{"INTERVAL(earliest,latest) IS NULL", "cd"},
	{"(kind = 'well') IS NULL", "d"},
	{"NOT (kind = 'well' AND contested = FALSE)", "abce"},
}

func TestFilter_MatchesWhatItSays(t *testing.T) {
	l := filtered(t)
	for _, f := range filters {
		got, err := trySelect(l, f.text)
		if err != nil || strings.Join(got, "") != f.ids {
			t.Errorf("%s = %v %v, want %s", f.text, got, err, f.ids)
		}
	}
}

// verdicts are what a filter says of each feature: T, F or U.
func verdicts(t testing.TB, l *atlas.Layer, text string) map[string]byte {
	of := map[string]byte{}
	for i := range l.Len() {
		of[l.ID(uint32(i))] = 'U'
	}
	for _, id := range selected(t, l, text) {
		of[id] = 'T'
	}
	for _, id := range selected(t, l, "NOT ("+text+")") {
		if of[id] == 'T' {
			t.Fatalf("%s and its negation both hold of %s", text, id)
		}
		of[id] = 'F'
	}
	return of
}

// Whatever is joined follows Kleene's logic, whether it is told by a table, by
// masks or row by row.
func TestFilter_JoinsByThreeValuedLogic(t *testing.T) {
	r := seeded(t)
	for _, l := range []*atlas.Layer{filtered(t), layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: randomFeatures(r, 300)}}), data.Sites)} {
		of := map[string]map[string]byte{}
		var texts []string
		for _, f := range filters {
			texts = append(texts, f.text)
			of[f.text] = verdicts(t, l, f.text)
		}
		order := "FUT"
		for range 300 {
			text, want := texts[r.IntN(len(texts))], map[string]byte{}
			for id, v := range of[text] {
				want[id] = v
			}
			text = "(" + text + ")"
			for range 1 + r.IntN(4) {
				other := texts[r.IntN(len(texts))]
				isOr := r.IntN(2) == 0
				for id, v := range of[other] {
					a, b := strings.IndexByte(order, want[id]), strings.IndexByte(order, v)
					if isOr {
						want[id] = order[max(a, b)]
					} else {
						want[id] = order[min(a, b)]
					}
				}
				text = "(" + text + map[bool]string{true: " OR ", false: " AND "}[isOr] + "(" + other + "))"
			}
			if diff := cmp.Diff(want, verdicts(t, l, text)); diff != "" {
				t.Fatalf("%s (-want +got):\n%s", text, diff)
			}
		}
	}
}

// A filter and the other parameters hold together, on all pages.
func TestFilter_HoldsBesideTheRest(t *testing.T) {
	r := seeded(t)
	features := randomFeatures(r, 400)
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
	texts := []string{
		"kind = 'well'", "uncertainty_m > 100 OR kind IS NULL", "S_INTERSECTS(geometry, BBOX(-60,-40,60,40))", "S_DISJOINT(geometry, BBOX(-60,-40,60,40))",
		"T_INTERSECTS(when, INTERVAL('1970-01-10','1970-01-30'))", "NOT S_WITHIN(geometry, BBOX(-100,-40,100,40)) OR name LIKE '%1'", "id > 'f00200'", "FALSE",
	}
	for range 200 {
		q := randomQuery(r)
		text := texts[r.IntN(len(texts))]
		alone := selected(t, l, text)
		want := slices.DeleteFunc(bruteForce(t, features, q), func(id string) bool { _, ok := slices.BinarySearch(alone, id); return !ok })
		slices.Sort(want)
		got := selected(t, l, text, func(p *atlas.Query) { *p = q })
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s in %v, %v to %v (-want +got):\n%s", text, q.BBox, q.From, q.To, diff)
		}
		n, _ := cql2.Parse(text)
		if q.Filter, _ = l.Compile(n); q.Filter.Locate(q.BBox) != nil {
			t.Fatal("too costly")
		}
		if s := l.Stats(q.Selection, nil); s.Matched != len(want) {
			t.Fatalf("%s: stats count %d, want %d", text, s.Matched, len(want))
		}
		var paged []string
		q.Limit = 7
		for {
			page := l.Query(q)
			paged = append(paged, idsOf(l, page)...)
			if q.After = page.Next; q.After.IsZero() {
				break
			}
		}
		slices.Sort(paged)
		if diff := cmp.Diff(want, paged, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s by pages: %s", text, diff)
		}
	}
}

func TestCompile_SaysWhatIsWrongAndWhere(t *testing.T) {
	l := filtered(t)
	for _, c := range []struct{ text, want string }{
		{"nothing = 1", `column 1: there is no property "nothing"; there are id, geometry, name`},
		{"kind = 5", "column 8: this is a number, and compared with a text"},
		{"uncertainty_m = 'x'", "column 17: this is a text, and compared with a number"},
		{"contested = 'x'", "column 13: this is a text, and compared with true or false"},
		{"contested = 2", "column 13: this is a number"},
		{"earliest = 'x'", `column 12: "x" is no day`},
		{"earliest = 5", "column 12: this is a number, and compared with a date"},
		{"name = DATE('2020-01-01')", "column 1: this is a text, and compared with a date"},
		{"kind + 1 = 2", "column 1: this is a text, and + takes numbers"},
		{"uncertainty_m LIKE '1%'", "column 1: this is a number, and LIKE takes texts"},
		{"CASEI(contested) = 'x'", "column 7: this is true or false, and no text"},
		{"kind AND TRUE", "column 1: kind is a text, and no condition"},
		{"geometry = 1", "column 1: the geometry stands in S_ functions and IS NULL alone"},
		{"S_INTERSECTS(geometry, POINT(1 1)) = geometry", "column 1: the geometry stands in S_ functions and IS NULL alone"},
		{"S_INTERSECTS(geometry, POINT(1 1)) > FALSE", "column 1: the geometry stands in S_ functions and IS NULL alone"},
		{"S_INTERSECTS(geometry, POINT(1 1)) = kind", "column 38: kind is a text, and no condition"},
		{"S_INTERSECTS(name, POINT(1 1))", "column 14: name is no geometry; geometry is"},
		{"S_INTERSECTS(geometry, MULTIPOINT(7.02 49.92, 90 180))", "column 24: position 2: lat 180 is outside -90..90"},
		{"S_INTERSECTS(geometry, POLYGON((0 0,4 4,4 0,0 4,0 0)))", "column 24: ring 1 crosses itself"},
		{"S_INTERSECTS(geometry, BBOX(0,5,1,4))", "column 24: the south of the box, 5, is above its north, 4"},
		{"S_INTERSECTS(geometry, buffer(1))", `column 24: there is no function "buffer"`},
		{"T_AFTER(name, DATE('2020-01-01'))", "column 9: this is a text, and no date"},
		{"T_AFTER(when, INTERVAL('2020-01-01','2019-01-01'))", "column 15: the interval ends before it starts"},
		{"T_AFTER(INTERVAL(when,'..'), DATE('2020-01-01'))", "column 18: when is a period"},
		{"A_CONTAINS(name, ('a'))", "column 1: there are no arrays here"},
		{"is_open() AND TRUE", `column 1: there is no function "is_open"`},
	} {
		_, err := trySelect(l, c.text)
		var where *cql2.Error
		if !errors.As(err, &where) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}

// What would keep a server busy is refused before it is begun, or soon after.
func TestCompile_BoundsWhatAFilterCosts(t *testing.T) {
	l := manyPoints(t, 300)
	long := "name = name_az" + strings.Repeat(" OR CASEI(name) = CASEI(name_az)", 100)
	if _, err := trySelect(l, long); !errors.Is(err, atlas.ErrCostly) {
		t.Errorf("100 comparisons of folded texts of 90,000 features: %v, want ErrCostly", err)
	}
	if _, err := trySelect(l, "claim_count = figure_count OR name LIKE '%x%'"); err != nil {
		t.Errorf("two comparisons: %v", err)
	}
	var comb strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&comb, ",%g 46,%g 34.5", 40+float64(i)/500, 40+float64(i)/500+0.001)
	}
	spikes := "POLYGON((39 34" + comb.String() + ",49 34,39 34))"
	if _, err := trySelect(l, "S_INTERSECTS(geometry, "+spikes+")"); !errors.Is(err, atlas.ErrCostly) {
		t.Errorf("a comb of 8,000 edges over 90,000 points: %v, want ErrCostly", err)
	}
	if _, err := trySelect(l, "S_INTERSECTS(geometry, "+spikes+")", func(q *atlas.Query) { q.BBox = &geo.BBox{West: 40, South: 35, East: 41, North: 36} }); err != nil {
		t.Errorf("the same in a small box: %v", err)
	}
}

// What is the same of all features costs nothing, however often it is said; nor does
// what the index of time knows. What has to be asked of each feature does.
func TestCompile_ConstantsAndPeriodsCostNothing(t *testing.T) {
	l := manyPoints(t, 300)
	for one, isFree := range map[string]bool{
		"1=1": true, "2 > 1": true, "CASEI('A') = 'a'": true, "S_INTERSECTS(POINT(1 1),POINT(1 1))": true, "(name = name_az OR 1=1)": true,
		"T_INTERSECTS(when,INTERVAL('1900-01-01','..'))": true, "T_INTERSECTS(DATE('1993-04-01'),when)": true,
		"CASEI(name) = name_az": false,
	} {
		_, err := trySelect(l, strings.Repeat(one+" AND ", 300)+"TRUE")
		if errors.Is(err, atlas.ErrCostly) == isFree || err != nil && !isFree && !errors.Is(err, atlas.ErrCostly) {
			t.Errorf("300 times %s of 90,000 features: %v, want it free: %v", one, err, isFree)
		}
	}
}

// Whatever can be read can be asked, or is refused with its place.
func FuzzCompile(f *testing.F) {
	for _, one := range filters {
		f.Add(one.text)
	}
	l := filtered(f)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := cql2.Parse(text); err != nil {
			return
		}
		_, err := trySelect(l, text)
		var where *cql2.Error
		if err != nil && !errors.As(err, &where) && !errors.Is(err, atlas.ErrCostly) {
			t.Fatalf("%s: %v", text, err)
		}
	})
}

func TestFilter_AllocatesNothingForEachFeature(t *testing.T) {
	few, many := manyPoints(t, 20), manyPoints(t, 120)
	for _, text := range []string{"kind = 'well' OR uncertainty_m > 5", "claim_count = figure_count", "NOT T_AFTER(when, DATE('2000-01-01')) AND name <> name_az"} {
		n, err := cql2.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		cost := func(l *atlas.Layer) float64 {
			f, err := l.Compile(n)
			if err != nil || f.Locate(nil) != nil {
				t.Fatal(err)
			}
			q := atlas.Query{Selection: atlas.Selection{Filter: f}, Limit: 10}
			q.From, q.To = atlas.AllTime()
			return testing.AllocsPerRun(20, func() { l.Query(q) })
		}
		if a, b := cost(few), cost(many); b > a+4 {
			t.Errorf("%s: %v allocations of 400 features, %v of 14,400", text, a, b)
		}
	}
}

// starText is a polygon of n corners, in and out.
func starText(n int, r *rand.Rand, lon, lat, radius float64) string {
	var b strings.Builder
	b.WriteString("POLYGON((")
	first := ""
	for i := range n {
		p := geo.WKT(corner(i, n, lon, lat, radius*(0.7+0.3*r.Float64())))
		p = strings.TrimSuffix(strings.TrimPrefix(p, "POINT ("), ")")
		if i == 0 {
			first = p
		}
		b.WriteString(p + ",")
	}
	return b.String() + first + "))"
}

func corner(i, n int, lon, lat, radius float64) orb.Point {
	sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
	return orb.Point{lon + radius*cos, lat + radius*sin}
}

// A star of 200 corners matches what its polygon contains.
func TestFilter_PolygonOfManyCorners(t *testing.T) {
	l := manyPoints(t, 80)
	text := starText(200, seeded(t), 45, 40, 3)
	g, err := geo.ParseWKT(text)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range l.Len() {
		if geo.PolygonContains(g, l.GeometryAt(uint32(i)).(orb.Point)) {
			want = append(want, l.ID(uint32(i)))
		}
	}
	slices.Sort(want)
	if len(want) < 500 {
		t.Fatalf("%d points are in the star: the trial shows little", len(want))
	}
	if diff := cmp.Diff(want, selected(t, l, "S_INTERSECTS(geometry, "+text+")")); diff != "" {
		t.Error(diff)
	}
}
