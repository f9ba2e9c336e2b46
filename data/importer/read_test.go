package importer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/importer"
)

// list keeps records and refuses a key given before, as the vault does.
type list struct {
	records []data.Record
	rows    map[string]int
}

func (l *list) See(_ context.Context, row int, _, key string) error {
	if first, ok := l.rows[key]; ok {
		return &data.DuplicateError{FirstRow: first}
	}
	if l.rows == nil {
		l.rows = map[string]int{}
	}
	l.rows[key] = row
	return nil
}

func (l *list) Add(_ context.Context, row int, r data.Record) error {
	if first, ok := l.rows[r.Key]; ok && r.Key != "" {
		return &data.DuplicateError{FirstRow: first}
	}
	if l.rows == nil {
		l.rows = map[string]int{}
	}
	l.rows[r.Key] = row
	l.records = append(l.records, r)
	return nil
}

func collection(t testing.TB, id string) data.Collection {
	t.Helper()
	c, ok := data.CollectionByID(id)
	if !ok {
		t.Fatalf("no collection %q", id)
	}
	return c
}

// read reads a text into the collection with a source for all its records.
func read(t testing.TB, id, file string) ([]data.Record, importer.Report, error) {
	t.Helper()
	var l list
	o := importer.Options{Collection: collection(t, id), Source: "survey"}
	report, err := importer.Read(t.Context(), strings.NewReader(file), &l, o)
	return l.records, report, err
}

// messages are the report's problems as text.
func messages(r importer.Report) []string {
	var all []string
	for _, p := range r.Problems {
		all = append(all, p.Error())
	}
	return all
}

func wantMessages(t *testing.T, r importer.Report, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, messages(r)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

// readText reads a text with options; a source is given.
func readText(t testing.TB, file string, o importer.Options) ([]data.Record, importer.Report) {
	t.Helper()
	var l list
	o.Source = "survey"
	report, err := importer.Read(t.Context(), strings.NewReader(file), &l, o)
	if err != nil {
		t.Fatal(err)
	}
	return l.records, report
}

func shown(g orb.Geometry) string { return fmt.Sprint(g) }

func dated(t testing.TB, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
