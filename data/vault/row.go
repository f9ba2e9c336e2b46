package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stele/data"
)

// Row is all that the vault knows of one row: for editors, never for a release.
type Row struct {
	Entity    string
	ID        string
	Label     string // what a reviewer knows it by
	Versions  []RowVersion
	Decisions []data.Decision // in the order in which they were made
}

// RowVersion is one version of a row and where it came from.
type RowVersion struct {
	Version    int
	RecordedAt string // RFC 3339
	Import     string // name of the file, or "demo"
	ImportedBy string
}

// Row returns the row with that public ID, or ErrUnknown.
func (v *Vault) Row(ctx context.Context, id string) (Row, error) {
	for _, e := range entities {
		r := Row{Entity: e.table, ID: id}
		err := v.read.QueryRowContext(ctx, `SELECT `+e.label+` FROM `+e.table+` WHERE id = ? ORDER BY version DESC LIMIT 1`, id).Scan(&r.Label)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return Row{}, fmt.Errorf("read %s %s: %w", e.table, id, err)
		}
		if r.Versions, err = v.versions(ctx, e.table, id); err != nil {
			return Row{}, err
		}
		r.Decisions, err = v.decisions(ctx, e.table, id)
		return r, err
	}
	return Row{}, fmt.Errorf("%s: %w", id, ErrUnknown)
}

func (v *Vault) versions(ctx context.Context, table, id string) ([]RowVersion, error) {
	return list(ctx, v.read, `SELECT t.version, t.recorded_at, i.name, i.recorded_by FROM `+table+` t
		JOIN import i ON i.id = t.import_id WHERE t.id = ? ORDER BY t.version`, func(scan func(...any) error) (r RowVersion, err error) {
		return r, scan(&r.Version, &r.RecordedAt, &r.Import, &r.ImportedBy)
	}, id)
}

func (v *Vault) decisions(ctx context.Context, table, id string) ([]data.Decision, error) {
	return list(ctx, v.read, `SELECT entity, id, version, state, by, at, reason, note, policy FROM decision
		WHERE entity = ? AND id = ? ORDER BY seq`, func(scan func(...any) error) (d data.Decision, err error) {
		var at string
		if err := scan(&d.Entity, &d.ID, &d.Version, &d.State, &d.By, &at, &d.Reason, &d.Note, &d.Policy); err != nil {
			return d, err
		}
		d.At, err = time.Parse(time.RFC3339, at)
		return d, err
	}, table, id)
}

// NewestRecord returns the newest version of the record with that public ID,
// decided or not, or ErrUnknown.
func (v *Vault) NewestRecord(ctx context.Context, id string) (data.Record, error) {
	row := v.read.QueryRowContext(ctx, `SELECT `+recordSelect+` FROM record t WHERE t.id = ? ORDER BY t.version DESC LIMIT 1`, id)
	r, _, err := scanRecord(row.Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return r, fmt.Errorf("%s: %w", id, ErrUnknown)
	}
	return r, err
}
