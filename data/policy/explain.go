package policy

import (
	"fmt"
	"reflect"
	"strings"

	"stele/geo"
)

// Line is one rule in words: what it fits, and how that is shown.
type Line struct{ Fits, Shown string }

// Lines says what the rules say, in their order, and at the end what becomes of
// what none fits.
func (p Policy) Lines() []Line {
	var all []Line
	told := map[string]bool{}
	for _, r := range p.Rules {
		fits := r.fitsWhat()
		if fits == r.Collection && told[r.Collection] {
			fits = "other " + fits
		}
		told[r.Collection] = true
		all = append(all, Line{fits, r.shown()})
	}
	return append(all, Line{"anything else", geo.PrecisionNone.Words()})
}

func (r Rule) fitsWhat() string {
	var conditions []string
	if len(r.Stage) > 0 {
		conditions = append(conditions, "with the stage "+orList(r.Stage))
	}
	if len(r.Protection) > 0 {
		conditions = append(conditions, "with the protection "+orList(r.Protection))
	}
	if r.Official {
		conditions = append(conditions, "whose position was officially published")
	}
	return strings.TrimSpace(r.Collection + " " + strings.Join(conditions, ", "))
}

func (r Rule) shown() string {
	text := r.Precision.Words()
	if k := r.villages(); k > 0 {
		text += fmt.Sprintf(", or a coarser one, until %d known villages are in it", k)
	}
	if r.Approvals > 1 {
		text += fmt.Sprintf(", once %d people have approved it", r.Approvals)
	}
	return text
}

// FinerThan says from how many approvals on the policy shows anything more finely
// than the default one does, and which that is; false if it has the same rules.
func (p Policy) FinerThan() (approvals int, version string, ok bool) {
	if p.base == nil || reflect.DeepEqual(p.Rules, p.base.Rules) {
		return 0, "", false
	}
	return finerApprovals, p.base.Version, true
}

func orList(codes []string) string {
	if len(codes) == 1 {
		return codes[0]
	}
	last := len(codes) - 1
	return strings.Join(codes[:last], ", ") + " or " + codes[last]
}
