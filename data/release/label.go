package release

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stele/data"
)

// Label is what a list shows a feature by.
type Label struct{ ID, Name string }

// First returns the labels of the first features of a collection by ID, at most n.
func (r *Reader) First(ctx context.Context, collection string, n int) (labels []Label, err error) {
	t, err := collectionTable(collection)
	if err != nil {
		return nil, err
	}
	rows, err := r.db.QueryContext(ctx, "SELECT id, coalesce(name, '') FROM "+quote(t)+" ORDER BY id LIMIT ?", n)
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", t, err)
	}
	defer rows.Close()
	for rows.Next() {
		var l Label
		if err := rows.Scan(&l.ID, &l.Name); err != nil {
			return nil, fmt.Errorf("read table %s: %w", t, err)
		}
		labels = append(labels, l)
	}
	return labels, rows.Err()
}

// Label returns the label of one feature; false if there is no such feature.
func (r *Reader) Label(ctx context.Context, collection, id string) (Label, bool, error) {
	t, err := collectionTable(collection)
	if err != nil {
		return Label{}, false, err
	}
	l := Label{ID: id}
	err = r.db.QueryRowContext(ctx, "SELECT coalesce(name, '') FROM "+quote(t)+" WHERE id = ?", id).Scan(&l.Name)
	if errors.Is(err, sql.ErrNoRows) {
		return Label{}, false, nil
	}
	if err != nil {
		return Label{}, false, fmt.Errorf("read table %s: %w", t, err)
	}
	return l, true, nil
}

func collectionTable(collection string) (string, error) {
	c, ok := data.CollectionByID(collection)
	if !ok {
		return "", fmt.Errorf("unknown collection %q", collection)
	}
	return featureTable(c).name, nil
}
