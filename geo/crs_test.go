package geo_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

func ofEPSG(t testing.TB, code int) geo.CRS {
	t.Helper()
	for _, c := range geo.CRSs() {
		if c != geo.CRS84 && c.EPSG() == code {
			return c
		}
	}
	t.Fatalf("no reference system has the code %d", code)
	return 0
}

// The table is PROJ's own answer, to the micrometre; its head says how it was made.
func TestCRS_AgreesWithPROJ(t *testing.T) {
	f, err := os.Open("testdata/proj.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := map[geo.CRS]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var code int
		var p, want orb.Point
		if _, err := fmt.Sscan(lines.Text(), &code, &p[0], &p[1], &want[0], &want[1]); err != nil {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		c := ofEPSG(t, code)
		rows[c]++
		const tolerance, backDeg = 1e-6, 1e-11 // metres, and about the same in degrees
		if err := c.Check(orb.Bound{Min: p, Max: p}); err != nil {
			t.Errorf("%v of %v: %v", c, p, err)
		}
		got := c.Forward(p)
		if d := math.Hypot(got[0]-want[0], got[1]-want[1]); !(d <= tolerance) {
			t.Errorf("%v of %v = %.9v, PROJ says %.9v: off by %g", c, p, got, want, d)
		}
		back := c.Inverse(want)
		lonError := math.Abs(back[0]-p[0]) * math.Cos(p[1]*math.Pi/180)
		if math.Abs(p[1]) == 90 {
			lonError = 0 // every meridian ends there
		}
		if !(max(lonError, math.Abs(back[1]-p[1])) <= backDeg) {
			t.Errorf("%v back from %v = %v, want %v", c, want, back, p)
		}
	}
	for _, c := range []geo.CRS{geo.WebMercator, geo.UTM38N, geo.UTM39N} {
		if rows[c] < 10 {
			t.Errorf("the table has %d rows of %v", rows[c], c)
		}
	}
}

func TestCRS_ThereAndBack(t *testing.T) {
	r, _ := newRandom(t)
	for range 50_000 {
		c := geo.CRSs()[r.IntN(len(geo.CRSs()))]
		d := c.Domain()
		p := orb.Point{d.Min[0] + r.Float64()*(d.Max[0]-d.Min[0]), d.Min[1] + r.Float64()*(d.Max[1]-d.Min[1])}
		got := c.Inverse(c.Forward(p))
		lonError := math.Abs(got[0]-p[0]) * math.Cos(p[1]*math.Pi/180)
		if !(max(lonError, math.Abs(got[1]-p[1])) < 1e-11) { // about a micrometre
			t.Errorf("%v of %v comes back as %v", c, p, got)
		}
	}
}

// EPSG:4326 has lat before lon, whatever most files do.
func TestCRS_LatBeforeLon(t *testing.T) {
	if got := geo.LatLon.Forward(orb.Point{46, 40}); got != (orb.Point{40, 46}) {
		t.Errorf("lon 46, lat 40 in EPSG:4326 = %v", got)
	}
}

func TestCRS_Parse(t *testing.T) {
	for _, c := range geo.CRSs() {
		for _, name := range []string{c.URI(), c.String(), "[" + c.String() + "]"} {
			if got, err := geo.ParseCRS(name); got != c || err != nil {
				t.Errorf("ParseCRS(%q) = %v, %v", name, got, err)
			}
		}
	}
	for _, name := range []string{"", "EPSG:4258", "epsg:3857", "http://www.opengis.net/def/crs/EPSG/0/1", strings.Repeat("x", 1e6)} {
		if _, err := geo.ParseCRS(name); err == nil || !strings.Contains(err.Error(), geo.UTM38N.URI()) || len(err.Error()) > 600 {
			t.Errorf("ParseCRS(%.20q): %v", name, err)
		}
	}
}

func TestCRS_RefusesWhatIsOutsideTheDomain(t *testing.T) {
	box := func(west, south, east, north float64) orb.Bound {
		return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
	}
	for _, test := range []struct {
		crs   geo.CRS
		bound orb.Bound
		want  string // of the error
	}{
		{geo.CRS84, box(-180, -90, 180, 90), ""},
		{geo.LatLon, box(-180, -90, 180, 90), ""},
		{geo.WebMercator, box(-180, -85.06, 180, 85.06), ""},
		{geo.WebMercator, box(0, 0, 1, 85.0600001), "EPSG:3857, which is lon -180..180, lat -85.06..85.06"},
		{geo.UTM38N, box(15, -90, 75, 90), ""},
		{geo.UTM38N, box(14.9999999, 0, 46, 1), "lon 14.9999999..46"},
		{geo.UTM39N, box(20, 40, 20, 40), "lon 21..81"},
		{geo.UTM39N, geo.BoundOf(nil), ""},
	} {
		err := test.crs.Check(test.bound)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v of %v: %v, want %q", test.crs, test.bound, err, test.want)
		}
	}
}

func BenchmarkCRS_Forward(b *testing.B) {
	for _, c := range geo.CRSs() {
		b.Run(c.String(), func(b *testing.B) {
			p, sum := orb.Point{46, 40}, 0.0
			for b.Loop() {
				sum += c.Forward(p)[0]
			}
			if sum == 0 {
				b.Fatal(sum)
			}
		})
	}
}
