package atlas

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// sortByText sorts numbers by texts. The first eight bytes of each are compared as
// one number, which settles most without a call of compare.
func sortByText[T string | []byte](list []uint32, text func(uint32) T, compare func(a, b uint32) int) {
	type item struct {
		head uint64
		i    uint32
	}
	items := make([]item, len(list))
	for n, i := range list {
		var head [8]byte
		copy(head[:], text(i))
		items[n] = item{binary.BigEndian.Uint64(head[:]), i}
	}
	slices.SortFunc(items, func(a, b item) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Or(compare(a.i, b.i), cmp.Compare(a.i, b.i))
	})
	for n, item := range items {
		list[n] = item.i
	}
}
