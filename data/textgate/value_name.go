package textgate

import (
	"slices"
	"strings"
	"unicode"
)

// kind is what the name of a value says that its numbers are.
type kind byte

const (
	ofAny kind = iota
	ofCoordinate
	ofCount
	ofYear
	ofCode
	ofMeasure
	ofPlace // something about a place
)

// isOpen reports that the name does not say what long numbers of its value count:
// a day has few digits.
func (k kind) isOpen() bool { return k == ofAny || k == ofPlace || k == ofYear }

// name is what a value stands under, taken apart.
type name struct {
	words      []string // folded
	digits     int
	kind       kind
	isDistance bool
}

// nameOf takes a name apart: "lat_e7" is lat, e and one digit.
func nameOf(s string) (n name) {
	plain := fold(s).s
	for _, r := range plain {
		if '0' <= r && r <= '9' {
			n.digits++
		}
	}
	n.words = strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) })
	n.isDistance = n.has(distanceNames) && (n.has(originNames) || n.isOnly(distanceNames, besideAxis))
	n.kind = n.kindOf()
	return n
}

func (n name) kindOf() kind {
	for _, word := range n.words {
		if coordinateWord(word) {
			return ofCoordinate
		}
	}
	if n.isDistance || n.has(axisLetters) && n.isOnly(axisLetters, besideAxis) {
		return ofCoordinate
	}
	for _, word := range slices.Backward(n.words) {
		for _, k := range kindWords {
			if k.words[word] {
				return k.kind
			}
		}
	}
	return ofAny
}

func (n name) has(set map[string]bool) bool {
	for _, word := range n.words {
		if set[word] {
			return true
		}
	}
	return false
}

// isFar reports a distance that a text may tell too: beyond 30 km.
func (n name) isFar(plain string) bool {
	list, ok := numbersOf(plain)
	if !n.isDistance || !ok {
		return false
	}
	farthest := farthestM / 1000.0
	if !n.has(map[string]bool{"km": true}) && !strings.Contains(plain, "km") {
		farthest = farthestM
	}
	for _, a := range list.all {
		if a.value <= farthest {
			return false
		}
	}
	return true
}

// isOnly reports that each word is of one of the sets.
func (n name) isOnly(sets ...map[string]bool) bool {
	for _, word := range n.words {
		in := false
		for _, set := range sets {
			in = in || set[word]
		}
		if !in {
			return false
		}
	}
	return len(n.words) > 0
}
