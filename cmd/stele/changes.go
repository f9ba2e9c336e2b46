package main

import (
	"cmp"
	"context"
	"errors"

	"stele/data"
	"stele/data/publish"
	"stele/data/release"
	"stele/geo"
)

// changes are the differences of two releases: all counted, and those listed that
// are to be seen.
type changes struct {
	counts map[string]map[string]int // by collection and kind
	total  int
	listed []*changed
}

func (c *changes) count(collection, kind string, n int) {
	if c.counts[collection] == nil {
		c.counts[collection] = map[string]int{}
	}
	c.counts[collection][kind] += n
	c.total += n
}

// add counts a difference, and lists it if it is among the first, or all are to be
// written.
func (p preview) add(c *changes, d publish.Difference) {
	c.count(d.Collection, d.Kind, 1)
	if p.output != "" || len(c.listed) < changesShown {
		c.listed = append(c.listed, &changed{Difference: d, geometry: []byte("null")})
	}
}

// differences compares; where older is nil, all of newer is added.
func (p preview) differences(ctx context.Context, r publish.Report, c *publish.Comparison) (*changes, error) {
	older, newer := c.Older, c.Newer
	all := &changes{counts: map[string]map[string]int{}}
	if older == nil && p.output == "" {
		if err := p.addFeatures(ctx, all, r, newer); err != nil {
			return nil, err
		}
	} else {
		for d, err := range c.Diff(ctx) {
			if err != nil {
				return nil, err
			}
			p.add(all, d)
		}
	}
	agents, err := publish.DiffAgents(ctx, older, newer)
	if err != nil {
		return nil, err
	}
	for _, d := range agents {
		p.add(all, d)
	}
	return all, errors.Join(p.describe(ctx, older, all.listed), p.describe(ctx, newer, all.listed))
}

// addFeatures adds all features of a first release without reading them: the report
// has their number.
func (p preview) addFeatures(ctx context.Context, all *changes, r publish.Report, newer *release.Reader) error {
	for _, c := range data.Collections() {
		first, err := newer.First(ctx, c.ID, changesShown)
		if err != nil {
			return err
		}
		for _, l := range first {
			p.add(all, publish.Difference{Collection: c.ID, ID: l.ID, Kind: release.Added})
		}
		if more := r.Features[c.ID] - len(first); more > 0 {
			all.count(c.ID, release.Added, more)
		}
	}
	sources, err := publish.DiffSources(ctx, nil, newer)
	for _, d := range sources {
		p.add(all, d)
	}
	return err
}

// describe fills in names from a release, and geometry if it is to be written;
// the later one wins.
func (p preview) describe(ctx context.Context, r *release.Reader, listed []*changed) error {
	if r == nil || len(listed) == 0 {
		return nil
	}
	sources, err := r.Sources(ctx)
	if err != nil {
		return err
	}
	agents, err := r.Agents(ctx)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, s := range sources {
		names[s.ID] = s.Title
	}
	for _, a := range agents {
		names[a.ID] = a.Name
	}
	for _, c := range listed {
		if c.Collection == publish.Sources || c.Collection == publish.Agents {
			c.name = cmp.Or(names[c.ID], c.name)
			continue
		}
		if p.output != "" { // all of them, see describeAll
			continue
		}
		l, ok, err := r.Label(ctx, c.Collection, c.ID)
		if err != nil {
			return err
		}
		if ok {
			c.name = l.Name
		}
	}
	if p.output == "" {
		return nil
	}
	return describeAll(ctx, r, listed)
}

// describeAll reads all features, as nearly all may be listed.
func describeAll(ctx context.Context, r *release.Reader, listed []*changed) error {
	byID := make(map[string]*changed, len(listed))
	for _, c := range listed {
		byID[c.ID] = c
	}
	for _, c := range data.Collections() {
		for f, err := range r.Features(ctx, c.ID) {
			if err != nil {
				return err
			}
			if d, ok := byID[f.ID]; ok {
				d.name, _ = f.Values[0].(string) // data.PublicFields begins with the name
				d.geometry = geo.AppendGeometry(nil, f.Geometry)
			}
		}
	}
	return nil
}
