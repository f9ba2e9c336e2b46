package fold

import "strings"

// Skeleton returns what all spellings of a name have in common: the package
// comment has the letters. It is the same for Fold(s) as for s.
func Skeleton(s string) string { return skeleton(Fold(s)) }

// Keys returns the skeletons under which a name or query may be found, one or
// two: Skeleton(s), and where s has a c, q or x that may be western, with those
// letters read so (Alexandropol). Two spellings of a name agree in some key.
func Keys(s string) []string {
	_, keys := Forms(s)
	return keys
}

// Forms returns Fold(s) and Keys(s) for the work of one.
func Forms(s string) (folded string, keys []string) {
	spelled := spell(s)
	folded = sound(spelled, regional)
	keys = []string{skeleton(folded)}
	if !strings.ContainsAny(spelled, "cqx") || strings.ContainsAny(s, "əƏıİşŞğĞ") {
		return folded, keys
	}
	if key := skeleton(sound(spelled, western)); key != keys[0] {
		keys = append(keys, key)
	}
	return folded, keys
}

// pairs are the letters of a folded text that sound as one, and c.
var pairs = strings.NewReplacer("ch", "c", "sh", "s", "zh", "z", "kh", "h", "gh", "g")

// skeleton makes the skeleton of a folded text.
func skeleton(folded string) string {
	var b strings.Builder
	b.Grow(len(folded))
	letters := []rune(pairs.Replace(folded))
	var last, lastClass rune
	for i, r := range letters {
		if r == 'y' && (i > 0 && isVowel(letters[i-1]) || i+1 < len(letters) && isVowel(letters[i+1])) {
			continue
		}
		c := class(r)
		again := c == lastClass && (c != 'a' || r == last) && (r < '0' || r > '9')
		last, lastClass = r, c
		if !again {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func isVowel(r rune) bool { return r != 'y' && class(r) == 'a' }

// class gives the letter that stands for r.
func class(r rune) rune {
	switch r {
	case 'e', 'i', 'o', 'u', 'y':
		return 'a'
	case 'k':
		return 'g'
	case 't':
		return 'd'
	case 'j':
		return 'c'
	}
	return r
}
