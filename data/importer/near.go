package importer

import (
	"slices"
	"strings"
	"unicode"
)

// nearest returns the candidates that the wanted word was most likely meant to
// be, best first, at most three. The first word of a longer candidate counts
// as near: "masgrave" is near mass_grave_primary.
func nearest(want string, candidates []string) []string {
	type match struct {
		word string
		cost int
	}
	folded := foldWord(want)
	if folded == "" || len(folded) > maxShown {
		return nil
	}
	var matches []match
	for _, c := range candidates {
		if len(c) > maxShown || strings.ContainsFunc(c, unicode.IsControl) {
			continue
		}
		whole, head := distances(folded, foldWord(c))
		switch limit := max(1, len(folded)/4); {
		case whole <= limit:
			matches = append(matches, match{c, whole})
		case head <= limit && len(folded) >= 3:
			matches = append(matches, match{c, head + 1})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return a.cost - b.cost })
	var words []string
	for _, m := range matches[:min(3, len(matches))] {
		words = append(words, m.word)
	}
	return words
}

func foldWord(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(strings.ToLower(s))
}

// distances returns the Levenshtein distance in bytes from a to b, and from a
// to the nearest beginning of b.
func distances(a, b string) (whole, head int) {
	row := make([]int, len(b)+1) // from the a read so far to each beginning of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)], slices.Min(row)
}

// didYouMean is "; did you mean a or b?", or nothing.
func didYouMean(want string, candidates []string) string {
	near := nearest(want, candidates)
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(near, " or ") + "?"
}
