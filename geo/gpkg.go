package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Flags of a GeoPackage geometry blob (OGC 12-128r19, section 2.1.3): byte order, envelope, empty, extended.
const (
	gpkgLittleEndian = 0x01
	gpkgEnvelopeXY   = 1 << 1
	gpkgEmpty        = 0x10
	gpkgExtended     = 0x20
)

// WGS84 is the spatial reference system id, EPSG 4326, under which GeoPackages and PostGIS hold lon, lat degrees.
const WGS84 = 4326

// AppendGPKG appends the geometry as a GeoPackage blob, little-endian, with an xy envelope unless it is a point. Nil
// and empty geometry gives an empty geometry collection with the empty flag; in a table column of another type store
// SQL NULL instead.
func AppendGPKG(dst []byte, g orb.Geometry, srs int32) []byte {
	flags, bound := byte(gpkgLittleEndian), orb.Bound{}
	if isEmpty(g) {
		flags |= gpkgEmpty
	} else if _, isPoint := g.(orb.Point); !isPoint {
		if bound = BoundOf(g); !bound.IsEmpty() {
			flags |= gpkgEnvelopeXY
		}
	}
	dst = append(dst, 'G', 'P', 0, flags)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(srs))
	if flags&gpkgEnvelopeXY != 0 {
		for _, v := range [4]float64{bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1]} {
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
		}
	}
	return AppendWKB(dst, g)
}

// ParseGPKG reads a GeoPackage blob as [ParseWKB] reads its WKB; the envelope is passed over, not trusted. The system
// must be 4326 or undefined (0, -1). An empty geometry gives nil.
func ParseGPKG(b []byte) (orb.Geometry, error) {
	g, _, err := ParseGPKGIn(b, WGS84, FileCRS{})
	return g, err
}

// ParseGPKGIn is [ParseGPKG] of a table whose spatial reference system, as the file numbers it, is c; the result is lon,
// lat in degrees. Flattened is as [ParseWKBIn] has it.
func ParseGPKGIn(b []byte, srs int32, c FileCRS) (g orb.Geometry, flattened bool, err error) {
	if len(b) < 8 || b[0] != 'G' || b[1] != 'P' {
		return nil, false, errors.New("not a GeoPackage geometry: it does not begin with GP")
	}
	version, flags := b[2], b[3]
	if version != 0 || flags&gpkgExtended != 0 {
		return nil, false, fmt.Errorf("GeoPackage geometry of version %d, flags %#x: only plain version 0 is known", version, flags)
	}
	if found := int32(gpkgOrder(flags).Uint32(b[4:])); found != srs && found != 0 && found != -1 {
		return nil, false, fmt.Errorf("GeoPackage geometry is in spatial reference system %d, want %d", found, srs)
	}
	sizes := [8]int{0, 32, 48, 48, 64, -1, -1, -1}
	size := sizes[flags>>1&7]
	if size < 0 || len(b) < 8+size {
		return nil, false, errors.New("GeoPackage geometry: its envelope is cut short or of an unknown kind")
	}
	return ParseWKBIn(b[8+size:], c)
}

func gpkgOrder(flags byte) binary.ByteOrder {
	if flags&gpkgLittleEndian != 0 {
		return binary.LittleEndian
	}
	return binary.BigEndian
}
