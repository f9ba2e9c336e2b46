package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"stele/data"
	"stele/data/ledger"
)

// each calls row for all rows of a table, with the same slice again and again.
func (w *verifier) each(ctx context.Context, columns []string, table string, row func([]ledger.Value) error) error {
	return w.file.Each(ctx, "SELECT "+joined(columns)+" FROM "+table, func(values []ledger.Value) error {
		if err := row(values); err != nil {
			return err
		}
		w.count(table)
		return nil
	})
}

func (w *verifier) checkVersions(ctx context.Context, e entity) error {
	return w.each(ctx, e.columns, e.table, func(row []ledger.Value) error {
		if err := w.checkVersion(ctx, e, row); err != nil {
			return err
		}
		if e.table == "source" {
			return w.noteSource(e, row)
		}
		w.located(e, row)
		return nil
	})
}

func whereIs(table string, id, version any) string {
	return fmt.Sprintf("%s %v version %v", table, id, version)
}

// rowWhere is whereIs of a row that begins with ID and version.
func rowWhere(table string, row []ledger.Value) string {
	return whereIs(table, row[0].Any(), row[1].Any())
}

func (w *verifier) checkVersion(ctx context.Context, e entity, row []ledger.Value) error {
	of, had, ok := e.versionIn(row)
	if !ok {
		return w.fault(rowWhere(e.table, row), "it has columns of a wrong kind")
	}
	digest := w.digester.SumValues(e.form, row[2:2+len(e.content)])
	if digest != had {
		return w.fault(rowWhere(e.table, row), "its content does not have its digest: something in the row was changed")
	}
	where := func() string { return rowWhere(e.table, row) }
	return w.checkLeaf(ctx, where, row[e.origin(atLeaf)], row[e.origin(atSalt)], w.digester.Fact(of, digest))
}

// versionIn is versionOf for a row as it was scanned, with its digest; false if a column is of a
// wrong kind.
func (e entity) versionIn(row []ledger.Value) (v ledger.VersionOf, digest ledger.Digest, ok bool) {
	had, recorded := row[e.origin(atDigest)], row[e.origin(atRecorded)]
	ok = row[0].Kind == ledger.Text && row[1].Kind == ledger.Whole && row[e.origin(atImport)].Kind == ledger.Whole &&
		recorded.Kind == ledger.Text && had.Kind == ledger.Blob && len(had.Bytes) == len(digest)
	copy(digest[:], had.Bytes)
	v = ledger.VersionOf{
		Entity: e.table, ID: string(row[0].Bytes), Version: int(row[1].Whole),
		Import: row[e.origin(atImport)].Whole, RecordedAt: string(recorded.Bytes),
	}
	if e.table == "record" {
		ok = ok && row[e.origin(atRow)].Kind == ledger.Whole
		v.Row = row[e.origin(atRow)].Whole
	}
	return v, digest, ok
}

func (w *verifier) checkLeaf(ctx context.Context, where func() string, leaf, salt ledger.Value, fact ledger.Digest) error {
	hidden, ok := saltIn(salt)
	if !ok || leaf.Kind != ledger.Whole {
		return w.fault(where(), "is not in the log")
	}
	commitment := ledger.Commit(hidden, fact)
	return w.stands(ctx, where, leaf.Whole, commitment[:])
}

func saltIn(v ledger.Value) (s ledger.Salt, ok bool) {
	copy(s[:], v.Bytes)
	return s, v.Kind == ledger.Blob && len(v.Bytes) == len(s)
}

func (w *verifier) checkEvents(ctx context.Context, e event) error {
	columns := append(slices.Clone(e.columns), "leaf", "salt")
	n := len(e.columns)
	return w.each(ctx, columns, e.table, func(row []ledger.Value) error {
		where := func() string { return fmt.Sprintf("%s %v", e.table, row[0].Any()) }
		if err := w.checkLeaf(ctx, where, row[n], row[n+1], w.digester.SumValues(e.form, row[:n])); err != nil {
			return err
		}
		return w.noteEvent(e, row)
	})
}

// noteEvent keeps what others are held against.
func (w *verifier) noteEvent(e event, row []ledger.Value) error {
	switch e.table {
	case "anchoring":
		return w.noteAnchoring(row)
	case "redaction":
		return w.checkRedaction(row)
	case "archived":
		w.result.Archived = append(w.result.Archived, File{SHA256: textIn(row[0]), Bytes: row[1].Whole, MediaType: textIn(row[2])})
	}
	return nil
}

// textIn is a text, or empty if the value is none.
func textIn(v ledger.Value) string {
	if v.Kind != ledger.Text {
		return ""
	}
	return string(v.Bytes)
}

// checkRedaction lets a redaction stand for the leaf of the row that it took
// out; if the row is there as well, the leaf stands for two.
func (w *verifier) checkRedaction(row []ledger.Value) error {
	where := func() string {
		return fmt.Sprintf("redaction %v of %v %v", row[0].Any(), row[1].Any(), row[2].Any())
	}
	redacted := row[4].Whole
	if textIn(row[1]) == "anchor" {
		return w.answered(where, anchorPlace{redacted, row[3].Whole})
	}
	return w.mark(where, redacted)
}

