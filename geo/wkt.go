package geo

import (
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/wkt"
)

// WKT returns the geometry as well-known text with up to 7 decimals, "" for nil, empty and not finite geometry.
func WKT(g orb.Geometry) string {
	if isEmpty(g) || BoundOf(g).IsEmpty() {
		return ""
	}
	s, err := wkt.Marshal(toGeom(g), wkt.EncodeOptionWithMaxDecimalDigits(7))
	if err != nil {
		panic(err) // toGeom makes nothing that the encoder does not know
	}
	return s
}
