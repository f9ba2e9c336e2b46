package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// rayHits is what a ray from a point to the east meets: how often each ring, and on which rings the point itself lies.
type rayHits struct {
	odd map[int32]bool
	on  map[int32]bool
}

func (t *topology) castRay(from orb.Point) (rayHits, error) {
	hits := rayHits{odd: map[int32]bool{}, on: map[int32]bool{}}
	ray := orb.Bound{Min: from, Max: orb.Point{180, from[1]}}
	err := t.search(ray, func(i int) error {
		e := t.edges[i]
		crosses, on := rayCrosses(e.a, e.b, from)
		if on {
			hits.on[e.ring] = true
		}
		if crosses {
			hits.odd[e.ring] = !hits.odd[e.ring]
		}
		return nil
	})
	return hits, err
}

// ringsAround returns the rings that a ring lies in. Rings do not cross any more at this point and touch at most at one
// point (of a polygon), so one corner decides, or the next one where the first is the point of contact.
func (t *topology) ringsAround(ring int) (map[int32]bool, error) {
	e := t.edges[t.rings[ring].first]
	hits, err := t.castRay(e.a)
	if err != nil || len(hits.on) <= 1 { // it is always on itself
		return hits.odd, err
	}
	next, err := t.castRay(e.b)
	for other := range hits.on {
		hits.odd[other] = next.odd[other]
	}
	return hits.odd, err
}

// checkNesting: a hole lies in its exterior and in no other hole; an exterior lies in no other polygon. Polygons that
// touch are left to checkTouching.
func (t *topology) checkNesting() error {
	touching := map[[2]int]bool{}
	for _, c := range t.touches {
		touching[[2]int{t.rings[t.edges[c.edge].ring].polygon, c.other}] = true
	}
	for i, ring := range t.rings {
		around, err := t.ringsAround(i)
		if err != nil {
			return err
		}
		if ring.index > 0 {
			err = t.checkHole(i, around)
		} else {
			err = t.checkExterior(i, around, touching)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *topology) checkHole(ring int, around map[int32]bool) error {
	ref := t.rings[ring]
	exterior := int32(ring - ref.index)
	at := t.edges[ref.first].a
	if !around[exterior] {
		return problem(t.name(ring)+" is a hole outside its exterior ring", at)
	}
	for other, inside := range around {
		if o := t.rings[other]; inside && int(other) != ring && o.polygon == ref.polygon && o.index > 0 {
			return problem(t.name(ring)+" is a hole inside another hole", at)
		}
	}
	return nil
}

func (t *topology) checkExterior(ring int, around map[int32]bool, touching map[[2]int]bool) error {
	ref := t.rings[ring]
	for _, other := range t.polygonsOf(around) {
		if other != ref.polygon && !touching[[2]int{ref.polygon, other}] {
			return problem(t.name(ring)+" lies inside another polygon", t.edges[ref.first].a)
		}
	}
	return nil
}

// polygonsOf returns the polygons whose interior a point is in, given the rings around it: inside the exterior and
// inside no hole.
func (t *topology) polygonsOf(around map[int32]bool) []int {
	inHole := map[int]bool{}
	for r, inside := range around {
		if inside && t.rings[r].index > 0 {
			inHole[t.rings[r].polygon] = true
		}
	}
	var polygons []int
	for r, inside := range around {
		if p := t.rings[r].polygon; inside && t.rings[r].index == 0 && !inHole[p] {
			polygons = append(polygons, p)
		}
	}
	slices.Sort(polygons)
	return polygons
}

// checkConnected refuses rings of a polygon that touch in a circle and so cut off a part of its interior. Rings and
// points of contact are the nodes of a graph; the interior is in one piece when the graph has no cycle.
func (t *topology) checkConnected() error {
	parent := map[contactNode]contactNode{}
	linked := map[[2]contactNode]bool{}
	for _, pair := range sortedPairs(t.contact) {
		at := t.contact[pair]
		point := contactNode{ring: -1 - int32(t.rings[pair[0]].polygon), at: at}
		for _, ring := range pair {
			link := [2]contactNode{{ring: ring}, point}
			if linked[link] {
				continue
			}
			linked[link] = true
			r, p := findRoot(parent, link[0]), findRoot(parent, link[1])
			if r == p {
				return problem("rings touch so that they cut the interior in two", at)
			}
			parent[r] = p
		}
	}
	return nil
}

// contactNode is a ring, or with a negative number a point of contact of the polygon.
type contactNode struct {
	ring int32
	at   orb.Point
}

func findRoot(parent map[contactNode]contactNode, n contactNode) contactNode {
	for {
		p, ok := parent[n]
		if !ok {
			return n
		}
		if above, ok := parent[p]; ok {
			parent[n] = above // halve the way for the next one
		}
		n = p
	}
}

func sortedPairs(contact map[[2]int32]orb.Point) [][2]int32 {
	pairs := make([][2]int32, 0, len(contact))
	for pair := range contact {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	return pairs
}

// checkTouching: between two points of contact a border lies wholly inside or wholly outside the other polygon, so the
// middle of each piece of a touched edge decides.
func (t *topology) checkTouching() error {
	slices.SortFunc(t.touches, func(a, b touch) int {
		from := t.edges[a.edge].a
		return cmp.Or(cmp.Compare(a.edge, b.edge), cmp.Compare(stretch(from, a.at), stretch(from, b.at)))
	})
	for start := 0; start < len(t.touches); {
		end := start
		for end < len(t.touches) && t.touches[end].edge == t.touches[start].edge {
			end++
		}
		if err := t.checkPieces(t.edges[t.touches[start].edge], t.touches[start:end]); err != nil {
			return err
		}
		start = end
	}
	return nil
}

func stretch(a, b orb.Point) float64 { return max(a[0]-b[0], b[0]-a[0]) + max(a[1]-b[1], b[1]-a[1]) }

func (t *topology) checkPieces(e edge, touched []touch) error {
	others := map[int]bool{}
	ends := []orb.Point{e.a}
	for _, c := range touched {
		others[c.other] = true
		if c.at != ends[len(ends)-1] {
			ends = append(ends, c.at)
		}
	}
	if ends[len(ends)-1] != e.b {
		ends = append(ends, e.b)
	}
	for i := 1; i < len(ends); i++ {
		middle := orb.Point{(ends[i-1][0] + ends[i][0]) / 2, (ends[i-1][1] + ends[i][1]) / 2}
		hits, err := t.castRay(middle)
		if err != nil {
			return err
		}
		for _, p := range t.polygonsOf(hits.odd) {
			if others[p] && p != t.rings[e.ring].polygon {
				return problem(t.name(int(e.ring))+" overlaps another polygon", middle)
			}
		}
	}
	return nil
}
