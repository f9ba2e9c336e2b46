package vault

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"stele/data"
	"stele/data/ledger"
)

// each calls row for all rows of a query, with the same slice again and again.
func (w *verifier) each(ctx context.Context, columns []string, table string, row func([]any) error) error {
	rows, err := w.tx.QueryContext(ctx, "SELECT "+joined(columns)+" FROM "+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	values, to := values(len(columns))
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
		w.count(table)
	}
	return rows.Err()
}

func (w *verifier) checkVersions(ctx context.Context, e entity) error {
	return w.each(ctx, e.columns, e.table, func(row []any) error {
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

func whereIs(e entity, row []any) string {
	return fmt.Sprintf("%s %v version %v", e.table, row[0], row[1])
}

func (w *verifier) checkVersion(ctx context.Context, e entity, row []any) error {
	of, had, err := e.versionOf(row)
	if err != nil {
		return w.fault(whereIs(e, row), "%v", err)
	}
	digest, err := w.digester.Sum(e.form, e.contentOf(row)...)
	if err != nil {
		return w.fault(whereIs(e, row), "%v", err)
	}
	if digest != had {
		return w.fault(whereIs(e, row), "its content does not have its digest: something in the row was changed")
	}
	fact, err := w.digester.Fact(of, digest)
	if err != nil {
		return err
	}
	return w.checkLeaf(ctx, func() string { return whereIs(e, row) }, row[e.origin(atLeaf)], row[e.origin(atSalt)], fact)
}

func (w *verifier) checkLeaf(ctx context.Context, where func() string, leaf, salt any, fact ledger.Digest) error {
	index, hidden, ok := saltOf(leaf, salt)
	if !ok {
		return w.fault(where(), "is not in the log")
	}
	commitment := ledger.Commit(hidden, fact)
	return w.stands(ctx, where, index, commitment[:])
}

func (w *verifier) checkEvents(ctx context.Context, e event) error {
	columns := append(slices.Clone(e.columns), "leaf", "salt")
	n := len(e.columns)
	return w.each(ctx, columns, e.table, func(row []any) error {
		where := func() string { return fmt.Sprintf("%s %v", e.table, row[0]) }
		fact, err := w.digester.Sum(e.form, row[:n]...)
		if err != nil {
			return w.fault(where(), "%v", err)
		}
		if err := w.checkLeaf(ctx, where, row[n], row[n+1], fact); err != nil {
			return err
		}
		return w.noteEvent(e, row)
	})
}

// noteEvent keeps what others are held against.
func (w *verifier) noteEvent(e event, row []any) error {
	switch e.table {
	case "anchoring":
		return w.noteAnchoring(row)
	case "redaction":
		return w.checkRedaction(row)
	case "archived":
		f := File{}
		f.SHA256, _ = row[0].(string)
		f.Bytes, _ = row[1].(int64)
		f.MediaType, _ = row[2].(string)
		w.result.Archived = append(w.result.Archived, f)
	}
	return nil
}

// checkRedaction lets a redaction stand for the leaf of the row that it took
// out; if the row is there as well, the leaf stands for two.
func (w *verifier) checkRedaction(row []any) error {
	where := func() string { return fmt.Sprintf("redaction %v of %v %v", row[0], row[1], row[2]) }
	redacted, _ := row[4].(int64)
	if row[1] == "anchor" {
		place, _ := row[3].(int64)
		return w.answered(where, anchorPlace{redacted, place})
	}
	return w.mark(where, redacted)
}

func (w *verifier) checkReleases(ctx context.Context) error {
	public, err := publicRows(ctx, w.tx, "")
	if err != nil {
		return err
	}
	heads := map[any]string{}
	for _, r := range public {
		heads[r.seq] = r.Head
	}
	err = w.each(ctx, []string{"seq", "audience", "version", "policy", "published_on", "leaf"}, "released", func(row []any) error {
		var p Placed
		var index int64
		ok := true
		for i, to := range []*string{&p.Audience, &p.Version, &p.PolicyVersion, &p.PublishedOn} {
			text, isText := row[i+1].(string)
			*to, ok = text, ok && isText
		}
		index, isNumber := row[5].(int64)
		p.Head = heads[row[0]]
		where := fmt.Sprintf("released %v", row[0])
		if !ok || !isNumber {
			return w.fault(where, "is not in the log")
		}
		if err := w.stands(ctx, func() string { return where }, index, []byte(p.Entry())); err != nil {
			return err
		}
		p.seq, _ = row[0].(int64)
		w.result.Published = append(w.result.Published, p)
		return nil
	})
	if err != nil {
		return err
	}
	return w.each(ctx, []string{"seq", "sha256", "bytes"}, "released_file", func(row []any) error {
		for i := range w.result.Published {
			if p := &w.result.Published[i]; p.seq == row[0] {
				p.SHA256, _ = row[1].(string)
				p.Bytes, _ = row[2].(int64)
			}
		}
		return nil
	})
}

// noteSource keeps which copies there are of a source.
func (w *verifier) noteSource(e entity, row []any) error {
	var s data.Source
	body, _ := row[e.of("body")].(string)
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		return w.fault(whereIs(e, row), "its body: %v", err)
	}
	if sum := s.Archive.SHA256; sum != "" && !slices.Contains(w.result.Copies[s.Key], sum) {
		w.result.Copies[s.Key] = append(w.result.Copies[s.Key], sum)
	}
	return nil
}

// located tells where in its source a row is said. Most rows have no locator,
// and those of tables a row number: only what has bytes, paragraphs or pages
// can be checked.
func (w *verifier) located(e entity, row []any) {
	column := "assertion"
	if e.table == "record" {
		column = "locator"
	}
	at := e.of(column)
	text, _ := row[max(0, at)].(string)
	if w.how.Located == nil || at < 2 || !strings.Contains(text, `"bytes"`) && !strings.Contains(text, `"paragraph"`) && !strings.Contains(text, `"page"`) {
		return
	}
	var a data.Assertion // of a record only what is used here
	into := any(&a)
	if e.table == "record" {
		into = &a.Locator
	}
	if json.Unmarshal([]byte(text), into) != nil {
		return // the digest was checked: whoever wrote it will read it
	}
	source, _ := row[e.of("source")].(string)
	w.how.Located(whereIs(e, row), source, a.Locator)
}

// checkStances holds the table of who disputes whom against the assertions
// that it was made from.
func (w *verifier) checkStances(ctx context.Context) error {
	want := map[string]int{}
	for _, table := range []string{"claim", "figure"} {
		rows, err := readAll(ctx, w.tx, `SELECT id, version, assertion FROM `+table, 3)
		if err != nil {
			return err
		}
		for _, row := range rows {
			var a data.Assertion
			text, _ := row[2].(string)
			if err := json.Unmarshal([]byte(text), &a); err != nil {
				return w.fault(fmt.Sprintf("%s %v version %v", table, row[0], row[1]), "its assertion: %v", err)
			}
			for _, key := range a.Disputes {
				want[fmt.Sprintf("%s %v version %v disputes %s", table, row[0], row[1], key)]++
			}
			for _, key := range a.Supports {
				want[fmt.Sprintf("%s %v version %v supports %s", table, row[0], row[1], key)]++
			}
		}
	}
	err := w.each(ctx, []string{"entity", "id", "version", "stance", "target"}, "stance", func(row []any) error {
		name := fmt.Sprintf("%v %v version %v %v %v", row...)
		if want[name] == 0 {
			return w.fault("stance", "%s, which no assertion says", name)
		}
		delete(want, name)
		return nil
	})
	if err != nil {
		return err
	}
	for name := range want {
		if err := w.fault("stance", "%s is missing", name); err != nil {
			return err
		}
	}
	return nil
}
