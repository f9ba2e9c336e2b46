package publish

import (
	"errors"
	"testing"
)

func TestAhead_YieldsAllInOrder(t *testing.T) {
	end := errors.New("the end")
	for _, n := range []int{0, 1, readAhead, 5*readAhead + 1} {
		numbers := func(yield func(int, error) bool) {
			for i := range n {
				if !yield(i, nil) {
					return
				}
			}
			yield(n, end)
		}
		at := 0
		for i, err := range ahead(numbers) {
			if i != at || (err != nil) != (i == n) {
				t.Fatalf("of %d: %d, %v at %d", n, i, err, at)
			}
			at++
		}
		if at != n+1 {
			t.Errorf("of %d: %d came", n, at)
		}
		for i := range ahead(numbers) { // whoever stops leaves nothing running that could block
			if i == n/2 {
				break
			}
		}
	}
}
