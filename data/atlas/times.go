package atlas

import (
	"slices"
	"sort"

	"stele/data/edtf"
)

// times holds the days of a layer's features: those of each, and all of them in
// order, from which it is known without looking at a feature how many begin
// after a day and how many end before another.
type times struct {
	earliest, latest []edtf.Day // of each feature, MinDay and MaxDay where open
	starts, ends     []edtf.Day // the same, sorted

	first, last edtf.Day // the span of the dated features
	undated     int      // features
}

// span is a period of days, both ends inclusive, and how a feature must meet it.
type span struct {
	from, to edtf.Day
	certain  bool // lie within it for certain, not only perhaps overlap it
	dated    bool // overlap it, and not only by having no date
}

func (s span) isAll() bool {
	return s.from == edtf.MinDay && s.to == edtf.MaxDay && !s.certain && !s.dated
}

// has reports that feature i meets the span. An undated feature may have been
// at any time, and was at none for certain.
func (t *times) has(i uint32, s span) bool {
	earliest, latest := t.earliest[i], t.latest[i]
	if s.certain {
		return earliest >= s.from && latest <= s.to && !isUndated(earliest, latest)
	}
	return earliest <= s.to && s.from <= latest && (!s.dated || !isUndated(earliest, latest))
}

func isUndated(earliest, latest edtf.Day) bool {
	return earliest == edtf.MinDay && latest == edtf.MaxDay
}

// count returns how many features meet the span: all but those that begin after
// it or end before it, who are not the same. Of certain ones it knows nothing.
func (t *times) count(s span) (n int, ok bool) {
	if s.certain {
		return 0, false
	}
	after := len(t.starts) - sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > s.to })
	before := sort.Search(len(t.ends), func(i int) bool { return t.ends[i] >= s.from })
	n = len(t.starts) - after - before
	if s.dated {
		n -= t.undated
	}
	return n, true
}

// putTimes writes the days of a layer.
func putTimes(p *packer, name string, earliest, latest []edtf.Day) {
	p.put(name+".earliest", bytesOf(earliest))
	p.put(name+".latest", bytesOf(latest))
	starts, ends := slices.Clone(earliest), slices.Clone(latest)
	slices.Sort(starts)
	slices.Sort(ends)
	p.put(name+".starts", bytesOf(starts))
	p.put(name+".ends", bytesOf(ends))
}

func openTimes(p *packed, name string, n int) times {
	t := times{
		earliest: numbers[edtf.Day](p, name+".earliest", n), latest: numbers[edtf.Day](p, name+".latest", n),
		starts: numbers[edtf.Day](p, name+".starts", n), ends: numbers[edtf.Day](p, name+".ends", n),
	}
	t.first, t.last, t.undated = datedSpan(t.earliest, t.latest)
	return t
}

// datedSpan is the span of the dated features, and how many are not.
func datedSpan(earliest, latest []edtf.Day) (first, last edtf.Day, undated int) {
	first, last = edtf.MaxDay, edtf.MinDay
	for i, day := range earliest {
		if isUndated(day, latest[i]) {
			undated++
			continue
		}
		first, last = min(first, day), max(last, latest[i])
	}
	if first > last {
		return edtf.MinDay, edtf.MaxDay, undated
	}
	return first, last, undated
}
