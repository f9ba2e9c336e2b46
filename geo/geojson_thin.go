package geo

import (
	"io"

	"github.com/paulmach/orb"
)

// thinChunk is how much of a geometry's text is held before it is written on.
const thinChunk = 32 << 10

// WriteSimplified writes to out, after what is in text already, what [AppendGeometry] would append for the geometry that
// [Simplify] returns, without making it: however many positions there are, no more than a chunk of the text is held. What
// is not yet written is returned; text is scratch space, and may be used again. The geometry must be finite and its rings
// closed, as all are that a reader here has read, and the weights its own.
func WriteSimplified(out io.Writer, text []byte, g orb.Geometry, w Weights, toleranceDeg float64) ([]byte, error) {
	t := thinWriter{geometryWriter: geometryWriter{dst: text}, simplifier: simplifier{weights: w, tolerance: above(toleranceDeg)}, out: out}
	t.geometry(g)
	return t.dst, t.err
}

type thinWriter struct {
	geometryWriter
	simplifier
	out io.Writer
	err error
}

// flush writes all but the last byte, by which a list knows whether it needs a comma.
func (t *thinWriter) flush() {
	if len(t.dst) < thinChunk {
		return
	}
	last := len(t.dst) - 1
	if t.err == nil {
		_, t.err = t.out.Write(t.dst[:last])
	}
	t.dst = append(t.dst[:0], t.dst[last])
}

func (t *thinWriter) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.LineString:
		t.add(`{"type":"LineString","coordinates":`)
		t.line(g)
	case orb.MultiLineString:
		t.add(`{"type":"MultiLineString","coordinates":[`)
		for _, line := range g {
			t.geometryWriter.next()
			t.line(line)
		}
		t.add("]")
	case orb.Ring:
		t.geometry(orb.Polygon{g})
		return
	case orb.Polygon:
		t.add(`{"type":"Polygon","coordinates":`)
		t.polygon(g)
	case orb.MultiPolygon:
		t.add(`{"type":"MultiPolygon","coordinates":[`)
		for _, polygon := range g {
			t.polygon(polygon)
		}
		t.add("]")
	case orb.Collection:
		t.add(`{"type":"GeometryCollection","geometries":[`)
		for _, member := range g {
			t.geometryWriter.next()
			t.geometry(member)
		}
		t.add("]")
	default:
		t.geometryWriter.geometry(g) // points have no weights
		return
	}
	t.add("}")
}

func (t *thinWriter) line(line orb.LineString) {
	w := t.simplifier.next(len(line))
	if t.count(w) < 2 {
		w = nil
	}
	t.add("[")
	t.positions(line, w)
	t.add("]")
}

// polygon writes one of a list, unless its exterior vanishes; its holes go with it.
func (t *thinWriter) polygon(polygon orb.Polygon) {
	isGone := false
	for i, ring := range polygon {
		w := t.simplifier.next(len(ring))
		open := w[:len(ring)-1]
		n := t.count(open)
		if isGone = isGone || i == 0 && n == 0; isGone || n == 0 {
			continue
		}
		if i == 0 && t.dst[len(t.dst)-1] == ']' {
			t.add(",")
		}
		if i == 0 {
			t.add("[")
		} else {
			t.add(",")
		}
		if n < 3 {
			open = nil
		}
		t.ring(ring[:len(ring)-1], open, i > 0)
	}
	if !isGone {
		t.add("]")
	}
}

// ring writes a ring, given without its closing position, in the order that it is to wind.
func (t *thinWriter) ring(open []orb.Point, w Weights, isHole bool) {
	first := 0
	for w != nil && w[first] < t.tolerance {
		first++
	}
	var area windingSum
	for i, p := range open {
		if w == nil || w[i] >= t.tolerance {
			area.add(p)
		}
	}
	area.add(open[first])
	t.add("[")
	if winding := area.sign(); winding == 0 || (winding < 0) == isHole {
		t.positions(open, w)
		t.geometryWriter.next()
		t.position(open[first])
	} else {
		t.position(open[first])
		for i := len(open) - 1; i >= first; i-- {
			t.positionIf(open[i], w == nil || w[i] >= t.tolerance)
		}
	}
	t.add("]")
}

func (t *thinWriter) positions(path []orb.Point, w Weights) {
	for i, p := range path {
		t.positionIf(p, w == nil || w[i] >= t.tolerance)
	}
}

func (t *thinWriter) positionIf(p orb.Point, stays bool) {
	if stays {
		t.geometryWriter.next()
		t.position(p)
		t.flush()
	}
}
