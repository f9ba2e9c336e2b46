package edtf

import "math"

// span is what a date covers while it is being read. Its days are wider than Day, so that the order of two years is
// known even where both would be clamped to the same day.
type span struct {
	first, last int64
	quals       qualifiers
}

// noFirst and noLast mark a side of a span that is open or unknown.
const (
	noFirst = math.MinInt64
	noLast  = math.MaxInt64
)

// unbounded is the end of an interval or set that is open or unknown.
func unbounded() span { return span{first: noFirst, last: noLast} }

// to is the span from the first day of one date to the last day of another. It is in order unless the second
// date lies wholly before the first.
func (s span) to(end span) span {
	return span{first: s.first, last: end.last, quals: s.quals | end.quals}
}

// with is the shortest span that covers both.
func (s span) with(other span) span {
	return span{
		first: min(s.first, other.first),
		last:  max(s.last, other.last),
		quals: s.quals | other.quals,
	}
}

func (s span) inOrder() bool { return s.first <= s.last }

func (s span) firstDay() Day {
	if s.first == noFirst {
		return MinDay
	}
	return countable(s.first)
}

func (s span) lastDay() Day {
	if s.last == noLast {
		return MaxDay
	}
	return countable(s.last)
}
