package importer

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"stele/geo"
)

// geometry reads the row's position; nil is a normal state.
func (b *builder) geometry() orb.Geometry {
	g, flattened, err := b.anyGeometry()
	if err == nil {
		g, err = joined(g)
	}
	if err == nil {
		err = b.collection.CheckShape(g, b.kind())
	}
	if err != nil {
		b.refuse(commonFields[fieldGeometry], b.shapeText(), err.Error())
		return nil
	}
	if g != nil && flattened {
		b.counts.flattened++
	}
	if p, ok := g.(orb.Point); ok && p == (orb.Point{}) {
		b.counts.zeros++
	}
	if g != nil && b.looksSwapped(g.Bound().Center()) {
		b.counts.swapped++
	}
	return g
}

// anyGeometry reads the position from wherever the row has it.
func (b *builder) anyGeometry() (g orb.Geometry, flattened bool, err error) {
	switch {
	case b.ready.is:
		return b.ready.geometry, b.ready.flattened, b.ready.wrong
	case b.shape != nil:
		return geo.ReadGeometryIn(b.shape, b.rowCRS)
	case b.values[fieldGeometry].kind != null:
		return b.written()
	}
	return b.point(), false, nil
}

// joined makes of a collection of one kind the multi geometry of that kind, and
// finds what a reader of single positions does not see, as a polygon that crosses
// itself. The readers have seen all there is to a point.
func joined(g orb.Geometry) (orb.Geometry, error) {
	if _, ok := g.(orb.Point); ok {
		return g, nil
	}
	if all, ok := g.(orb.Collection); ok {
		g = geo.Join(all)
	}
	err := geo.Validate(g)
	if err != nil && geo.Validate(apart(g)) == nil {
		err = fmt.Errorf("%w; the areas of one record do not overlap or share a border: unite them, or give each a row of its own", err)
	}
	return g, err
}

// apart takes multipolygons apart, so that each area is judged by itself.
func apart(g orb.Geometry) orb.Collection {
	var parts orb.Collection
	switch g := g.(type) {
	case orb.MultiPolygon:
		for _, p := range g {
			parts = append(parts, p)
		}
	case orb.Collection:
		for _, member := range g {
			parts = append(parts, apart(member)...)
		}
	default:
		parts = orb.Collection{g}
	}
	return parts
}

// kind is the row's, as it stands there.
func (b *builder) kind() string {
	i := slices.Index(b.fields, "kind")
	if i < 0 {
		return ""
	}
	return b.values[i].text
}

// shapeText is the beginning of the position as the file has it.
func (b *builder) shapeText() string {
	if b.shape != nil {
		return string(b.shape[:min(len(b.shape), 2*maxShown)])
	}
	return b.values[fieldGeometry].text
}

// looksSwapped reports that a position would lie among what the vault knows if
// its lat and lon changed places, and does not as it is.
func (b *builder) looksSwapped(p orb.Point) bool {
	return b.known != (orb.Bound{}) && !b.known.Contains(p) && b.known.Contains(orb.Point{p[1], p[0]})
}

// written reads the geometry of a table: well-known text, with an SRID or
// without; well-known binary in hexadecimal digits, as PostGIS exports it;
// GeoJSON; or positions as ODK has them.
func (b *builder) written() (g orb.Geometry, flattened bool, err error) {
	s := b.values[fieldGeometry].text
	if wkb := hexWKB(s); wkb != nil {
		srid, wkb := geo.CutSRID(wkb)
		if err := b.useSRID(strconv.Itoa(srid)); err != nil {
			return nil, false, err
		}
		return geo.ParseWKBIn(wkb, b.rowCRS)
	}
	if strings.HasPrefix(s, "{") {
		return geo.ReadGeometryIn([]byte(s), b.rowCRS)
	}
	if head, rest, ok := strings.Cut(s, ";"); ok && strings.HasPrefix(strings.ToUpper(head), "SRID=") {
		if err := b.useSRID(head[len("SRID="):]); err != nil {
			return nil, false, err
		}
		s = rest
	}
	if s != "" && (s[0] == '-' || '0' <= s[0] && s[0] <= '9') {
		return b.odkShape(s)
	}
	return geo.ParseWKTIn(s, b.rowCRS)
}

// useSRID takes the reference system that a geometry names; 0 names none.
func (b *builder) useSRID(srid string) error {
	if srid == "0" || b.isCRSGiven {
		return nil
	}
	c, err := geo.ParseFileCRS("EPSG:" + srid)
	if err == nil {
		b.rowCRS = c
	}
	return err
}

// hexWKB returns the bytes that s spells, nil if it is nothing of the kind.
func hexWKB(s string) []byte {
	const shortest = 2 * 5 // byte order and type
	if len(s) < shortest || s[0] != '0' || s[1] != '0' && s[1] != '1' {
		return nil
	}
	wkb, err := hex.DecodeString(s)
	if err != nil {
		return nil
	}
	return wkb
}

// point reads lon and lat.
func (b *builder) point() orb.Geometry {
	lon, lat := b.values[fieldLon], b.values[fieldLat]
	switch {
	case lon.kind == null && lat.kind == null:
		return nil
	case lon.kind == null:
		b.refuseField(fieldLon, "missing, and lat is "+shown(lat.text))
		return nil
	case lat.kind == null:
		b.refuseField(fieldLat, "missing, and lon is "+shown(lon.text))
		return nil
	}
	x, wrongLon := lon.float()
	y, wrongLat := lat.float()
	if wrongLon == "" && wrongLat == "" && !b.rowCRS.IsDegrees() {
		p, err := b.rowCRS.ToLonLat(orb.Point{x, y})
		if err != nil {
			b.refuseField(fieldLon, err.Error())
			return nil
		}
		return p
	}
	if wrongLon == "" && wrongLat == "" {
		wrongLon, wrongLat = outside(x, y, lon.text, lat.text)
	}
	if wrongLon != "" {
		b.refuseField(fieldLon, wrongLon)
	}
	if wrongLat != "" {
		b.refuseField(fieldLat, wrongLat)
	}
	if wrongLon != "" || wrongLat != "" {
		return nil
	}
	return orb.Point{x, y}
}

// outside says which of lon and lat is not of this earth, with a guess why.
func outside(x, y float64, lon, lat string) (wrongLon, wrongLat string) {
	hint := ""
	switch {
	case within(x, 90) && within(y, 180):
		hint = " (lat and lon look swapped?)"
	case !within(x, 1000) || !within(y, 1000):
		hint = " (projected metres? want degrees, WGS 84, or say which with --crs)"
	}
	if !within(x, 180) {
		wrongLon = shorten(lon) + " is outside -180..180" + hint
	}
	if !within(y, 90) {
		wrongLat = shorten(lat) + " is outside -90..90" + hint
	}
	return wrongLon, wrongLat
}

func within(v, most float64) bool { return -most <= v && v <= most }
