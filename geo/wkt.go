package geo

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/wkt"
)

const maxWKTLength = 16 << 20

// ParseWKT reads one geometry as well-known text (OGC 06-103r4), lon before lat, Z and M dropped. An empty string and
// an empty geometry such as "POINT EMPTY" give nil, but a geometry with an empty part is refused. What [ReadGeometry]
// promises of ranges, rings, nesting and the number of positions holds here too; the text has at most 16 MiB.
func ParseWKT(s string) (orb.Geometry, error) { return ParseWKTIn(s, FileCRS{}) }

// ParseWKTIn is [ParseWKT] of coordinates in another reference system; the result is lon, lat in degrees.
func ParseWKTIn(s string, c FileCRS) (g orb.Geometry, err error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, nil
	}
	if err := checkWKTText(s); err != nil {
		return nil, err
	}
	defer func() { // the parser panics where it finds itself in a state it thought impossible
		if r := recover(); r != nil {
			g, err = nil, wktFault(s)
		}
	}()
	t, err := wkt.Unmarshal(s)
	if err != nil {
		return nil, wktFault(s) // the parser's own message repeats the input over several lines
	}
	g, err = fromGeom(t)
	if err != nil || isEmpty(g) {
		return nil, err
	}
	return c.transformed(g)
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

// wktFault says what is wrong with a text that the parser refused.
func wktFault(s string) error {
	var w wktWalk
	for i := 0; i < len(s); {
		n := wktToken(s[i:])
		if err := w.token(s[i:i+n], i); err != nil {
			return fmt.Errorf("WKT: %w", err)
		}
		i += n
	}
	return fmt.Errorf("WKT: %w", w.end())
}

// wktToken returns the length of the word, number, sign or space that s begins with.
func wktToken(s string) int {
	const letters, digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789+-."
	for _, class := range []string{" \t\r\n\v\f", digits + "eE", letters + digits} {
		if n := len(s) - len(strings.TrimLeft(s, class)); n > 0 && (class[0] != '0' || s[0] != 'e' && s[0] != 'E') {
			return n
		}
	}
	return 1
}

const wktTypes = "POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON or GEOMETRYCOLLECTION"

// wktWalk goes through a text that is known to be wrong until it meets what is.
type wktWalk struct {
	kind     string // the type at hand, without Z and M
	within   int    // parentheses open around it
	open     int    // parentheses open
	polygons int    // begun, of a MULTIPOLYGON
	paths    int    // done: rings of the polygon, or lines
	path     []orb.Point
	position []float64
	numbers  int // in each position, 0 before the first
	isOver   bool
}

func (w *wktWalk) token(t string, at int) error {
	c := t[0]
	switch {
	case strings.TrimSpace(t) == "":
		return nil
	case w.isOver && c == ')':
		return fmt.Errorf("the parenthesis closed at byte %d was never opened", at+1)
	case w.isOver:
		return fmt.Errorf("%q stands after the end of the geometry", clip(t))
	case 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z':
		return w.word(t)
	case w.kind == "":
		return fmt.Errorf("it begins with %q, want %s", clip(t), wktTypes)
	case c == '(':
		w.opened()
		return nil
	case c == ')':
		return w.closed(at)
	case c == ',':
		return w.endPosition()
	case strings.Trim(t, "0123456789+-.eE") == "":
		return w.number(t)
	}
	return fmt.Errorf("%q at byte %d belongs to no well-known text", clip(t), at+1)
}

func (w *wktWalk) word(t string) error {
	word := strings.ToUpper(t)
	if word == "EMPTY" {
		w.isOver = w.open == 0 && w.kind != ""
		return nil
	}
	if kind := strings.TrimSuffix(strings.TrimSuffix(word, "M"), "Z"); kind == "" && w.kind != "" {
		return nil // Z, M or ZM
	} else if isWKTType(kind) {
		w.kind, w.within, w.polygons, w.paths = kind, w.open, 0, 0
		return nil
	}
	if w.open > w.within {
		return fmt.Errorf("%q stands where a number belongs", clip(t))
	}
	return fmt.Errorf("%q is no geometry type; want %s", clip(t), wktTypes)
}

