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
	layer uint32 // in the order of data.Collections
	index uint32
}

type word struct {
	at   uint32 // in text
	name uint32
}

// keyEnd sorts before all that a key holds.
const keyEnd = 0

// packIndex numbers the names of all layers and writes the index.
func packIndex(p *packer, layers []packedLayer, names []packedNames) error {
	x := &index{}
	for _, id := range searchOrder() {
		n := slices.IndexFunc(layers, func(l packedLayer) bool { return l.collection.ID == id })
		if n < 0 {
			continue
		}
		for _, at := range layers[n].byName {
			low, high := names[n].of(layers[n].rank[at])
			x.addDoc(doc{uint32(n), at}, &names[n].texts, low, high)
		}
	}
	if len(x.text) > math.MaxUint32 || len(x.nameDoc) > math.MaxUint32 {
		return errors.New("index names: more than 4 GB of names")
	}
	x.sort()
	p.put("index.docs", bytesOf(x.docs))
	p.put("index.firstName", bytesOf(x.firstName))
	p.put("index.nameDoc", bytesOf(x.nameDoc))
	p.putArena("index.folds", &x.folds)
	p.put("index.text", x.text)
	p.put("index.words", bytesOf(x.words))
	return p.err
}

func openIndex(p *packed, layers []*Layer) *index {
	x := &index{docs: numbers[doc](p, "index.docs", -1), text: p.raw("index.text"), words: numbers[word](p, "index.words", -1)}
	for _, d := range x.docs {
		if int(d.layer) >= len(layers) || int(d.index) >= layers[d.layer].Len() {
			p.fail("index.docs", "there is no such feature")
			break
		}
	}
	x.folds = p.arena("index.folds", -1)
	x.firstName = ordinals(p, "index.firstName", len(x.docs), len(x.folds.ends))
	x.nameDoc = ordinals(p, "index.nameDoc", len(x.folds.ends), len(x.docs))
	if n := len(x.text); n > 0 && x.text[n-1] != keyEnd {
		p.fail("index.text", "it ends within a key")
	}
	for _, w := range x.words {
		if int(w.at) >= len(x.text) || int(w.name) >= len(x.folds.ends) {
			p.fail("index.words", "there is no such word")
			break
		}
	}
	return x
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

func (x *index) addDoc(d doc, texts *arena, low, high uint32) {
	if low == high {
		return
	}
	x.docs = append(x.docs, d)
	x.firstName = append(x.firstName, uint32(len(x.nameDoc)))
	for n := low; n < high; n++ {
		folded, keys := fold.Forms(string(texts.at(n)))
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
