package api

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"stele/data/atlas"
	"stele/data/edtf"
)

// days is a period, both ends inclusive; MinDay and MaxDay are open.
type days struct{ from, to edtf.Day }

func anyDay() days {
	from, to := atlas.AllTime()
	return days{from, to}
}

const datetimeForm = "a date (2020-11-25, 2020-11 or 2020), a date-time (2020-11-25T00:00:00Z), or an interval of two with / between, where an end that is .. or empty is open"

// parseDatetime reads OGC API's datetime parameter: an instant or an interval of
// RFC 3339 dates or date-times, and months and years besides. Of a date-time it
// takes the day as written, as edtf does. Year 0000 as the start and 9999 as the
// end are how some clients write an open end.
func parseDatetime(s string) (days, error) {
	if s == "" {
		return days{}, errors.New("datetime is empty")
	}
	start, end, isInterval := strings.Cut(s, "/")
	if !isInterval {
		d, err := parseInstant(s)
		return d.opened(), err
	}
	d := anyDay()
	if !isOpen(start) {
		first, err := parseInstant(start)
		if err != nil {
			return days{}, fmt.Errorf("start of the interval: %w", err)
		}
		d.from = first.from
	}
	if !isOpen(end) {
		last, err := parseInstant(end)
		if err != nil {
			return days{}, fmt.Errorf("end of the interval: %w", err)
		}
		d.to = last.to
	}
	if d.from > d.to {
		return days{}, errors.New("the interval ends before it starts")
	}
	return d.opened(), nil
}

// opened takes a period that starts in year 0000 or ends in 9999 as open there.
func (d days) opened() days {
	if d.from == d.to {
		return d
	}
	if d.from >= edtf.DayOf(0, 1, 1) && d.from < edtf.DayOf(1, 1, 1) {
		d.from = edtf.MinDay
	}
	if d.to >= edtf.DayOf(9999, 1, 1) && d.to < edtf.DayOf(10000, 1, 1) {
		d.to = edtf.MaxDay
	}
	return d
}

func isOpen(s string) bool { return s == "" || s == ".." }

// parseInstant returns the days that one date covers.
func parseInstant(s string) (days, error) {
	if len(s) > len("2020-11-25T00:00:00.000000000+00:00") {
		return days{}, fmt.Errorf("date has %d characters", len(s))
	}
	forms := []struct {
		layout             string
		years, months, day int // from its first day to the day after its last
	}{
		{time.DateOnly, 0, 0, 1}, {time.RFC3339, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0},
	}
	for _, form := range forms {
		if t, err := time.Parse(form.layout, strings.ToUpper(s)); err == nil {
			year, month, day := t.Date()
			return days{
				from: edtf.DayOf(year, int(month), day),
				to:   edtf.DayOf(year+form.years, int(month)+form.months, day+form.day) - 1,
			}, nil
		}
	}
	return days{}, fmt.Errorf("%q is not a date", shorten(s))
}

// String is the canonical form, which parseDatetime reads back.
func (d days) String() string {
	if d.from == d.to {
		return d.from.String()
	}
	return d.from.String() + "/" + d.to.String()
}
