package geo

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/wkt"
)

const maxWKTLength = 16 << 20

// ParseWKT reads one geometry as well-known text (OGC 06-103r4), lon before lat, Z and M dropped. An empty string and
// an empty geometry such as "POINT EMPTY" give nil, but a geometry with an empty part is refused. What [ReadGeometry]
// promises of ranges, rings, nesting and the number of positions holds here too; the text has at most 16 MiB.
func ParseWKT(s string) (g orb.Geometry, err error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, nil
	}
	if err := checkWKTText(s); err != nil {
		return nil, err
	}
	defer func() { // the parser panics where it finds itself in a state it thought impossible
		if r := recover(); r != nil {
			g, err = nil, fmt.Errorf("WKT: parser gave up: %v", r)
		}
	}()
	t, err := wkt.Unmarshal(s)
	if err != nil {
		return nil, fmt.Errorf("WKT: %s", firstLine(err))
	}
	g, err = fromGeom(t)
	if err != nil || isEmpty(g) {
		return nil, err
	}
	if err := check(g); err != nil {
		return nil, err
	}
	return g, nil
}

// checkWKTText bounds what the parser will meet. It also keeps out NUL, which the parser takes for the end.
func checkWKTText(s string) error {
	const brackets = 2*maxDepth + 4
	if len(s) > maxWKTLength {
		return fmt.Errorf("WKT has %d bytes, want at most %d", len(s), maxWKTLength)
	}
	depth, commas := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',':
			commas++
		case c == 0 || c >= 0x80:
			return fmt.Errorf("WKT: byte %d is not text of the format", i+1)
		}
		if depth > brackets {
			return fmt.Errorf("WKT: brackets nest deeper than %d", brackets)
		}
	}
	if commas >= maxVertices {
		return errTooManyVertices
	}
	return nil
}

// firstLine leaves out the parser's drawing of the place, which spans lines and repeats the input.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return clip(line)
}

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
