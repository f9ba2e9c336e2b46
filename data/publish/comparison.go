package publish

import (
	"context"
	"errors"
	"iter"

	"stele/data/release"
)

// Comparison is a finished release beside the one that it would replace.
type Comparison struct {
	Older *release.Reader // nil if there is none that can be read
	Newer *release.Reader

	seen *differences // by a Diff that went to its end
}

// compare opens the release at path beside the newer one. Why it can't be read is
// for follow to judge.
func compare(ctx context.Context, path string, newer *release.Reader) (*Comparison, error) {
	older, err := release.Open(ctx, path)
	if err != nil {
		older = nil
	}
	return &Comparison{Older: older, Newer: newer}, err
}

func (c *Comparison) close() error {
	if c.Older == nil {
		return nil
	}
	return c.Older.Close()
}

// differences are what the log of a release needs of a Diff.
type differences struct {
	count int
	first []Difference    // up to keptChanges
	gone  map[string]bool // IDs of what is withdrawn
}

func (d *differences) add(one Difference) {
	if d.count++; d.count <= keptChanges {
		d.first = append(d.first, one)
	}
	if one.Kind == release.Withdrawn {
		d.gone[one.ID] = true
	}
}

// Diff is Diff of the two. What it finds is remembered, so that two large releases
// are compared once.
func (c *Comparison) Diff(ctx context.Context) iter.Seq2[Difference, error] {
	return func(yield func(Difference, error) bool) {
		seen := &differences{gone: map[string]bool{}}
		for d, err := range Diff(ctx, c.Older, c.Newer) {
			if !yield(d, err) || err != nil {
				return
			}
			seen.add(d)
		}
		c.seen = seen
	}
}

// differences compares the two, if nobody has yet.
func (c *Comparison) differences(ctx context.Context) (*differences, error) {
	if c.seen == nil {
		for _, err := range c.Diff(ctx) {
			if err != nil {
				return nil, err
			}
		}
	}
	if c.seen == nil {
		return nil, errors.New("the comparison came to no end")
	}
	return c.seen, nil
}
