package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"stele/data"
	"stele/data/publish"
	"stele/data/release"
	"stele/geo"
)

// errDryRun keeps a release in that was only to be looked at.
var errDryRun = errors.New("dry run")

// preview shows what a release would change for its readers before it does.
type preview struct {
	e      *env
	isDry  bool
	output string // where the changes go as GeoJSON, or ""
}

// changed is one difference with what a person knows it by.
type changed struct {
	publish.Difference
	name     string
	waits    bool   // for a second approval
	geometry []byte // GeoJSON, as the newer release shows it; of what is withdrawn, the older
}

// changesShown bounds the list on the terminal; the counts are of all.
const changesShown = 20

// agree is a publish.Agree.
func (p preview) agree(ctx context.Context, r publish.Report, older, newer *release.Reader) error {
	if older == nil {
		fmt.Fprintln(p.e.stdout, "There is no release to compare with: all of it is new.")
		return p.end()
	}
	changes, err := differences(ctx, older, newer)
	if err != nil {
		return err
	}
	for _, c := range changes {
		c.waits = r.Waiting[c.ID]
	}
	if err := p.print(changes); err != nil {
		return err
	}
	if p.output != "" {
		if _, err := writeFile(p.output, func(w io.Writer) (int, error) { return len(changes), writeChanges(w, changes) }); err != nil {
			return err
		}
		fmt.Fprintf(p.e.stdout, "Changes as GeoJSON: %s\n", p.output)
	}
	return p.end()
}

func (p preview) end() error {
	if p.isDry {
		return errDryRun
	}
	return nil
}

func differences(ctx context.Context, older, newer *release.Reader) ([]*changed, error) {
	var all []*changed
	byID := map[string]*changed{}
	for d, err := range publish.Diff(ctx, older, newer) {
		if err != nil {
			return nil, err
		}
		c := &changed{Difference: d, geometry: []byte("null")}
		all, byID[d.ID] = append(all, c), c
	}
	return all, errors.Join(describe(ctx, older, byID), describe(ctx, newer, byID))
}

// describe fills in names and geometry from a release; the later one wins.
func describe(ctx context.Context, r *release.Reader, byID map[string]*changed) error {
	if len(byID) == 0 {
		return nil
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

func (p preview) print(changes []*changed) error {
	if len(changes) == 0 {
		fmt.Fprintln(p.e.stdout, "Nothing changes for its readers.")
		return nil
	}
	kinds := []string{release.Added, release.Changed, release.Withdrawn, release.Coarser, release.Finer}
	counts := map[string]map[string]int{}
	for _, c := range changes {
		if counts[c.Collection] == nil {
			counts[c.Collection] = map[string]int{}
		}
		counts[c.Collection][c.Kind]++
	}
	t := tabwriter.NewWriter(p.e.stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tadded\tchanged\twithdrawn\tcoarser\tfiner\t")
	for _, name := range append(collectionIDs(), publish.Sources) {
		if counts[name] == nil {
			continue
		}
		fmt.Fprintf(t, "%s\t", name)
		for _, k := range kinds {
			fmt.Fprintf(t, "%d\t", counts[name][k])
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for i, c := range changes {
		if i == changesShown {
			fmt.Fprintf(p.e.stdout, "  and %d more\n", len(changes)-i)
			break
		}
		fmt.Fprintf(p.e.stdout, "  %-9s %s/%s %s%s\n", c.Kind, c.Collection, c.ID, c.name, c.remark())
	}
	return nil
}

// remark says how precisely it is shown now, and what keeps it from being finer.
func (c *changed) remark() string {
	s := ""
	if c.Was != c.Is && c.Was != "" && c.Is != "" {
		s = fmt.Sprintf(" (%s, was %s)", c.Is, c.Was)
	}
	if c.waits {
		s += ", waits for a second approval"
	}
	return s
}

func collectionIDs() []string {
	var ids []string
	for _, c := range data.Collections() {
		ids = append(ids, c.ID)
	}
	return ids
}

// writeChanges writes the changes as GeoJSON. It holds what is public, or was.
func writeChanges(to io.Writer, changes []*changed) error {
	w := bufio.NewWriter(to)
	w.WriteString(`{"type":"FeatureCollection","features":[`)
	for i, c := range changes {
		if i > 0 {
			w.WriteString(",")
		}
		properties, err := json.Marshal(map[string]any{
			"change": c.Kind, "collection": c.Collection, "name": c.name, "precision_was": c.Was, "precision_is": c.Is,
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "\n{\"type\":\"Feature\",\"id\":%q,\"geometry\":%s,\"properties\":%s}", c.ID, c.geometry, properties)
	}
	w.WriteString("\n]}\n")
	return w.Flush()
}
