package atlas

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"stele/data/fold"
)

// shortKey is the number of letters from which a skeleton alone is believed:
// with fewer, Gobu would be Guba.
const shortKey = 5

// hit is one matching name and how well it matches. Hits sort by their rank,
// then in the order of the index.
type hit uint64

// The ranks, best first. The first three are followed by one for names that
// agree in the skeleton alone, the last by one more for each mistake.
const (
	rankExact  = 0
	rankPrefix = 2
	rankWord   = 4
	rankFuzzy  = 6
)

func newHit(rank int, name uint32) hit { return hit(rank)<<32 | hit(name) }

func (h hit) name() uint32 { return uint32(h) }

func (h hit) match() Match {
	switch rank := h >> 32; {
	case rank < rankPrefix:
		return MatchExact
	case rank < rankWord:
		return MatchPrefix
	case rank < rankFuzzy:
		return MatchWord
	}
	return MatchFuzzy
}

// nearest returns the name that is most like text as it is written, of those at
// the head of sorted hits that are of one feature, the i-th of l, and of one rank.
func (x *index) nearest(text string, l *Layer, i uint32, hits []hit) uint32 {
	first := hits[0]
	equal := slices.IndexFunc(hits, func(h hit) bool { return x.nameDoc[h.name()] != x.nameDoc[first.name()] || h>>32 != first>>32 })
	if equal >= 0 {
		hits = hits[:equal]
	}
	if len(hits) == 1 {
		return first.name()
	}
	best, bestLikeness := first.name(), -1
	for _, h := range hits {
		name, err := l.NameAt(i, int(h.name()-x.firstName[x.nameDoc[h.name()]]))
		if err != nil { // whoever asks for the name is told
			return first.name()
		}
		if n := likeness(text, name.Text); n > bestLikeness {
			best, bestLikeness = h.name(), n
		}
	}
	return best
}

// likeness is 2 for texts that are equal but for case, 1 for those in one script.
func likeness(a, b string) int {
	a, b = norm.NFC.String(strings.TrimSpace(a)), norm.NFC.String(strings.TrimSpace(b))
	if strings.EqualFold(a, b) {
		return 2
	}
	first, second := firstLetter(a), firstLetter(b)
	for _, script := range unicode.Scripts { // no letter is in two
		if unicode.Is(script, first) && unicode.Is(script, second) {
			return 1
		}
	}
	return 0
}

func firstLetter(s string) rune {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return r
		}
	}
	return -1
}

// search returns all names that answer text, some of them twice.
func (x *index) search(text string) []hit {
	form, keys := fold.Forms(text)
	if form == "" {
		return nil
	}
	folded := []byte(form)
	var hits, rough []hit
	for _, key := range keys {
		hits, rough = x.collect(key, folded, hits, rough)
	}
	if len(hits) > 0 {
		return hits
	}
	for _, key := range keys {
		x.near(key, func(words []word, mistakes int) {
			for _, w := range words {
				rough = append(rough, newHit(rankFuzzy+mistakes, w.name))
			}
		})
	}
	return rough
}

// collect adds what holds the key at the beginning of a word, or all its words
// in any order; to rough what agrees in a key too short to be believed.
func (x *index) collect(key string, folded []byte, hits, rough []hit) (better, alike []hit) {
	isShort := utf8.RuneCountInString(key) < shortKey
	words := x.within(key)
	hits = slices.Grow(hits, len(words))
	for _, w := range words {
		rank := x.rank(w, len(key), folded)
		switch {
		case rank%2 == 0 || !isShort:
			hits = append(hits, newHit(rank, w.name))
		case rank < rankWord: // the whole name or its beginning
			rough = append(rough, newHit(rankFuzzy+rank/rankPrefix, w.name))
		}
	}
	if strings.Contains(key, " ") {
		hits = x.collectScattered(key, folded, hits)
	}
	return hits, rough
}

// rank says how well the key found at w, n bytes long, answers; it is odd if
// the folded texts do not agree.
func (x *index) rank(w word, n int, folded []byte) int {
	name := x.folds.at(w.name)
	if x.beginsKey(w) && x.text[int(w.at)+n] == keyEnd {
		return odd(rankExact, bytes.Equal(name, folded))
	}
	if x.beginsKey(w) {
		return odd(rankPrefix, bytes.HasPrefix(name, folded))
	}
	return odd(rankWord, hasWord(name, folded))
}

func odd(rank int, agrees bool) int {
	if agrees {
		return rank
	}
	return rank + 1
}

// collectScattered adds the names that have a word for each of the key's, in
// any order, going by the key's rarest.
func (x *index) collectScattered(key string, folded []byte, hits []hit) []hit {
	parts := bytes.Fields([]byte(key))
	var rarest []word
	for i, part := range parts {
		if words := x.within(string(part)); i == 0 || len(words) < len(rarest) {
			rarest = words
		}
	}
	foldedParts := bytes.Fields(folded)
	isShort := slices.ContainsFunc(parts, func(p []byte) bool { return utf8.RuneCount(p) < shortKey })
	for _, w := range rarest {
		if !hasWords(x.key(w), parts) {
			continue
		}
		if rank := odd(rankWord, hasWords(x.folds.at(w.name), foldedParts)); rank == rankWord || !isShort {
			hits = append(hits, newHit(rank, w.name))
		}
	}
	return hits
}

// key returns the whole key that a word stands in.
func (x *index) key(w word) []byte {
	start := bytes.LastIndexByte(x.text[:w.at], keyEnd) + 1
	return x.rest(word{at: uint32(start)})
}

// hasWords reports that for each of parts some word begins with it.
func hasWords(text []byte, parts [][]byte) bool {
	for _, part := range parts {
		if !hasWord(text, part) {
			return false
		}
	}
	return true
}

// hasWord reports that part stands at the beginning of a word.
func hasWord(text, part []byte) bool {
	for {
		if bytes.HasPrefix(text, part) {
			return true
		}
		i := bytes.IndexByte(text, ' ')
		if i < 0 {
			return false
		}
		text = text[i+1:]
	}
}
