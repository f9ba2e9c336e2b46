package geo_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

// randomBoxes are points, boxes and nothing, on a grid that makes touching frequent, in Hilbert order or in none.
func randomBoxes(random *rand.Rand, n int) []orb.Bound {
	boxes := make([]orb.Bound, n)
	for i := range boxes {
		p := orb.Point{float64(random.IntN(3600))/10 - 180, float64(random.IntN(1800))/10 - 90}
		boxes[i] = orb.Bound{Min: p, Max: p}
		switch random.IntN(20) {
		case 0:
			boxes[i].Max[0] += random.Float64() * 20
			boxes[i].Max[1] += random.Float64() * 20
		case 1:
			boxes[i] = geo.BoundOf(nil)
		case 2:
			boxes[i].Min[random.IntN(2)] = math.NaN()
		}
	}
	if random.IntN(3) > 0 {
		slices.SortFunc(boxes, func(a, b orb.Bound) int { return cmp.Compare(geo.HilbertOf(a), geo.HilbertOf(b)) })
	}
	return boxes
}

func randomQuery(random *rand.Rand) orb.Bound {
	axis := func(half int) (lo, hi float64) {
		lo = float64(random.IntN(20*half))/10 - float64(half)
		if random.IntN(2) == 0 {
			lo += random.Float64() / 1e6 // finer than float32
		}
		return lo, lo + float64(random.IntN(2*half*10))/10*random.Float64()
	}
	var q orb.Bound
	q.Min[0], q.Max[0] = axis(180)
	q.Min[1], q.Max[1] = axis(90)
	return q
}

func meets(a, b orb.Bound) bool {
	return a.Min[0] <= b.Max[0] && a.Max[0] >= b.Min[0] && a.Min[1] <= b.Max[1] && a.Max[1] >= b.Min[1] &&
		a.Min[0] <= a.Max[0] && a.Min[1] <= a.Max[1]
}

func inside(a, b orb.Bound) bool {
	return a.Min[0] >= b.Min[0] && a.Max[0] <= b.Max[0] && a.Min[1] >= b.Min[1] && a.Max[1] <= b.Max[1]
}

func TestTree_FindsWhatALoopFinds(t *testing.T) {
	random, seed := newRandom(t)
	for range 60 {
		boxes := randomBoxes(random, random.IntN(6000))
		tree := geo.BuildTree(boxes)
		for range 40 {
			q := randomQuery(random)
			var want, got []int
			for i, b := range boxes {
				if meets(b, q) {
					want = append(want, i)
				}
			}
			tree.Search(q, func(i int) bool { got = append(got, i); return true })
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d: Search(%v) of %d (-want +got):\n%s", seed, q, len(boxes), diff)
			}
			checkRanges(t, tree, boxes, q, want)
		}
	}
}

func checkRanges(t *testing.T, tree *geo.Tree, boxes []orb.Bound, q orb.Bound, want []int) {
	t.Helper()
	var got []int
	before := 0
	tree.SearchRanges(q, func(lo, hi int, certain bool) bool {
		if lo < before || hi <= lo {
			t.Fatalf("SearchRanges gives %d..%d after %d", lo, hi, before)
		}
		before = hi
		for i := lo; i < hi; i++ {
			got = append(got, i)
			if inside(boxes[i], q) != certain {
				t.Fatalf("SearchRanges(%v): box %v is certain %v", q, boxes[i], certain)
			}
		}
		return true
	})
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("SearchRanges(%v) (-want +got):\n%s", q, diff)
	}
}

func TestTree_Sizes(t *testing.T) {
	world := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	for _, n := range []int{0, 1, 2, 15, 16, 17, 255, 256, 257, 4096, 4097} {
		boxes := make([]orb.Bound, n)
		tree := geo.BuildTree(boxes)
		count, calls := 0, 0
		tree.SearchRanges(world, func(lo, hi int, certain bool) bool { calls++; count += hi - lo; return certain })
		if count != n || tree.Len() != n || calls > 1 {
			t.Errorf("of %d boxes found %d in %d runs, Len %d", n, count, calls, tree.Len())
		}
	}
	var none *geo.Tree
	none.Search(world, func(int) bool { t.Error("a nil tree finds something"); return true })
}

