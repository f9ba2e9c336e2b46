package atlas

import (
	"slices"
	"sort"
	"unicode/utf8"
)

// typos is how many mistakes a search forgives in a text of that many letters.
func typos(letters int) int {
	switch {
	case letters < shortKey:
		return 0
	case letters < 9:
		return 1
	}
	return 2
}

// near calls visit for the runs of words that are text, up to the end of some
// word of theirs, but for a few mistakes: letters that are missing, too many,
// wrong, or two swapped.
func (x *index) near(text string, visit func(words []word, mistakes int)) {
	most := typos(utf8.RuneCountInString(text))
	if most == 0 {
		return
	}
	n := nearWalk{index: x, text: text, most: most, visit: visit}
	first := make([]int, len(text)+1)
	for i := range first {
		first[i] = i
	}
	n.rows = append(n.rows, first)
	n.walk(x.words, 0)
}

// nearWalk goes down the sorted words as down a trie. rows[d] is the row of the
// table of edit distances (optimal string alignment: Boytsov, Indexing methods
// for approximate dictionary searching, 2011, 2.1) for the first d bytes.
type nearWalk struct {
	*index
	text  string
	most  int
	visit func(words []word, mistakes int)
	rows  [][]int
	path  []byte
}

// walk looks at words that agree in their first depth bytes.
func (n *nearWalk) walk(words []word, depth int) {
	for len(words) > 0 {
		b := n.at(words[0], depth)
		run := n.run(words, depth, b)
		if b == keyEnd || b == ' ' {
			if d := n.rows[depth][len(n.text)]; d <= n.most && depth > 0 {
				n.visit(words[:run], d)
			}
		}
		if b != keyEnd && n.step(depth, b) {
			n.walk(words[:run], depth+1)
		}
		words = words[run:]
	}
}

func (n *nearWalk) at(w word, depth int) byte { return n.index.text[int(w.at)+depth] }

// run returns how many of the words have b at depth: the first has.
func (n *nearWalk) run(words []word, depth int, b byte) int {
	step := 1
	for step < len(words) && n.at(words[step], depth) == b {
		step *= 2
	}
	low, high := step/2, min(step, len(words))
	return low + sort.Search(high-low, func(i int) bool { return n.at(words[low+i], depth) != b })
}

// step computes the row for the path with b behind it, and reports whether
// anything below it can still be near.
func (n *nearWalk) step(depth int, b byte) bool {
	if len(n.rows) == depth+1 {
		n.rows = append(n.rows, make([]int, len(n.text)+1))
		n.path = append(n.path, 0)
	}
	n.path[depth] = b
	above, row := n.rows[depth], n.rows[depth+1]
	row[0] = depth + 1
	for i := 1; i < len(row); i++ {
		cost := 1
		if n.text[i-1] == b {
			cost = 0
		}
		row[i] = min(above[i]+1, row[i-1]+1, above[i-1]+cost)
		if depth > 0 && i > 1 && n.text[i-1] == n.path[depth-1] && n.text[i-2] == b {
			row[i] = min(row[i], n.rows[depth-1][i-2]+1)
		}
	}
	return slices.Min(row) <= n.most
}
