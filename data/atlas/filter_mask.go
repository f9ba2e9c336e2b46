package atlas

import "math/bits"

// Conditions are asked of 64 features at once, those of a word: word w is of the
// features from 64 w on. Three values (ISO 9075-2, 8.1) are two masks.
type condition interface {
	// eval returns of which of the features in want it is true, and of which
	// unknown.
	eval(word uint32, want uint64) (is, unknown uint64)
}

func words(n int) int { return (n + 63) / 64 }

// constant is a condition that is the same of all.
type constant uint8

const (
	isFalse constant = iota
	isTrue
	isUnknown
)

func constantOf(b bool) constant {
	if b {
		return isTrue
	}
	return isFalse
}

func (k constant) not() constant {
	switch k {
	case isFalse:
		return isTrue
	case isTrue:
		return isFalse
	}
	return isUnknown
}

func (k constant) eval(_ uint32, want uint64) (is, unknown uint64) {
	switch k {
	case isTrue:
		return want, 0
	case isUnknown:
		return 0, want
	}
	return 0, 0
}

type andCondition []condition

func (a andCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	for _, c := range a {
		t, u := c.eval(word, want)
		unknown = unknown&(t|u) | u
		if want = t | u; want == 0 {
			return 0, 0
		}
	}
	return want &^ unknown, want & unknown
}

type orCondition []condition

func (o orCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	for _, c := range o {
		t, u := c.eval(word, want&^is)
		is, unknown = is|t, (unknown|u)&^t
		if is == want {
			return is, 0
		}
	}
	return is, unknown &^ is
}

type notCondition struct{ condition }

func (n notCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	t, u := n.condition.eval(word, want)
	return want &^ (t | u), u
}

// nullCondition is true where the condition is unknown.
type nullCondition struct{ condition }

func (n nullCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	_, u := n.condition.eval(word, want)
	return u, 0
}

// sameCondition is true where both are true or both are false.
type sameCondition [2]condition

func (s sameCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	a, unknownA := s[0].eval(word, want)
	b, unknownB := s[1].eval(word, want)
	unknown = unknownA | unknownB
	return want &^ (a ^ b) &^ unknown, unknown
}

// costOfBits counts a bit for each feature as work, so that a filter with
// hundreds of such conditions does not take up the memory.
const costOfBits = 3

// bitsCondition is true of the features whose bits are set.
type bitsCondition []uint64

func (b bitsCondition) set(i uint32) { b[i>>6] |= 1 << (i & 63) }

func (b bitsCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	return b[word] & want, 0
}

// unlocated is true of all features from so many on.
type unlocated int

func (n unlocated) eval(word uint32, want uint64) (is, unknown uint64) {
	return want &^ firstBits(int(n)-int(word)<<6), 0
}

// firstBits are the n lowest bits; none if n is negative.
func firstBits(n int) uint64 {
	if n >= 64 {
		return ^uint64(0)
	}
	return 1<<max(n, 0) - 1
}

// rowCondition asks each feature.
type rowCondition struct {
	holds predicate
	row   row // of the layer; here, so that it is made once
}

func (c *rowCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	for rest := want; rest != 0; rest &= rest - 1 {
		bit := bits.TrailingZeros64(rest)
		c.row.feature = word<<6 + uint32(bit)
		switch c.holds(&c.row) {
		case isTrue:
			is |= 1 << bit
		case isUnknown:
			unknown |= 1 << bit
		}
	}
	return is, unknown
}

// test is true where a column's code is in one of the ranges.
type test struct {
	column  *column
	ranges  []codeRange
	unknown []codeRange
}

// fewRanges is up to how many ranges a test is faster than a table.
const fewRanges = 4

// add adds a range that has nothing in common with the others, unless it is
// empty or known.
func (t *test) add(r codeRange) {
	for _, known := range t.ranges {
		if known == r {
			return
		}
	}
	if r.low < r.high {
		t.ranges = append(t.ranges, r)
	}
}

func (t *test) count() (n int) {
	for _, r := range t.ranges {
		n += t.column.count(r)
	}
	return n
}

// holds is the first of what eval returns.
func (t *test) holds(word uint32, want uint64) (is uint64) {
	for _, r := range t.ranges {
		is |= t.column.codes.within(word, r)
	}
	return is & want
}

func (t *test) eval(word uint32, want uint64) (is, unknown uint64) {
	is = t.holds(word, want)
	for _, r := range t.unknown {
		unknown |= t.column.codes.within(word, r)
	}
	return is, unknown & want
}

// within is a mask of the features of a word whose code is in a range.
func (c *codes) within(word uint32, r codeRange) uint64 {
	switch first := int(word) << 6; {
	case r.low >= r.high:
		return 0
	case c.narrow != nil:
		return within(c.narrow[first:min(first+64, len(c.narrow))], r)
	case c.medium != nil:
		return within(c.medium[first:min(first+64, len(c.medium))], r)
	case c.wide != nil:
		return within(c.wide[first:min(first+64, len(c.wide))], r)
	case r.low == 0: // all are null
		return ^uint64(0)
	}
	return 0
}

// within has no branch: what a feature's neighbours are says little about it.
func within[T uint8 | uint16 | uint32](codes []T, r codeRange) (mask uint64) {
	width := uint64(r.high - r.low)
	for i, code := range codes {
		mask |= (uint64(uint32(code)-r.low) - width) >> 63 << (i & 63)
	}
	return mask
}

// table tells the verdict of each code.
type table struct {
	column *column
	of     []constant
}

func newTable(t *test, size int) *table {
	all := &table{t.column, make([]constant, size+1)}
	for _, r := range t.ranges {
		for code := r.low; code < r.high; code++ {
			all.of[code] = isTrue
		}
	}
	for _, r := range t.unknown {
		for code := r.low; code < r.high; code++ {
			all.of[code] = isUnknown
		}
	}
	return all
}

func (t *table) eval(word uint32, want uint64) (is, unknown uint64) {
	for rest := want; rest != 0; rest &= rest - 1 {
		bit := bits.TrailingZeros64(rest)
		switch t.of[t.column.codes.at(word<<6+uint32(bit))] {
		case isTrue:
			is |= 1 << bit
		case isUnknown:
			unknown |= 1 << bit
		}
	}
	return is, unknown
}

// eval is true of the features that meet the span.
func (t *times) eval(s span, word uint32, want uint64) (is uint64) {
	for rest := want; rest != 0; rest &= rest - 1 {
		bit := bits.TrailingZeros64(rest)
		if t.has(word<<6+uint32(bit), s) {
			is |= 1 << bit
		}
	}
	return is
}