func TestTree_OddQueries(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	boxes := []orb.Bound{{}, geo.BoundOf(nil), {Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}}
	tree := geo.BuildTree(boxes)
	for _, c := range []struct {
		q    orb.Bound
		want int
	}{
		{orb.Bound{Min: orb.Point{-inf, -inf}, Max: orb.Point{inf, inf}}, 2},
		{orb.Bound{Min: orb.Point{nan, 0}, Max: orb.Point{9, 9}}, 0},
		{orb.Bound{Min: orb.Point{9, 9}, Max: orb.Point{0, 0}}, 0},
		{orb.Bound{Min: orb.Point{2, 2}, Max: orb.Point{2, 2}}, 1},
		{orb.Bound{Min: orb.Point{math.Nextafter(2, 3), 2}, Max: orb.Point{3, 3}}, 0},
	} {
		got := 0
		tree.Search(c.q, func(int) bool { got++; return true })
		if got != c.want {
			t.Errorf("Search(%v) finds %d, want %d", c.q, got, c.want)
		}
	}
}

func TestTree_StopsWhenTold(t *testing.T) {
	random, _ := newRandom(t)
	tree := geo.BuildTree(randomBoxes(random, 5000))
	for _, most := range []int{1, 2, 7, 100} {
		got := 0
		tree.Search(orb.Bound{Min: orb.Point{-90, -60}, Max: orb.Point{120, 60}}, func(int) bool { got++; return got < most })
		if got != most {
			t.Errorf("visited %d, want %d", got, most)
		}
	}
}

func TestTree_DoesNotAllocateAndIsShared(t *testing.T) {
	random, _ := newRandom(t)
	boxes := randomBoxes(random, 5000)
	tree := geo.BuildTree(boxes)
	q := orb.Bound{Min: orb.Point{-90, -60}, Max: orb.Point{120, 60}}
	n := 0
	if allocs := testing.AllocsPerRun(10, func() { tree.Search(q, func(int) bool { n++; return true }) }); allocs > 0 {
		t.Errorf("Search allocates %v times", allocs)
	}
	want := n / 11 // AllocsPerRun runs once more to warm up
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			got := 0
			tree.Search(q, func(int) bool { got++; return true })
			if got != want {
				t.Errorf("found %d, want %d", got, want)
			}
		})
	}
	group.Wait()
}

func benchmarkBoxes() []orb.Bound {
	random := rand.New(rand.NewPCG(1, 2))
	boxes := make([]orb.Bound, 1_000_000)
	for i := range boxes {
		p := orb.Point{random.Float64()*360 - 180, random.Float64()*180 - 90}
		boxes[i] = orb.Bound{Min: p, Max: p}
	}
	slices.SortFunc(boxes, func(a, b orb.Bound) int { return cmp.Compare(geo.HilbertOf(a), geo.HilbertOf(b)) })
	return boxes
}

func BenchmarkBuildTree(b *testing.B) {
	boxes := benchmarkBoxes()
	for b.Loop() {
		geo.BuildTree(boxes)
	}
}

func BenchmarkTree_Search(b *testing.B) {
	tree := geo.BuildTree(benchmarkBoxes())
	q := orb.Bound{Min: orb.Point{46, 39}, Max: orb.Point{48, 41}}
	for b.Loop() {
		tree.Search(q, func(int) bool { return true })
	}
}

func BenchmarkTree_Count(b *testing.B) {
	tree := geo.BuildTree(benchmarkBoxes())
	q := orb.Bound{Min: orb.Point{-46, -39}, Max: orb.Point{48, 41}}
	n := 0
	for b.Loop() {
		n = 0
		tree.SearchRanges(q, func(lo, hi int, _ bool) bool { n += hi - lo; return true })
	}
	b.ReportMetric(float64(n), "boxes")
}
