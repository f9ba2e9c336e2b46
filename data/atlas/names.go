package atlas

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"

	"stele/data"
	"stele/data/release"
)

// find returns the rank of an ID in byID. IDs are asked for in their order, so that
// as a rule the one wanted is the next after the last one found.
func (l *packedLayer) find(id string) (rank int, ok bool) {
	if n := l.found + 1; n < len(l.byID) && string(l.ids.at(l.byID[n])) == id {
		l.found = n
		return n, true
	}
	n := sort.Search(len(l.byID), func(n int) bool { return string(l.ids.at(l.byID[n])) >= id })
	if ok = n < len(l.byID) && string(l.ids.at(l.byID[n])) == id; ok {
		l.found = n
	}
	return n, ok
}

// ranked writes one string for each feature of a layer, by rank, as they come:
// features without one have an empty string.
type ranked struct {
	packer *packer
	name   string
	at     int64
	ends   []uint64
}

func beginRanked(p *packer, name string) *ranked {
	return &ranked{packer: p, name: name, at: p.begin()}
}

// next takes the string of a rank, which is greater than those before.
func (r *ranked) next(rank int, text []byte) {
	r.fillTo(rank)
	r.packer.write(text)
	r.fillTo(rank + 1)
}

func (r *ranked) fillTo(rank int) {
	for len(r.ends) < rank {
		r.ends = append(r.ends, uint64(r.packer.at-r.at))
	}
}

func (r *ranked) finish(n int) {
	r.fillTo(n)
	r.packer.end(r.name+".bytes", r.at)
	r.packer.put(r.name+".ends", bytesOf(r.ends))
}

// packedNames are the texts of a layer's names, by rank.
type packedNames struct {
	texts arena
	first []uint32 // of each rank, and one more
}

// packNames writes the names of each layer's features, and returns their texts
// for the index. They come by subject, so that each layer is met once, in the
// order of its IDs.
func packNames(ctx context.Context, p *packer, src release.Rows, layers []packedLayer) ([]packedNames, error) {
	names := make([]packedNames, len(layers))
	var open *ranked
	at := -1
	finish := func() {
		if at >= 0 {
			names[at].fillTo(len(layers[at].byID) + 1)
			open.finish(len(layers[at].byID))
		}
	}
	for of, err := range src.Names(ctx) {
		if err != nil {
			return nil, err
		}
		n := slices.IndexFunc(layers, func(l packedLayer) bool { return l.collection.ID == of.Subject.Collection })
		if n < 0 {
			continue
		}
		if n != at {
			if names[n].first != nil {
				return nil, fmt.Errorf("names of %s come twice", of.Subject.Collection)
			}
			finish()
			at, open = n, beginRanked(p, layers[n].collection.ID+".names")
		}
		rank, ok := layers[n].find(of.Subject.Key)
		if !ok || len(of.Names) == 0 {
			continue
		}
		if rank < len(open.ends) {
			return nil, fmt.Errorf("names of %s come against the order of subjects", of.Subject)
		}
		text, err := json.Marshal(nameForms(of.Names))
		if err != nil {
			return nil, fmt.Errorf("names of %s: %w", of.Subject, err)
		}
		open.next(rank, text)
		names[n].add(rank, of.Names)
	}
	finish()
	for n := range layers {
		if names[n].first == nil {
			beginRanked(p, layers[n].collection.ID+".names").finish(len(layers[n].byID))
			names[n].fillTo(len(layers[n].byID) + 1)
		}
		if len(names[n].texts.ends) > math.MaxUint32 {
			return nil, fmt.Errorf("%s have more than 4 thousand million names", layers[n].collection.ID)
		}
	}
	return names, p.err
}

func (n *packedNames) add(rank int, names []data.Name) {
	n.fillTo(rank + 1)
	for _, name := range names {
		n.texts.bytes = append(n.texts.bytes, name.Text...)
		n.texts.closeString()
	}
}

// fillTo says that the features before a rank have no more names than are there.
func (n *packedNames) fillTo(rank int) {
	for len(n.first) < rank {
		n.first = append(n.first, uint32(len(n.texts.ends)))
	}
}

// of returns the texts of a rank's names.
func (n *packedNames) of(rank uint32) (low, high uint32) { return n.first[rank], n.first[rank+1] }

// NameAt returns name n of feature i; a Found has both.
func (l *Layer) NameAt(i uint32, n int) (data.Name, error) {
	var names []data.Name
	if err := json.Unmarshal(l.namesOf(i), &names); err != nil {
		return data.Name{}, fmt.Errorf("names of %s: %w", l.ID(i), err)
	}
	if n < 0 || n >= len(names) {
		return data.Name{}, fmt.Errorf("feature %s has no name %d", l.ID(i), n)
	}
	return names[n], nil
}

// namesOf returns the names of feature i as a JSON array, empty if it has none.
func (l *Layer) namesOf(i uint32) []byte { return l.names.at(l.rank[i]) }
