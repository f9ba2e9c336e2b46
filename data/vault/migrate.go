package vault

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer means that the vault was written by a newer Stele than this one.
var ErrNewer = errors.New("the vault was written by a newer stele; use that one")

// migrate brings the vault to the newest schema: each migration once, in the
// order of their numbers, in a transaction of its own.
func (v *Vault) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var at int
	if err := v.write.QueryRowContext(ctx, versionOfSchema).Scan(&at); err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if at > len(files) {
		return ErrNewer
	}
	for n := at + 1; n <= len(files); n++ {
		if err := v.apply(ctx, files[n-1], n); err != nil {
			return fmt.Errorf("migrate to version %d: %w", n, err)
		}
	}
	return nil
}

func (v *Vault) apply(ctx context.Context, file string, version int) error {
	script, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	tx, err := v.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	// Somebody else may have got here first.
	var at int
	if err := tx.QueryRowContext(ctx, versionOfSchema).Scan(&at); err != nil || at >= version {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, setVersionOfSchema(version)); err != nil {
		return err
	}
	if version == versionWithLog {
		return v.adopt(ctx, tx)
	}
	return tx.Commit()
}

// schemaInto makes the newest schema in an empty database and returns its number.
func schemaInto(ctx context.Context, db *sql.DB) (int, error) {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		script, err := migrations.ReadFile(file)
		if err != nil {
			return 0, err
		}
		if _, err := db.ExecContext(ctx, string(script)); err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
	}
	return len(files), nil
}
