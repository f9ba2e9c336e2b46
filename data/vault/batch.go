package vault

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"stele/data"
	"stele/data/edtf"
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
	seen    seen
	records records
	targets targets
	// Of the records, when the batch is committed.
	Added   int // that the vault did not have
	Changed int // that supersede an earlier version
	Same    int // that the vault has as they are
	// Taken are the agents, sources, claims and figures, in the order in which they came.
	Taken []Taken
	// Overtaken are the changed records that were another's, once the batch is checked.
	Overtaken []Overtaken
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
	b := &Batch{v: v, tx: tx, stmts: map[string]*sql.Stmt{}, at: v.now().UTC().Format(time.RFC3339), seen: newSeen()}
	if err := b.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("begin import: %w", err), tx.Rollback())
	}
	return b, nil
}

func (b *Batch) start(ctx context.Context) (err error) {
	if _, err := b.tx.ExecContext(ctx, `DROP TABLE IF EXISTS temp.seen`); err != nil {
		return err // what the batch before left
	}
	if b.log, err = b.v.sealer(ctx, b.tx); err != nil {
		return err
	}
	// The import's own row is written last, when its hash is known; the
	// transaction holds off other writers, so the number stays free.
	return b.tx.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) + 1 FROM import`).Scan(&b.imp)
}

// Rollback drops the batch. After Commit it does nothing.
func (b *Batch) Rollback() error {
	_ = b.records.end() // whatever became of them
	if err := b.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// Check ends the batch but for making it durable: all records have their
// versions, and no reference of the vault dangles. Nothing may be added then.
func (b *Batch) Check(ctx context.Context) error {
	if err := b.putRecords(ctx); err != nil {
		return err
	}
	if err := b.records.end(); err != nil {
		return err
	}
	if err := b.checkReferences(ctx); err != nil {
		return err
	}
	return b.tellOvertaken(ctx)
}

// Commit checks the batch, notes where it came from and makes it durable.
func (b *Batch) Commit(ctx context.Context, from Import) error {
	if err := b.Check(ctx); err != nil {
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

// See notes that the batch's file has a record of that key in row, as Add does.
func (b *Batch) See(ctx context.Context, row int, collection, key string) error {
	return b.see(ctx, "record", named{collection: collection, key: key}, row)
}

// AddAgent takes one agent.
func (b *Batch) AddAgent(ctx context.Context, a data.Agent) error {
	if isBlank(a.Name) {
		return fmt.Errorf("agent %s has no name: say what readers are to know it by", a.Key)
	}
	_, _, err := b.put(ctx, "agent", []any{a.Key, a.Name, a.Kind, a.Consent, a.Note}, named{key: a.Key, given: a.ID})
	return err
}

// AddSource takes one source.
func (b *Batch) AddSource(ctx context.Context, s data.Source) error {
	if err := data.CheckLanguage(s.Language); err != nil {
		return fmt.Errorf("source %s: language: %w", s.Key, err)
	}
	if err := data.CheckURL(s.URL); err != nil {
		return fmt.Errorf("source %s: url: %w", s.Key, err)
	}
	if isBlank(s.Title) {
		return fmt.Errorf("source %s has no title: give its own, or describe it in a few words", s.Key)
	}
	id := s.ID
	s.ID = ""
	body, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("source %s: %w", s.Key, err)
	}
	_, _, err = b.put(ctx, "source", []any{s.Key, s.Kind, s.Title, s.Agent, s.Perspective, string(body)}, named{key: s.Key, given: id})
	return err
}

// AddClaim takes one claim.
func (b *Batch) AddClaim(ctx context.Context, c data.Claim) error {
	if !data.IsProperty(c.Property) {
		return fmt.Errorf("claim %s: its property is no word of a-z, 0-9 and _ that begins with a letter", c.Key)
	}
	// A null is a value: of an outcome, that there was none.
	if text := ""; len(c.Value) == 0 || c.Value[0] == '"' && json.Unmarshal(c.Value, &text) == nil && isBlank(text) {
		return fmt.Errorf("claim %s has no value: say what its source says of %s", c.Key, c.Property)
	}
	assertion, err := json.Marshal(c.Assertion)
	if err != nil {
		return fmt.Errorf("claim %s: %w", c.Key, err)
	}
	earliest, latest := days(c.When)
	id, version, err := b.put(ctx, "claim", []any{
		c.Key, c.Subject.String(), c.Property, string(c.Value), c.When.String(), earliest, latest, c.WhenRole,
		c.Source, c.AssertedBy, c.Rank, string(assertion),
	}, named{key: c.Key, given: c.ID})
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
	}, named{key: f.Key, given: f.ID})
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
