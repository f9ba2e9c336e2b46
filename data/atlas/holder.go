package atlas

import "sync/atomic"

// Holder holds the atlas in force. A request takes Current once and keeps it to
// its end, so that its answer comes from one release though another one may be
// swapped in meanwhile. The zero Holder is empty and ready for use.
type Holder struct {
	current atomic.Pointer[Atlas]
}

// Current returns the atlas in force, nil if none was swapped in yet.
func (h *Holder) Current() *Atlas { return h.current.Load() }

// Swap puts an atlas in force and returns the one before it, nil if none.
func (h *Holder) Swap(next *Atlas) (previous *Atlas) { return h.current.Swap(next) }
