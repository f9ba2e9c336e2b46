package atlas

import "unsafe"

// arena keeps many byte strings in one, in the order in which they were added.
// A million features are then two runs of memory that the garbage collector
// need not look into, not a million.
type arena struct {
	bytes []byte
	ends  []uint64 // ends[i] is the first byte after string i
}

// closeString ends the string that was appended to a.bytes since the last call.
func (a *arena) closeString() { a.ends = append(a.ends, uint64(len(a.bytes))) }

func (a *arena) start(i uint32) uint64 {
	if i == 0 {
		return 0
	}
	return a.ends[i-1]
}

// at returns string i. It is not to be changed.
func (a *arena) at(i uint32) []byte {
	end := a.ends[i]
	return a.bytes[a.start(i):end:end]
}

// text returns string i where it lies. It is good while the atlas is held, and so
// for what does not outlive the call that reads it.
func (a *arena) text(i uint32) string {
	b := a.at(i)
	return unsafe.String(unsafe.SliceData(b), len(b))
}
