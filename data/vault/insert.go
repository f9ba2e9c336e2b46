package vault

import (
	"context"
	"database/sql"
)

// inserter inserts rows of one entity while the next ones are got ready.
type inserter struct {
	groups chan []any // the columns of some rows, one row after the other
	done   chan struct{}
	err    error // once done is closed
}

// groupsAhead bounds how far the rows that are got ready are ahead.
const groupsAhead = 4

// startInserter inserts rows of an entity until end, atOnce of them by one
// statement where so many come together.
func startInserter(ctx context.Context, tx *sql.Tx, e entity, atOnce int) *inserter {
	i := &inserter{groups: make(chan []any, groupsAhead), done: make(chan struct{})}
	// The driver takes as long to watch a context as to insert a row. Who sends
	// the groups watches it.
	ctx = context.WithoutCancel(ctx)
	go func() {
		defer close(i.done)
		i.err = i.insertAll(ctx, tx, e, atOnce)
	}()
	return i
}

func (i *inserter) insertAll(ctx context.Context, tx *sql.Tx, e entity, atOnce int) error {
	many, err := tx.PrepareContext(ctx, insertMany(e.table, e.columns, atOnce))
	if err != nil {
		return err
	}
	one, err := tx.PrepareContext(ctx, e.insert)
	if err != nil {
		return err
	}
	for rows := range i.groups {
		if len(rows) == atOnce*len(e.columns) {
			_, err = many.ExecContext(ctx, rows...)
			rows = nil
		}
		for len(rows) > 0 && err == nil {
			_, err = one.ExecContext(ctx, rows[:len(e.columns)]...)
			rows = rows[len(e.columns):]
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// add sends rows on their way. An error may be about rows before them.
func (i *inserter) add(rows []any) error {
	select {
	case i.groups <- rows:
		return nil
	case <-i.done:
		return i.err
	}
}

// end waits until all rows are in.
func (i *inserter) end() error {
	close(i.groups)
	<-i.done
	return i.err
}
