package atlas

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"stele/data"
)

// column holds one property of all features of a layer as codes into a sorted
// dictionary: equal, between and in order are then questions about small
// numbers, whatever the type, and a count of values is a count of codes. Code 0
// is null; code c > 0 is value c-1 of the dictionary.
type column struct {
	field data.Field
	codes codes
	// texts are the values of a text, code or date in the order of their bytes;
	// numbers those of an integer, number or boolean (0 and 1).
	texts   arena
	numbers []float64
	// counts[c] is how many features have a code less than c.
	counts []uint32
}

// codes are unsigned integers of 0, 1, 2 or 4 bytes, the fewest that do: most
// columns have some dozen values, and some none.
type codes struct {
	narrow []uint8
	medium []uint16
	wide   []uint32
}

func (c *codes) at(i uint32) uint32 {
	switch {
	case c.narrow != nil:
		return uint32(c.narrow[i])
	case c.medium != nil:
		return uint32(c.medium[i])
	case c.wide != nil:
		return c.wide[i]
	}
	return 0
}

// isText reports what the column's values are, numbers otherwise.
func isText(t data.FieldType) bool { return t == data.Text || t == data.Code || t == data.Date }

// size is the number of values, null not counted.
func (c *column) size() int {
	if isText(c.field.Type) {
		return len(c.texts.ends)
	}
	return len(c.numbers)
}

// codeRange is codes from low to less than high.
type codeRange struct{ low, high uint32 }

// Value is a value of a property: text or number, as its field's type is.
type Value struct {
	Text   string
	Number float64
}

// ParseValue reads a value of a field as it is written in a query.
func ParseValue(f data.Field, s string) (Value, error) {
	switch f.Type {
	case data.Integer, data.Number:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil || n-n != 0 { // infinite or not a number
			return Value{}, fmt.Errorf("%q is not a number", s)
		}
		return Value{Number: n}, nil
	case data.Boolean:
		switch s {
		case "true":
			return Value{Number: 1}, nil
		case "false":
			return Value{}, nil
		}
		return Value{}, fmt.Errorf("%q is neither true nor false", s)
	}
	return Value{Text: s}, nil
}

// from returns the least code whose value is not less than v; above reports
// that it is v's own.
func (c *column) from(v Value) (code uint32, own bool) {
	if isText(c.field.Type) {
		n := sort.Search(len(c.texts.ends), func(i int) bool { return string(c.texts.at(uint32(i))) >= v.Text })
		return uint32(n) + 1, n < len(c.texts.ends) && string(c.texts.at(uint32(n))) == v.Text
	}
	n, own := slices.BinarySearch(c.numbers, v.Number)
	return uint32(n) + 1, own
}

// equal is the codeRange of the codes of one value, empty if no feature has it.
func (c *column) equal(v Value) codeRange {
	low, own := c.from(v)
	if !own {
		return codeRange{}
	}
	return codeRange{low, low + 1}
}

// between is the codeRange of the codes of values from low to high, both
// inclusive; nil is open.
func (c *column) between(low, high *Value) codeRange {
	v := codeRange{1, uint32(c.size()) + 1}
	if low != nil {
		v.low, _ = c.from(*low)
	}
	if high != nil {
		var own bool
		if v.high, own = c.from(*high); own {
			v.high++
		}
	}
	v.high = max(v.low, v.high)
	return v
}

// value is that of a code, which is not 0.
func (c *column) value(code uint32) Value {
	if isText(c.field.Type) {
		return Value{Text: string(c.texts.at(code - 1))}
	}
	return Value{Number: c.numbers[code-1]}
}

// count is how many features have a code in v.
func (c *column) count(v codeRange) int { return int(c.counts[v.high] - c.counts[v.low]) }

// columnBuilder collects the values of a column, feature by feature.
type columnBuilder struct {
	field   data.Field
	codes   []uint32 // in the order of first appearance, 0 is null
	ofText  map[string]uint32
	ofFloat map[float64]uint32
	texts   []string
	numbers []float64
	sorted  []uint32 // see order
}

func newColumnBuilder(f data.Field) *columnBuilder {
	return &columnBuilder{field: f, ofText: map[string]uint32{}, ofFloat: map[float64]uint32{}}
}

