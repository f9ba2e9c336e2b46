// Package release writes and reads a release: the published projection of a
// vault for one audience, as one immutable file that is a GeoPackage. It knows
// nothing of the vault or of policies: whatever it is given, it publishes.
package release

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"stele/data"
	"stele/data/edtf"
	"stele/geo"
)

// Reader reads one release file. It is safe for concurrent use.
type Reader struct {
	db   *sql.DB
	meta Meta
}

// ErrNot means that a file is not a release.
var ErrNot = errors.New("this is not a release of stele")

// ErrFormat means that another version of Stele wrote a release.
var ErrFormat = errors.New("another version of stele wrote this release; stele publish writes it anew")

// Open opens the release at path, read-only, and checks that it is one.
func Open(ctx context.Context, path string) (*Reader, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := openForReading(path)
	if err != nil {
		return nil, err
	}
	r := &Reader{db: db}
	if r.meta, err = r.readMeta(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w: %w", path, ErrNot, err), db.Close())
	}
	if r.meta.Format != format() {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, ErrFormat), db.Close())
	}
	return r, nil
}

// Close releases the file.
func (r *Reader) Close() error { return r.db.Close() }

// Meta returns what the release says of itself.
func (r *Reader) Meta() Meta { return r.meta }

func (r *Reader) readMeta(ctx context.Context) (m Meta, err error) {
	members := map[string]string{}
	err = r.each(ctx, metaTable, func(scan func(...any) error) error {
		var key, value string
		err := scan(&key, &value)
		members[key] = value
		return err
	})
	if err != nil {
		return m, err
	}
	text, err := json.Marshal(members)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, err
	}
	if m.Version == "" {
		return m, errors.New("its version is missing")
	}
	return m, nil
}

// each calls row for all rows of t, in the release's order.
func (r *Reader) each(ctx context.Context, t table, row rowFunc) error {
	return r.eachBy(ctx, t, "fid", row)
}

// eachBy calls row for all rows of t in another order.
func (r *Reader) eachBy(ctx context.Context, t table, order string, row rowFunc) error {
	rows, err := r.db.QueryContext(ctx, "SELECT "+t.names()+" FROM "+quote(t.name)+" ORDER BY "+order)
	if err != nil {
		return fmt.Errorf("read table %s: %w", t.name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return fmt.Errorf("read table %s: %w", t.name, err)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read table %s: %w", t.name, err)
	}
	return nil
}

var errStop = errors.New("stop")

// Rows are the rows of a release that come in numbers: those of a file, or of one
// that is being written.
type Rows interface {
	Features(ctx context.Context, collection string) iter.Seq2[Feature, error]
	Names(ctx context.Context) iter.Seq2[Names, error]
	History(ctx context.Context) iter.Seq2[Version, error]
}

// Features yields the features of a collection in the release's order: by
// Hilbert key of the published geometry's centre (none last), then by ID.
// Values is only good until the next step.
func (r *Reader) Features(ctx context.Context, collection string) iter.Seq2[Feature, error] {
	return features(collection, func(t table, row rowFunc) error { return r.each(ctx, t, row) })
}

// FeaturesByID is Features in the order of their IDs.
func (r *Reader) FeaturesByID(ctx context.Context, collection string) iter.Seq2[Feature, error] {
	return features(collection, func(t table, row rowFunc) error { return r.eachBy(ctx, t, "id", row) })
}

func features(collection string, each eachRow) iter.Seq2[Feature, error] {
	return func(yield func(Feature, error) bool) {
		c, ok := data.CollectionByID(collection)
		if !ok {
			yield(Feature{}, fmt.Errorf("unknown collection %q", collection))
			return
		}
		row := newFeatureRow(c)
		err := each(featureTable(c), func(scan func(...any) error) error {
			f, err := row.read(scan)
			if err == nil && !yield(f, nil) {
				err = errStop
			}
			return err
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(Feature{}, err)
		}
	}
}

// featureRow is where the columns of a feature land, again and again.
type featureRow struct {
	fields           []data.Field
	geom             []byte
	id               string
	values           []any
	dest             []any
	earliest, latest int // places of the fields in values
}

func newFeatureRow(c data.Collection) *featureRow {
	r := &featureRow{fields: data.PublicFields(c)}
	r.values = make([]any, len(r.fields))
	r.dest = []any{&r.geom, &r.id}
	for i, f := range r.fields {
		r.dest = append(r.dest, &r.values[i])
		switch f.Name {
		case "earliest":
			r.earliest = i
		case "latest":
			r.latest = i
		}
	}
	return r
}

func (r *featureRow) read(scan func(...any) error) (f Feature, err error) {
	if err := scan(r.dest...); err != nil {
		return f, err
	}
	f.ID, f.Values = r.id, r.values
	if r.geom != nil {
		if f.Geometry, err = geo.ParseGPKG(r.geom); err != nil {
			return f, fmt.Errorf("%s: %w", f.ID, err)
		}
	}
	for i, field := range r.fields {
		r.values[i] = typed(field.Type, r.values[i])
	}
	if f.Earliest, err = day(r.values[r.earliest], edtf.MinDay); err != nil {
		return f, fmt.Errorf("%s: %w", f.ID, err)
	}
	if f.Latest, err = day(r.values[r.latest], edtf.MaxDay); err != nil {
		return f, fmt.Errorf("%s: %w", f.ID, err)
	}
	return f, nil
}

// typed gives a column's value the Go type of its field: SQLite has no
// booleans, and the driver makes more of a DATE than the text that it is.
func typed(t data.FieldType, v any) any {
	switch v := v.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case int64:
		if t == data.Boolean {
			return v != 0
		}
		if t == data.Number {
			return float64(v)
		}
	}
	return v
}

func day(v any, open edtf.Day) (edtf.Day, error) {
	text, ok := v.(string)
	if !ok {
		return open, nil
	}
	d, err := edtf.Parse(text)
	return d.Earliest(), err
}
