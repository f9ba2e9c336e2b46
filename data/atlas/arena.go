package atlas

// arena keeps many byte strings in one, in the order in which they were added.
// A million features are then two allocations that the garbage collector need
// not look into, not a million.
type arena struct {
	bytes []byte
	ends  []uint64 // ends[i] is the first byte after string i
}

// closeString ends the string that was appended to a.bytes since the last call.
func (a *arena) closeString() { a.ends = append(a.ends, uint64(len(a.bytes))) }

// at returns string i. It is not to be changed.
func (a *arena) at(i uint32) []byte {
	start := uint64(0)
	if i > 0 {
		start = a.ends[i-1]
	}
	end := a.ends[i]
	return a.bytes[start:end:end]
}

// clip gives back what growing has over-reserved.
func (a *arena) clip() {
	a.bytes = append(make([]byte, 0, len(a.bytes)), a.bytes...)
	a.ends = append(make([]uint64, 0, len(a.ends)), a.ends...)
}
