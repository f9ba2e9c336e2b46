package geo

import (
	"encoding/binary"
	"math"
)

// MVTKind is the geometry type of a feature of a vector tile.
type MVTKind uint8

// The types as the tile's protocol buffer numbers them.
const (
	MVTPoint   MVTKind = 1 // a point or several
	MVTLine    MVTKind = 2 // a line or several
	MVTPolygon MVTKind = 3 // a polygon or several, with holes
)

// MVTExtent is how many units make the width of a tile where [MVTLayer] is not told otherwise.
const MVTExtent = 4096

// MVTLayer builds one layer of a Mapbox Vector Tile (specification 2.1) feature by feature: Begin, SetID and tags and
// geometry in any order, End. The zero value is ready for the first feature; Reset makes it ready for another tile and
// keeps its buffers, so a layer in use again allocates little. It is not safe for concurrent use.
//
// What geometry came to nothing on the tile's grid is left out: lines without length, rings without area, holes of an
// exterior that was left out and features of which nothing is left, together with their tags. A feature begun and
// never ended is left out too.
type MVTLayer struct {
	Name   string // unique in its tile
	Extent uint32 // units to the tile's width; 0 means MVTExtent

	features []byte // encoded, each with its tag and length
	count    int
	keys     mvtDictionary[string]
	values   mvtDictionary[mvtValue]

	// of the feature being built
	kind        MVTKind
	id          uint64
	hasID       bool
	tags        []mvtTag
	pen         mvtPen
	points      []TilePoint // of a feature of points
	path        []TilePoint // the line or ring being drawn
	hasExterior bool        // a hole has an exterior that was not left out
	packed      []byte      // the feature's tags as indices
	body        []byte      // the feature as a message
}

// Reset forgets all features and keeps Name, Extent and the buffers.
func (l *MVTLayer) Reset() {
	l.features, l.count = l.features[:0], 0
	l.keys.reset()
	l.values.reset()
	l.drop()
}

// Len returns the number of features that were ended and not left out.
func (l *MVTLayer) Len() int { return l.count }

// Begin starts a feature of the kind, without id, tags and geometry.
func (l *MVTLayer) Begin(kind MVTKind) {
	l.drop()
	l.kind = kind
}

func (l *MVTLayer) drop() {
	clear(l.tags) // they hold the caller's strings
	l.kind, l.id, l.hasID, l.hasExterior = 0, 0, false, false
	l.tags, l.points = l.tags[:0], l.points[:0]
	l.pen.reset()
}

// SetID gives the feature an id, unique in its layer.
func (l *MVTLayer) SetID(id uint64) { l.id, l.hasID = id, true }

// End adds the feature to the layer and tells whether it is there: false means that no geometry was left of it.
func (l *MVTLayer) End() bool {
	l.pen.moveTo(l.points)
	drawn := len(l.pen.dst) > 0
	if drawn {
		l.appendFeature()
		l.count++
	}
	l.drop()
	return drawn
}

// Fields of the messages of vector_tile.proto, each with its wire type in the low three bits.
const (
	mvtTileLayer       = 3<<3 | mvtBytes
	mvtLayerName       = 1<<3 | mvtBytes
	mvtLayerFeature    = 2<<3 | mvtBytes
	mvtLayerKey        = 3<<3 | mvtBytes
	mvtLayerValue      = 4<<3 | mvtBytes
	mvtLayerExtent     = 5<<3 | mvtVarint
	mvtLayerVersion    = 15<<3 | mvtVarint
	mvtFeatureID       = 1<<3 | mvtVarint
	mvtFeatureTags     = 2<<3 | mvtBytes
	mvtFeatureType     = 3<<3 | mvtVarint
	mvtFeatureGeometry = 4<<3 | mvtBytes

	mvtVarint = 0
	mvtDouble = 1
	mvtBytes  = 2
)

func (l *MVTLayer) appendFeature() {
	l.packed = l.packed[:0]
	for _, t := range l.tags {
		l.packed = binary.AppendUvarint(l.packed, uint64(l.keys.index(t.key, appendMVTKey)))
		l.packed = binary.AppendUvarint(l.packed, uint64(l.values.index(t.value, appendMVTValue)))
	}
	l.body = l.body[:0]
	if l.hasID {
		l.body = appendMVTNumber(l.body, mvtFeatureID, l.id)
	}
	if len(l.packed) > 0 {
		l.body = appendMVTBytes(l.body, mvtFeatureTags, l.packed)
	}
	l.body = appendMVTNumber(l.body, mvtFeatureType, uint64(l.kind))
	l.body = appendMVTBytes(l.body, mvtFeatureGeometry, l.pen.dst)
	l.features = appendMVTBytes(l.features, mvtLayerFeature, l.body)
}

// AppendTo appends the layer as a part of a tile: a tile is its layers one after the other. A layer without features
// appends nothing; no bytes at all are an empty tile.
func (l *MVTLayer) AppendTo(dst []byte) []byte {
	if l.count == 0 {
		return dst
	}
	var head, tail [32]byte
	top := appendMVTNumber(head[:0], mvtLayerVersion, 2)
	top = binary.AppendUvarint(append(top, mvtLayerName), uint64(len(l.Name)))
	end := appendMVTNumber(tail[:0], mvtLayerExtent, uint64(l.extent()))

	size := len(top) + len(l.Name) + len(l.features) + len(l.keys.encoded) + len(l.values.encoded) + len(end)
	dst = binary.AppendUvarint(append(dst, mvtTileLayer), uint64(size))
	dst = append(append(dst, top...), l.Name...)
	dst = append(dst, l.features...)
	dst = append(dst, l.keys.encoded...)
	dst = append(dst, l.values.encoded...)
	return append(dst, end...)
}

func (l *MVTLayer) extent() uint32 {
	if l.Extent == 0 {
		return MVTExtent
	}
	return l.Extent
}

func appendMVTNumber(dst []byte, field byte, v uint64) []byte {
	return binary.AppendUvarint(append(dst, field), v)
}

func appendMVTBytes[B []byte | string](dst []byte, field byte, v B) []byte {
	dst = binary.AppendUvarint(append(dst, field), uint64(len(v)))
	return append(dst, v...)
}

func appendMVTDouble(dst []byte, field byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(append(dst, field), math.Float64bits(v))
}
