package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// File is a file of the archive, as the vault knows it.
type File struct {
	SHA256    string // in hex
	Bytes     int64
	MediaType string
}

// AddFile notes that the archive holds a file, and who put it there. One that
// is noted already is left as it is.
func (b *Batch) AddFile(ctx context.Context, f File, by string) error {
	var known int
	err := b.tx.QueryRowContext(ctx, `SELECT 1 FROM archived WHERE sha256 = ?`, f.SHA256).Scan(&known)
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := b.log.add(ctx, "archived", f.SHA256, f.Bytes, f.MediaType, b.at, by); err != nil {
		return fmt.Errorf("note archived file %.12s: %w", f.SHA256, err)
	}
	return nil
}

// Copies lists the files of the archive that the versions of a source name, by
// SHA-256; none if the vault does not know the source.
func (v *Vault) Copies(ctx context.Context, source string) ([]File, error) {
	rows, err := v.read.QueryContext(ctx, `SELECT DISTINCT a.sha256, a.bytes, a.media_type
		FROM source s JOIN archived a ON a.sha256 = json_extract(s.body, '$.archive.sha256') WHERE s.key = ? ORDER BY a.sha256`, source)
	if err != nil {
		return nil, fmt.Errorf("list copies: %w", err)
	}
	defer rows.Close()
	var files []File
	for rows.Next() {
		var f File
		if err := rows.Scan(&f.SHA256, &f.Bytes, &f.MediaType); err != nil {
			return nil, fmt.Errorf("list copies: %w", err)
		}
		files = append(files, f)
	}
	return files, rows.Err()
}
