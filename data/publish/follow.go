package publish

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"stele/data/release"
)

// What a release keeps of the changes before it: those of the last releases,
// as many as fit. A step that has more alone is counted but not listed.
const (
	keptSteps   = 10
	keptChanges = 100_000
)

// follow makes the log of a new release out of the one that it replaces. Where
// there is none, or one for somebody else, or one that this Stele can't read (as
// unread says), the log begins anew.
func follow(ctx context.Context, c *Comparison, unread error) (log release.Lineage, err error) {
	switch {
	case errors.Is(unread, os.ErrNotExist), errors.Is(unread, release.ErrNot), errors.Is(unread, release.ErrFormat):
		return first(c.Newer.Meta()), nil
	case unread != nil:
		return log, fmt.Errorf("read the release before: %w", unread)
	}
	was, is := c.Older.Meta(), c.Newer.Meta()
	if was.Audience != is.Audience {
		return first(is), nil
	}
	log, err = c.Older.Lineage(ctx)
	if err != nil {
		return log, fmt.Errorf("read the log of the release before: %w", err)
	}
	if len(log.Editions) == 0 {
		log = first(was)
	}
	if was.Version == is.Version {
		return log, nil
	}
	return extend(ctx, log, c)
}

// first is the log of a release that follows none.
func first(m release.Meta) release.Lineage {
	return release.Lineage{Editions: []release.Edition{{Step: 1, Version: m.Version, PublishedOn: m.PublishedOn}}}
}

func extend(ctx context.Context, log release.Lineage, c *Comparison) (release.Lineage, error) {
	was, is := c.Older.Meta(), c.Newer.Meta()
	e := release.Edition{Step: log.Editions[len(log.Editions)-1].Step + 1, Version: is.Version, PublishedOn: is.PublishedOn, Listed: true}
	found, err := c.differences(ctx)
	if err != nil {
		return log, fmt.Errorf("compare with the release before: %w", err)
	}
	e.Changes = found.count
	var added []release.Change
	for _, d := range found.first {
		c := release.Change{Step: e.Step, PublishedOn: is.PublishedOn, From: was.Version, To: is.Version, Collection: d.Collection, ID: d.ID, Kind: d.Kind}
		if d.Kind == release.Withdrawn {
			c.From, c.To, c.Collection = "", "", ""
		}
		added = append(added, c)
	}
	if e.Changes > keptChanges {
		e.Listed, added = false, nil
	}
	slices.SortFunc(added, func(a, b release.Change) int {
		return cmp.Or(cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.ID, b.ID))
	})
	log.Editions = append(log.Editions, e)
	log.Changes = append(withdraw(log.Changes, found.gone), added...)
	return bounded(log), nil
}

// withdraw drops the earlier changes of what is in the release no more: of it,
// only that it is gone and since when stays.
func withdraw(changes []release.Change, gone map[string]bool) []release.Change {
	var kept []release.Change
	for _, c := range changes {
		if !gone[c.ID] {
			kept = append(kept, c)
		}
	}
	return kept
}

// bounded drops the oldest steps until the rest is within what is kept. The
// edition before the first step kept stays, as where the log begins.
func bounded(log release.Lineage) release.Lineage {
	drop := max(0, len(log.Editions)-1-keptSteps)
	for {
		from := log.Editions[drop].Step
		i := 0
		for i < len(log.Changes) && log.Changes[i].Step <= from {
			i++
		}
		if len(log.Changes)-i <= keptChanges || drop == len(log.Editions)-1 {
			log.Editions, log.Changes = log.Editions[drop:], log.Changes[i:]
			log.Editions[0].Changes, log.Editions[0].Listed = 0, false
			return log
		}
		drop++
	}
}
