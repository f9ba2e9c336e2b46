package geo_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

func fileCRS(t testing.TB, code int) geo.FileCRS {
	t.Helper()
	c, known := geo.FileCRSByEPSG(code)
	if !known {
		t.Fatalf("EPSG:%d is unknown", code)
	}
	return c
}

// The numbers are PROJ's: echo "46.5 39.5" | gdaltransform -s_srs OGC:CRS84 -t_srs EPSG:3857.
func TestFileCRS_ToLonLat(t *testing.T) {
	for _, test := range []struct {
		code     int
		at, want orb.Point
	}{
		{4326, orb.Point{46.5, 39.5}, orb.Point{46.5, 39.5}},
		{3857, orb.Point{5176356.32188722, 4793547.45910481}, orb.Point{46.5, 39.5}},
		{32638, orb.Point{628971.365542382, 4373338.49046675}, orb.Point{46.5, 39.5}},
		{32738, orb.Point{628971.365542382, 5626661.50953325}, orb.Point{46.5, -39.5}},
		{32601, orb.Point{467403.561888106, 1381862.12536811}, orb.Point{-177.3, 12.5}},
		{32660, orb.Point{618470.645050978, 6931992.26234788}, orb.Point{179.3, 62.5}},
	} {
		got, err := fileCRS(t, test.code).ToLonLat(test.at)
		if err != nil || math.Abs(got[0]-test.want[0]) > 1e-9 || math.Abs(got[1]-test.want[1]) > 1e-9 {
			t.Errorf("EPSG:%d %v = %v, %v; want %v", test.code, test.at, got, err, test.want)
		}
	}
}

// What PROJ's own table pins for the published systems holds here, for the zones on either side of the equator.
func TestFileCRS_IsTheInverseOfThePublished(t *testing.T) {
	r, _ := newRandom(t)
	for range 10_000 {
		p := orb.Point{44 + r.Float64()*8, r.Float64() * 80}
		for _, c := range []geo.CRS{geo.CRS84, geo.WebMercator, geo.UTM38N, geo.UTM39N} {
			got, err := fileCRS(t, c.EPSG()).ToLonLat(c.Forward(p))
			if err != nil || math.Abs(got[0]-p[0]) > 1e-10 || math.Abs(got[1]-p[1]) > 1e-10 {
				t.Fatalf("%v of %v = %v, %v", c, p, got, err)
			}
		}
		north := geo.UTM38N.Forward(p)
		south, err := fileCRS(t, 32738).ToLonLat(orb.Point{north[0], 10_000_000 - north[1]})
		if err != nil || math.Abs(south[0]-p[0]) > 1e-10 || math.Abs(south[1]+p[1]) > 1e-10 {
			t.Fatalf("south of the equator, %v = %v, %v", p, south, err)
		}
	}
}

func TestFileCRS_RefusesWhatIsNowhere(t *testing.T) {
	for _, test := range []struct {
		code int
		at   orb.Point
		want string
	}{
		{32638, orb.Point{4_400_100, 500_000}, "easting and northing look swapped"},
		{32638, orb.Point{1e12, 1}, "is outside of where EPSG:32638 is used"},
		{32638, orb.Point{math.NaN(), 1}, "is outside"},
		{3857, orb.Point{math.Inf(1), 1}, "is outside"},
		{3857, orb.Point{1, math.NaN()}, "is outside"},
	} {
		if got, err := fileCRS(t, test.code).ToLonLat(test.at); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("EPSG:%d %v = %v, %v; want an error with %q", test.code, test.at, got, err, test.want)
		}
	}
}

