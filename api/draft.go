package api

import "sync"

// draft is what a page of features is put together in before any of it is written.
// It is used again for another page: to have new ones each time is a third of the
// memory that an answer takes. Nothing of it may be in use once its body is written.
type draft struct {
	runs  [][2]uint32
	links []link
	head  []byte
}

// drafts are those that are free. One whose body was never written, as for HEAD, is
// left to the garbage collector.
type drafts struct{ pool sync.Pool }

// mostRuns is how many a draft is kept with: a page sorted by name has as many runs
// as features.
const mostRuns = 1 << 12

func (d *drafts) get() *draft {
	if one, ok := d.pool.Get().(*draft); ok {
		return one
	}
	return &draft{runs: make([][2]uint32, 0, 64), links: make([]link, 0, 10), head: make([]byte, 0, 4<<10)}
}

func (d *drafts) put(one *draft) {
	clear(one.links)
	if cap(one.runs) <= mostRuns {
		d.pool.Put(one)
	}
}

// each is runs of the page.
func (d *draft) each(visit func(low, high uint32) bool) {
	for _, r := range d.runs {
		if !visit(r[0], r[1]) {
			return
		}
	}
}
