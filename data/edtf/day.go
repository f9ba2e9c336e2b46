package edtf

import (
	"fmt"
	"math"
)

// Day counts days since 1970-01-01 in the proleptic Gregorian calendar: that day is 0, the day before it -1.
// Days compare with < and may be stored and indexed as plain integers.
type Day int32

// MinDay and MaxDay are no days: they mean that there is no bound on that side, because it is open or unknown.
const (
	MinDay Day = math.MinInt32
	MaxDay Day = math.MaxInt32
)

// daysPerEra is the number of days in 400 Gregorian years, after which the calendar repeats.
const daysPerEra = 146097

// DayOf returns the day of a proleptic Gregorian date. Year 0 is 1 BC, year -1 is 2 BC. A month or day outside its
// range carries over, as in time.Date: day 0 is the last day of the month before. Dates beyond some 5.8 million
// years are clamped to the nearest day that can be counted, which is never MinDay or MaxDay.
func DayOf(year, month, day int) Day {
	return countable(civilDays(clampField(year), clampField(month), clampField(day)))
}

// String returns the day as YYYY-MM-DD, or ".." for MinDay and MaxDay. Years before 0 have a minus; years of more
// than four digits have their sign and all their digits, the expanded form of ISO 8601.
func (d Day) String() string {
	if d == MinDay || d == MaxDay {
		return ".."
	}
	year, month, day := d.civil()
	switch {
	case year > 9999:
		return fmt.Sprintf("+%d-%02d-%02d", year, month, day)
	case year < 0:
		return fmt.Sprintf("-%04d-%02d-%02d", -year, month, day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day)
}

// civilDays counts the days from 1970-01-01 to a date. Source: Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms", days_from_civil; years begin in March there, so that the leap day comes last.
func civilDays(year, month, day int64) int64 {
	year += floorDiv(month-1, 12)
	month = month - 1 - 12*floorDiv(month-1, 12) // 0 is January
	marchMonth := (month + 10) % 12
	if month < 2 {
		year--
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*marchMonth+2)/5 + day - 1
	return era*daysPerEra + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

// civil is the inverse of civilDays, from the same source (civil_from_days).
func (d Day) civil() (year, month, day int64) {
	days := int64(d) + 719468
	era := floorDiv(days, daysPerEra)
	dayOfEra := days - era*daysPerEra
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	marchMonth := (5*dayOfYear + 2) / 153
	year, month = yearOfEra+era*400, marchMonth+3
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, dayOfYear - (153*marchMonth+2)/5 + 1
}

// daysIn returns the length of a month, 1 to 12.
func daysIn(year, month int64) int64 {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// countable clamps a count of days to those that Day can hold, short of the two that mean "no bound".
func countable(days int64) Day {
	return Day(min(max(days, int64(MinDay)+1), int64(MaxDay)-1))
}

// clampField keeps the sums of civilDays inside 64 bits; the years it cuts off are far beyond any Day.
func clampField(n int) int64 {
	const limit = 1 << 40
	return min(max(int64(n), -limit), limit)
}

// floorDiv divides rounding down, for a positive divisor.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Year returns the astronomical year that the day is in (year 0 is 1 BC), of MinDay and MaxDay some year far outside history.
func (d Day) Year() int64 {
	year, _, _ := d.civil()
	return year
}