// add takes a value that AppendFeature has accepted for the field.
func (b *columnBuilder) add(value any) {
	var code uint32
	switch v := value.(type) {
	case string:
		known, ok := b.ofText[v]
		if !ok {
			b.texts = append(b.texts, v)
			known = uint32(len(b.texts))
			b.ofText[v] = known
		}
		code = known
	case int64:
		code = b.number(float64(v))
	case float64:
		code = b.number(v)
	case bool:
		code = b.number(map[bool]float64{true: 1}[v])
	}
	b.codes = append(b.codes, code)
}

func (b *columnBuilder) number(v float64) uint32 {
	code, ok := b.ofFloat[v]
	if !ok {
		b.numbers = append(b.numbers, v)
		code = uint32(len(b.numbers))
		b.ofFloat[v] = code
	}
	return code
}

// order returns the values, numbered by first appearance, in their order.
func (b *columnBuilder) order() []uint32 {
	if b.sorted != nil {
		return b.sorted
	}
	b.sorted = make([]uint32, len(b.texts)+len(b.numbers))
	for i := range b.sorted {
		b.sorted[i] = uint32(i)
	}
	if isText(b.field.Type) {
		sortByText(b.sorted, func(i uint32) string { return b.texts[i] }, func(i, j uint32) int { return cmp.Compare(b.texts[i], b.texts[j]) })
	} else {
		slices.SortFunc(b.sorted, func(i, j uint32) int { return cmp.Compare(b.numbers[i], b.numbers[j]) })
	}
	return b.sorted
}

// put sorts the dictionary, codes the features by it and writes both.
func (b *columnBuilder) put(p *packer, name string) {
	order := b.order()
	size := len(order)
	if isText(b.field.Type) {
		var a arena
		for _, i := range order {
			a.bytes = append(a.bytes, b.texts[i]...)
			a.closeString()
		}
		p.putArena(name+".texts", &a)
	} else {
		sorted := make([]float64, size)
		for n, i := range order {
			sorted[n] = b.numbers[i]
		}
		p.put(name+".numbers", bytesOf(sorted))
	}
	rank := make([]uint32, size+1) // of a code by first appearance, the sorted one
	for n, i := range order {
		rank[i+1] = uint32(n) + 1
	}
	counts := make([]uint32, size+2)
	for i, code := range b.codes {
		b.codes[i] = rank[code]
		counts[rank[code]+1]++
	}
	for c := 1; c < len(counts); c++ {
		counts[c] += counts[c-1]
	}
	p.put(name+".counts", bytesOf(counts))
	p.put(name+".codes", narrowest(b.codes, size))
}

// narrowest packs codes up to most into the fewest bytes each.
func narrowest(list []uint32, most int) []byte {
	switch {
	case most == 0:
		return nil
	case most < 1<<8:
		out := make([]byte, len(list))
		for i, c := range list {
			out[i] = byte(c)
		}
		return out
	case most < 1<<16:
		out := make([]uint16, len(list))
		for i, c := range list {
			out[i] = uint16(c)
		}
		return bytesOf(out)
	}
	return bytesOf(list)
}

// openColumn reads a column of n features back.
func openColumn(p *packed, name string, f data.Field, n int) column {
	c := column{field: f}
	if isText(f.Type) {
		c.texts = p.arena(name+".texts", -1)
		for i := 1; i < len(c.texts.ends); i++ {
			if bytes.Compare(c.texts.at(uint32(i-1)), c.texts.at(uint32(i))) >= 0 {
				p.fail(name, "its values are not in order")
				break
			}
		}
	} else {
		c.numbers = numbers[float64](p, name+".numbers", -1)
	}
	c.counts = numbers[uint32](p, name+".counts", c.size()+2)
	var most uint32
	switch size := c.size(); {
	case size == 0:
	case size < 1<<8:
		c.codes.narrow = numbers[uint8](p, name+".codes", n)
		most = uint32(slices.Max(append([]uint8{0}, c.codes.narrow...)))
	case size < 1<<16:
		c.codes.medium = numbers[uint16](p, name+".codes", n)
		most = uint32(slices.Max(append([]uint16{0}, c.codes.medium...)))
	default:
		c.codes.wide = ordinals(p, name+".codes", n, size+1)
	}
	if int(most) > c.size() {
		p.fail(name, "it has a code for no value")
	}
	return c
}
