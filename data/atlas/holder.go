package atlas

import "sync/atomic"

// Holder holds the atlas in force. The zero Holder is empty and ready for use.
type Holder struct {
	current atomic.Pointer[Atlas]
}

// Acquire returns the atlas in force for one reader, nil if none was swapped in
// yet. The reader keeps it to its end, so that its answer comes from one
// release though another one may be swapped in meanwhile, and then calls
// Release; nothing taken from the atlas is read after that.
func (h *Holder) Acquire() *Atlas {
	for {
		a := h.current.Load()
		if a == nil || a.acquire() {
			return a
		}
	}
}

// Swap puts an atlas in force, which the holder then owns, and lets go of the
// one before it. Nobody waits: the old one is freed by its last reader.
func (h *Holder) Swap(next *Atlas) {
	if before := h.current.Swap(next); before != nil {
		before.Release()
	}
}

// acquire counts a reader in, unless the atlas is already free.
func (a *Atlas) acquire() bool {
	for {
		n := a.readers.Load()
		if n == 0 {
			return false
		}
		if a.readers.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// Release lets go of the atlas. The last to do so frees its memory. Whoever
// opened an atlas releases it once, unless a Holder has it.
func (a *Atlas) Release() {
	if a == nil || a.readers.Add(-1) > 0 || a.tail == nil {
		return
	}
	_ = a.tail.Close() // there is nobody to tell, and nothing to be done
}
