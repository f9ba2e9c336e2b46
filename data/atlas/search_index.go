package atlas

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"

	"stele/data"
	"stele/data/fold"
)

// searchOrder is the order of the collections in a search: what people look for
// by name comes first.
func searchOrder() []string {
	return []string{data.Villages, data.Districts, data.Sites, data.Events, data.Zones}
}

// index finds names. It is a sorted array of the words of all names' keys, each
// from its place to the end of the key, so that one binary search finds the
// names that begin with a text, or have a word that does, and a walk down it as
// if it were a trie those that nearly do.
//
// For a million names of 250,000 features it takes 55 MB and, on two busy
// cores, 6 s to build; an exact search took 12 us, a prefix of 6,700 features
// 2.5 ms, one letter that 61,000 have 42 ms, and a walk with two typos 11 to 21
// ms. SQLite's FTS5 over the same keys took 0.2 ms, 4 ms and 15 ms for the
// first three without looking at a feature, and 15 ms to list the 156,000
// trigram candidates for one typo, which then want comparing.
//
// Features, their names and the names' keys are numbered in the order in which
// equally good results are listed, so that comparing numbers sorts them.
type index struct {
	docs      []doc    // the features
	firstName []uint32 // of each doc
	nameDoc   []uint32 // the doc of each name
	folds     arena    // fold.Fold of each name
	text      []byte   // the keys, each with keyEnd behind it
	words     []word   // sorted by the text from at on
}

type doc struct {
	layer *Layer
	index uint32
}

type word struct {
	at   uint32 // in text
	name uint32
}

// keyEnd sorts before all that a key holds.
const keyEnd = 0

// buildIndex numbers the names of all layers; the key of names is
// "collection/id".
func buildIndex(layers []*Layer, names map[string][]data.Name) (*index, error) {
	x := &index{}
	for _, id := range searchOrder() {
		i := slices.IndexFunc(layers, func(l *Layer) bool { return l.collection.ID == id })
		if i < 0 {
			continue
		}
		for _, at := range layers[i].byName {
			x.addDoc(doc{layers[i], at}, names[id+"/"+layers[i].ids[at]])
		}
	}
	if len(x.text) > math.MaxUint32 || len(x.nameDoc) > math.MaxUint32 {
		return nil, errors.New("index names: more than 4 GB of names")
	}
	x.folds.clip()
	x.text = slices.Clip(x.text)
	x.sort()
	return x, nil
}

// sort sorts the words. The first eight bytes of each are compared as one
// number, which settles most without going to the text.
func (x *index) sort() {
	type item struct {
		head uint64
		word
	}
	items := make([]item, len(x.words))
	for i, w := range x.words {
		var head [8]byte
		copy(head[:], x.rest(w))
		items[i] = item{binary.BigEndian.Uint64(head[:]), w}
	}
	slices.SortFunc(items, func(a, b item) int {
		if c := cmp.Compare(a.head, b.head); c != 0 {
			return c
		}
		return cmp.Or(bytes.Compare(x.rest(a.word), x.rest(b.word)), cmp.Compare(a.at, b.at))
	})
	x.words = slices.Clip(x.words)
	for i, item := range items {
		x.words[i] = item.word
	}
}

func (x *index) addDoc(d doc, names []data.Name) {
	if len(names) == 0 {
		return
	}
	x.docs = append(x.docs, d)
	x.firstName = append(x.firstName, uint32(len(x.nameDoc)))
	for _, n := range names {
		folded, keys := fold.Forms(n.Text)
		x.folds.bytes = append(x.folds.bytes, folded...)
		x.folds.closeString()
		for _, key := range keys {
			x.addKey(key, uint32(len(x.nameDoc)))
		}
		x.nameDoc = append(x.nameDoc, uint32(len(x.docs)-1))
	}
}

func (x *index) addKey(key string, name uint32) {
	for i := range len(key) {
		if i == 0 || key[i-1] == ' ' {
			x.words = append(x.words, word{uint32(len(x.text) + i), name})
		}
	}
	x.text = append(append(x.text, key...), keyEnd)
}

// rest returns the text of a key from a word on.
func (x *index) rest(w word) []byte {
	return x.text[w.at : int(w.at)+bytes.IndexByte(x.text[w.at:], keyEnd)]
}

// beginsKey reports that the word is the first of its key.
func (x *index) beginsKey(w word) bool { return w.at == 0 || x.text[w.at-1] == keyEnd }

// within returns the words of all of x that begin with prefix.
func (x *index) within(prefix string) []word {
	from, _ := slices.BinarySearchFunc(x.words, prefix, func(w word, p string) int {
		return x.compare(w, p, false)
	})
	n, _ := slices.BinarySearchFunc(x.words[from:], prefix, func(w word, p string) int {
		return x.compare(w, p, true)
	})
	return x.words[from : from+n]
}

// compare orders a word against a prefix; what begins with it is equal, which
// counts as before it when passing.
func (x *index) compare(w word, prefix string, passing bool) int {
	end := min(int(w.at)+len(prefix), len(x.text))
	c := cmp.Compare(string(x.text[w.at:end]), prefix)
	if c == 0 && passing {
		return -1
	}
	return c
}
