package rowsort_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"stele/data/release/rowsort"
)

// in returns rows as they come out of a sorter with chunks of some bytes.
func in(t *testing.T, most int, keys []string) []string {
	t.Helper()
	dir := t.TempDir()
	s := rowsort.New(dir)
	s.SetMost(most)
	for i, key := range keys {
		if err := s.Add([]byte(key), fmt.Appendf(nil, "%s row %d", key, i)); err != nil {
			t.Fatal(err)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%v can be seen while it works", left)
	}
	if err := s.Sort(); err != nil {
		t.Fatal(err)
	}
	var twice [2][]string
	for n := range twice {
		for row, err := range s.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			twice[n] = append(twice[n], string(row))
		}
	}
	if !slices.Equal(twice[0], twice[1]) {
		t.Error("the second reading differs from the first")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return twice[0]
}

func TestSorter_RowsComeByKeyAndThenAsTheyCame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 2, 1000, 20_000} {
		keys := make([]string, n)
		for i := range keys {
			keys[i] = "villages/" + strings.Repeat("a", r.IntN(12)) + fmt.Sprint(r.IntN(2*n))
		}
		want := make([]string, n)
		for i, key := range keys {
			want[i] = fmt.Sprintf("%s row %d", key, i)
		}
		slices.SortStableFunc(want, func(a, b string) int {
			return strings.Compare(strings.Split(a, " ")[0], strings.Split(b, " ")[0])
		})
		for _, most := range []int{1, 5000, 1 << 30} {
			if most == 1 && n > 1000 {
				continue // a run for each row
			}
			if got := in(t, most, keys); !slices.Equal(got, want) {
				t.Errorf("%d rows in chunks of %d bytes are not in order", n, most)
			}
		}
	}
}

func TestSorter_ReadersDoNotDisturbEachOther(t *testing.T) {
	s := rowsort.New(t.TempDir())
	defer s.Close()
	s.SetMost(3000)
	for i := range 5000 {
		if err := s.Add(fmt.Appendf(nil, "%d", i*7919%5000), fmt.Append(nil, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Sort(); err != nil {
		t.Fatal(err)
	}
	sums := make(chan []byte)
	for range 3 {
		go func() {
			var all []byte
			for row, err := range s.Rows() {
				if err != nil {
					t.Error(err)
				}
				all = append(all, row...)
			}
			sums <- all
		}()
	}
	first := <-sums
	if len(first) == 0 || !bytes.Equal(first, <-sums) || !bytes.Equal(first, <-sums) {
		t.Error("three readers read three things")
	}
}

func TestSorter_RefusesRowsThatComeLate(t *testing.T) {
	s := rowsort.New(t.TempDir())
	if err := s.Sort(); err != nil {
		t.Fatal(err)
	}
	if err := s.Add([]byte("a"), nil); err == nil {
		t.Error("a row after Sort is taken")
	}
}
