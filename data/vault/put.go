package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"stele/data/ledger"
)

// named says what a row is called: by its file, and by its ID if it has one
// already. isNew is a row without a key, which nothing can have come before.
type named struct {
	collection, key, given string
	isNew                  bool
}

// version is the newest one that the vault has of a row; its zero value is none.
type version struct {
	id     string
	number int
	digest ledger.Digest
	source string // of a record
}

// Taken says what became of an agent, source, claim or figure that a batch took.
type Taken struct {
	Entity, Key, ID string
	Version         int  // its newest
	IsSame          bool // the vault had that version as it is: none was added
}

// about are the columns that say what a claim or figure is about. Its versions
// have them in common: what is about something else is another row.
var about = map[string][2]string{"claim": {"subject", "property"}, "figure": {"scope", "measure"}}

// put adds a version of an agent, source, claim or figure with this content, in
// the order of its form, and its leaf. It returns the row's ID and version;
// version 0 means that the vault has the row already, as it is.
func (b *Batch) put(ctx context.Context, table string, content []any, name named) (string, int, error) {
	if name.key == "" {
		return "", 0, fmt.Errorf("%s without a key", table)
	}
	// The log has the rows in the order in which they came.
	if err := b.putRecords(ctx); err != nil {
		return "", 0, err
	}
	e := entityOf(table)
	digest, err := b.log.digester.Sum(e.form, content...)
	if err != nil {
		return "", 0, fmt.Errorf("%s %s: %w", table, name.key, err)
	}
	if err := b.see(ctx, table, name, 0); err != nil {
		return "", 0, err
	}
	newest, err := b.newest(ctx, table, name.key)
	if err != nil {
		return "", 0, fmt.Errorf("look up %s %s: %w", table, name.key, err)
	}
	id, n, err := b.next(name, newest, digest)
	if err != nil {
		return id, 0, err
	}
	if n == 0 {
		b.Taken = append(b.Taken, Taken{table, name.key, id, newest.number, true})
		return id, 0, nil
	}
	if n > 1 {
		if err := b.checkAbout(ctx, e, name.key, newest, content); err != nil {
			return "", 0, err
		}
	}
	b.Taken = append(b.Taken, Taken{table, name.key, id, n, false})
	args, err := b.sealed(ctx, nil, ledger.VersionOf{Entity: table, ID: id, Version: n}, content, digest)
	if err != nil {
		return "", 0, err
	}
	return id, n, b.exec(ctx, e.insert, args...)
}

// isBlank reports that a text shows a reader nothing.
func isBlank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// checkAbout refuses a version that is about something else than the one before
// it: what that one says would be gone from what is published, and nobody told.
func (b *Batch) checkAbout(ctx context.Context, e entity, key string, newest version, content []any) error {
	columns, ok := about[e.table]
	if !ok {
		return nil
	}
	var was [2]string
	err := b.tx.QueryRowContext(ctx, `SELECT `+joined(columns[:])+` FROM `+e.table+` WHERE id = ? AND version = ?`, newest.id, newest.number).Scan(&was[0], &was[1])
	if err != nil {
		return fmt.Errorf("look up %s %s: %w", e.table, key, err)
	}
	is := [2]any{content[e.of(columns[0])-2], content[e.of(columns[1])-2]}
	if is[0] != any(was[0]) || is[1] != any(was[1]) {
		return fmt.Errorf("%s %s is there already, about %s of %s; one about %v of %v needs another key (--key)", e.table, key, was[1], was[0], is[1], is[0])
	}
	return nil
}

// next returns the ID and version that a row of this content gets. Version 0
// means that the vault has the row already, as it is.
func (b *Batch) next(name named, newest version, digest ledger.Digest) (id string, n int, err error) {
	switch {
	case newest.number == 0 && name.given == "":
		id, err = b.v.newID()
		return id, 1, err
	case newest.number == 0:
		return name.given, 1, nil
	case newest.digest == digest:
		return newest.id, 0, nil
	}
	return newest.id, newest.number + 1, nil
}

// sealed enters a version in the log and appends the columns of its row, in the
// order of its entity, to args.
func (b *Batch) sealed(ctx context.Context, args []any, of ledger.VersionOf, content []any, digest ledger.Digest) ([]any, error) {
	of.Import, of.RecordedAt = b.imp, b.at
	leaf, salt, err := b.log.sealVersion(ctx, of, digest)
	if err != nil {
		return nil, err
	}
	args = append(append(args, of.ID, of.Version), content...)
	args = append(args, digest[:], b.imp, b.at, leaf, salt)
	if of.Entity == "record" {
		args = append(args, of.Row)
	}
	return args, nil
}

// newest looks up a row that is no record.
func (b *Batch) newest(ctx context.Context, table, key string) (v version, err error) {
	stmt, err := b.prepare(ctx, `SELECT id, version, digest FROM `+table+` WHERE key = ? ORDER BY version DESC LIMIT 1`)
	if err != nil {
		return v, err
	}
	var digest []byte
	err = stmt.QueryRowContext(ctx, key).Scan(&v.id, &v.number, &digest)
	if errors.Is(err, sql.ErrNoRows) {
		return version{}, nil
	}
	copy(v.digest[:], digest)
	return v, err
}
