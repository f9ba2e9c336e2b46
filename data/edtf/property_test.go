package edtf_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"stele/data/edtf"
)

// writer makes random dates of which it knows the days by itself, through time.Date.
type writer struct{ *rand.Rand }

// dated is a text and the days that it must cover.
type dated struct {
	text        string
	first, last edtf.Day
}

func newWriter(t *testing.T) writer {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return writer{rand.New(rand.NewPCG(seed, 0))}
}

// yearText writes a year between -9999 and 9999 with four digits.
func yearText(year int) string {
	if year < 0 {
		return fmt.Sprintf("-%04d", -year)
	}
	return fmt.Sprintf("%04d", year)
}

// nested returns a year, a month of it and a day of that month.
func (w writer) nested() [3]dated {
	year, month := w.IntN(19999)-9999, 1+w.IntN(12)
	firstOfMonth, lastOfMonth := dayByTime(year, month, 1), dayByTime(year, month+1, 0)
	day := w.IntN(int(lastOfMonth-firstOfMonth) + 1)
	yearText := yearText(year)
	monthText := fmt.Sprintf("%s-%02d", yearText, month)
	return [3]dated{
		{yearText, dayByTime(year, 1, 1), dayByTime(year, 12, 31)},
		{monthText, firstOfMonth, lastOfMonth},
		{fmt.Sprintf("%s-%02d", monthText, day+1), firstOfMonth + edtf.Day(day), firstOfMonth + edtf.Day(day)},
	}
}

// date returns a year, month or day, perhaps with a qualifier.
func (w writer) date() dated {
	d := w.nested()[w.IntN(3)]
	d.text += []string{"", "", "~", "?", "%"}[w.IntN(5)]
	return d
}

// check parses d and compares its days.
func (d dated) check(t *testing.T) {
	t.Helper()
	got := parse(t, d.text)
	if got.Earliest() != d.first || got.Latest() != d.last || got.String() != d.text {
		t.Fatalf("%s covers %s..%s as %q, want %s..%s", d.text, got.Earliest(), got.Latest(), got, d.first, d.last)
	}
}

func TestParse_DayInMonthInYear(t *testing.T) {
	w := newWriter(t)
	for range 2000 {
		nested := w.nested()
		for i, d := range nested {
			d.check(t)
			if i > 0 && !parse(t, d.text).Certainly(nested[i-1].first, nested[i-1].last) {
				t.Fatalf("%s does not lie in %s", d.text, nested[i-1].text)
			}
		}
	}
}

func TestParse_RandomIntervals(t *testing.T) {
	w := newWriter(t)
	for range 2000 {
		a, b := w.date(), w.date()
		if a.first > b.last {
			if _, err := edtf.Parse(a.text + "/" + b.text); err == nil {
				t.Fatalf("%s/%s ends before it starts and was accepted", a.text, b.text)
			}
			a, b = b, a
		}
		dated{a.text + "/" + b.text, a.first, b.last}.check(t)
		dated{a.text + "/..", a.first, edtf.MaxDay}.check(t)
		dated{"/" + b.text, edtf.MinDay, b.last}.check(t)
	}
}

func TestParse_RandomSets(t *testing.T) {
	w := newWriter(t)
	for range 2000 {
		hull := w.date()
		members := hull.text
		for range w.IntN(10) {
			next := w.date()
			members += "," + next.text
			hull.first, hull.last = min(hull.first, next.first), max(hull.last, next.last)
		}
		dated{"[" + members + "]", hull.first, hull.last}.check(t)
		dated{"[.." + members + "]", edtf.MinDay, hull.last}.check(t)
		dated{"[" + members + "..]", hull.first, edtf.MaxDay}.check(t)
	}
}

func TestDate_PossiblyHoldsWhereverCertainlyDoes(t *testing.T) {
	w := newWriter(t)
	for range 2000 {
		d, question := w.date(), w.date()
		got := parse(t, d.text)
		overlap := d.first <= question.last && question.first <= d.last
		if p := got.Possibly(question.first, question.last); p != overlap {
			t.Fatalf("%s possibly in %s = %v, want %v", d.text, question.text, p, overlap)
		}
		inside := question.first <= d.first && d.last <= question.last
		if c := got.Certainly(question.first, question.last); c != inside || c && !overlap {
			t.Fatalf("%s certainly in %s = %v, want %v", d.text, question.text, c, inside)
		}
	}
}
