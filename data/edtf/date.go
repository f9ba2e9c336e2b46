// Package edtf reads dates written in EDTF, the Extended Date/Time Format of ISO 8601-2:2019, and says which days
// they may mean. It exists because the dates of a source have their own precision: "1993", "April 1993", "about
// 1993", "one of 1992 and 1993". The text is kept and shown as it was written; the days are for searching.
//
// It accepts levels 0 and 1, and from level 2 the one-of sets:
//
//	1993  1993-04  1993-04-12       a year, month or day, proleptic Gregorian; year 0000 is 1 BC
//	-0043  -0043-03-15              years before 0000
//	Y170000002  Y-170000002         years of five to twelve digits
//	1993-04-12T10:10:10Z            a date and time; also without a zone, or with +04 or +04:00
//	1993~  1993-04?  1993-04-12%    approximate, uncertain, both
//	199X  19XX  1993-XX  1993-04-XX  1993-XX-XX    unspecified digits, from the right
//	1993-21                         seasons: 21 spring, 22 summer, 23 autumn, 24 winter
//	1992~/1994-05-12                an interval; each end may have its own qualifier
//	../1994  1994/..                an interval with an open end
//	/1994  1994/                    an interval with an unknown end
//	[1992,1993-04,1994..1996]       one of these; also [..1984] and [2020-11..]
//
// It is not a clock or a duration package, it does not guess at other notations, and it refuses the rest of level 2.
// Sources: ISO 8601-2:2019 clause 4 and annex A; Library of Congress, "Extended Date/Time Format Specification".
package edtf

// Date is an EDTF date. The zero value is no date. Dates are comparable with ==, which compares their texts: 1993 and
// 1993-XX cover the same days and are not equal. A Date never changes and is safe for concurrent use.
type Date struct {
	text  string
	first Day
	last  Day
	quals qualifiers
}

// Parse reads an EDTF date. It is strict: nothing is trimmed or corrected, and an empty text is an error. Texts may
// have up to 200 bytes, which is room for a set of 39 years or 18 days. Every error is an ErrSyntax and says at
// which column, counted in bytes from 1, what form is accepted. The Date keeps s without copying it.
func Parse(s string) (Date, error) {
	p := parser{text: s}
	found, err := p.expression()
	if err != nil {
		return Date{}, err
	}
	return Date{text: s, first: found.firstDay(), last: found.lastDay(), quals: found.quals}, nil
}

// String returns the text exactly as it was parsed, "" for the zero Date.
func (d Date) String() string { return d.text }

// IsZero reports whether d is the zero Date, that is, no date at all.
func (d Date) IsZero() bool { return d.text == "" }

// Earliest returns the first day that the date may mean: of an interval the first day of its start, of a set the
// first day of its first member in time. It is MinDay where that side is open or unknown, and for the zero Date.
//
// Qualifiers do not move it: 1993~ covers the days of 1993. How far "about" reaches is known only to the source, and
// widening it by a number of our own would invent a precision, so show the qualifier instead.
//
// A season covers every month that its meteorological or astronomical reading touches in the northern hemisphere:
// spring March to June, summer June to September, autumn September to December. Winter runs from the December
// before to the March after its year, because "winter 1992" may mean the winter on either side.
//
// A date-time has the day of its written local date; its zone is not applied. Years that Day cannot count (some 5.8
// million either way) are clamped to the nearest day that it can, which is not MinDay or MaxDay.
func (d Date) Earliest() Day {
	if d.IsZero() {
		return MinDay
	}
	return d.first
}

// Latest returns the last day that the date may mean, inclusive, by the rules of Earliest; it is MaxDay where that
// side is open or unknown, and for the zero Date. Latest is never before Earliest.
func (d Date) Latest() Day {
	if d.IsZero() {
		return MaxDay
	}
	return d.last
}

// Approximate reports whether the date, or an end or member of it, is marked ~ or %.
func (d Date) Approximate() bool { return d.quals&approximate != 0 }

// Uncertain reports whether the date, or an end or member of it, is marked ? or %.
func (d Date) Uncertain() bool { return d.quals&uncertain != 0 }

// Possibly reports whether the days from Earliest to Latest overlap the days from..to, inclusive. MinDay and MaxDay
// leave a side of the question open; from after to overlaps nothing. It is the question that an index of the two
// days answers, so a set counts as one stretch, gaps included, and the zero Date, with no bounds, always overlaps.
func (d Date) Possibly(from, to Day) bool {
	return from <= to && d.Earliest() <= to && from <= d.Latest()
}

// Certainly reports whether all days from Earliest to Latest lie inside from..to, inclusive. A side of the date that
// is open or unknown lies inside only where the question is open too.
func (d Date) Certainly(from, to Day) bool {
	return from <= d.Earliest() && d.Latest() <= to
}

// MarshalText returns the text as parsed, so that JSON shows a Date as a string; the zero Date is empty.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText is Parse, except that an empty text is the zero Date. On an error d is left as it was.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
