package textgate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Finding is one position in a text. It says where the position stands and how
// it is written, and never what it is.
type Finding struct {
	Form       string // how the position is written; see the package comment
	Start, End int    // bytes [Start, End) of the text
	Line       int    // 1-based; lines end at '\n'
	Column     int    // 1-based, in runes
	Runes      int    // length in runes
}

// Text returns the position itself, out of the text that was searched. It is
// for an editor who may see the text, never for a log.
func (f Finding) Text(text string) string {
	return text[f.Start:f.End]
}

// String says where the finding is without repeating it, so that it may stand
// in a log: "line 2, column 14: decimal degrees (12 characters)".
func (f Finding) String() string {
	return fmt.Sprintf("line %d, column %d: %s (%d characters)", f.Line, f.Column, f.Form, f.Runes)
}

// Find returns the positions in a text, sorted by Start and not overlapping;
// nil if there are none. The text may be any bytes. It takes time linear in
// the length of the text and is safe for concurrent use.
func Find(text string) []Finding {
	if isWord(text) {
		return nil // most names of places
	}
	t := fold(text)
	found := t.locate(t.merge(t.scan()))
	if !t.isMixed() {
		return found
	}
	latin, mixed := t.asLatin()
	return joined(found, latin.locate(latin.merge(latin.scanCodes(mixed))))
}

// codeFinders look again where letters of other scripts are read as the Latin
// ones they look like: a code is copied by eye, and typed on whatever keyboard is
// there. Words are not read so, for they have their own in each script.
var codeFinders = []finder{findMGRS, findPlusCode, findGeohash, findPackedDMS, findUTM, findLabelledCode, findLink}

// isWord reports that a text is one word of nothing but letters. No form has so
// little to it: each has a digit, a sign or a second word. Letters of the
// category Lm are signs to us, such as the raised o that serves as degrees.
func isWord(text string) bool {
	for _, r := range text {
		if !unicode.In(r, unicode.Ll, unicode.Lu, unicode.Lo) {
			return false
		}
	}
	return true
}

// span is a stretch of folded text and the form found there.
type span struct {
	form       string
	start, end int
	resume     int // where its finder looks next; 0 for the end
}

// A finder looks for one family at one start of a number or word. It reads a
// bounded stretch from there, so that a whole search is linear.
type finder func(t *text, i int) (span, bool)

var (
	numberFinders = []finder{
		findDecimal, findDMS, findPlainDMS, findPackedDMS, findUTM, findGridPair, findMGRS,
		findPrimes, findPlusCode, findGeohash, findLinkDigit, findDistance, findDegreesDistance, findRoadMarker, findSpelled,
	}
	wordFinders = []finder{
		findDecimal, findAxisDMS, findPackedPrefix, findWKT, findGridPair, findMGRS, findPlusCode, findLabelledCode,
		findGeohash, findLink, findDistanceWords, findBearing, findRoadMarker, findSpelled,
	}
	symbolFinders = []finder{findThreeWords, findDecimal}
)

// scan runs the finders at every start. A finder that found something rests
// until the end of it, which keeps long lists of coordinates linear.
func (t *text) scan() []span { return t.scanFor(numberFinders, wordFinders, 0, len(t.s)) }

func (t *text) scanFor(atNumbers, atWords []finder, from, to int) (found []span) {
	resume := map[bool][]int{true: make([]int, len(atNumbers)), false: make([]int, len(atWords))}
	symbols := make([]int, len(symbolFinders))
	for i := from; i < to; {
		switch {
		case isDigit(t.s[i]):
			found = t.try(atNumbers, resume[true], i, found)
			i = t.afterDigits(i)
		case t.letterAt(i):
			found = t.try(atWords, resume[false], i, found)
			i = t.afterLetters(i)
		default:
			if t.s[i] == '/' || t.s[i] == '@' {
				found = t.try(symbolFinders, symbols, i, found)
			}
			_, size := utf8.DecodeRuneInString(t.s[i:])
			i += size
		}
	}
	return found
}

func (t *text) try(finders []finder, resume []int, i int, found []span) []span {
	for k, find := range finders {
		if i < resume[k] {
			continue
		}
		if f, ok := find(t, i); ok {
			found = append(found, f)
			resume[k] = max(f.resume, i+1)
			if f.resume == 0 {
				resume[k] = f.end
			}
		}
	}
	return found
}

// merge joins spans that overlap, and neighbours of one form with nothing but
// a separator between them: two halves of a position, or a ring of them. The
// joined span has the form of its longest part.
func (t *text) merge(found []span) []span {
	slices.SortFunc(found, func(a, b span) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var merged []span
	longest := 0
	for _, f := range found {
		if n := len(merged) - 1; n >= 0 && t.together(merged[n], f) {
			if f.end-f.start > longest {
				merged[n].form, longest = f.form, f.end-f.start
			}
			merged[n].end = max(merged[n].end, f.end)
			continue
		}
		merged, longest = append(merged, f), f.end-f.start
	}
	return merged
}

func (t *text) together(a, b span) bool {
	if b.start < a.end {
		return true
	}
	gap := t.s[a.end:b.start]
	return a.form == b.form && len(gap) <= 6 && strings.Trim(gap, " ,;/|()[]&") == ""
}

// locate turns spans of folded text into findings in the text itself.
func (t *text) locate(spans []span) (findings []Finding) {
	line, column, at := 1, 1, 0
	for _, s := range spans {
		f := Finding{Form: s.form, Start: t.starts[s.start], End: t.ends[s.end-1]}
		if len(findings) > 0 && f.Start < findings[len(findings)-1].End {
			continue // two halves of one folded character: it is reported already
		}
		passed := t.raw[at:f.Start]
		if n := strings.Count(passed, "\n"); n > 0 {
			line += n
			column, passed = 1, passed[strings.LastIndexByte(passed, '\n')+1:]
		}
		column += utf8.RuneCountInString(passed)
		at = f.Start
		f.Line, f.Column, f.Runes = line, column, utf8.RuneCountInString(f.Text(t.raw))
		findings = append(findings, f)
	}
	return findings
}

// joined adds to some findings those of others that overlap none of them. Both are
// sorted, and so is what comes of them.
func joined(some, others []Finding) (all []Finding) {
	for _, f := range others {
		for len(some) > 0 && some[0].End <= f.Start {
			all, some = append(all, some[0]), some[1:]
		}
		if len(some) == 0 || f.End <= some[0].Start {
			all = append(all, f)
		}
	}
	return append(all, some...)
}
