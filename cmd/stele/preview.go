package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"stele/data"
	"stele/data/publish"
	"stele/data/release"
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
func (p preview) agree(ctx context.Context, r publish.Report, c *publish.Comparison) error {
	var about []publish.MetaDifference
	if c.Older == nil {
		fmt.Fprintln(p.e.stdout, "There is no release to compare with: all of it is new.")
	} else {
		about = publish.DiffMeta(c.Older.Meta(), c.Newer.Meta())
	}
	changes, err := p.differences(ctx, r, c)
	if err != nil {
		return err
	}
	for _, c := range changes.listed {
		c.waits = r.Waiting[c.ID]
	}
	if c.Older != nil && changes.total == 0 && len(about) == 0 {
		fmt.Fprintln(p.e.stdout, "Nothing changes for its readers.")
	}
	for _, d := range about {
		fmt.Fprintln(p.e.stdout, "  "+inALine(d))
	}
	if err := p.print(changes); err != nil {
		return err
	}
	if p.output != "" {
		if _, err := writeFile(p.output, func(w io.Writer) (int, error) {
			return changes.total, writeChanges(w, about, changes.listed)
		}); err != nil {
			return err
		}
		fmt.Fprintf(p.e.stdout, "Changes as GeoJSON: %s\n", p.output)
	}
	return p.end()
}

// mostInALine is how long a text may be that is shown whole, in bytes.
const mostInALine = 300

// inALine says what is otherwise about a release. Of all its translations, the
// guided view or the policy it counts the parts: whole they would hide what comes below.
func inALine(d publish.MetaDifference) string {
	if max(len(d.Is), len(d.Was)) <= mostInALine {
		return fmt.Sprintf("%s is %q, was %q", d.Member, d.Is, d.Was)
	}
	is, was := parts(d.Is), parts(d.Was)
	added, changed, gone := 0, 0, 0
	for name, part := range is {
		if before, had := was[name]; !had {
			added++
		} else if !bytes.Equal(before, part) {
			changed++
		}
	}
	for name := range was {
		if _, has := is[name]; !has {
			gone++
		}
	}
	if added+changed+gone == 0 {
		return fmt.Sprintf("%s is another text: --diff FILE has it and the one before whole", d.Member)
	}
	return fmt.Sprintf("%s: %d added, %d changed, %d gone; --diff FILE has all of them", d.Member, added, changed, gone)
}

// parts are the members of a JSON object; none of another text.
func parts(text string) (all map[string]json.RawMessage) {
	if json.Unmarshal([]byte(text), &all) != nil {
		return nil
	}
	return all
}

func (p preview) end() error {
	if p.isDry {
		return errDryRun
	}
	return nil
}

func (p preview) print(all *changes) error {
	if all.total == 0 {
		return nil
	}
	kinds := []string{release.Added, release.Changed, release.Withdrawn, release.Coarser, release.Finer}
	t := tabwriter.NewWriter(p.e.stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "\tadded\tchanged\twithdrawn\tcoarser\tfiner\t")
	for _, name := range append(collectionIDs(), publish.Sources, publish.Agents) {
		if all.counts[name] == nil {
			continue
		}
		fmt.Fprintf(t, "%s\t", name)
		for _, k := range kinds {
			fmt.Fprintf(t, "%d\t", all.counts[name][k])
		}
		fmt.Fprintln(t)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for i, c := range all.listed {
		if i == changesShown {
			break
		}
		fmt.Fprintf(p.e.stdout, "  %-9s %s/%s %s%s\n", c.Kind, c.Collection, c.ID, c.name, c.remark())
	}
	if more := all.total - changesShown; more > 0 {
		fmt.Fprintf(p.e.stdout, "  and %d more\n", more)
	}
	return nil
}

// remark says how precisely it is shown now, what keeps it from being finer, and
// what of its past is public.
func (c *changed) remark() string {
	s := ""
	if c.Was != c.Is && c.Was != "" && c.Is != "" {
		s = fmt.Sprintf(" (%s, was %s)", c.Is, c.Was)
	}
	if c.waits {
		s += ", waits for a second approval"
	}
	return s + c.pastRemark()
}

// pastRemark says how many versions are public now, where that or what they say is
// new.
func (c *changed) pastRemark() string {
	versions := "versions"
	if c.PastIs == 1 {
		versions = "version"
	}
	switch {
	case c.PastIs == 0 || c.PastWas == 0 && c.PastIs == 1: // gone, or new altogether
		return ""
	case c.PastWas == 0:
		return fmt.Sprintf(", history: %d %s", c.PastIs, versions)
	case c.PastWas == c.PastIs:
		return fmt.Sprintf(", history: %d %s, told otherwise", c.PastIs, versions)
	}
	return fmt.Sprintf(", history: %d %s, was %d", c.PastIs, versions, c.PastWas)
}

func collectionIDs() []string {
	var ids []string
	for _, c := range data.Collections() {
		ids = append(ids, c.ID)
	}
	return ids
}

// writeChanges writes the changes as GeoJSON, with what the release says
// otherwise of itself as its member "release". It holds what is public, or was.
func writeChanges(to io.Writer, about []publish.MetaDifference, changes []*changed) error {
	w := bufio.NewWriter(to)
	w.WriteString(`{"type":"FeatureCollection",`)
	if len(about) > 0 {
		text, err := json.Marshal(about)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, `"release":%s,`, text)
	}
	w.WriteString(`"features":[`)
	for i, c := range changes {
		if i > 0 {
			w.WriteString(",")
		}
		properties, err := json.Marshal(map[string]any{
			"change": c.Kind, "collection": c.Collection, "name": c.name, "precision_was": c.Was, "precision_is": c.Is,
			"versions_was": c.PastWas, "versions_is": c.PastIs,
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "\n{\"type\":\"Feature\",\"id\":%q,\"geometry\":%s,\"properties\":%s}", c.ID, c.geometry, properties)
	}
	w.WriteString("\n]}\n")
	return w.Flush()
}
