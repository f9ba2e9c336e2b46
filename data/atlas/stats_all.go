package atlas

import "stele/data/edtf"

// Stats counts what is selected of each of Layers by its own facets, and all of it
// together, without facets. All are counted by the same years: what may go on
// after the last date of its own layer is counted to the last of all.
func (a *Atlas) Stats(selections []Selection, facets [][]string) (each []Stats, sum Stats) {
	first, last := edtf.MaxDay, edtf.MinDay
	for _, l := range a.layers {
		from, to := l.time.closed()
		first, last = min(first, from), max(last, to)
	}
	for i, l := range a.layers {
		s := l.stats(selections[i], facets[i], first, last)
		each = append(each, s)
		if i == 0 {
			sum = Stats{Extent: s.Extent, Years: make([]Year, len(s.Years))}
		}
		sum.add(s)
	}
	return each, sum
}

// add adds what was counted by the same years.
func (s *Stats) add(other Stats) {
	s.Matched += other.Matched
	s.Located += other.Located
	s.Undated += other.Undated
	if other.Located > 0 {
		s.Extent = s.Extent.Union(other.Extent)
	}
	for i, y := range other.Years {
		s.Years[i].Year = y.Year
		s.Years[i].Certain += y.Certain
		s.Years[i].Possible += y.Possible
	}
}