func isWKTType(word string) bool {
	return word != "" && slices.Contains(strings.FieldsFunc(wktTypes, func(r rune) bool { return r < 'A' || r > 'Z' }), word)
}

func (w *wktWalk) opened() {
	w.open++
	w.path, w.position = nil, nil
	if w.kind == "MULTIPOLYGON" && w.open-w.within == 2 {
		w.polygons++
		w.paths = 0
	}
}

func (w *wktWalk) closed(at int) error {
	if w.open == 0 {
		return fmt.Errorf("the parenthesis closed at byte %d was never opened", at+1)
	}
	if err := w.endPosition(); err != nil {
		return err
	}
	if err := w.endPath(); err != nil {
		return err
	}
	w.open--
	w.isOver = w.open == 0
	return nil
}

func (w *wktWalk) number(t string) error {
	v, err := strconv.ParseFloat(t, 64)
	switch {
	case err != nil:
		return fmt.Errorf("%q is no number, or too large a one", clip(t))
	case w.open <= w.within:
		return fmt.Errorf("%q stands outside of parentheses; want %s (lon lat)", clip(t), w.kind)
	}
	w.position = append(w.position, v)
	return nil
}

func (w *wktWalk) endPosition() error {
	n := len(w.position)
	switch {
	case n == 0:
		return nil
	case n == 1:
		return fmt.Errorf("%sposition %d has one number alone, want lon and lat with a space between", w.where(), len(w.path)+1)
	case n > 4:
		return fmt.Errorf("%sposition %d has %d numbers, want lon, lat and at most two more (a comma missing?)", w.where(), len(w.path)+1, n)
	case w.numbers != 0 && n != w.numbers:
		return fmt.Errorf("%sposition %d has %d numbers, and those before it have %d", w.where(), len(w.path)+1, n, w.numbers)
	}
	w.numbers = n
	w.path = append(w.path, orb.Point{w.position[0], w.position[1]})
	w.position = w.position[:0]
	return nil
}

// endPath checks the list of positions that ends here, if one does.
func (w *wktWalk) endPath() (err error) {
	if len(w.path) == 0 {
		return nil
	}
	switch w.kind {
	case "POLYGON", "MULTIPOLYGON":
		err = checkRing(w.path)
	case "LINESTRING", "MULTILINESTRING":
		err = checkPath(w.path, 2)
	case "POINT":
		if len(w.path) > 1 {
			err = fmt.Errorf("%d positions, want one; MULTIPOINT has several", len(w.path))
		}
	}
	if err != nil {
		return fmt.Errorf("%s%w", w.where(), err)
	}
	w.path = nil
	w.paths++
	return nil
}

// where is the place of the path at hand, as the other readers tell it.
func (w *wktWalk) where() string {
	switch w.kind {
	case "POLYGON":
		return fmt.Sprintf("ring %d: ", w.paths+1)
	case "MULTIPOLYGON":
		return fmt.Sprintf("polygon %d: ring %d: ", w.polygons, w.paths+1)
	case "MULTILINESTRING":
		return fmt.Sprintf("line %d: ", w.paths+1)
	}
	return ""
}

func (w *wktWalk) end() error {
	switch {
	case w.open == 1:
		return errors.New("a parenthesis is opened and never closed (cut off?)")
	case w.open > 1:
		return fmt.Errorf("%d parentheses are opened and never closed (cut off?)", w.open)
	case !w.isOver:
		return fmt.Errorf("%s has no positions; want %[1]s (...) or %[1]s EMPTY", w.kind)
	}
	return errors.New("the parentheses and commas are not those of a " + w.kind + ", or only some positions have Z or M")
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
