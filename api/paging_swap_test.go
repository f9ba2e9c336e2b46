package api_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
)

// edition is a release that differs from the others: of the villages that come and
// go it has a third, before and behind any place in any order, and some of those
// that stay have other values. What a page ended with may be gone in the next.
//
// It is held, so that it can be put in force again: see Holder.
func edition(t *testing.T, n int, stay, come []made) *atlas.Holder {
	list := slices.Clone(stay)
	for i, m := range come {
		if i*i/2%3 == n {
			list = append(list, m)
		}
	}
	for i := range list {
		list[i].values = map[string]any{"kind": list[i].values["kind"], "description": fmt.Sprint("edition ", n)}
	}
	held := new(atlas.Holder)
	held.Swap(writeRelease(t, list))
	return held
}

// Pages that are read while releases replace one another, one after each page,
// have every feature that is in all of them exactly once, in order, and nothing
// twice.
func TestItems_PagingStaysRightAcrossManySwaps(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	var stay, come []made
	for i := range 240 {
		m := made{data.Villages, fmt.Sprintf("v%03d", i), orb.Point{float64(r.IntN(3600))/10 - 180, float64(r.IntN(1700))/10 - 85}, "1993", nil}
		m.values = map[string]any{"kind": []any{"village", "town", nil}[r.IntN(3)]}
		if i%7 == 0 {
			m.geometry = nil
		}
		if i%2 == 0 {
			stay = append(stay, m)
		} else {
			come = append(come, m)
		}
	}
	editions := []*atlas.Holder{edition(t, 0, stay, come), edition(t, 1, stay, come), edition(t, 2, stay, come)}
	for _, query := range []string{"", "&sortby=name", "&sortby=-kind,name", "&bbox=-180,-60,100,85", "&bbox=100,-90,20,90&sortby=kind", "&datetime=1993&kind=village"} {
		for _, limit := range []int{1, 7, 50} {
			s := serve(t, editions[0].Acquire())
			whole := decode[page](t, s.get("/collections/villages/items?limit=10000"+query)).ids()
			want := slices.DeleteFunc(whole, func(id string) bool {
				return !slices.ContainsFunc(stay, func(m made) bool { return m.id == id })
			})
			got, _ := s.walk(fmt.Sprintf("/collections/villages/items?limit=%d%s", limit, query), func(n int) {
				s.holder.Swap(editions[(n+1)%3].Acquire())
			})
			seen := map[string]bool{}
			for _, id := range got {
				if seen[id] {
					t.Errorf("limit=%d%s: %s comes twice", limit, query, id)
				}
				seen[id] = true
			}
			kept := slices.DeleteFunc(got, func(id string) bool { return !slices.Contains(want, id) })
			if !slices.Equal(kept, want) {
				t.Errorf("limit=%d%s: of what is in all releases, %v come; want %v", limit, query, kept, want)
			}
			if len(seen) <= len(want) {
				t.Errorf("limit=%d%s: nothing of one edition alone was seen, so nothing was swapped", limit, query)
			}
		}
	}
}
