package vault

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"stele/data"
)

// Redaction is what taking rows out has done.
type Redaction struct {
	Rows int // versions taken out
	// Naming lists, as "claim k3v9...", rows that are still there and name one
	// that is not: they may tell what it told.
	Naming []string
	// Files are copies, by SHA-256, that no source names any more. The vault
	// has let go of them; they are to be deleted from the archive.
	Files []string
}

// Redact takes all versions of rows with these public IDs out of the vault for
// good: content, digest and salt. A tombstone stays with who did it and why, and
// so does the leaf, a hash that without its salt nobody can make anything of;
// proofs that were given before still hold. It is not for mistakes, which a new
// version corrects, but for what must not be kept. Of an unknown ID it is
// ErrUnknown, and nothing is done; of one that is out already it makes sure that
// the file remembers nothing.
func (v *Vault) Redact(ctx context.Context, ids []string, by, reason string) (Redaction, error) {
	checked, err := checkDecision(data.Decision{By: by, Reason: reason})
	if err != nil {
		return Redaction{}, err
	}
	tx, err := v.write.BeginTx(ctx, nil)
	if err != nil {
		return Redaction{}, err
	}
	defer tx.Rollback()
	s, err := v.sealer(ctx, tx)
	if err != nil {
		return Redaction{}, err
	}
	r := &redactor{sealer: s, by: checked.By, reason: checked.Reason, at: v.now().UTC().Format(time.RFC3339)}
	for _, id := range ids {
		if err := r.redact(ctx, id); err != nil {
			return Redaction{}, fmt.Errorf("redact %s: %w", id, err)
		}
	}
	if err := s.commit(ctx); err != nil {
		return Redaction{}, err
	}
	return r.done, v.forget(ctx)
}

type redactor struct {
	*sealer
	by, reason, at string
	done           Redaction
}

func (r *redactor) redact(ctx context.Context, id string) error {
	for _, e := range versioned {
		rows, err := readAll(ctx, r.tx, "SELECT "+joined(e.columns)+" FROM "+e.table+" WHERE id = ? ORDER BY version", len(e.columns), id)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := r.redactVersion(ctx, e, row); err != nil {
				return err
			}
		}
		if len(rows) > 0 {
			return r.after(ctx, e, rows)
		}
	}
	var before int
	err := r.tx.QueryRowContext(ctx, `SELECT count(*) FROM redaction WHERE id = ?`, id).Scan(&before)
	if err != nil {
		return err
	}
	if before == 0 {
		return ErrUnknown
	}
	return r.anchorsOf(ctx, id, id) // an earlier Stele left those of each audience
}

func (r *redactor) redactVersion(ctx context.Context, e entity, row []any) error {
	if err := r.bury(ctx, e.table, row[0], row[1], row[e.origin(atLeaf)]); err != nil {
		return err
	}
	if _, err := r.tx.ExecContext(ctx, `DELETE FROM stance WHERE entity = ? AND id = ? AND version = ?`, e.table, row[0], row[1]); err != nil {
		return err
	}
	_, err := r.tx.ExecContext(ctx, `DELETE FROM `+e.table+` WHERE id = ? AND version = ?`, row[0], row[1])
	r.done.Rows++
	return err
}

// bury adds a tombstone, without which the vault lets nothing be deleted.
func (r *redactor) bury(ctx context.Context, table string, id, version, leaf any) error {
	var seq int64
	if err := r.tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM redaction`).Scan(&seq); err != nil {
		return err
	}
	return r.add(ctx, "redaction", seq, table, id, version, leaf, r.by, r.at, r.reason)
}

// after takes out what belongs to a row that is gone, and looks who names it.
func (r *redactor) after(ctx context.Context, e entity, rows [][]any) error {
	id, _ := rows[0][0].(string)
	key, _ := rows[0][e.of("key")].(string)
	switch e.table {
	case "record":
		collection, _ := rows[0][e.of("collection")].(string)
		if err := r.anchorsOf(ctx, id, id); err != nil {
			return err
		}
		if err := r.groupsOf(ctx, id, e, rows); err != nil {
			return err
		}
		return r.naming(ctx, data.Ref{Collection: collection, Key: key}.String(),
			`SELECT 'claim ' || id FROM claim WHERE subject = ?1 UNION SELECT 'figure ' || id FROM figure WHERE scope = ?1
			UNION SELECT 'record ' || id FROM record WHERE place = ?1 ORDER BY 1`)
	case "source":
		for _, row := range rows {
			if err := r.copyOf(ctx, id, row[e.of("body")]); err != nil {
				return err
			}
		}
		return r.naming(ctx, key, `SELECT 'claim ' || id FROM claim WHERE source = ?1 UNION SELECT 'figure ' || id FROM figure WHERE source = ?1
			UNION SELECT 'record ' || id FROM record WHERE source = ?1 ORDER BY 1`)
	}
	return nil
}

func (r *redactor) naming(ctx context.Context, name, query string) error {
	rows, err := readAll(ctx, r.tx, query, 1, name)
	for _, row := range rows {
		r.done.Naming = append(r.done.Naming, row[0].(string))
	}
	return err
}

// anchorsOf takes out the anchors of a subject, which are positions, for
// whichever audience they were made. An audience's name may hold anything, so
// it is the end of a subject that tells. Should the key of another group end
// alike, its anchors go too, and its next cells come from where it is then.
func (r *redactor) anchorsOf(ctx context.Context, id, subject string) error {
	rows, err := readAll(ctx, r.tx, `SELECT seq, anchoring, place FROM anchor
		WHERE subject = ?1 OR substr(subject, -length(?1) - 1) = ' ' || ?1 ORDER BY seq`, 3, subject)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := r.bury(ctx, "anchor", id, row[2], row[1]); err != nil {
			return err
		}
		if _, err := r.tx.ExecContext(ctx, `DELETE FROM anchor WHERE seq = ?`, row[0]); err != nil {
			return err
		}
	}
	return nil
}

// copyOf lets go of a source's copy that no other source names.
func (r *redactor) copyOf(ctx context.Context, id string, body any) error {
	var s data.Source
	text, _ := body.(string)
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return err
	}
	var leaf int64
	err := r.tx.QueryRowContext(ctx, `SELECT leaf FROM archived WHERE sha256 = ?`, s.Archive.SHA256).Scan(&leaf)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	var others int
	err = r.tx.QueryRowContext(ctx, `SELECT count(*) FROM source WHERE body LIKE ?`, "%"+s.Archive.SHA256+"%").Scan(&others)
	if err != nil || others > 0 {
		return err
	}
	if err := r.bury(ctx, "archived", id, 0, leaf); err != nil {
		return err
	}
	r.done.Files = append(r.done.Files, s.Archive.SHA256)
	_, err = r.tx.ExecContext(ctx, `DELETE FROM archived WHERE sha256 = ?`, s.Archive.SHA256)
	return err
}
