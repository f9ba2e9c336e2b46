package atlas

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"stele/data"
	"stele/data/release"
)

// versionForm is the JSON of a public version of a feature.
type versionForm struct {
	Version int             `json:"version"`
	Day     string          `json:"day"`
	Reason  *string         `json:"reason"`
	Changed json.RawMessage `json:"changed"` // null of the only version: it is the feature
}

// pastBuilder collects the histories of one layer.
type pastBuilder struct {
	past     arena
	history  []uint32
	interned map[string]uint32
}

// packHistory gives each feature its versions: they come by subject.
func packHistory(ctx context.Context, p *packer, src release.Rows, layers []packedLayer) error {
	pasts := make([]pastBuilder, len(layers))
	for n, l := range layers {
		pasts[n] = pastBuilder{history: make([]uint32, len(l.byID)), interned: map[string]uint32{}}
		pasts[n].past.bytes = []byte("[]")
		pasts[n].past.closeString()
	}
	add := func(subject data.Ref, versions []versionForm) error {
		n := slices.IndexFunc(layers, func(l packedLayer) bool { return l.collection.ID == subject.Collection })
		if n < 0 || len(versions) == 0 {
			return nil
		}
		rank, ok := layers[n].find(subject.Key)
		if !ok {
			return fmt.Errorf("history of %s: there is no such feature", subject)
		}
		return pasts[n].add(rank, versions)
	}
	var subject data.Ref
	var versions []versionForm
	for v, err := range src.History(ctx) {
		if err != nil {
			return err
		}
		if v.Subject != subject {
			if err := add(subject, versions); err != nil {
				return err
			}
			subject, versions = v.Subject, versions[:0]
		}
		versions = append(versions, formOfVersion(v))
	}
	if err := add(subject, versions); err != nil {
		return err
	}
	for n, l := range layers {
		p.putArena(l.collection.ID+".past", &pasts[n].past)
		p.put(l.collection.ID+".history", bytesOf(pasts[n].history))
	}
	return p.err
}

func formOfVersion(v release.Version) versionForm {
	return versionForm{v.Number, v.Day, orNull(v.Reason), orNullValue(v.Changed)}
}

func (b *pastBuilder) add(rank int, versions []versionForm) error {
	newestFirst := slices.Clone(versions)
	slices.Reverse(newestFirst)
	text, err := json.Marshal(newestFirst)
	if err != nil {
		return err
	}
	at, ok := b.interned[string(text)]
	if !ok {
		b.past.bytes = append(b.past.bytes, text...)
		b.past.closeString()
		at = uint32(len(b.past.ends) - 1)
		if len(versions) == 1 { // others hardly repeat
			b.interned[string(text)] = at
		}
	}
	b.history[rank] = at
	return nil
}

// History returns the public versions of feature i, the newest first, as a JSON
// array, not to be changed. A version has a number, the day and reason of the
// decision that let it out, and what it says otherwise than the one before.
func (l *Layer) History(i uint32) json.RawMessage { return l.past.at(l.history[l.rank[i]]) }
