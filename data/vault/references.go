package vault

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stele/data"
)

// reference is a question that finds what points at nothing: it gives who
// points and where to. It looks at the batch's own rows only.
type reference struct{ what, query string }

// mend says what is to be done about it, by what is not there: not all of it can
// be imported.
func (r reference) mend() string {
	switch {
	case strings.Contains(r.what, "no source"):
		return "name a source that there is (stele source list), or record this one first with stele source add"
	case strings.Contains(r.what, "no agent"):
		return "name an agent that there is (stele agent list), or record this one first with stele agent add"
	case strings.Contains(r.what, "no claim or figure"):
		return "name a claim or figure that there is (stele claim list, figure list), or record this one first with stele claim add or figure add"
	}
	return "name a record that there is (stele review list), or import this one before or with what names it"
}

var recordReferences = []reference{
	{"record %s: there is no source %q", `SELECT r.key, r.source FROM record r WHERE r.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM source s WHERE s.key = r.source)`},
	{"record %s: there is no agent %q", `SELECT r.key, r.asserted_by FROM record r WHERE r.import_id = ?1 AND r.asserted_by <> ''
		AND NOT EXISTS (SELECT 1 FROM agent a WHERE a.key = r.asserted_by)`},
	{"record %s: there is no place %q", `SELECT r.key, r.place FROM record r WHERE r.import_id = ?1 AND r.place <> ''
		AND NOT EXISTS (SELECT 1 FROM record p WHERE p.collection = substr(r.place, 1, instr(r.place, '/') - 1) AND p.key = substr(r.place, instr(r.place, '/') + 1))`},
}

var otherReferences = []reference{
	{"source %s: there is no agent %q", `SELECT s.key, s.agent FROM source s WHERE s.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM agent a WHERE a.key = s.agent)`},
	{"claim %s: there is no source %q", `SELECT c.key, c.source FROM claim c WHERE c.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM source s WHERE s.key = c.source)`},
	{"claim %s: there is no source %q, which it names as on the way", `SELECT c.key, v.value FROM claim c, json_each(c.assertion, '$.via') v WHERE c.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM source s WHERE s.key = v.value)`},
	{"claim %s: there is no agent %q", `SELECT c.key, c.asserted_by FROM claim c WHERE c.import_id = ?1 AND c.asserted_by <> ''
		AND NOT EXISTS (SELECT 1 FROM agent a WHERE a.key = c.asserted_by)`},
	{"claim %s: there is no subject %q", `SELECT c.key, c.subject FROM claim c WHERE c.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM record p WHERE p.collection = substr(c.subject, 1, instr(c.subject, '/') - 1) AND p.key = substr(c.subject, instr(c.subject, '/') + 1))`},
	{"figure %s: there is no source %q", `SELECT f.key, f.source FROM figure f WHERE f.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM source s WHERE s.key = f.source)`},
	{"figure %s: there is no source %q, which it names as on the way", `SELECT f.key, v.value FROM figure f, json_each(f.assertion, '$.via') v WHERE f.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM source s WHERE s.key = v.value)`},
	{"figure %s: there is no agent %q", `SELECT f.key, f.asserted_by FROM figure f WHERE f.import_id = ?1 AND f.asserted_by <> ''
		AND NOT EXISTS (SELECT 1 FROM agent a WHERE a.key = f.asserted_by)`},
	{"figure %s: there is no scope %q", `SELECT f.key, f.scope FROM figure f WHERE f.import_id = ?1
		AND NOT EXISTS (SELECT 1 FROM record p WHERE p.collection = substr(f.scope, 1, instr(f.scope, '/') - 1) AND p.key = substr(f.scope, instr(f.scope, '/') + 1))`},
	{"%s: there is no claim or figure %q", `SELECT s.entity || ' ' || s.id, s.target FROM stance s
		WHERE (s.id IN (SELECT id FROM claim WHERE import_id = ?1) OR s.id IN (SELECT id FROM figure WHERE import_id = ?1))
		AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.key = s.target) AND NOT EXISTS (SELECT 1 FROM figure f WHERE f.key = s.target)`},
}

// danglingShown bounds how many dangling references an error lists.
const danglingShown = 20

// targets are what a batch's records point at: many of them at few.
type targets struct {
	rows map[target]bool
	more bool // than are kept
}

// target is a source or an agent by its key, or a record.
type target struct{ table, collection, key string }

const targetsKept = 10_000

// add notes what a record points at.
func (t *targets) add(r data.Record) {
	t.note(target{"source", "", r.Source})
	if r.AssertedBy != "" {
		t.note(target{"agent", "", r.AssertedBy})
	}
	if !r.Place.IsZero() {
		t.note(target{"record", r.Place.Collection, r.Place.Key})
	}
}

func (t *targets) note(at target) {
	if t.more = t.more || len(t.rows) == targetsKept; t.more || t.rows[at] {
		return
	}
	if t.rows == nil {
		t.rows = map[target]bool{}
	}
	t.rows[at] = true
}

// there reports that the vault has all that the batch's records point at. If
// it does not know, it is false.
func (b *Batch) there(ctx context.Context) (bool, error) {
	if b.targets.more {
		return false, nil
	}
	for t := range b.targets.rows {
		query, args := `SELECT EXISTS (SELECT 1 FROM `+t.table+` WHERE key = ?)`, []any{t.key}
		if t.table == "record" {
			query, args = `SELECT EXISTS (SELECT 1 FROM record WHERE key = ? AND collection = ?)`, append(args, t.collection)
		}
		var is bool
		if err := b.tx.QueryRowContext(ctx, query, args...).Scan(&is); err != nil || !is {
			return false, err
		}
	}
	return true, nil
}

// checkReferences refuses a batch that points at something the vault does not
// have. It is asked at the end, because rows of one batch may point forward.
func (b *Batch) checkReferences(ctx context.Context) error {
	there, err := b.there(ctx)
	if err != nil {
		return fmt.Errorf("check references: %w", err)
	}
	references := otherReferences
	if !there {
		references = slices.Concat(recordReferences, otherReferences)
	}
	var found, mends []string
	for _, ref := range references {
		list, err := b.dangling(ctx, ref.what, ref.query)
		if err != nil {
			return fmt.Errorf("check references: %w", err)
		}
		found = append(found, list...)
		if len(list) > 0 && !slices.Contains(mends, ref.mend()) {
			mends = append(mends, ref.mend())
		}
	}
	if len(found) == 0 {
		return nil
	}
	more := ""
	if len(found) > danglingShown {
		found, more = found[:danglingShown], "\n  and more"
	}
	return fmt.Errorf("references point at nothing:\n  %s%s\n  %s", strings.Join(found, "\n  "), more, strings.Join(mends, "\n  "))
}

func (b *Batch) dangling(ctx context.Context, what, query string) (found []string, err error) {
	rows, err := b.tx.QueryContext(ctx, query+fmt.Sprintf(" LIMIT %d", danglingShown+1), b.imp)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var from, to string
		if err := rows.Scan(&from, &to); err != nil {
			return nil, err
		}
		found = append(found, fmt.Sprintf(what, from, to))
	}
	return found, rows.Err()
}
