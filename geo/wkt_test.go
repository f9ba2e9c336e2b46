package geo_test

import (
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkt"

	"stele/geo"
)

func TestParseWKT_Accepts(t *testing.T) {
	for _, c := range []struct {
		in   string
		want orb.Geometry
	}{
		{"", nil},
		{"POINT EMPTY", nil},
		{"GEOMETRYCOLLECTION EMPTY", nil},
		{"point(46.5 39.25)", orb.Point{46.5, 39.25}},
		{" POINT Z (46.5 39.25 700) ", orb.Point{46.5, 39.25}},
		{"POINT ZM (-0 39.25 700 1)", orb.Point{0, 39.25}},
		{"MULTIPOINT (1 2, 3 4)", orb.MultiPoint{{1, 2}, {3, 4}}},
		{"MULTIPOINT (1 2, (3 4))", orb.MultiPoint{{1, 2}, {3, 4}}},
		{"MULTIPOINT M ((1 2 9), (3 4 9))", orb.MultiPoint{{1, 2}, {3, 4}}},
		{"LINESTRING (1 2, 3 4)", orb.LineString{{1, 2}, {3, 4}}},
		{"MULTILINESTRING ((1 2, 3 4))", orb.MultiLineString{{{1, 2}, {3, 4}}}},
		{"POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1))", orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		{"POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 2))", orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}},
		{"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}},
		{"GEOMETRYCOLLECTION (POINT (1 2))", orb.Collection{orb.Point{1, 2}}},
		{"GEOMETRYCOLLECTION ZM (POINT Z (1 2 3), LINESTRING(+1 .2,\t3. 4e0))", orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 0.2}, {3, 4}}}},
	} {
		got, err := geo.ParseWKT(c.in)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("ParseWKT(%s) = %v, (-want +got):\n%s", c.in, err, diff)
		}
	}
}

func TestParseWKT_Refuses(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"POINT", "WKT: POINT has no positions; want POINT (...) or POINT EMPTY"},
		{"POINT ()", "WKT: the parentheses and commas are not those of a POINT"},
		{"POINT (1)", "WKT: position 1 has one number alone, want lon and lat with a space between"},
		{"POINT (46,5 39,5)", "WKT: position 1 has one number alone"},
		{"POINT (1 2 3 4 5)", "WKT: position 1 has 5 numbers, want lon, lat and at most two more"},
		{"POINT (1 2, 3 4)", "WKT: 2 positions, want one; MULTIPOINT has several"},
		{"POINT (1 2) x", `WKT: "x" stands after the end of the geometry`},
		{"POINT (1 2) (3 4)", `WKT: "(" stands after the end of the geometry`},
		{"POINT EMPTY 1", `WKT: "1" stands after the end of the geometry`},
		{"POINT (1 2))", "WKT: the parenthesis closed at byte 12 was never opened"},
		{"POINT (1 2", "WKT: a parenthesis is opened and never closed (cut off?)"},
		{"POLYGON ((0 0, 1 0, 1", "WKT: 2 parentheses are opened and never closed (cut off?)"},
		{"POINT 1 2", `WKT: "1" stands outside of parentheses; want POINT (lon lat)`},
		{"POINT )", "WKT: the parenthesis closed at byte 7 was never opened"},
		{"POINT (NaN 2)", `WKT: "NaN" stands where a number belongs`},
		{"POINT (1.2.3 2)", `WKT: "1.2.3" is no number, or too large a one`},
		{"POINT (46.5; 39)", `WKT: ";" at byte 12 belongs to no well-known text`},
		{"POINTT (1 2)", `WKT: "POINTT" is no geometry type; want POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON or GEOMETRYCOLLECTION`},
		{"CIRCULARSTRING (1 2, 3 4, 5 6)", `WKT: "CIRCULARSTRING" is no geometry type`},
		{"46.5 39.5", `WKT: it begins with "46.5", want POINT, LINESTRING`},
		{"POINT (1 2)\x00 and more", "WKT: byte 12"},
		{"SRID=4326;POINT (1 2)", `WKT: "SRID" is no geometry type`},
		{"POINT (1e999 2)", `WKT: "1e999" is no number, or too large a one`},
		{"POINT (39 146)", "lat 146 is outside -90..90; lat and lon look swapped"},
		{"LINESTRING (1 2)", "WKT: 1 positions, want at least 2"},
		{"MULTILINESTRING ((1 2, 3 4), (1 2))", "WKT: line 2: 1 positions, want at least 2"},
		{"LINESTRING (1 2, 3 4 5)", "WKT: position 2 has 3 numbers, and those before it have 2"},
		{"POLYGON ((0 0, 1 0, 1 1, 0 1))", "WKT: ring 1: not closed: the last position 0,1 differs from the first 0,0"},
		{"POLYGON ((0 0, 1 0, 0 0))", "WKT: ring 1: 3 positions, want at least 4"},
		{"POLYGON ((0 0, 9 0, 9 9, 0 0), (1 1, 2 1, 1 1))", "WKT: ring 2: 3 positions, want at least 4"},
		{"POLYGON (0 0, 1 0, 1 1, 0 0)", "WKT: the parentheses and commas are not those of a POLYGON"},
		{"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((0 0, 1 0, 1 1, 0 1)))", "WKT: polygon 2: ring 1: not closed"},
		{"GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2))", "WKT: geometry 2: 1 positions, want at least 2"},
		{"MULTIPOLYGON (((0 0, 1 0, 1 412, 0 0)))", "polygon 1: ring 1: position 3: lat 412"},
		{"MULTIPOINT (EMPTY, 1 2)", "WKT: position 1: is empty"},
		{"MULTIPOINT (1 2, 3)", "WKT: position 2: has one number alone"},
		{"MULTIPOINT (1 2, (3 4, 5 6))", "WKT: position 2: 2 positions, want one"},
		{"POLYGON ((0 0, 1 0, 1 1, 0 0), EMPTY)", "WKT: ring 2: is empty"},
		{"GEOMETRYCOLLECTION (POINT EMPTY, POINT (1 2))", "WKT: geometry 1: is empty"},
		{"GEOMETRYCOLLECTION (POINT (1 2), 3 4)", "WKT: the parentheses and commas are not those of a GEOMETRYCOLLECTION"},
		{"GEOMETRYCOLLECTION (POINT (1 2)", "WKT: a parenthesis is opened and never closed (cut off?)"},
		{"POINT ((1 2))", "WKT: the parentheses and commas are not those of a POINT"},
		{strings.Repeat("GEOMETRYCOLLECTION(", 5000), "nest deeper"},
		{strings.Repeat("GEOMETRYCOLLECTION(", 12) + "POINT (1 2)" + strings.Repeat(")", 12), "nest deeper"},
		{strings.Repeat(" ", 9) + strings.Repeat("(", 17<<20), "bytes, want at most"},
		{"MULTIPOINT (" + strings.Repeat("1 2,", 2_000_000) + "1 2)", "more than 2000000"},
	} {
		start := time.Now()
		g, err := geo.ParseWKT(c.in)
		if err == nil || g != nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "syntax error") {
			t.Errorf("ParseWKT(%.60s) = %v, %v, want %q", c.in, g, err, c.want)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("ParseWKT(%.60s) took %v", c.in, took)
		}
	}
}

