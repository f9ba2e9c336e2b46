package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"stele/data"
	"stele/data/fold"
)

// people counts the people behind names. One who is written in two ways, by
// case, spaces, accents, punctuation, script or what is invisible, is one: two
// that are too alike to tell apart count too little, never too much.
func people(names []string) int {
	seen := map[string]bool{}
	for _, name := range names {
		if folded := fold.Fold(name); folded != "" {
			seen[folded] = true
		}
	}
	return len(seen)
}

// approvals is the condition on a decision a that approves this version of the
// row t of a table, since it was last taken back.
func approvals(table string) string {
	return ` a.entity = '` + table + `' AND a.id = t.id AND a.version = t.version AND a.state = 'published'
	AND a.seq > coalesce((SELECT max(x.seq) FROM decision x
		WHERE x.entity = '` + table + `' AND x.id = t.id AND x.version >= t.version AND x.state IN ('embargoed', 'withdrawn')), 0)`
}

// approvers counts the people who approved a row's version.
func (w *View) approvers(ctx context.Context, table, id string, version int) (int, error) {
	names, err := list(ctx, w.tx, `SELECT DISTINCT a.by FROM `+table+` t JOIN decision a ON`+approvals(table)+` WHERE t.id = ? AND t.version = ?`,
		func(scan func(...any) error) (name string, err error) {
			err = scan(&name)
			return name, err
		}, id, version)
	if err != nil {
		return 0, fmt.Errorf("count approvals of %s: %w", id, err)
	}
	return people(names), nil
}

// ClaimApprovals counts the people who decided to publish the version of a claim
// that is out, as of Cleared; 0 if none is.
func (w *View) ClaimApprovals(ctx context.Context, id string) (int, error) {
	var version int
	err := w.tx.QueryRowContext(ctx, `SELECT t.version FROM claim t`+cleared("claim")+` AND t.id = ?`, id).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read claim %s: %w", id, err)
	}
	return w.approvers(ctx, "claim", id, version)
}

// Approvals is how many people approved the row's newest version, since that was
// last withdrawn or embargoed, as Cleared counts them.
func (r Row) Approvals() int {
	if len(r.Versions) == 0 {
		return 0
	}
	newest := r.Versions[len(r.Versions)-1].Version
	var by []string
	for _, d := range r.Decisions {
		switch {
		case (d.State == data.Withdrawn || d.State == data.Embargoed) && d.Version >= newest:
			by = nil
		case d.State == data.Published && d.Version == newest:
			by = append(by, d.By)
		}
	}
	return people(by)
}

// checkDecision returns the decision as it is recorded, without spaces around
// its words, if somebody stands behind it and says why.
func checkDecision(d data.Decision) (data.Decision, error) {
	d.By, d.Reason, d.Note = strings.TrimSpace(d.By), strings.TrimSpace(d.Reason), strings.TrimSpace(d.Note)
	switch {
	case people([]string{d.By}) == 0:
		return d, errors.New("a decision needs the name of who decides")
	case fold.Fold(d.Reason) == "":
		return d, errors.New("a decision needs a reason, in words")
	case !isText(d.By, ""):
		return d, fmt.Errorf("the name %q of who decides holds what is no text", d.By)
	case !isText(d.Reason, "\n\r\t"):
		return d, fmt.Errorf("the reason %q holds what is no text", d.Reason)
	case !isText(d.Note, "\n\r\t"):
		return d, fmt.Errorf("the note %q holds what is no text", d.Note)
	}
	return d, nil
}

// isText reports that s is UTF-8 without control characters but those allowed.
func isText(s, allowed string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune(allowed, r)
	})
}
