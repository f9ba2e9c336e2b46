package release

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"strings"
)

// Said is a digest of all that is said about one record: its names, claims,
// figures and shown values; and one of its history.
type Said struct {
	ID       string
	Digest   [sha256.Size]byte
	Past     [sha256.Size]byte
	Versions int // in its history
}

// SaidByID yields the digests of a collection's records by ID; a record about
// which nothing is said is not among them.
func (r *Reader) SaidByID(ctx context.Context, collection string) iter.Seq2[Said, error] {
	return func(yield func(Said, error) bool) {
		if err := r.saidByID(ctx, collection, func(s Said) bool { return yield(s, nil) }); err != nil {
			yield(Said{}, err)
		}
	}
}

func (r *Reader) saidByID(ctx context.Context, collection string, yield func(Said) bool) error {
	rows, err := r.db.QueryContext(ctx, saidQuery(), collection+"/")
	if err != nil {
		return fmt.Errorf("read what is said: %w", err)
	}
	defer rows.Close()
	var one Said
	digest, past := sha256.New(), sha256.New()
	end := func() bool {
		if one.ID == "" {
			return true
		}
		digest.Sum(one.Digest[:0])
		past.Sum(one.Past[:0])
		return yield(one)
	}
	for rows.Next() {
		var subject, table, row string
		if err := rows.Scan(&subject, &table, &row); err != nil {
			return fmt.Errorf("read what is said: %w", err)
		}
		if id := strings.TrimPrefix(subject, collection+"/"); id != one.ID {
			if !end() {
				return nil
			}
			one = Said{ID: id}
			digest.Reset()
			past.Reset()
		}
		h := digest
		if table == historyTable.name {
			h = past
			one.Versions++
		}
		fmt.Fprintf(h, "%s %d %s", table, len(row), row)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read what is said: %w", err)
	}
	end()
	return nil
}

// saidQuery selects subject, table and row, as JSON, of every statement, in an
// order that does not depend on that of the file.
func saidQuery() string {
	var selects []string
	for _, t := range []struct {
		table   table
		subject string
	}{{nameTable, "subject"}, {claimTable, "subject"}, {figureTable, "scope"}, {shownTable, "subject"}, {historyTable, "subject"}} {
		selects = append(selects, fmt.Sprintf("SELECT %s AS subject, '%s' AS part, json_array(%s) AS body FROM %s WHERE substr(%[1]s, 1, length(?1)) = ?1",
			quote(t.subject), t.table.name, t.table.names(), quote(t.table.name)))
	}
	return strings.Join(selects, " UNION ALL ") + " ORDER BY 1, 2, 3"
}
