package vault

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"stele/data"
)

// NewestClaim returns the newest version of the claim with that public ID,
// decided or not, or ErrUnknown. It does not say how it came to be recorded.
func (v *Vault) NewestClaim(ctx context.Context, id string) (c data.Claim, err error) {
	var subject, value, when, assertion string
	row := v.read.QueryRowContext(ctx, `SELECT id, key, subject, property, value, when_text, when_role, assertion FROM claim
		WHERE id = ? ORDER BY version DESC LIMIT 1`, id)
	err = row.Scan(&c.ID, &c.Key, &subject, &c.Property, &value, &when, &c.WhenRole, &assertion)
	if errors.Is(err, sql.ErrNoRows) {
		return c, fmt.Errorf("%s: %w", id, ErrUnknown)
	}
	if err != nil {
		return c, fmt.Errorf("read claim %s: %w", id, err)
	}
	c.Value = json.RawMessage(value)
	return c, fill(&c.Subject, subject, &c.When, when, &c.Assertion, assertion)
}

// RecordID returns the public ID of the record that ref names, decided or not,
// or ErrUnknown.
func (v *Vault) RecordID(ctx context.Context, ref data.Ref) (id string, err error) {
	err = v.read.QueryRowContext(ctx, `SELECT id FROM record WHERE collection = ? AND key = ? ORDER BY version DESC LIMIT 1`, ref.Collection, ref.Key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("%s: %w", ref, ErrUnknown)
	}
	return id, err
}
