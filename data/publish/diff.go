package publish

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"iter"
	"slices"

	"stele/data"
	"stele/data/release"
	"stele/geo"
)

// Sources is the Collection of a Difference that is about a source, Agents of
// one that is about an agent.
const (
	Sources = "sources"
	Agents  = "agents"
)

// Difference says that a record, source or agent is not in two releases alike.
type Difference struct {
	Collection string // or Sources or Agents
	ID         string
	Kind       string // release.Added, Changed, Withdrawn, Coarser or Finer
	// Was and Is are the public precisions ("exact", "0.1", "withheld"; "" is
	// no position) in the older and the newer release.
	Was, Is string
	// PastWas and PastIs are how many versions its history had and has, if that is
	// told otherwise than before; 0 of both if it is not.
	PastWas, PastIs int
}

// Diff yields what differs from the older release to the newer one, by
// collection in the order of data.Collections, then Sources, and by ID. What is
// said about a record (names, claims, figures) counts as part of it, and so does
// its history. It holds no collection in memory. Where older is nil, all of newer
// is added.
func Diff(ctx context.Context, older, newer *release.Reader) iter.Seq2[Difference, error] {
	return func(yield func(Difference, error) bool) {
		for _, c := range data.Collections() {
			for d, err := range diffCollection(ctx, c, older, newer) {
				if !yield(d, err) || err != nil {
					return
				}
			}
		}
		list, err := DiffSources(ctx, older, newer)
		if err != nil {
			yield(Difference{}, err)
			return
		}
		for _, d := range list {
			if !yield(d, nil) {
				return
			}
		}
	}
}

// state is what Diff compares of a record.
type state struct {
	id        string
	precision string
	digest    [sha256.Size]byte
	past      [sha256.Size]byte
	versions  int // in its history
}

func diffCollection(ctx context.Context, c data.Collection, older, newer *release.Reader) iter.Seq2[Difference, error] {
	return func(yield func(Difference, error) bool) {
		// Both are read at the same time.
		was, stopWas := iter.Pull2(ahead(states(ctx, c, older)))
		defer stopWas()
		is, stopIs := iter.Pull2(ahead(states(ctx, c, newer)))
		defer stopIs()
		a, errA, moreA := was()
		b, errB, moreB := is()
		for moreA || moreB {
			if err := cmp.Or(errA, errB); err != nil {
				yield(Difference{}, err)
				return
			}
			d := Difference{Collection: c.ID}
			takeA, takeB := moreA && (!moreB || a.id <= b.id), moreB && (!moreA || b.id <= a.id)
			switch {
			case !takeB:
				d.ID, d.Kind, d.Was = a.id, release.Withdrawn, a.precision
			case !takeA:
				d.ID, d.Kind, d.Is, d.PastIs = b.id, release.Added, b.precision, b.versions
			case a.digest != b.digest || a.past != b.past:
				d.ID, d.Kind, d.Was, d.Is = a.id, kindOf(a.precision, b.precision), a.precision, b.precision
				if a.past != b.past {
					d.PastWas, d.PastIs = a.versions, b.versions
				}
			}
			if d.Kind != "" && !yield(d, nil) {
				return
			}
			if takeA {
				a, errA, moreA = was()
			}
			if takeB {
				b, errB, moreB = is()
			}
		}
	}
}

// kindOf says which way a precision changed. Between a position and none there
// is no finer or coarser.
func kindOf(was, is string) string {
	a, errA := geo.ParsePrecision(was)
	b, errB := geo.ParsePrecision(is)
	switch {
	case errA != nil || errB != nil || a == b:
		return release.Changed
	case b.Finer(a):
		return release.Finer
	}
	return release.Coarser
}

// states yields the states of a release's records by ID.
func states(ctx context.Context, c data.Collection, r *release.Reader) iter.Seq2[state, error] {
	fields := data.PublicFields(c)
	precision := slices.IndexFunc(fields, func(f data.Field) bool { return f.Name == "public_precision" })
	return func(yield func(state, error) bool) {
		if r == nil {
			return
		}
		said, stop := iter.Pull2(r.SaidByID(ctx, c.ID))
		defer stop()
		s, errSaid, more := said()
		for f, err := range r.FeaturesByID(ctx, c.ID) {
			if err := cmp.Or(err, errSaid); err != nil {
				yield(state{}, err)
				return
			}
			for more && errSaid == nil && s.ID < f.ID {
				s, errSaid, more = said()
			}
			var about release.Said
			if more && s.ID == f.ID {
				about = s
			}
			text, _ := f.Values[precision].(string)
			digest, err := digestOf(f, about.Digest[:])
			if !yield(state{f.ID, text, digest, about.Past, about.Versions}, err) || err != nil {
				return
			}
		}
	}
}

