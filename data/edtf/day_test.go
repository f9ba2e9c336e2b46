package edtf_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"stele/data/edtf"
)

// dayByTime is what the standard library counts, as a second opinion.
func dayByTime(year, month, day int) edtf.Day {
	return edtf.Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func TestDay_EveryDayOfAnEra(t *testing.T) {
	at := time.Date(1599, 1, 1, 0, 0, 0, 0, time.UTC)
	for want := dayByTime(1599, 1, 1); at.Year() < 2001; want++ {
		got := edtf.DayOf(at.Year(), int(at.Month()), at.Day())
		if got != want || got.String() != at.Format(time.DateOnly) {
			t.Fatalf("DayOf(%s) = %d (%s), want %d", at.Format(time.DateOnly), got, got, want)
		}
		at = at.AddDate(0, 0, 1)
	}
}

func TestDay_LikeTimeDate(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 20000 {
		year, month, day := rng.IntN(40001)-20000, rng.IntN(101)-50, rng.IntN(2001)-1000
		if got, want := edtf.DayOf(year, month, day), dayByTime(year, month, day); got != want {
			t.Fatalf("DayOf(%d, %d, %d) = %d, want %d", year, month, day, got, want)
		}
	}
}

func TestDay_String(t *testing.T) {
	for _, c := range []struct {
		day  edtf.Day
		want string
	}{
		{0, "1970-01-01"},
		{-1, "1969-12-31"},
		{edtf.DayOf(1, 1, 0), "0000-12-31"},
		{edtf.DayOf(0, 1, 0), "-0001-12-31"},
		{edtf.DayOf(9999, 12, 31), "9999-12-31"},
		{edtf.DayOf(9999, 12, 32), "+10000-01-01"},
		{edtf.DayOf(-10000, 1, 1), "-10000-01-01"},
		{edtf.MinDay, ".."},
		{edtf.MaxDay, ".."},
	} {
		if got := c.day.String(); got != c.want {
			t.Errorf("Day(%d) = %q, want %q", c.day, got, c.want)
		}
	}
}

func TestDay_Clamped(t *testing.T) {
	for _, c := range []struct {
		year, month, day int
		want             edtf.Day
	}{
		{5881580, 7, 10, edtf.MaxDay - 1},
		{5881580, 7, 11, edtf.MaxDay - 1},
		{-5877641, 6, 24, edtf.MinDay + 1},
		{-5877641, 6, 23, edtf.MinDay + 1},
		{math.MaxInt, math.MaxInt, math.MaxInt, edtf.MaxDay - 1},
		{math.MinInt, math.MinInt, math.MinInt, edtf.MinDay + 1},
	} {
		if got := edtf.DayOf(c.year, c.month, c.day); got != c.want {
			t.Errorf("DayOf(%d, %d, %d) = %d, want %d", c.year, c.month, c.day, got, c.want)
		}
	}
}
