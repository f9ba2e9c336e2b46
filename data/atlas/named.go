package atlas

// Names are the features of one layer that have a name which answers a text.
type Names struct {
	layer *Layer
	bits  bitsCondition
}

// Named returns the features that have a name which answers text, as in
// Atlas.Search: all of a name, its beginning, or words of it that begin so. Those
// that are only roughly alike are left out, for here nothing ranks them last.
func (l *Layer) Named(text string) *Names {
	named := &Names{l, make(bitsCondition, words(l.Len()))}
	for _, h := range l.index.search(text) {
		if at := l.index.docs[l.index.nameDoc[h.name()]]; at.layer == l.number && h.match() != MatchFuzzy {
			named.bits.set(at.index)
		}
	}
	return named
}
