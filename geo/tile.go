package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// TileID is a tile of the tile matrix set WebMercatorQuad (OGC 17-083r4, annex D.1) in the order of its paths,
// {z}/{row}/{col}: rows count from the north, columns from lon -180. The zero TileID is the whole world.
type TileID struct{ Z, Row, Col uint32 }

// maxTileZoom is the last tile matrix of WebMercatorQuad; a tile there is about 2 m wide.
const maxTileZoom = 24

// TilePoint is a position in a tile: X from its west border eastward and Y from its north border southward, in units
// of which the tile's extent says how many make its width. Positions outside the tile are negative or greater.
type TilePoint struct{ X, Y int32 }

// maxTilePoint bounds both coordinates of a [TilePoint] that [TileID.Project] gives, so that the difference of two
// fits an int32.
const maxTilePoint = 1<<30 - 1

// Valid tells whether there is such a tile: zoom up to 24, row and column on the world square.
func (t TileID) Valid() bool {
	return t.Z <= maxTileZoom && t.Row < 1<<t.Z && t.Col < 1<<t.Z
}

// Bound returns the closed box of the tile in lon, lat degrees, widened on every side by a fraction of the tile's
// width. It ends at the edge of the world square and never wraps. A tile that is not valid gives an empty bound.
func (t TileID) Bound(bufferFraction float64) orb.Bound {
	if !t.Valid() {
		return emptyBound()
	}
	edge := func(index uint32, add float64) float64 {
		return unitClamp((float64(index) + add) / float64(uint32(1)<<t.Z))
	}
	return orb.Bound{
		Min: orb.Point{mercatorLonOf(edge(t.Col, -bufferFraction)), mercatorLatOf(edge(t.Row, 1+bufferFraction))},
		Max: orb.Point{mercatorLonOf(edge(t.Col, 1+bufferFraction)), mercatorLatOf(edge(t.Row, -bufferFraction))},
	}
}

// Project returns the position in the tile, rounded to the nearest of extent units to the tile's width. What lies
// beyond the world square is moved to its edge, as by [Mercator], and what lies millions of units away comes nearer.
// Neighbouring tiles round alike: moved by the extent, a position is the same in both.
func (t TileID) Project(extent uint32, p orb.Point) TilePoint {
	n, units := float64(uint64(1)<<t.Z), float64(extent)
	return TilePoint{
		X: tileCoordinate((mercatorX(p[0])*n - float64(t.Col)) * units),
		Y: tileCoordinate((mercatorY(p[1])*n - float64(t.Row)) * units),
	}
}

func tileCoordinate(v float64) int32 {
	return int32(min(max(math.Floor(v+0.5), -maxTilePoint), maxTilePoint))
}