func digestOf(f release.Feature, about []byte) ([sha256.Size]byte, error) {
	var b bytes.Buffer
	b.Write(geo.AppendWKB(nil, f.Geometry))
	b.Write(about)
	err := json.NewEncoder(&b).Encode(f.Values)
	return sha256.Sum256(b.Bytes()), err
}

// DiffSources is the part of Diff that is about sources, by ID.
func DiffSources(ctx context.Context, older, newer *release.Reader) ([]Difference, error) {
	return diffTexts(Sources, older, newer, func(r *release.Reader) (map[string]string, error) {
		list, err := r.Sources(ctx)
		return textsByID(list, err, func(s data.Source) string { return s.ID })
	})
}

// DiffAgents is Diff of the agents, by ID. They are no part of Diff, which is
// what a release keeps of the changes before it: what a changed agent means for
// a record is a change of that record.
func DiffAgents(ctx context.Context, older, newer *release.Reader) ([]Difference, error) {
	return diffTexts(Agents, older, newer, func(r *release.Reader) (map[string]string, error) {
		list, err := r.Agents(ctx)
		return textsByID(list, err, func(a data.Agent) string { return a.ID })
	})
}

// diffTexts compares what read reads of two releases, by ID.
func diffTexts(what string, older, newer *release.Reader, read func(*release.Reader) (map[string]string, error)) ([]Difference, error) {
	var was map[string]string
	if older != nil {
		var err error
		if was, err = read(older); err != nil {
			return nil, err
		}
	}
	is, err := read(newer)
	if err != nil {
		return nil, err
	}
	var all []Difference
	for id, text := range is {
		if old, ok := was[id]; !ok {
			all = append(all, Difference{Collection: what, ID: id, Kind: release.Added})
		} else if old != text {
			all = append(all, Difference{Collection: what, ID: id, Kind: release.Changed})
		}
	}
	for id := range was {
		if _, ok := is[id]; !ok {
			all = append(all, Difference{Collection: what, ID: id, Kind: release.Withdrawn})
		}
	}
	slices.SortFunc(all, func(a, b Difference) int { return cmp.Compare(a.ID, b.ID) })
	return all, nil
}

// textsByID writes each of a list as JSON. It passes err on.
func textsByID[T any](list []T, err error, id func(T) string) (map[string]string, error) {
	if err != nil {
		return nil, err
	}
	texts := make(map[string]string, len(list))
	for _, one := range list {
		text, err := json.Marshal(one)
		if err != nil {
			return nil, err
		}
		texts[id(one)] = string(text)
	}
	return texts, nil
}

// MetaDifference says what a release says otherwise of itself.
type MetaDifference struct {
	Member string `json:"member"` // of release.Meta, as in JSON
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// DiffMeta lists what readers are told otherwise about a release: its policy,
// title, description, attribution, licence, contact, story, translations and base map, in this order. The
// version and the day, which always change, and the format do not count.
func DiffMeta(older, newer release.Meta) (all []MetaDifference) {
	for _, d := range []MetaDifference{
		{"policy_version", older.PolicyVersion, newer.PolicyVersion},
		{"policy", older.Policy, newer.Policy},
		{"title", older.Title, newer.Title},
		{"description", older.Description, newer.Description},
		{"attribution", older.Attribution, newer.Attribution},
		{"licence", older.Licence, newer.Licence},
		{"contact", older.Contact, newer.Contact},
		{"story", older.Story, newer.Story},
		{"translations", older.Translations, newer.Translations},
		{"base_map", older.BaseMap, newer.BaseMap},
		{"base_map_attribution", older.BaseMapAttribution, newer.BaseMapAttribution},
	} {
		if d.Was != d.Is {
			all = append(all, d)
		}
	}
	return all
}
