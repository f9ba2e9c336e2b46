package vault

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"stele/data"
	"stele/data/edtf"
	"stele/data/ledger"
)

// Batch is one import: all of its rows land as drafts, or none does.
// It is not safe for concurrent use.
type Batch struct {
	v       *Vault
	tx      *sql.Tx
	log     *sealer
	stmts   map[string]*sql.Stmt
	imp     int64
	at      string
	Added   int // records that the vault did not have
	Changed int // records that supersede an earlier version
	Same    int // records that the vault has as they are
}

// Import says where a batch came from. By is who ran it.
type Import struct {
	Name   string
	Format string
	SHA256 string
	Bytes  int64
	By     string
}

// Begin starts a batch. Other writers wait until it ends.
func (v *Vault) Begin(ctx context.Context) (*Batch, error) {
	tx, err := v.begin(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin import: %w", err)
	}
	b := &Batch{v: v, tx: tx, stmts: map[string]*sql.Stmt{}, at: v.now().UTC().Format(time.RFC3339)}
	if err := b.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("begin import: %w", err), tx.Rollback())
	}
	return b, nil
}

func (b *Batch) start(ctx context.Context) error {
	// seen finds a key that stands twice in one file without holding the
	// file's keys in memory.
	for _, q := range []string{
		`DROP TABLE IF EXISTS temp.seen`,
		`CREATE TEMP TABLE seen (name TEXT PRIMARY KEY, at INTEGER NOT NULL)`,
	} {
		if _, err := b.tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	var err error
	if b.log, err = b.v.sealer(ctx, b.tx); err != nil {
		return err
	}
	// The import's own row is written last, when its hash is known; the
	// transaction holds off other writers, so the number stays free.
	return b.tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) + 1 FROM import`).Scan(&b.imp)
}

// Rollback drops the batch. After Commit it does nothing.
func (b *Batch) Rollback() error {
	if err := b.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// Commit checks that no reference of the vault dangles, notes where the batch
// came from and makes it durable.
func (b *Batch) Commit(ctx context.Context, from Import) error {
	if err := b.checkReferences(ctx); err != nil {
		return err
	}
	if err := b.log.add(ctx, "import", b.imp, from.Name, from.Format, from.SHA256, from.Bytes, b.at, from.By); err != nil {
		return fmt.Errorf("record import: %w", err)
	}
	if err := b.log.commit(ctx); err != nil {
		return fmt.Errorf("commit import: %w", err)
	}
	return nil
}

// Add takes one record of row number row. A key that the batch has seen is a
// *data.DuplicateError.
func (b *Batch) Add(ctx context.Context, row int, r data.Record) (err error) {
	noKey := r.Key == ""
	if noKey {
		if r.ID, err = b.v.newID(); err != nil {
			return err
		}
		r.Key = r.ID
	}
	columns, err := recordColumns(r)
	if err != nil {
		return fmt.Errorf("record %s: %w", r.Key, err)
	}
	_, _, err = b.put(ctx, "record", columns, named{r.Collection, r.Key, r.ID, noKey}, row)
	return err
}

// See notes that the batch's file has a record of that key in row, as Add does.
func (b *Batch) See(ctx context.Context, row int, collection, key string) error {
	return b.see(ctx, "record/"+collection+"/"+key, row)
}

// AddAgent takes one agent.
func (b *Batch) AddAgent(ctx context.Context, a data.Agent) error {
	_, _, err := b.put(ctx, "agent", []any{a.Key, a.Name, a.Kind, a.Consent, a.Note}, named{key: a.Key, given: a.ID}, 0)
	return err
}

// AddSource takes one source.
func (b *Batch) AddSource(ctx context.Context, s data.Source) error {
	if err := data.CheckLanguage(s.Language); err != nil {
		return fmt.Errorf("source %s: language: %w", s.Key, err)
	}
	id := s.ID
	s.ID = ""
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("source %s: %w", s.Key, err)
	}
	_, _, err = b.put(ctx, "source", []any{s.Key, s.Kind, s.Title, s.Agent, s.Perspective, string(body)}, named{key: s.Key, given: id}, 0)
	return err
}

// AddClaim takes one claim.
func (b *Batch) AddClaim(ctx context.Context, c data.Claim) error {
	if !data.IsProperty(c.Property) {
		return fmt.Errorf("claim %s: its property is no word of a-z, 0-9 and _ that begins with a letter", c.Key)
	}
	assertion, err := json.Marshal(c.Assertion)
	if err != nil {
		return fmt.Errorf("claim %s: %w", c.Key, err)
	}
	earliest, latest := days(c.When)
	id, version, err := b.put(ctx, "claim", []any{
		c.Key, c.Subject.String(), c.Property, string(c.Value), c.When.String(), earliest, latest, c.WhenRole,
		c.Source, c.AssertedBy, c.Rank, string(assertion),
	}, named{key: c.Key, given: c.ID}, 0)
	if err != nil || version == 0 {
		return err
	}
	return b.addStances(ctx, "claim", id, version, c.Assertion)
}

// AddFigure takes one figure, whose numbers are checked (data.Figure.Check).
func (b *Batch) AddFigure(ctx context.Context, f data.Figure) error {
	if err := f.Check(); err != nil {
		return fmt.Errorf("figure %s: %w", f.Key, err)
	}
	assertion, err := json.Marshal(f.Assertion)
	if err != nil {
		return fmt.Errorf("figure %s: %w", f.Key, err)
	}
	earliest, latest := days(f.When)
	id, version, err := b.put(ctx, "figure", []any{
		f.Key, f.Scope.String(), f.Measure, f.Low, f.Best, f.High, f.Comparator, f.Word, f.When.String(), earliest, latest, f.WhenRole,
		f.Source, f.AssertedBy, f.Rank, string(assertion),
	}, named{key: f.Key, given: f.ID}, 0)
	if err != nil || version == 0 {
		return err
	}
	return b.addStances(ctx, "figure", id, version, f.Assertion)
}

func (b *Batch) addStances(ctx context.Context, entity, id string, version int, a data.Assertion) error {
	for stance, targets := range map[string][]string{"disputes": a.Disputes, "supports": a.Supports} {
		for _, t := range targets {
			err := b.exec(ctx, `INSERT INTO stance (entity, id, version, stance, target) VALUES (?,?,?,?,?)`, entity, id, version, stance, t)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// named says what a row is called: by its file, and by its ID if it has one
// already. isNew is a row without a key, which nothing can have come before.
type named struct {
	collection, key, given string
	isNew                  bool
}

// put adds a version of a row with this content, in the order of its form, and
// its leaf. It returns the row's ID and version; version 0 means that the vault
// has the row already, as it is.
func (b *Batch) put(ctx context.Context, table string, content []any, name named, row int) (string, int, error) {
	e := entityOf(table)
	digest, err := b.log.digester.Sum(e.form, content...)
	if err != nil {
		return "", 0, fmt.Errorf("%s %s: %w", table, name.key, err)
	}
	id, n, err := b.next(ctx, table, name, row, digest)
	if err != nil || n == 0 {
		return id, 0, err
	}
	of := ledger.VersionOf{Entity: table, ID: id, Version: n, Import: b.imp, RecordedAt: b.at}
	if table == "record" {
		of.Row = int64(row)
	}
	leaf, salt, err := b.log.sealVersion(ctx, of, digest)
	if err != nil {
		return "", 0, err
	}
	args := make([]any, 0, len(e.columns))
	args = append(append(append(args, id, n), content...), digest[:], b.imp, b.at, leaf, salt)
	if table == "record" {
		args = append(args, row)
	}
	return id, n, b.exec(ctx, e.insert, args...)
}

// next finds the ID and version that a row of this content gets. Version 0
// means that the vault has the row already, as it is.
func (b *Batch) next(ctx context.Context, table string, name named, row int, digest ledger.Digest) (string, int, error) {
	if name.isNew {
		b.Added++
		return name.given, 1, nil
	}
	if name.key == "" {
		return "", 0, fmt.Errorf("%s without a key", table)
	}
	if err := b.see(ctx, table+"/"+name.collection+"/"+name.key, row); err != nil {
		return "", 0, err
	}
	id, version, had, err := b.latest(ctx, table, name.collection, name.key)
	if err != nil {
		return "", 0, fmt.Errorf("look up %s %s: %w", table, name.key, err)
	}
	if version == 0 {
		if id = name.given; id == "" {
			if id, err = b.v.newID(); err != nil {
				return "", 0, err
			}
		}
	}
	same := version > 0 && bytes.Equal(had, digest[:])
	if table == "record" {
		b.count(version, same)
	}
	if same {
		return id, 0, nil
	}
	return id, version + 1, nil
}

func (b *Batch) count(version int, same bool) {
	switch {
	case version == 0:
		b.Added++
	case same:
		b.Same++
	default:
		b.Changed++
	}
}

// see notes that the batch holds name at row, and refuses it the second time.
func (b *Batch) see(ctx context.Context, name string, row int) error {
	stmt, err := b.prepare(ctx, `INSERT INTO temp.seen (name, at) VALUES (?, ?) ON CONFLICT DO NOTHING`)
	if err != nil {
		return err
	}
	r, err := stmt.ExecContext(ctx, name, row)
	if err != nil {
		return fmt.Errorf("note %s: %w", name, err)
	}
	if n, err := r.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var first int
	if err := b.tx.QueryRowContext(ctx, `SELECT at FROM temp.seen WHERE name = ?`, name).Scan(&first); err != nil {
		return err
	}
	return &data.DuplicateError{FirstRow: first}
}

var latestOf = map[string]string{
	"agent":  `SELECT id, version, digest FROM agent WHERE '' = ? AND key = ? ORDER BY version DESC LIMIT 1`,
	"source": `SELECT id, version, digest FROM source WHERE '' = ? AND key = ? ORDER BY version DESC LIMIT 1`,
	"claim":  `SELECT id, version, digest FROM claim WHERE '' = ? AND key = ? ORDER BY version DESC LIMIT 1`,
	"figure": `SELECT id, version, digest FROM figure WHERE '' = ? AND key = ? ORDER BY version DESC LIMIT 1`,
	"record": `SELECT id, version, digest FROM record WHERE collection = ? AND key = ? ORDER BY version DESC LIMIT 1`,
}

func (b *Batch) latest(ctx context.Context, entity, collection, key string) (id string, version int, digest []byte, err error) {
	stmt, err := b.prepare(ctx, latestOf[entity])
	if err != nil {
		return "", 0, nil, err
	}
	err = stmt.QueryRowContext(ctx, collection, key).Scan(&id, &version, &digest)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, nil, nil
	}
	return id, version, digest, err
}

func (b *Batch) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := b.stmts[query]; ok {
		return s, nil
	}
	s, err := b.tx.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	b.stmts[query] = s // closed with the transaction
	return s, nil
}

func (b *Batch) exec(ctx context.Context, query string, args ...any) error {
	stmt, err := b.prepare(ctx, query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(ctx, args...)
	return err
}

// days gives the columns of a date: null where it is open or absent.
func days(d edtf.Date) (earliest, latest any) {
	if d.IsZero() {
		return nil, nil
	}
	if e := d.Earliest(); e != edtf.MinDay {
		earliest = int64(e)
	}
	if l := d.Latest(); l != edtf.MaxDay {
		latest = int64(l)
	}
	return earliest, latest
}

// Summary says in words what the batch did.
func (b *Batch) Summary() string {
	return fmt.Sprintf("%d new, %d changed, %d as they were", b.Added, b.Changed, b.Same)
}
