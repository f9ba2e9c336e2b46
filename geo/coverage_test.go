package geo_test

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// coverage is a grid of cells, about 1 degree wide, with jagged borders that neighbours share.
type coverage struct {
	random  *rand.Rand
	columns int
	nodes   []orb.Point
	borders map[[2]int][]orb.Point
	rim     map[orb.Point]bool // positions of borders that have one side only
	shapes  []orb.Geometry
}

// newCoverage makes columns x rows cells with detail positions to a border. With extras, borders differ in detail,
// cells start anywhere and wind either way, some have a hole, with an island in it or not, and some are joined.
func newCoverage(random *rand.Rand, columns, rows, detail int, extras bool) *coverage {
	c := &coverage{random: random, columns: columns, borders: map[[2]int][]orb.Point{}, rim: map[orb.Point]bool{}}
	for i := range (columns + 1) * (rows + 1) {
		c.nodes = append(c.nodes, orb.Point{
			float64(i%(columns+1)) + random.Float64()*0.3 - 0.15,
			float64(i/(columns+1)) + random.Float64()*0.3 - 0.15,
		})
	}
	for row := range rows {
		for column := range columns {
			a := row*(columns+1) + column
			corners := []int{a, a + 1, a + columns + 2, a + columns + 1, a}
			onRim := []bool{row == 0, column == columns-1, row == rows-1, column == 0}
			var ring orb.Ring
			for i, isRim := range onRim {
				n := detail
				if extras {
					n = random.IntN(detail + 1)
				}
				border := c.border(corners[i], corners[i+1], n)
				ring = append(ring, border[:len(border)-1]...)
				if isRim {
					c.markRim(border)
				}
			}
			c.addCell(ring, extras)
		}
	}
	return c
}

// border returns the positions from one node to another, the same from both sides.
func (c *coverage) border(a, b, detail int) []orb.Point {
	if a > b {
		return backwards(c.border(b, a, detail))
	}
	key := [2]int{a, b}
	if c.borders[key] == nil {
		c.borders[key] = jagged(c.random, c.nodes[a], c.nodes[b], detail)
	}
	return c.borders[key]
}

func (c *coverage) markRim(path []orb.Point) {
	for _, p := range path {
		c.rim[p] = true
	}
}

// addCell takes an open ring.
func (c *coverage) addCell(ring orb.Ring, extras bool) {
	if !extras {
		c.shapes = append(c.shapes, orb.Polygon{append(ring, ring[0])})
		return
	}
	cell := orb.Polygon{c.turned(ring)}
	centre := orb.Point{cell.Bound().Center()[0], cell.Bound().Center()[1]}
	hole := randomStar(c.random, centre, 0.2)
	switch c.random.IntN(4) {
	case 0:
		cell = append(cell, c.turned(hole[:len(hole)-1]))
		c.markRim(hole)
	case 1:
		cell = append(cell, c.turned(hole[:len(hole)-1]))
		c.shapes = append(c.shapes, orb.Polygon{c.turned(hole[:len(hole)-1])})
	}
	if last := len(c.shapes) - 1; last >= 0 && c.random.IntN(4) == 0 {
		switch g := c.shapes[last].(type) {
		case orb.Polygon:
			c.shapes[last] = orb.MultiPolygon{g, cell}
			return
		case orb.MultiPolygon:
			c.shapes[last] = append(g, cell)
			return
		}
	}
	c.shapes = append(c.shapes, cell)
}

// turned closes the ring from another position, either way round.
func (c *coverage) turned(ring []orb.Point) orb.Ring {
	start := c.random.IntN(len(ring))
	turned := append(append(orb.Ring(nil), ring[start:]...), ring[:start]...)
	if c.random.IntN(2) == 0 {
		turned = backwards(turned)
	}
	return append(turned, turned[0])
}

// jagged is a line with n positions between its ends that wanders as a coast does.
func jagged(random *rand.Rand, a, b orb.Point, n int) []orb.Point {
	across := make([]float64, n+2)
	roughen(random, across, 0.12)
	line := []orb.Point{a}
	for i := 1; i <= n; i++ {
		t := float64(i) / float64(n+1)
		dx, dy := b[0]-a[0], b[1]-a[1]
		line = append(line, orb.Point{a[0] + t*dx - across[i]*dy, a[1] + t*dy + across[i]*dx})
	}
	return append(line, b)
}

// roughen displaces the middle, then the middles of both halves by less.
func roughen(random *rand.Rand, v []float64, by float64) {
	if len(v) < 3 {
		return
	}
	mid := len(v) / 2
	v[mid] = (v[0]+v[len(v)-1])/2 + (random.Float64()*2-1)*by
	roughen(random, v[:mid+1], by*0.6)
	roughen(random, v[mid:], by*0.6)
}

// ringsOf lists the rings of polygons.
func ringsOf(g orb.Geometry) (rings []orb.Ring) {
	switch g := g.(type) {
	case orb.Polygon:
		rings = g
	case orb.MultiPolygon:
		for _, polygon := range g {
			rings = append(rings, polygon...)
		}
	}
	return rings
}

// distanceToSegment is the plain one.
func distanceToSegment(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(max(((p[0]-a[0])*dx+(p[1]-a[1])*dy)/length, 0), 1)
	}
	return math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy)
}
