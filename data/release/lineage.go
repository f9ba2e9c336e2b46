package release

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"stele/data"
)

// The kinds of change from one release to the next.
const (
	Added     = "added"
	Changed   = "changed"   // the feature, or what is said about it
	Withdrawn = "withdrawn" // it is in the release no more
	Coarser   = "coarser"   // changed, and its position is shown less precisely
	Finer     = "finer"
)

// Lineage is how a release follows those before it.
type Lineage struct {
	Editions []Edition // by step; the last is the release itself
	Changes  []Change  // by step, collection and ID
}

// Edition is a release in the line that leads to this one.
type Edition struct {
	Step        int // counts on from release to release
	Version     string
	PublishedOn string // YYYY-MM-DD
	Changes     int    // how many there were since the edition before
	// Listed reports that all of them are in the log. The first edition of a
	// log is where it begins: what led to it is not listed.
	Listed bool
}

// Change says that a record or source differs from the release before. It has
// no geometry and no value; a withdrawn one has nothing but the ID and the day.
type Change struct {
	Step        int
	PublishedOn string // YYYY-MM-DD
	From, To    string // versions; "" of a withdrawn one
	Collection  string // or "sources"; "" of a withdrawn one
	ID          string
	Kind        string
}

// follow asks how the finished release follows those before it.
func (w *Writer) follow(ctx context.Context, ask func(*Reader) (Lineage, error)) (l Lineage, err error) {
	r, err := Open(ctx, w.temp)
	if err != nil {
		return Lineage{}, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return ask(r)
}

func (w *Writer) addLineage(ctx context.Context, l Lineage) error {
	for _, e := range l.Editions {
		if err := w.insert(ctx, editionTable, e.Step, e.Version, e.PublishedOn, e.Changes, e.Listed); err != nil {
			return err
		}
	}
	for _, c := range l.Changes {
		if err := w.insert(ctx, changeTable, c.Step, c.PublishedOn, null(c.From), null(c.To), null(c.Collection), c.ID, c.Kind); err != nil {
			return err
		}
	}
	return nil
}

func (w *Writer) insert(ctx context.Context, t table, values ...any) error {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(values)), ",")
	if _, err := w.db.tx.ExecContext(ctx, "INSERT INTO "+quote(t.name)+" ("+t.names()+") VALUES ("+marks+")", values...); err != nil {
		return fmt.Errorf("table %s: %w", t.name, err)
	}
	return nil
}

// Lineage returns how the release follows those before it. It is empty in a
// file whose maker did not compare.
func (r *Reader) Lineage(ctx context.Context) (log Lineage, err error) {
	err = r.each(ctx, editionTable, func(scan func(...any) error) error {
		var e Edition
		err := scan(&e.Step, &e.Version, dayText{&e.PublishedOn}, &e.Changes, &e.Listed)
		log.Editions = append(log.Editions, e)
		return err
	})
	if err != nil {
		return Lineage{}, err
	}
	err = r.each(ctx, changeTable, func(scan func(...any) error) error {
		var c Change
		err := scan(&c.Step, dayText{&c.PublishedOn}, orNull{&c.From}, orNull{&c.To}, orNull{&c.Collection}, &c.ID, &c.Kind)
		log.Changes = append(log.Changes, c)
		return err
	})
	return log, err
}

// dayText scans a DATE, of which the driver makes more than the text it is.
type dayText struct{ to *string }

var _ sql.Scanner = dayText{}

func (d dayText) Scan(v any) error {
	*d.to, _ = typed(data.Date, v).(string)
	return nil
}
