package geo_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func TestReadGeometry_Accepts(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}
	for _, c := range []struct {
		in   string
		want orb.Geometry
	}{
		{"null", nil},
		{" \n null ", nil},
		{`{"type":"Point","coordinates":[46.5,39.25]}`, orb.Point{46.5, 39.25}},
		{`{"type":"Point","coordinates":[46.5,39.25,700,3]}`, orb.Point{46.5, 39.25}},
		{`{"coordinates": [ -1e-3 , 0 ] , "type" : "Point" }`, orb.Point{-0.001, 0}},
		{`{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`, orb.MultiPoint{{1, 2}, {3, 4}}},
		{`{"type":"LineString","coordinates":[[1,2],[3,4]]}`, orb.LineString{{1, 2}, {3, 4}}},
		{`{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`, orb.MultiLineString{{{1, 2}, {3, 4}}}},
		{`{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`, square},
		{`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`, orb.MultiPolygon{square}},
		{
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`,
			orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}},
		},
		{`{"bbox":[1,{"a":"]\"}"},null],"crs":{"x":-1.5e3},"type":"Point","coordinates":[1,2],"z":true}`, orb.Point{1, 2}},
		{`{"\u0074ype":"\u0050oint","coordinates":[180,-90]}`, orb.Point{180, -90}},
	} {
		got, err := geo.ReadGeometry([]byte(c.in))
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("ReadGeometry(%s) = %v, (-want +got):\n%s", c.in, err, diff)
		}
	}
}

func TestReadGeometry_Refuses(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", "not valid JSON"},
		{"{", "not valid JSON"},
		{`{"type":"Point","coordinates":[01,2]}`, "not valid JSON"},
		{`{"type":"Point","coordinates":[NaN,2]}`, "not valid JSON"},
		{`{"type":"Point","coordinates":[1,2]} x`, "not valid JSON"},
		{`[1,2]`, "found an array, want a geometry object"},
		{`5`, "found a number, want a geometry object"},
		{`{}`, `member "type" is missing`},
		{`{"type":null}`, `member "type": found null, want a string`},
		{`{"type":"Point"}`, `Point has no member "coordinates"`},
		{`{"type":"point","coordinates":[1,2]}`, `type "point" is not a GeoJSON geometry type`},
		{`{"type":"Feature","geometry":null}`, "give the feature's geometry member"},
		{`{"type":"Point","coordinates":[1,2],"coordinates":[3,4]}`, `member "coordinates" is there twice`},
		{`{"type":"Point","type":"Point","coordinates":[3,4]}`, `member "type" is there twice`},
		{`{"type":"Point","coordinates":[1,2],"geometries":[]}`, `both "coordinates" and "geometries"`},
		{`{"type":"GeometryCollection","coordinates":[1,2]}`, `no member "geometries"`},
		{`{"type":"GeometryCollection","geometries":[null]}`, "geometry 1: found null, want a geometry object"},
		{`{"type":"GeometryCollection","geometries":[]}`, "are empty"},
		{`{"type":"Point","coordinates":[]}`, "position has 0 numbers"},
		{`{"type":"Point","coordinates":[1]}`, "position has 1 numbers"},
		{`{"type":"Point","coordinates":[1,2,3,4,5]}`, "position has 5 numbers"},
		{`{"type":"Point","coordinates":[null,1]}`, "found null, want a number"},
		{`{"type":"Point","coordinates":["1",1]}`, "found a string, want a number"},
		{`{"type":"Point","coordinates":[1,2,null]}`, "found null, want a number"},
		{`{"type":"Point","coordinates":[[1,2]]}`, "found an array, want a number"},
		{`{"type":"Point","coordinates":null}`, "found null, want a position"},
		{`{"type":"Point","coordinates":[1e999,2]}`, "number 1e999 is not finite"},
		{`{"type":"Point","coordinates":[1,412]}`, "lat 412 is outside -90..90"},
		{`{"type":"Point","coordinates":[39.5,146.5]}`, "lat 146.5 is outside -90..90; lat and lon look swapped"},
		{`{"type":"Point","coordinates":[181,0]}`, "lon 181 is outside -180..180"},
		{`{"type":"MultiPoint","coordinates":[]}`, "are empty"},
		{`{"type":"LineString","coordinates":[[1,2]]}`, "1 positions, want at least 2"},
		{`{"type":"LineString","coordinates":[1,2]}`, "position 1: found a number, want a position"},
		{`{"type":"Polygon","coordinates":[[]]}`, "ring 1: coordinates are empty"},
		{`{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}`, "ring 1: 3 positions, want at least 4"},
		{`{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}`, "ring 1: not closed: the last position 0,1 differs from the first 0,0"},
		{`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[0,0],[1,0],[1,1],[9,412],[0,0]]]]}`, "polygon 2: ring 1: position 4: lat 412"},
	} {
		g, err := geo.ReadGeometry([]byte(c.in))
		if err == nil || g != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ReadGeometry(%s) = %v, %v, want %q", c.in, g, err, c.want)
		}
	}
}

func TestReadGeometry_NestsEightDeep(t *testing.T) {
	nested := func(n int) []byte {
		return fmt.Appendf(nil, `%s{"type":"Point","coordinates":[1,2]}%s`,
			strings.Repeat(`{"type":"GeometryCollection","geometries":[`, n), strings.Repeat(`]}`, n))
	}
	if _, err := geo.ReadGeometry(nested(8)); err != nil {
		t.Errorf("8 deep: %v", err)
	}
	if _, err := geo.ReadGeometry(nested(9)); err == nil || !strings.Contains(err.Error(), "nest deeper than 8") {
		t.Errorf("9 deep: %v, want an error", err)
	}
}

// TestReadGeometry_IsFastOnHostileInput: 180 KB of nested collections cost other readers two seconds.
func TestReadGeometry_IsFastOnHostileInput(t *testing.T) {
	for name, in := range map[string]string{
		"nested collections": strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 4000) + strings.Repeat(`]}`, 4000),
		"unclosed":           strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 4000),
		"nested foreign":     `{"a":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `,"type":"Point","coordinates":[1,2]}`,
		"wide":               `{"type":"GeometryCollection","geometries":[` + strings.Repeat(`{"type":"Point","coordinates":[]},`, 9000) + `0]}`,
		"long number":        `{"type":"Point","coordinates":[1,` + strings.Repeat("9", 180_000) + `]}`,
	} {
		start := time.Now()
		_, err := geo.ReadGeometry([]byte(in))
		if took := time.Since(start); err == nil || took > time.Second {
			t.Errorf("%s: took %v, %v", name, took, err)
		}
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("%s: error of %d bytes", name, len(err.Error()))
		}
	}
}

