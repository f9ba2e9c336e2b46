package geo_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

var allPrecisions = []geo.Precision{geo.PrecisionExact, geo.PrecisionHundredth, geo.PrecisionTenth, geo.PrecisionDegree}

// randomPosition is often on or next to a border of cells, and has at most 7 decimals.
func randomPosition(random *rand.Rand) (lon, lat float64) {
	axis := func(half int) float64 {
		units := random.IntN(2*half*1e7+1) - half*1e7
		if step := []int{1, 1e5, 1e6, 1e7}[random.IntN(4)]; random.IntN(2) == 0 {
			units = units/step*step + random.IntN(3) - 1
		}
		return float64(min(max(units, -half*1e7), half*1e7)) / 1e7
	}
	return axis(180), axis(90)
}

func TestCellOf_Cases(t *testing.T) {
	for _, c := range []struct {
		lon, lat float64
		p        geo.Precision
		want     string
	}{
		{46.5123, 39.8765, geo.PrecisionTenth, "0.1/46.5/39.8"},
		{46.5123, 39.8765, geo.PrecisionHundredth, "0.01/46.51/39.87"},
		{46.5123, 39.8765, geo.PrecisionDegree, "1/46/39"},
		{46.5123, 39.8765, geo.PrecisionExact, "exact/46.5123/39.8765"},
		{46.5123, 39.8765, geo.PrecisionNone, "withheld"},
		{0.3, 0.7, geo.PrecisionTenth, "0.1/0.3/0.7"},
		{-0.05, -0.1, geo.PrecisionTenth, "0.1/-0.1/-0.1"},
		{-0.0000001, -0.1000001, geo.PrecisionTenth, "0.1/-0.1/-0.2"},
		{0.0999999, 0.09999994, geo.PrecisionTenth, "0.1/0/0"},
		{0.099999999, 0.09999995, geo.PrecisionTenth, "0.1/0.1/0.1"},
		{180, 90, geo.PrecisionTenth, "0.1/179.9/89.9"},
		{-180, -90, geo.PrecisionTenth, "0.1/-180/-90"},
		{180, 90, geo.PrecisionExact, "exact/179.9999999/89.9999999"},
		{180.0000001, 0, geo.PrecisionTenth, "withheld"},
		{0, math.NaN(), geo.PrecisionTenth, "withheld"},
		{math.Inf(1), 0, geo.PrecisionTenth, "withheld"},
	} {
		if got := geo.CellOf(c.lon, c.lat, c.p).String(); got != c.want {
			t.Errorf("CellOf(%v, %v, %v) = %s, want %s", c.lon, c.lat, c.p, got, c.want)
		}
	}
}

func TestG1_CellContainsItsPoint(t *testing.T) {
	random, seed := newRandom(t)
	for range 100_000 {
		lon, lat := randomPosition(random)
		for _, p := range allPrecisions {
			c := geo.CellOf(lon, lat, p)
			if !c.Contains(lon, lat) || !c.Bound().Contains(orb.Point{lon, lat}) || !geo.PolygonContains(c.Polygon(), orb.Point{lon, lat}) {
				t.Fatalf("seed %d: cell %v does not contain %v,%v", seed, c, lon, lat)
			}
		}
	}
}

// TestG1_PrintedPointSharesTheCell: a cell computed from what was printed is the cell of what was stored.
func TestG1_PrintedPointSharesTheCell(t *testing.T) {
	random, seed := newRandom(t)
	for range 20_000 {
		lon, lat := random.Float64()*360-180, random.Float64()*180-90
		g, err := geo.ReadGeometry(geo.AppendGeometry(nil, orb.Point{lon, lat}))
		if err != nil {
			t.Fatal(err)
		}
		printed := g.(orb.Point)
		for _, p := range allPrecisions {
			if a, b := geo.CellOf(lon, lat, p), geo.CellOf(printed[0], printed[1], p); a != b {
				t.Fatalf("seed %d: %v,%v is in %v, printed in %v", seed, lon, lat, a, b)
			}
		}
	}
}

func TestG2_LevelsNest(t *testing.T) {
	random, seed := newRandom(t)
	for range 50_000 {
		lon, lat := randomPosition(random)
		for i, p := range allPrecisions[:3] {
			c := geo.CellOf(lon, lat, p)
			parent := c.Parent()
			if want := geo.CellOf(lon, lat, allPrecisions[i+1]); parent != want {
				t.Fatalf("seed %d: parent of %v = %v, want %v", seed, c, parent, want)
			}
			if inner, outer := c.Bound(), parent.Bound(); !outer.Contains(inner.Min) || !outer.Contains(inner.Max) {
				t.Fatalf("seed %d: %v reaches out of its parent %v", seed, c, parent)
			}
		}
	}
	if got := geo.CellOf(1, 1, geo.PrecisionDegree).Parent(); got != (geo.Cell{}) {
		t.Errorf("parent of a cell of one degree = %v, want none", got)
	}
}

func TestG4_CellIsAPolygonNeverAPoint(t *testing.T) {
	random, seed := newRandom(t)
	for range 20_000 {
		lon, lat := randomPosition(random)
		for _, p := range allPrecisions {
			c := geo.CellOf(lon, lat, p)
			if err := geo.Validate(c.Polygon()); err != nil {
				t.Fatalf("seed %d: polygon of %v: %v", seed, c, err)
			}
			if b := c.Bound(); b.Min[0] < -180 || b.Max[0] > 180 || b.Min[1] < -90 || b.Max[1] > 90 {
				t.Fatalf("seed %d: %v leaves the world: %v", seed, c, b)
			}
		}
	}
	if p := (geo.Cell{}).Polygon(); p != nil {
		t.Errorf("polygon of no cell = %v, want nil", p)
	}
}

// TestG4_CellPrintsNoFinerThanItsLevel: neither the number of decimals nor the borders say more than the level.
func TestG4_CellPrintsNoFinerThanItsLevel(t *testing.T) {
	random, seed := newRandom(t)
	decimals := map[geo.Precision]int{geo.PrecisionExact: 7, geo.PrecisionHundredth: 2, geo.PrecisionTenth: 1, geo.PrecisionDegree: 0}
	for range 20_000 {
		lon, lat := randomPosition(random)
		for _, p := range allPrecisions {
			raw := string(geo.AppendGeometry(nil, geo.CellOf(lon, lat, p).Polygon()))
			numbers := strings.FieldsFunc(raw[strings.Index(raw, "[[["):], func(r rune) bool { return strings.ContainsRune("[],}", r) })
			if len(numbers) != 10 {
				t.Fatalf("%s has %d numbers", raw, len(numbers))
			}
			for _, n := range numbers {
				if _, after, _ := strings.Cut(n, "."); len(after) > decimals[p] {
					t.Fatalf("seed %d: cell of %v prints %s", seed, p, n)
				}
			}
		}
	}
}

func TestPrecision_ZeroValueShowsNothing(t *testing.T) {
	var p geo.Precision
	if got := geo.CellOf(46, 39, p); got != (geo.Cell{}) || p != geo.PrecisionNone || p.String() != "withheld" {
		t.Errorf("CellOf with the zero precision = %v", got)
	}
	if geo.CellOf(46, 39, 99) != (geo.Cell{}) {
		t.Error("an unknown precision gives a cell")
	}
	if (geo.Cell{}).Contains(0, 0) || !(geo.Cell{}).Bound().IsEmpty() {
		t.Error("the zero cell contains something")
	}
	if _, err := geo.ParsePrecision("0.001"); err == nil {
		t.Error("ParsePrecision(0.001) gives no error")
	}
}