func TestParsePRJ(t *testing.T) {
	const degrees = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	utm := func(meridian, north string) string {
		return `PROJCS["some name",` + degrees + `,PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",` + north +
			`],PARAMETER["Central_Meridian",` + meridian + `],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
	}
	for text, want := range map[string]int{
		degrees: 4326, utm("45.0", "0.0"): 32638, utm("51", "0"): 32639, utm("45", "10000000"): 32738, utm("-177", "0"): 32601,
		`COMPD_CS["with heights",` + utm("45", "0") + `,VERT_CS["EGM96",VERT_DATUM["x",2005],UNIT["m",1]]]`:                                                                                              32638,
		`PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",` + degrees + `,PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["Standard_Parallel_1",0.0],UNIT["Meter",1.0]]`: 3857,
		`PROJCS["WGS 84 / Pseudo-Mercator",` + degrees + `,PROJECTION["Mercator_1SP"],PARAMETER["scale_factor",1],UNIT["metre",1],EXTENSION["PROJ4","+proj=merc +a=6378137 +b=6378137 +lat_ts=0"]]`:      3857,
	} {
		if got, err := geo.ParsePRJ(text); err != nil || got != fileCRS(t, want) {
			t.Errorf("%.60s... is %v, %v; want %d", text, got, err, want)
		}
	}
	for name, text := range map[string]string{
		"Pulkovo_1942": `GEOGCS["Pulkovo_1942",DATUM["D_Pulkovo_1942",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`,
		"in gradians":  strings.Replace(strings.Replace(degrees, "GCS_WGS_1984", "in gradians", 1), "0.0174532925199433", "0.01570796", 1),
		"some name":    utm("46", "0"),
	} {
		_, err := geo.ParsePRJ(text)
		var unknown geo.UnknownCRSError
		if !errors.As(err, &unknown) || string(unknown) != name {
			t.Errorf("%.60s... gives %v, want it refused by the name %q", text, err, name)
		}
	}
	for _, text := range []string{"", "x", `GEOGCS["a`, `GEOGCS["a"`, strings.Repeat("A[", 1000), "[" + degrees} {
		if got, err := geo.ParsePRJ(text); err == nil {
			t.Errorf("%.40q gives %v", text, got)
		}
	}
}

func TestReadGeometryIn_Transforms(t *testing.T) {
	c := fileCRS(t, 32638)
	want := orb.LineString{{45, 0}, {45, 0}}
	for name, read := range map[string]func() (orb.Geometry, bool, error){
		"GeoJSON": func() (orb.Geometry, bool, error) {
			return geo.ReadGeometryIn([]byte(`{"type":"LineString","coordinates":[[500000,0],[500000,0]]}`), c)
		},
		"WKT": func() (orb.Geometry, bool, error) { return geo.ParseWKTIn("LINESTRING(500000 0,500000 0)", c) },
		"WKB": func() (orb.Geometry, bool, error) {
			return geo.ParseWKBIn(geo.AppendWKB(nil, orb.LineString{{500000, 0}, {500000, 0}}), c)
		},
		"GeoPackage": func() (orb.Geometry, bool, error) {
			return geo.ParseGPKGIn(geo.AppendGPKG(nil, orb.LineString{{500000, 0}, {500000, 0}}, 32638), 32638, c)
		},
	} {
		if got, flattened, err := read(); err != nil || flattened || !orb.Equal(got, want) {
			t.Errorf("%s: %v, %v, %v; want %v", name, got, flattened, err, want)
		}
	}
}

func FuzzParsePRJ(f *testing.F) {
	f.Add(`GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`)
	f.Add(`PROJCS["a",GEOGCS["b",DATUM["WGS_1984"]],PROJECTION["Transverse_Mercator"],PARAMETER["x",1]]`)
	f.Fuzz(func(t *testing.T, s string) {
		c, err := geo.ParsePRJ(s)
		if err == nil && !strings.HasPrefix(c.String(), "EPSG:") {
			t.Errorf("%v", c)
		}
	})
}

func TestFileCRS_FinishBoundsPositions(t *testing.T) {
	many := make(orb.MultiPoint, 2_000_001)
	if _, err := (geo.FileCRS{}).Finish(many); err == nil || err.Error() != "geometry has more than 2000000 positions" {
		t.Errorf("error is %v", err)
	}
	if g, err := (geo.FileCRS{}).Finish(many[1:]); err != nil || g == nil {
		t.Errorf("two million are refused: %v", err)
	}
}