func (w *verifier) checkReleases(ctx context.Context) error {
	public, err := w.publicRows(ctx)
	if err != nil {
		return err
	}
	heads := map[int64]string{}
	for _, r := range public {
		heads[r.seq] = r.Head
	}
	err = w.each(ctx, []string{"seq", "audience", "version", "policy", "published_on", "leaf"}, "released", func(row []ledger.Value) error {
		var p Placed
		ok := row[5].Kind == ledger.Whole
		for i, to := range []*string{&p.Audience, &p.Version, &p.PolicyVersion, &p.PublishedOn} {
			*to, ok = textIn(row[i+1]), ok && row[i+1].Kind == ledger.Text
		}
		p.Head = heads[row[0].Whole]
		where := func() string { return fmt.Sprintf("released %v", row[0].Any()) }
		if !ok {
			return w.fault(where(), "is not in the log")
		}
		if err := w.stands(ctx, where, row[5].Whole, []byte(p.Entry())); err != nil {
			return err
		}
		p.seq = row[0].Whole
		w.result.Published = append(w.result.Published, p)
		return nil
	})
	if err != nil {
		return err
	}
	return w.each(ctx, []string{"seq", "sha256", "bytes"}, "released_file", func(row []ledger.Value) error {
		for i := range w.result.Published {
			if p := &w.result.Published[i]; p.seq == row[0].Whole {
				p.SHA256, p.Bytes = textIn(row[1]), row[2].Whole
			}
		}
		return nil
	})
}

// noteSource keeps which copies there are of a source.
func (w *verifier) noteSource(e entity, row []ledger.Value) error {
	var s data.Source
	if err := json.Unmarshal([]byte(textIn(row[e.of("body")])), &s); err != nil {
		return w.fault(rowWhere(e.table, row), "its body: %v", err)
	}
	if sum := s.Archive.SHA256; sum != "" && !slices.Contains(w.result.Copies[s.Key], sum) {
		w.result.Copies[s.Key] = append(w.result.Copies[s.Key], sum)
	}
	return nil
}

// located tells where in its source a row is said. Most rows have no locator,
// and those of tables a row number: only what has bytes, paragraphs or pages
// can be checked.
func (w *verifier) located(e entity, row []ledger.Value) {
	column := "assertion"
	if e.table == "record" {
		column = "locator"
	}
	at := e.of(column)
	if w.how.Located == nil || at < 2 {
		return
	}
	text := row[at].Bytes
	if !bytes.Contains(text, []byte(`"bytes"`)) && !bytes.Contains(text, []byte(`"paragraph"`)) && !bytes.Contains(text, []byte(`"page"`)) {
		return
	}
	var a data.Assertion // of a record only what is used here
	into := any(&a)
	if e.table == "record" {
		into = &a.Locator
	}
	if json.Unmarshal(text, into) != nil {
		return // the digest was checked: whoever wrote it will read it
	}
	w.how.Located(rowWhere(e.table, row), textIn(row[e.of("source")]), a.Locator)
}

// checkStances holds the table of who disputes whom against the assertions
// that it was made from.
func (w *verifier) checkStances(ctx context.Context) error {
	want := map[string]int{}
	for _, table := range []string{"claim", "figure"} {
		if err := w.stancesOf(ctx, table, want); err != nil {
			return err
		}
	}
	err := w.each(ctx, []string{"entity", "id", "version", "stance", "target"}, "stance", func(row []ledger.Value) error {
		name := stanceOf(textIn(row[0]), row[1].Any(), row[2].Any(), textIn(row[3]), textIn(row[4]))
		if want[name] == 0 {
			return w.fault("stance", "%s, which no assertion says", name)
		}
		delete(want, name)
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if err := w.fault("stance", "%s is missing", name); err != nil {
			return err
		}
	}
	return nil
}

// stancesOf counts what the assertions of a table say.
func (w *verifier) stancesOf(ctx context.Context, table string, want map[string]int) error {
	return w.file.Each(ctx, "SELECT id, version, assertion FROM "+table, func(row []ledger.Value) error {
		var a data.Assertion
		if err := json.Unmarshal([]byte(textIn(row[2])), &a); err != nil {
			return w.fault(rowWhere(table, row), "its assertion: %v", err)
		}
		for _, key := range a.Disputes {
			want[stanceOf(table, row[0].Any(), row[1].Any(), "disputes", key)]++
		}
		for _, key := range a.Supports {
			want[stanceOf(table, row[0].Any(), row[1].Any(), "supports", key)]++
		}
		return nil
	})
}

func stanceOf(table string, id, version any, stance, target string) string {
	return fmt.Sprintf("%s %s %s", whereIs(table, id, version), stance, target)
}
