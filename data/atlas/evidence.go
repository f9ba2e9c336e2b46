package atlas

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"

	"stele/data"
	"stele/data/release"
)

// statements are all claims or all figures, in the release's order, which is
// that of their keys.
type statements[T any] struct {
	all  []T
	keys []string
	byID map[string]int

	inDispute map[string]bool // IDs on either side of a dispute
}

func (s *statements[T]) add(key, id string, v T) error {
	if s.byID == nil {
		s.byID = map[string]int{}
	}
	if n := len(s.keys); n > 0 && s.keys[n-1] >= key {
		return fmt.Errorf("%s comes after %s, against the order", key, s.keys[n-1])
	}
	s.byID[id] = len(s.all)
	s.all, s.keys = append(s.all, v), append(s.keys, key)
	return nil
}

// Page is one page of a list.
type Page[T any] struct {
	Matched int // on this page or not
	Items   []T
	Next    string // After of the next page; "" if this is the last
}

// pageOf takes from statements with ascending keys those that match, after a
// key, up to limit.
func pageOf[T any](keys []string, all []T, after string, limit int, match func(T) bool) Page[T] {
	p := Page[T]{Items: []T{}}
	first := sort.SearchStrings(keys, after)
	if first < len(keys) && keys[first] == after {
		first++
	}
	last, more := "", false
	for i, v := range all {
		if !match(v) {
			continue
		}
		p.Matched++
		switch {
		case i < first:
		case limit > 0 && len(p.Items) == limit:
			more = true
		default:
			p.Items, last = append(p.Items, v), keys[i]
		}
	}
	if more {
		p.Next = last
	}
	return p
}

// mapPage is the page with other items.
func mapPage[T, U any](p Page[T], f func(T) U) Page[U] {
	out := Page[U]{Matched: p.Matched, Next: p.Next, Items: make([]U, len(p.Items))}
	for i, v := range p.Items {
		out.Items[i] = f(v)
	}
	return out
}

func (a *Atlas) buildEvidence(ctx context.Context, src Source) error {
	claims, err := src.Claims(ctx)
	if err != nil {
		return fmt.Errorf("read claims: %w", err)
	}
	figures, err := src.Figures(ctx)
	if err != nil {
		return fmt.Errorf("read figures: %w", err)
	}
	shown, err := src.Shown(ctx)
	if err != nil {
		return fmt.Errorf("read shown values: %w", err)
	}
	a.dossiers = map[data.Ref]*dossier{}
	inDispute := disputed(claims, figures)
	a.figures.inDispute = inDispute
	for _, c := range claims {
		if err := a.addClaim(c, inDispute[c.ID]); err != nil {
			return fmt.Errorf("claim %s: %w", c.ID, err)
		}
	}
	for _, f := range figures {
		if err := a.addFigure(f, inDispute[f.ID]); err != nil {
			return fmt.Errorf("figure %s: %w", f.ID, err)
		}
	}
	for _, s := range shown {
		dossierOf(a.dossiers, s.Subject).addShown(s)
	}
	return nil
}

func (a *Atlas) addClaim(c data.Claim, inDispute bool) error {
	if err := a.claims.add(c.Subject.String()+" "+c.Property+" "+c.ID, c.ID, c); err != nil {
		return err
	}
	return dossierOf(a.dossiers, c.Subject).addClaim(c, inDispute)
}

func (a *Atlas) addFigure(f data.Figure, inDispute bool) error {
	if err := a.figures.add(f.Scope.String()+" "+f.Measure+" "+f.ID, f.ID, f); err != nil {
		return err
	}
	return dossierOf(a.dossiers, f.Scope).addFigure(f, inDispute)
}

// Contest is a property of a feature that is contested, or a measure of which
// figures about it are in dispute; the other is "".
type Contest struct {
	Property string
	Measure  string
	// Rivals counts the values that stand against the one shown; of a measure,
	// the figures but one: none is shown before the others.
	Rivals int
}

// Contests returns what is contested about a feature, properties first, in the
// release's order.
func (a *Atlas) Contests(collection, id string) (all []Contest) {
	subject := data.Ref{Collection: collection, Key: id}
	d := a.dossiers[subject]
	if d == nil {
		return nil
	}
	for _, p := range d.properties {
		if p.Contested {
			all = append(all, Contest{Property: p.Property, Rivals: p.Rivals})
		}
	}
	for _, m := range d.measures {
		all = append(all, Contest{Measure: m, Rivals: max(0, len(live(a.counts(subject, m), ""))-1)})
	}
	return all
}

// NamedSubject is a Subject with the name that lists show.
type NamedSubject struct {
	Subject
	Name *string `json:"name"`
}

// place is what a feature says of where it is.
type place struct {
	Geometry   json.RawMessage `json:"geometry"`
	Properties struct {
		Name        *string `json:"name"`
		Place       *string `json:"place"`
		Generalised *bool   `json:"generalised"`
	} `json:"properties"`
}

// placeOf reads it back from the encoded feature.
func (a *Atlas) placeOf(ref data.Ref) (p place, ok bool) {
	l, ok := a.Layer(ref.Collection)
	if !ok {
		return p, false
	}
	i, ok := l.Index(ref.Key)
	if !ok {
		return p, false
	}
	return p, json.Unmarshal(l.Encoded(i), &p) == nil
}

// naming returns a function that names subjects and remembers them.
func (a *Atlas) naming() func(data.Ref) NamedSubject {
	known := map[data.Ref]NamedSubject{}
	return func(ref data.Ref) NamedSubject {
		n, ok := known[ref]
		if !ok {
			p, _ := a.placeOf(ref)
			n = NamedSubject{Subject{ref.Collection, ref.Key}, p.Properties.Name}
			known[ref] = n
		}
		return n
	}
}

var _ Source = (*release.Reader)(nil)
