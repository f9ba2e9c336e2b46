package importer

import (
	"bytes"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"stele/geo"
)

// geometry reads the row's position; nil is a normal state.
func (b *builder) geometry() orb.Geometry {
	var g orb.Geometry
	var err error
	switch {
	case b.ready.is:
		g, err = b.ready.geometry, b.ready.wrong
		if g != nil && b.ready.hasHeights {
			b.counts.altitudes++
		}
	case b.shape != nil:
		g, err = geo.ReadGeometryIn(b.shape, b.rowCRS)
		if err == nil && hasAltitude(b.shape) {
			b.counts.altitudes++
		}
	case b.values[fieldGeometry].kind != null:
		g, err = b.wkt()
	default:
		g = b.point()
	}
	if err == nil {
		err = validate(g)
	}
	if err == nil {
		err = b.collection.CheckShape(g, b.kind())
	}
	if err != nil {
		b.refuse(commonFields[fieldGeometry], b.shapeText(), err.Error())
		return nil
	}
	if p, ok := g.(orb.Point); ok && p == (orb.Point{}) {
		b.counts.zeros++
	}
	if g != nil && b.looksSwapped(g.Bound().Center()) {
		b.counts.swapped++
	}
	return g
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

// validate finds what a reader of single positions does not see, as a polygon
// that crosses itself. The readers have seen all there is to a point.
func validate(g orb.Geometry) error {
	if _, ok := g.(orb.Point); ok {
		return nil
	}
	return geo.Validate(g)
}

// hasAltitude reports whether some position of a GeoJSON geometry has more
// than lon and lat.
func hasAltitude(raw []byte) bool {
	if bytes.Contains(raw, []byte(`"bbox"`)) {
		return false // its four numbers look like a position
	}
	commas := 0
	for _, c := range raw {
		switch c {
		case '[', '{':
			commas = 0
		case ',':
			commas++
		case ']':
			if commas > 1 {
				return true
			}
			commas = -1 << 30 // of the list around the positions
		}
	}
	return false
}

func (b *builder) wkt() (orb.Geometry, error) {
	s := b.values[fieldGeometry].text
	if head, rest, ok := strings.Cut(s, ";"); ok && strings.HasPrefix(strings.ToUpper(head), "SRID=") {
		c, err := geo.ParseFileCRS("EPSG:" + head[len("SRID="):])
		if err != nil {
			return nil, err
		}
		if !b.isCRSGiven {
			b.rowCRS = c
		}
		s = rest
	}
	if s != "" && (s[0] == '-' || '0' <= s[0] && s[0] <= '9') {
		return b.odkShape(s)
	}
	g, err := geo.ParseWKTIn(s, b.rowCRS)
	if err == nil && wktHasAltitude(s) {
		b.counts.altitudes++
	}
	return g, err
}

// wktHasAltitude reports whether the first position has more than two numbers.
func wktHasAltitude(s string) bool {
	position := s[strings.LastIndexByte(s[:strings.IndexAny(s+",", ",)")], '(')+1:]
	position = position[:strings.IndexAny(position+",", ",)")]
	return len(strings.Fields(position)) > 2
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
