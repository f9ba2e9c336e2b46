package atlas

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"stele/data/release"
)

// changeLog is how the release follows those before it.
type changeLog struct {
	release.Lineage
	keys    []string // of the changes
	version string
}

func buildLine(ctx context.Context, src Source) (changeLog, error) {
	log, err := src.Lineage(ctx)
	if err != nil {
		return changeLog{}, fmt.Errorf("read changes: %w", err)
	}
	l := changeLog{Lineage: log}
	for _, c := range log.Changes {
		key := fmt.Sprintf("%09d %s/%s", c.Step, c.Collection, c.ID)
		if n := len(l.keys); n > 0 && l.keys[n-1] >= key {
			return l, fmt.Errorf("change %s comes after %s, against the order", key, l.keys[n-1])
		}
		l.keys = append(l.keys, key)
	}
	text, err := json.Marshal(log)
	if err != nil {
		return l, err
	}
	sum := sha256.Sum256(text)
	l.version = hex.EncodeToString(sum[:8])
	return l, nil
}

// ChangeQuery asks for the changes since a release.
type ChangeQuery struct {
	// Since is a release's version, or a day (2026-03-05) that counts in;
	// empty is all that is kept.
	Since string
	After string // Next of the page before
	Limit int
}

// ChangeItem is one change. Of what is withdrawn only ID and day are told.
type ChangeItem struct {
	Kind        string  `json:"kind"`
	ID          string  `json:"id"`
	PublishedOn string  `json:"published_on"`
	Collection  *string `json:"collection,omitempty"`
	From        *string `json:"from,omitempty"` // versions of the releases
	To          *string `json:"to,omitempty"`
}

// Changes is a page of changes.
type Changes struct {
	Page[ChangeItem]
	// Complete reports that nothing is missing that became different since.
	Complete bool
	// Editions are the releases that the log reaches back to, the oldest first.
	Editions []EditionItem
}

// EditionItem is one release of the line that leads to this one.
type EditionItem struct {
	DataVersion string `json:"data_version"`
	PublishedOn string `json:"published_on"`
	Changes     int    `json:"changes"` // since the one before
	Listed      bool   `json:"listed"`  // they are in the log
}

// ErrUnknownEdition means that the log does not reach back to a version.
var ErrUnknownEdition = errors.New("the log of changes does not reach back to that version; read the collections anew")

// LineVersion changes with the log of changes, which Meta's Version does not.
func (a *Atlas) LineVersion() string { return a.line.version }

var dayForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// Changes returns a page of what became different since a release, from the
// oldest change to the newest, then by collection and ID.
func (a *Atlas) Changes(q ChangeQuery) (Changes, error) {
	from, complete, err := a.line.since(q.Since)
	if err != nil {
		return Changes{}, err
	}
	page := pageOf(a.line.keys, a.line.Changes, q.After, q.Limit, func(c release.Change) bool { return c.Step >= from })
	answer := Changes{Page: mapPage(page, itemOfChange), Complete: complete, Editions: []EditionItem{}}
	for i, e := range a.line.Editions {
		answer.Editions = append(answer.Editions, EditionItem{e.Version, e.PublishedOn, e.Changes, e.Listed})
		if i > 0 && e.Step >= from && !e.Listed {
			answer.Complete = false
		}
	}
	return answer, nil
}

// since is the first step that counts, and whether the log reaches back to it.
func (l *changeLog) since(since string) (step int, complete bool, err error) {
	switch {
	case len(l.Editions) == 0:
		return 0, false, nil
	case since == "":
		return l.Editions[0].Step + 1, true, nil
	case dayForm.MatchString(since):
		for _, e := range l.Editions[1:] {
			if e.PublishedOn >= since {
				return e.Step, l.Editions[0].PublishedOn < since, nil
			}
		}
		return l.Editions[len(l.Editions)-1].Step + 1, l.Editions[0].PublishedOn < since, nil
	}
	for i := len(l.Editions) - 1; i >= 0; i-- { // a version may come again
		if l.Editions[i].Version == since {
			return l.Editions[i].Step + 1, true, nil
		}
	}
	return 0, false, ErrUnknownEdition
}

func itemOfChange(c release.Change) ChangeItem {
	return ChangeItem{Kind: c.Kind, ID: c.ID, PublishedOn: c.PublishedOn, Collection: orNull(c.Collection), From: orNull(c.From), To: orNull(c.To)}
}
