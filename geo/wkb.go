package geo

import (
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// Codes of ISO 13249-3 well-known binary, as in OGC 06-103r4, section 8.2.
const (
	wkbPoint = iota + 1
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
	wkbCollection
)

// AppendWKB appends the geometry as little-endian ISO WKB, lon then lat as float64. Nil and empty geometry is written
// as an empty geometry collection. A ring or bound is written as a polygon.
func AppendWKB(dst []byte, g orb.Geometry) []byte {
	if isEmpty(g) {
		return appendWKBHead(dst, wkbCollection, 0)
	}
	switch g := g.(type) {
	case orb.Point:
		return appendWKBPoint(dst, g)
	case orb.MultiPoint:
		return appendWKBParts(dst, wkbMultiPoint, g, appendWKBPoint)
	case orb.LineString:
		return appendWKBLine(dst, g)
	case orb.MultiLineString:
		return appendWKBParts(dst, wkbMultiLineString, g, appendWKBLine)
	case orb.Ring:
		return appendWKBPolygon(dst, orb.Polygon{g})
	case orb.Polygon:
		return appendWKBPolygon(dst, g)
	case orb.MultiPolygon:
		return appendWKBParts(dst, wkbMultiPolygon, g, appendWKBPolygon)
	case orb.Bound:
		return appendWKBPolygon(dst, g.ToPolygon())
	}
	return appendWKBParts(dst, wkbCollection, g.(orb.Collection), AppendWKB)
}

// appendWKBHead appends the byte order, the type and the number of parts.
func appendWKBHead(dst []byte, kind uint32, n int) []byte {
	dst = binary.LittleEndian.AppendUint32(append(dst, 1), kind)
	return binary.LittleEndian.AppendUint32(dst, uint32(n))
}

func appendWKBParts[P any](dst []byte, kind uint32, parts []P, appendPart func([]byte, P) []byte) []byte {
	dst = appendWKBHead(dst, kind, len(parts))
	for _, part := range parts {
		dst = appendPart(dst, part)
	}
	return dst
}

func appendWKBPoint(dst []byte, p orb.Point) []byte {
	return appendWKBPosition(binary.LittleEndian.AppendUint32(append(dst, 1), wkbPoint), p)
}

func appendWKBLine(dst []byte, line orb.LineString) []byte {
	dst = appendWKBHead(dst, wkbLineString, len(line))
	for _, p := range line {
		dst = appendWKBPosition(dst, p)
	}
	return dst
}

func appendWKBPolygon(dst []byte, polygon orb.Polygon) []byte {
	dst = appendWKBHead(dst, wkbPolygon, len(polygon))
	for _, ring := range polygon {
		dst = binary.LittleEndian.AppendUint32(dst, uint32(len(ring)))
		for _, p := range ring {
			dst = appendWKBPosition(dst, p)
		}
	}
	return dst
}

func appendWKBPosition(dst []byte, p orb.Point) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(p[1]))
}