func TestReadGeometry_BoundsPositions(t *testing.T) {
	const most = 2_000_000
	in := func(n int) []byte {
		return append(append([]byte(`{"type":"MultiPoint","coordinates":[`), bytes.Repeat([]byte("[1,2],"), n-1)...), "[1,2]]}"...)
	}
	if _, err := geo.ReadGeometry(in(most)); err != nil {
		t.Errorf("%d positions: %v", most, err)
	}
	if _, err := geo.ReadGeometry(in(most + 1)); err == nil || !strings.Contains(err.Error(), "more than 2000000") {
		t.Errorf("%d positions: %v, want an error", most+1, err)
	}
}

func FuzzReadGeometry(f *testing.F) {
	f.Add([]byte(`{"type":"Point","coordinates":[46.5,39.25,700]}`))
	f.Add([]byte(`{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`))
	f.Add([]byte(`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`))
	f.Add([]byte(`{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		g, err := geo.ReadGeometry(in)
		if err != nil {
			if g != nil {
				t.Errorf("ReadGeometry(%q) gives both %v and %v", in, g, err)
			}
			return
		}
		sameAfterRoundTrips(t, g)
	})
}

// sameAfterRoundTrips holds for whatever a reader accepts: each format gives it back.
func sameAfterRoundTrips(t *testing.T, g orb.Geometry) {
	t.Helper()
	once := geo.AppendGeometry(nil, g)
	again, err := geo.ReadGeometry(once)
	if err != nil {
		t.Fatalf("ReadGeometry(%s): %v", once, err)
	}
	if twice := geo.AppendGeometry(nil, again); !bytes.Equal(once, twice) {
		t.Errorf("GeoJSON changes from %s to %s", once, twice)
	}
	if got, err := geo.ParseWKB(geo.AppendWKB(nil, g)); err != nil || cmp.Diff(g, got) != "" {
		t.Errorf("WKB of %v = %v, %v", g, got, err)
	}
	if got, err := geo.ParseGPKG(geo.AppendGPKG(nil, g, geo.WGS84)); err != nil || cmp.Diff(g, got) != "" {
		t.Errorf("GeoPackage of %v = %v, %v", g, got, err)
	}
	text := geo.WKT(g)
	got, err := geo.ParseWKT(text)
	if err != nil || geo.WKT(got) != text {
		t.Errorf("WKT of %s = %s, %v", text, geo.WKT(got), err)
	}
}
