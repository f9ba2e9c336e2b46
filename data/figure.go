package data

import (
	"errors"
	"fmt"
	"strconv"

	"stele/data/edtf"
)

// Figure is a count claim. A bound that is not known is nil; Word is the
// source's own word where it gave no number ("dozens"), which is never turned
// into one.
type Figure struct {
	ID         string    `json:"id,omitempty"`
	Key        string    `json:"key,omitempty"`
	Scope      Ref       `json:"scope"`
	Measure    string    `json:"measure"` // vocabulary measure
	Low        *int64    `json:"low,omitempty"`
	Best       *int64    `json:"best,omitempty"`
	High       *int64    `json:"high,omitempty"`
	Comparator string    `json:"comparator,omitempty"` // vocabulary comparator
	Word       string    `json:"word,omitempty"`
	When       edtf.Date `json:"when,omitzero"`
	WhenRole   string    `json:"when_role,omitempty"`
	Assertion
}

// Check says what is wrong with the figure's numbers, or nil: it has a word or
// numbers, and these stand in order. A word is not made a number (rule P7), nor
// does it stand beside one.
func (f Figure) Check() error {
	bounds := f.bounds()
	switch {
	case len(bounds) == 0 && f.Word == "":
		return errors.New("it has no number and no word")
	case len(bounds) > 0 && f.Word != "":
		return fmt.Errorf("the word %q stands beside a number; it is for a source that gives none, and a word is not made a number", f.Word)
	}
	if n, err := strconv.ParseInt(f.Word, 10, 64); err == nil {
		return fmt.Errorf("the word %q is the number %d", f.Word, n)
	}
	for i, b := range bounds {
		if b.value < 0 {
			return fmt.Errorf("%s is %d, and a count is never below 0", b.name, b.value)
		}
		if i > 0 && b.value < bounds[i-1].value {
			return fmt.Errorf("%s is %d and %s is %d; want low <= best <= high", bounds[i-1].name, bounds[i-1].value, b.name, b.value)
		}
	}
	return nil
}

type bound struct {
	name  string
	value int64
}

// bounds are the figure's numbers, from the lowest.
func (f Figure) bounds() (all []bound) {
	for _, b := range []struct {
		name  string
		value *int64
	}{{"low", f.Low}, {"best", f.Best}, {"high", f.High}} {
		if b.value != nil {
			all = append(all, bound{b.name, *b.value})
		}
	}
	return all
}
