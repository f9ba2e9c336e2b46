package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"stele/data"
	"stele/data/importer"
	"stele/data/vault"
	"stele/geo"
)

// partFile is a file that is there only once it is whole. It may hold exact
// positions, so nobody else can read it. A nil partFile is none.
type partFile struct {
	*bufio.Writer
	f    *os.File
	path string
}

func startPartFile(path string) (*partFile, error) {
	if path == "" {
		return nil, nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder; name a file in it", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", path, ofFolder(filepath.Dir(path), err))
	}
	return &partFile{bufio.NewWriterSize(f, 1<<16), f, path}, nil
}

// end keeps the file or takes it away. What comes after the first end does
// nothing.
func (p *partFile) end(keep bool) error {
	if p == nil || p.f == nil {
		return nil
	}
	f := p.f
	p.f = nil
	if !keep {
		return errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if err := errors.Join(p.Flush(), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), p.path)
}

// drop takes away a file that is not whole.
func (p *partFile) drop() { _ = p.end(false) }

// rowsShown is how many rows a dry run shows.
const rowsShown = 8

// showing is the sink of a dry run: it gives rows to the batch, which is dropped
// in the end, and keeps the first ones.
type showing struct {
	*vault.Batch
	first   []data.Record
	preview *partFile
	rows    int
}

// startShowing returns nil if it is no dry run.
func startShowing(c importCommand, b *vault.Batch) (*showing, error) {
	if !c.DryRun {
		return nil, nil
	}
	preview, err := startPartFile(c.Preview)
	if err == nil && preview != nil {
		_, err = preview.WriteString(`{"type":"FeatureCollection","features":[`)
	}
	return &showing{Batch: b, preview: preview}, err
}

// drop takes away a preview that is not whole.
func (s *showing) drop() {
	if s != nil {
		s.preview.drop()
	}
}

// Add shows the record, and gives it to the batch.
func (s *showing) Add(ctx context.Context, row int, r data.Record) error {
	if err := s.Batch.Add(ctx, row, r); err != nil {
		return err
	}
	if len(s.first) < rowsShown {
		s.first = append(s.first, r)
	}
	s.rows++
	if s.preview == nil {
		return nil
	}
	return s.write(&r)
}

// write writes a record as stele import would read it again.
func (s *showing) write(r *data.Record) error {
	properties := maps.Clone(r.Properties)
	set := func(name, v string) {
		if v != "" {
			properties[name] = v
		}
	}
	set("when", r.When.String())
	set("when_role", r.WhenRole)
	set("place", r.Place.String())
	set("location_group", r.Group)
	set("source", r.Source)
	set("asserted_by", r.AssertedBy)
	if r.UncertaintyM > 0 {
		properties["uncertainty_m"] = r.UncertaintyM
	}
	if len(r.Names) > 0 {
		properties["names"] = r.Names
	}
	text, err := json.Marshal(properties)
	if err != nil {
		return err
	}
	if s.rows > 1 {
		s.preview.WriteByte(',')
	}
	s.preview.WriteString("\n{\"type\":\"Feature\",")
	if r.Key != "" {
		key, err := json.Marshal(r.Key)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.preview, `"id":%s,`, key)
	}
	_, err = fmt.Fprintf(s.preview, `"geometry":%s,"properties":%s}`, geo.AppendGeometry(nil, r.Geometry), text)
	return err
}

// print shows what was found, once all is read.
func (s *showing) print(ctx context.Context, e *env, file string, r importer.Report) error {
	if err := s.Check(ctx); err != nil {
		return err
	}
	what := r.Format
	if r.Layer != "" {
		what += ", layer " + r.Layer
	}
	fmt.Fprintf(e.stdout, "%s (%s): %d rows, %d good: %s\n", file, what, r.Rows, r.Good, s.Summary())
	about := "reference system " + r.CRS
	if r.Encoding != "" {
		about += ", texts in " + r.Encoding
	}
	for _, kind := range slices.Sorted(maps.Keys(r.Shapes)) {
		about += fmt.Sprintf(", %s %d", kind, r.Shapes[kind])
	}
	if b := r.Extent; b != nil {
		about += fmt.Sprintf(", lon %s..%s, lat %s..%s", geo.AppendNumber(nil, b[0]), geo.AppendNumber(nil, b[2]), geo.AppendNumber(nil, b[1]), geo.AppendNumber(nil, b[3]))
	}
	fmt.Fprintf(e.stdout, "  %s\n", about)
	t := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "  id\tnames\tgeometry\twhen\tplace\tother fields")
	for i := range s.first {
		fmt.Fprintln(t, rowLine(&s.first[i]))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if s.preview == nil {
		return nil
	}
	s.preview.WriteString("\n]}\n")
	if err := s.preview.end(true); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "  All good rows as GeoJSON, exact positions among them: %s\n", s.preview.path)
	return nil
}

// rowLine is a record as a row of a table; texts are short and have no tabs.
func rowLine(r *data.Record) string {
	var names []string
	for _, n := range r.Names {
		if n.Language != "" {
			names = append(names, n.Text+" ("+n.Language+")")
		} else {
			names = append(names, n.Text)
		}
	}
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(r.Properties)) {
		fields = append(fields, fmt.Sprintf("%s=%v", name, r.Properties[name]))
	}
	shape := "none"
	if r.Geometry != nil {
		p := r.Geometry.Bound().Center()
		shape = fmt.Sprintf("%s %.5f,%.5f", r.Geometry.GeoJSONType(), p[0], p[1])
	}
	cells := []string{r.Key, strings.Join(names, ", "), shape, r.When.String(), r.Place.String(), strings.Join(fields, ", ")}
	for i, c := range cells {
		cells[i] = legible(c)
	}
	return "  " + strings.Join(cells, "\t")
}

// legible is a text of a file on a terminal: short, of one line, and without
// what moves its cursor.
func legible(s string) string {
	const most = 40
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return s
}
