package shapefile

import (
	"errors"

	"github.com/paulmach/orb"

	"stele/geo"
)

// maxRingWork bounds how many positions are looked at to find which ring a hole lies in.
const maxRingWork = 60_000_000

var errRingWork = errors.New("has too many rings inside each other")

// polygons makes polygons of rings, which a shapefile has without order: outer ones clockwise, holes the other way. A hole
// belongs to the smallest outer ring around its first position. One that is in none is an outer ring that was wound the wrong
// way. In the result outer rings are counter-clockwise and holes clockwise, as RFC 7946 has them. Rings that had heights
// may have lost their winding: see sunken.
func polygons(parts [][]orb.Point, hadHeights bool) (orb.Geometry, error) {
	var all orb.MultiPolygon
	var holes []orb.Ring
	for _, part := range parts {
		if len(part) < 4 {
			return nil, errors.New("a ring has fewer than 4 positions")
		}
		ring := orb.Ring(part)
		if turn(ring) > 0 && len(parts) > 1 {
			holes = append(holes, ring)
			continue
		}
		all = append(all, orb.Polygon{ring})
	}
	if hadHeights {
		var err error
		if all, holes, err = sunken(all, holes); err != nil {
			return nil, err
		}
	}
	outer := finder{polygons: all}
	for _, hole := range holes {
		at, err := outer.around(hole)
		if err != nil {
			return nil, err
		}
		if at < 0 {
			all = append(all, orb.Polygon{hole})
			continue
		}
		all[at] = append(all[at], hole)
	}
	for _, polygon := range all {
		for i, ring := range polygon {
			if (turn(ring) > 0) != (i == 0) {
				ring.Reverse()
			}
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

// sunken makes holes of the outer rings that lie inside an odd number of others. A hole that is not as high as what is
// around it is none in space, and so GDAL winds it as an outer ring.
func sunken(outer orb.MultiPolygon, holes []orb.Ring) (orb.MultiPolygon, []orb.Ring, error) {
	var rings []orb.Ring
	for _, p := range outer {
		rings = append(rings, p[0])
	}
	rings = append(rings, holes...)
	boxes := make([]orb.Bound, len(rings))
	for i, ring := range rings {
		boxes[i] = geo.BoundOf(ring)
	}
	tree, work := geo.BuildTree(boxes), 0
	kept := outer[:0:0]
	for i, p := range outer {
		a, b := p[0][0], p[0][1]
		at := orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2} // two rings may share a corner
		around := 0
		tree.Search(orb.Bound{Min: at, Max: at}, func(j int) bool {
			if i != j && boxes[j].Contains(boxes[i].Min) && boxes[j].Contains(boxes[i].Max) {
				work += len(rings[j])
				if inRing(rings[j], at) {
					around++
				}
			}
			return work <= maxRingWork
		})
		if work > maxRingWork {
			return nil, nil, errRingWork
		}
		if around%2 == 1 {
			holes = append(holes, p[0])
		} else {
			kept = append(kept, p)
		}
	}
	return kept, holes, nil
}

// turn is the area that the ring encloses, twice; more than 0 if it goes counter-clockwise. It is taken from the first
// position, so that large coordinates lose no digits.
func turn(ring orb.Ring) (sum float64) {
	o := ring[0]
	for i := 1; i < len(ring); i++ {
		sum += (ring[i-1][0]-o[0])*(ring[i][1]-o[1]) - (ring[i][0]-o[0])*(ring[i-1][1]-o[1])
	}
	return sum
}

// finder finds the outer ring around a hole.
type finder struct {
	polygons orb.MultiPolygon
	boxes    []orb.Bound
	work     int
}

func (f *finder) around(hole orb.Ring) (int, error) {
	if f.boxes == nil {
		for _, p := range f.polygons {
			f.boxes = append(f.boxes, geo.BoundOf(p))
		}
	}
	best, area := -1, 0.0
	for i, box := range f.boxes {
		f.work++
		if !box.Contains(hole[0]) {
			continue
		}
		ring := f.polygons[i][0]
		if f.work += len(ring); f.work > maxRingWork {
			return 0, errRingWork
		}
		if a := -turn(ring); inRing(ring, hole[0]) && (best < 0 || a < area) {
			best, area = i, a
		}
	}
	return best, nil
}

// inRing counts how often a ray to the east crosses the ring.
func inRing(ring orb.Ring, p orb.Point) (inside bool) {
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			inside = !inside
		}
	}
	return inside
}