func TestWKT_Cases(t *testing.T) {
	for _, c := range []struct {
		g    orb.Geometry
		want string
	}{
		{nil, ""},
		{orb.Polygon{}, ""},
		{orb.Point{math.NaN(), 0}, ""},
		{orb.Point{46.123456789, 10}, "POINT (46.1234568 10)"},
		{orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, "POLYGON ((0 0, 1 0, 1 1, 0 0))"},
		{orb.MultiPolygon{{}, {{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))"},
		{orb.Collection{nil, orb.Point{1, 2}}, "GEOMETRYCOLLECTION (POINT (1 2))"},
		{orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}}, "POLYGON ((1 2, 3 2, 3 4, 1 4, 1 2))"},
	} {
		if got := geo.WKT(c.g); got != c.want {
			t.Errorf("WKT(%v) = %s, want %s", c.g, got, c.want)
		}
	}
}

// zero is one with a sign.
var zero = regexp.MustCompile(`-0([ ,)])`)

// readByOthers is what go-geom reads, written again.
func readByOthers(s string) (text string, ok bool) {
	defer func() {
		if recover() != nil { // it does so where its parser is in a state that it thought impossible
			ok = false
		}
	}()
	if g, err := wkt.Unmarshal(s); err == nil && g.Layout() == geom.XY && !g.Empty() {
		text, err := wkt.Marshal(g, wkt.EncodeOptionWithMaxDecimalDigits(7))
		return zero.ReplaceAllString(text, "0$1"), err == nil
	}
	return "", false
}

func FuzzParseWKT(f *testing.F) {
	for _, s := range []string{
		"POINT (1 2)", "POINT ZM (1 2 3 4)", "MULTIPOINT (1 2, (3 4))", "LINESTRING (0 0, 1 1)", "MULTILINESTRING ((0 0, 1 1))",
		"POLYGON ((0 0, 1 0, 1 1, 0 0))", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", "POLYGON EMPTY",
		"GEOMETRYCOLLECTION M (POINT M (1 2 3), GEOMETRYCOLLECTION EMPTY)", "GEOMETRYCOLLECTION(LINESTRING(0 0,1 1),POINT(1 2))",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := geo.ParseWKT(s)
		if theirs, ok := readByOthers(s); ok && err == nil && theirs != geo.WKT(g) {
			t.Errorf("%q is %s, others read %s", s, geo.WKT(g), theirs)
		}
		if err == nil {
			sameAfterRoundTrips(t, g)
		} else if strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 300 {
			t.Errorf("the error spans lines or is long: %q", err)
		}
	})
}
