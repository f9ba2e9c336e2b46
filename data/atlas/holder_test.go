package atlas_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

func TestHolder_Swap(t *testing.T) {
	var h atlas.Holder
	if h.Acquire() != nil {
		t.Error("a new holder holds an atlas")
	}
	first, second := build(t, made{}), build(t, made{})
	h.Swap(first)
	if a := h.Acquire(); a != first {
		t.Errorf("after Swap(first), Acquire() = %p", a)
	}
	h.Swap(second)
	first.Release() // its last reader
	if a := h.Acquire(); a != second {
		t.Errorf("after Swap(second), Acquire() = %p", a)
	}
}

// A mapped atlas is gone with its last reader, and not before: reading it then
// would end the process.
func TestHolder_FreesWhenTheLastReaderEnds(t *testing.T) {
	path := writeFile(t, randomFeatures(seeded(t), 150))
	open := func() *atlas.Atlas {
		a, err := atlas.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	var h atlas.Holder
	h.Swap(open())
	var readers sync.WaitGroup
	var stop atomic.Bool
	for range 4 {
		readers.Go(func() {
			for !stop.Load() {
				a := h.Acquire()
				l, _ := a.Layer(data.Sites)
				for i := range uint32(l.Len()) {
					if b := l.Encoded(i); b[len(b)-1] != '}' {
						t.Errorf("feature %d ends with %q", i, b[len(b)-1])
					}
				}
				a.Release()
			}
		})
	}
	for range 50 {
		h.Swap(open())
	}
	stop.Store(true)
	readers.Wait()
	h.Swap(build(t, made{features: map[string][]release.Feature{}}))
}
