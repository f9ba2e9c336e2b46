package fold

import "strings"

// The readings say how c, q and x sound, on which languages disagree.
// Nothing that the regional one writes would it read differently.
var (
	// regional is Azerbaijani, and Turkish but for its j.
	regional = strings.NewReplacer("ch", "ch", "c", "j", "q", "g", "x", "kh")
	// western is English and French.
	western = strings.NewReplacer("ch", "ch", "ce", "se", "ci", "si", "cy", "sy", "c", "k", "q", "k", "x", "ks")
)

// digraphs are the ways to write one sound in several letters, longest first.
var digraphs = strings.NewReplacer(
	"tsch", "ch", "dsch", "j", "sch", "sh", "tch", "ch", "dzh", "j", "dj", "j",
)

// sound writes each sound of a spelled text in one way. What a replacement
// writes may complete another digraph; each shortens the text, so it ends.
func sound(text string, as *strings.Replacer) string {
	if strings.ContainsAny(text, "cqx") {
		text = as.Replace(text)
	}
	for strings.ContainsAny(text, "chj") { // a letter of each digraph
		next := digraphs.Replace(text)
		if next == text {
			return text
		}
		text = next
	}
	return text
}
