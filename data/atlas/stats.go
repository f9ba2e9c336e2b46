package atlas

import (
	"math"

	"github.com/paulmach/orb"

	"stele/data/edtf"
	"stele/geo"
)

// Stats sums up what a selection matches.
type Stats struct {
	Matched int
	Located int // of them, with a geometry
	Undated int
	// Extent is the box of the geometry, as it is published, if any is located.
	Extent orb.Bound
	Years  []Year
	Facets []Facet
}

// Year counts the features of one year: those whose date lies in it for certain,
// and all whose date may.
type Year struct {
	Year              int64
	Certain, Possible int
}

// Facet counts the features by the value of one property.
type Facet struct {
	Field string
	// Null counts those without a value.
	Null int
	// Values are all that the layer has, in order, with those that none of the
	// selection has; the largest if there are more than MaxFacetValues.
	Values []FacetValue
	// More counts the values that are left out.
	More int
}

// FacetValue counts the features that have a value.
type FacetValue struct {
	Value Value
	Count int
}

// MaxFacetValues bounds the values of a facet.
const MaxFacetValues = 200

// maxYears bounds the histogram: dates that reach further are counted in its
// first or last year.
const maxYears = 2000

// Stats counts in one pass over what matches: an addition for each facet and
// two for the years.
func (l *Layer) Stats(s Selection, facets []string) Stats {
	first, last := l.time.closed()
	return l.stats(s, facets, first, last)
}

// stats counts by the years from the first day to the last.
func (l *Layer) stats(s Selection, facets []string, first, last edtf.Day) Stats {
	c := newCounter(l, facets, first, last)
	l.Each(s, func(low, high uint32) bool {
		c.stats.Matched += int(high - low)
		c.addFacets(low, high)
		c.addTimes(low, high)
		c.addBounds(low, high)
		return true
	})
	return c.result()
}

// counter keeps the counts of one pass.
type counter struct {
	layer   *Layer
	stats   Stats
	columns []*column
	codes   [][]uint32 // of each facet, by code
	from    int64      // the first year counted
	to      int64
	begins  []int32 // of each year: how many may begin in it, less how many ended before
	certain []int32
}

func newCounter(l *Layer, facets []string, first, last edtf.Day) *counter {
	c := &counter{layer: l}
	c.stats.Extent = geo.BoundOf(nil)
	for _, name := range facets {
		column := l.mustColumn(name)
		c.columns = append(c.columns, column)
		c.codes = append(c.codes, make([]uint32, column.size()+1))
	}
	if first > last {
		return c
	}
	c.from, c.to = first.Year(), last.Year()
	c.from = max(c.from, c.to-maxYears+1)
	c.begins = make([]int32, c.to-c.from+2)
	c.certain = make([]int32, c.to-c.from+1)
	return c
}

// closed is the span of all days that are not open, first after last if there
// are none.
func (t *times) closed() (first, last edtf.Day) {
	first, last = edtf.MaxDay, edtf.MinDay
	for _, days := range [][]edtf.Day{t.starts, t.ends} {
		for _, d := range days { // sorted: the first and the last that are closed
			if d != edtf.MinDay && d != edtf.MaxDay {
				first = min(first, d)
				break
			}
		}
		for i := len(days) - 1; i >= 0; i-- {
			if d := days[i]; d != edtf.MinDay && d != edtf.MaxDay {
				last = max(last, d)
				break
			}
		}
	}
	return first, last
}

// addFacets goes by column and not by feature: each has its own width of codes.
func (c *counter) addFacets(low, high uint32) {
	for n, column := range c.columns {
		counts := c.codes[n]
		switch codes := &column.codes; {
		case codes.narrow != nil:
			for _, code := range codes.narrow[low:high] {
				counts[code]++
			}
		case codes.medium != nil:
			for _, code := range codes.medium[low:high] {
				counts[code]++
			}
		case codes.wide != nil:
			for _, code := range codes.wide[low:high] {
				counts[code]++
			}
		default:
			counts[0] += high - low
		}
	}
}

func (c *counter) addTimes(low, high uint32) {
	t := &c.layer.time
	// Neighbours mostly have dates alike, and a year is some ten times the work
	// of a comparison.
	var days [2]edtf.Day
	var years [2]int64
	known := false
	for i := low; i < high; i++ {
		earliest, latest := t.earliest[i], t.latest[i]
		if isUndated(earliest, latest) {
			c.stats.Undated++
			continue
		}
		if !known || days != [2]edtf.Day{earliest, latest} {
			days, known = [2]edtf.Day{earliest, latest}, true
			years = [2]int64{c.year(earliest), c.year(latest)}
		}
		c.begins[years[0]]++
		c.begins[years[1]+1]--
		if years[0] == years[1] && earliest != edtf.MinDay && latest != edtf.MaxDay {
			c.certain[years[0]]++
		}
	}
}

// year is the place of a day's year in the histogram.
func (c *counter) year(d edtf.Day) int64 {
	switch d {
	case edtf.MinDay:
		return 0
	case edtf.MaxDay:
		return c.to - c.from
	}
	return min(max(d.Year(), c.from), c.to) - c.from
}

func (c *counter) addBounds(low, high uint32) {
	high = min(high, uint32(c.layer.located))
	if low >= high {
		return
	}
	c.stats.Located += int(high - low)
	if low == 0 && int(high) == c.layer.located {
		c.stats.Extent = c.layer.extent
		return
	}
	e := &c.stats.Extent
	for _, b := range c.layer.bounds[low:high] {
		if b.Min[0] < e.Min[0] {
			e.Min[0] = b.Min[0]
		}
		if b.Min[1] < e.Min[1] {
			e.Min[1] = b.Min[1]
		}
		if b.Max[0] > e.Max[0] {
			e.Max[0] = b.Max[0]
		}
		if b.Max[1] > e.Max[1] {
			e.Max[1] = b.Max[1]
		}
	}
}

func (c *counter) result() Stats {
	s := c.stats
	running := 0
	for n, certain := range c.certain {
		running += int(c.begins[n])
		s.Years = append(s.Years, Year{c.from + int64(n), int(certain), running})
	}
	for n, column := range c.columns {
		s.Facets = append(s.Facets, facetOf(column, c.codes[n]))
	}
	return s
}

// facetOf lists the values of a column; where there are too many, those that
// most features have.
func facetOf(column *column, counts []uint32) Facet {
	f := Facet{Field: column.field.Name, Null: int(counts[0]), Values: []FacetValue{}}
	least := uint32(0)
	if size := column.size(); size > MaxFacetValues {
		least = kthLargest(counts[1:], MaxFacetValues)
		f.More = size
	}
	for code := 1; code < len(counts); code++ {
		if counts[code] >= least && len(f.Values) < MaxFacetValues {
			f.Values = append(f.Values, FacetValue{column.value(uint32(code)), int(counts[code])})
		}
	}
	if f.More > 0 {
		f.More -= len(f.Values)
	}
	return f
}

// kthLargest returns a bound that about k of the counts reach, and none fewer
// than do: found by halving, for the counts are not to be sorted.
func kthLargest(counts []uint32, k int) uint32 {
	low, high := uint32(0), uint32(math.MaxUint32) // the answer is in (low, high]
	for low+1 < high {
		middle := low + (high-low)/2
		n := 0
		for _, c := range counts {
			if c >= middle {
				n++
			}
		}
		if n <= k {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}
