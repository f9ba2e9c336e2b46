package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

// tileAt is the tile that holds a position.
func tileAt(lon, lat float64, z uint32) geo.TileID {
	x, y := geo.Mercator(lon, lat)
	return geo.TileID{Z: z, Row: y >> (32 - z), Col: x >> (32 - z)}
}

func TestTileID_Valid(t *testing.T) {
	for _, c := range []struct {
		tile geo.TileID
		want bool
	}{
		{geo.TileID{}, true},
		{geo.TileID{Z: 0, Row: 1}, false},
		{geo.TileID{Z: 3, Row: 7, Col: 7}, true},
		{geo.TileID{Z: 3, Row: 8, Col: 0}, false},
		{geo.TileID{Z: 3, Row: 0, Col: 8}, false},
		{geo.TileID{Z: 24, Row: 1<<24 - 1, Col: 1<<24 - 1}, true},
		{geo.TileID{Z: 25}, false},
		{geo.TileID{Z: math.MaxUint32, Row: math.MaxUint32}, false},
	} {
		if got := c.tile.Valid(); got != c.want {
			t.Errorf("%v.Valid() = %v, want %v", c.tile, got, c.want)
		}
		if empty := c.tile.Bound(0).IsEmpty(); empty == c.want {
			t.Errorf("%v.Bound(0).IsEmpty() = %v", c.tile, empty)
		}
	}
}

func TestTileID_Bound(t *testing.T) {
	const edge, quarter = 85.0511287798066, 66.51326044311186
	for _, c := range []struct {
		tile   geo.TileID
		buffer float64
		want   orb.Bound
	}{
		{geo.TileID{}, 0, orb.Bound{Min: orb.Point{-180, -edge}, Max: orb.Point{180, edge}}},
		{geo.TileID{}, 0.5, orb.Bound{Min: orb.Point{-180, -edge}, Max: orb.Point{180, edge}}},
		{geo.TileID{Z: 1, Row: 0, Col: 1}, 0, orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{180, edge}}},
		{geo.TileID{Z: 1, Row: 1, Col: 0}, 0.5, orb.Bound{Min: orb.Point{-180, -edge}, Max: orb.Point{90, quarter}}},
		{geo.TileID{Z: 2, Row: 1, Col: 2}, 0, orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{90, quarter}}},
		{geo.TileID{Z: 2, Row: 1, Col: 1}, 1, orb.Bound{Min: orb.Point{-180, -quarter}, Max: orb.Point{90, edge}}},
	} {
		got := c.tile.Bound(c.buffer)
		for axis := range 2 {
			if math.Abs(got.Min[axis]-c.want.Min[axis]) > 1e-9 || math.Abs(got.Max[axis]-c.want.Max[axis]) > 1e-9 {
				t.Errorf("%v.Bound(%v) = %v, want %v", c.tile, c.buffer, got, c.want)
			}
		}
	}
}

func TestTileID_BoundHoldsItsPoints(t *testing.T) {
	random, seed := newRandom(t)
	for range 100_000 {
		z := uint32(random.IntN(25))
		lon, lat := random.Float64()*360-180, random.Float64()*170-85
		if random.IntN(4) == 0 { // on a corner of tiles
			n := math.Exp2(float64(z))
			corner := geo.TileID{Z: z, Row: uint32(random.IntN(int(n))), Col: uint32(random.IntN(int(n)))}.Bound(0)
			lon, lat = corner.Min[0], corner.Max[1]
		}
		tile := tileAt(lon, lat, z)
		if b := tile.Bound(0).Pad(1e-9); !tile.Valid() || !b.Contains(orb.Point{lon, lat}) {
			t.Fatalf("seed %d: %v, valid %v, bound %v, does not hold %v,%v", seed, tile, tile.Valid(), b, lon, lat)
		}
	}
}

func TestTileID_Project(t *testing.T) {
	tile := geo.TileID{Z: 1, Row: 0, Col: 1}
	for _, c := range []struct {
		at   orb.Point
		want geo.TilePoint
	}{
		{orb.Point{0, 0}, geo.TilePoint{X: 0, Y: 4096}},
		{orb.Point{180, 0}, geo.TilePoint{X: 4096, Y: 4096}},
		{orb.Point{-180, -90}, geo.TilePoint{X: -4096, Y: 8192}},
		{orb.Point{90, 90}, geo.TilePoint{X: 2048, Y: 0}},
		{orb.Point{90, 66.51326044311186}, geo.TilePoint{X: 2048, Y: 2048}},
	} {
		if got := tile.Project(4096, c.at); got != c.want {
			t.Errorf("Project(%v) = %v, want %v", c.at, got, c.want)
		}
	}
	far := geo.TileID{Z: 24}.Project(4096, orb.Point{180, -90})
	if far != (geo.TilePoint{X: 1<<30 - 1, Y: 1<<30 - 1}) {
		t.Errorf("Project over the whole world at zoom 24 = %v", far)
	}
}

func TestTileID_ProjectAgreesWithTheNeighbour(t *testing.T) {
	random, seed := newRandom(t)
	for range 100_000 {
		tile := tileAt(random.Float64()*300-150, random.Float64()*160-80, 1+uint32(random.IntN(23)))
		b := tile.Bound(0.05)
		at := orb.Point{
			b.Min[0] + random.Float64()*(b.Max[0]-b.Min[0]),
			b.Min[1] + random.Float64()*(b.Max[1]-b.Min[1]),
		}
		p := tile.Project(4096, at)
		q := geo.TileID{Z: tile.Z, Row: tile.Row + 1, Col: tile.Col + 1}.Project(4096, at)
		if p.X-q.X != 4096 || p.Y-q.Y != 4096 {
			t.Fatalf("seed %d: %v in %v is %v, in the next tile %v", seed, at, tile, p, q)
		}
		if p.X < -206 || p.X > 4302 || p.Y < -206 || p.Y > 4302 {
			t.Fatalf("seed %d: %v in %v is %v, outside the buffer", seed, at, tile, p)
		}
	}
}
