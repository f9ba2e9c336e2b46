package pmtiles_test

import (
	"testing"

	"stele/geo"
	"stele/geo/pmtiles"
)

// The numbers are those of the specification's examples.
func TestID_OfTheSpecification(t *testing.T) {
	for _, test := range []struct {
		z, x, y uint32
		want    uint64
	}{
		{0, 0, 0, 0},
		{1, 0, 0, 1},
		{1, 0, 1, 2},
		{1, 1, 1, 3},
		{1, 1, 0, 4},
		{2, 0, 0, 5},
		{12, 3423, 1763, 19078479},
	} {
		if got := pmtiles.ID(geo.TileID{Z: test.z, Row: test.y, Col: test.x}); got != test.want {
			t.Errorf("tile %d/%d/%d has the ID %d, want %d", test.z, test.x, test.y, got, test.want)
		}
	}
}

// Each tile of a zoom has a number of its own, without a gap, and a neighbour's is
// the next.
func TestID_IsACurve(t *testing.T) {
	const z = 5
	seen := map[uint64]geo.TileID{}
	for row := range uint32(1 << z) {
		for col := range uint32(1 << z) {
			tile := geo.TileID{Z: z, Row: row, Col: col}
			seen[pmtiles.ID(tile)] = tile
		}
	}
	first := pmtiles.ID(geo.TileID{Z: z})
	for i := range uint64(1<<(2*z)) - 1 {
		a, ok := seen[first+i]
		b := seen[first+i+1]
		if step := a.Row + b.Row - 2*min(a.Row, b.Row) + a.Col + b.Col - 2*min(a.Col, b.Col); !ok || step != 1 {
			t.Fatalf("from %v to %v at %d", a, b, first+i)
		}
	}
}
