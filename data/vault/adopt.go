package vault

import (
	"context"
	"database/sql"
	"fmt"

	"stele/data/ledger"
)

// versionWithLog is the schema from which on every change is in the log.
const versionWithLog = 2

// adopt enters what a vault held before it had a log, and commits. The log can
// say no more of such rows than that they have not changed since.
func (v *Vault) adopt(ctx context.Context, tx *sql.Tx) error {
	s, err := v.sealer(ctx, tx)
	if err != nil {
		return err
	}
	for _, e := range versioned {
		if err := s.adoptVersions(ctx, e); err != nil {
			return fmt.Errorf("enter %ss in the log: %w", e.table, err)
		}
	}
	if err := s.adoptImports(ctx); err != nil {
		return fmt.Errorf("enter imports in the log: %w", err)
	}
	if err := s.adoptAnchors(ctx); err != nil {
		return fmt.Errorf("enter anchors in the log: %w", err)
	}
	return s.commit(ctx)
}

func (s *sealer) adoptAnchors(ctx context.Context) error {
	rows, err := readAll(ctx, s.tx, `SELECT seq, subject, lon_e7, lat_e7 FROM anchor ORDER BY seq`, 4)
	if err != nil || len(rows) == 0 {
		return err
	}
	list := make([]anchorRow, len(rows))
	for i, row := range rows {
		list[i] = anchorRow{row[0].(int64), row[1].(string), Anchor{row[2].(int64), row[3].(int64)}}
	}
	return s.addAnchoring(ctx, list, `UPDATE anchor SET subject = ?2, lon_e7 = ?3, lat_e7 = ?4, anchoring = ?5, place = ?6, salt = ?7 WHERE seq = ?1`)
}

// adoptVersions gives rows their digest in the form of today, and a leaf.
func (s *sealer) adoptVersions(ctx context.Context, e entity) error {
	set, err := s.tx.PrepareContext(ctx, `UPDATE `+e.table+` SET digest = ?, leaf = ?, salt = ? WHERE id = ? AND version = ?`)
	if err != nil {
		return err
	}
	query := "SELECT " + joined(e.columns) + " FROM " + e.table + " WHERE leaf IS NULL LIMIT 1000"
	for {
		rows, err := readAll(ctx, s.tx, query, len(e.columns))
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if err := s.adoptVersion(ctx, e, row, set); err != nil {
				return err
			}
		}
	}
}

func (s *sealer) adoptVersion(ctx context.Context, e entity, row []any, set *sql.Stmt) error {
	of, err := e.versionOf(row)
	if err != nil {
		return err
	}
	digest, err := s.digester.Sum(e.form, e.contentOf(row)...)
	if err != nil {
		return err
	}
	leaf, salt, err := s.sealVersion(ctx, of, digest)
	if err != nil {
		return err
	}
	_, err = set.ExecContext(ctx, digest[:], leaf, salt, of.ID, of.Version)
	return err
}

func (s *sealer) sealVersion(ctx context.Context, of ledger.VersionOf, content ledger.Digest) (int64, []byte, error) {
	return s.seal(ctx, s.digester.Fact(of, content))
}

func (s *sealer) adoptImports(ctx context.Context) error {
	e := eventOf("import")
	rows, err := readAll(ctx, s.tx, "SELECT "+joined(e.columns)+" FROM import ORDER BY id", len(e.columns))
	if err != nil {
		return err
	}
	set, err := s.tx.PrepareContext(ctx, `UPDATE import SET leaf = ?, salt = ? WHERE id = ?`)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := s.sealRow(ctx, e, row, set); err != nil {
			return err
		}
	}
	return nil
}

// versionOf reads what is around the content of a row of all columns.
func (e entity) versionOf(row []any) (v ledger.VersionOf, err error) {
	v.Entity = e.table
	var is [4]bool
	v.ID, is[0] = row[0].(string)
	n, ok := row[1].(int64)
	v.Version, is[1] = int(n), ok
	v.Import, is[2] = row[e.origin(atImport)].(int64)
	v.RecordedAt, is[3] = row[e.origin(atRecorded)].(string)
	if e.table == "record" {
		v.Row, ok = row[e.origin(atRow)].(int64)
	}
	if !ok || is != [4]bool{true, true, true, true} {
		return v, fmt.Errorf("%s %v version %v: it has columns of a wrong kind", e.table, row[0], row[1])
	}
	return v, nil
}

// contentOf returns the content of a row of all columns.
func (e entity) contentOf(row []any) []any { return row[2 : 2+len(e.content)] }

func readAll(ctx context.Context, q querier, query string, columns int, args ...any) (list [][]any, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		row, to := values(columns)
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		list = append(list, row)
	}
	return list, rows.Err()
}

// saltOf reads a leaf's number and salt; false if a row is not in the log.
func saltOf(leaf, salt any) (int64, ledger.Salt, bool) {
	var s ledger.Salt
	n, ok := leaf.(int64)
	b, isBytes := salt.([]byte)
	copy(s[:], b)
	return n, s, ok && isBytes && len(b) == len(s)
}
