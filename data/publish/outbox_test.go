package publish

import (
	"errors"
	"testing"
)

func TestOutbox_WritesAllInOrder(t *testing.T) {
	for _, n := range []int{0, 1, writesAtOnce, 10*writesAtOnce + 1} {
		o := newOutbox()
		var got []int
		for i := range n {
			if err := o.add(func() error { got = append(got, i); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if err := o.close(); err != nil || len(got) != n {
			t.Fatalf("%d of %d are written, %v", len(got), n, err)
		}
		for i, is := range got {
			if is != i {
				t.Fatalf("write %d comes at %d", is, i)
			}
		}
	}
}

// Nothing is written behind what has failed, and whoever adds hears of it.
func TestOutbox_EndsAtAFailure(t *testing.T) {
	full := errors.New("the disk is full")
	o := newOutbox()
	written := 0
	var heard error
	for i := 0; i < 1000*writesAtOnce && heard == nil; i++ {
		heard = o.add(func() error {
			if i == 700 {
				return full
			}
			written++
			return nil
		})
	}
	if err := o.close(); !errors.Is(heard, full) || !errors.Is(err, full) || written != 700 {
		t.Errorf("%d are written, add says %v, close says %v", written, heard, err)
	}
}
