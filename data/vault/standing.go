package vault

import (
	"context"
	"fmt"
	"slices"

	"stele/data"
)

// standings say of every record which of its versions are out. They are the rule
// of cleared, letOut and approvals, read once for all records instead of asked of
// each: a vault that has a million of them would be asked for minutes.
type standings struct {
	newest map[string]int32 // by ID, the place of its newest decision in all
	all    []decided
	words  []string // who decided, when and why: few, and each again and again
}

// decided is a decision that publishes, embargoes or withdraws.
type decided struct {
	before         int32 // the place of the one before it on the same record; -1 is none
	version        int32
	by, at, reason int32 // in words
	publishes      bool
}

func (w *View) standings(ctx context.Context) (*standings, error) {
	if w.standing != nil {
		return w.standing, nil
	}
	// In the order of the table: by an index, each row would be looked up.
	s, err := w.readStandings(ctx, `decision NOT INDEXED WHERE true`)
	if err == nil {
		w.standing = s
	}
	return s, err
}

// readStandings reads the decisions about records that are among the rows of from.
func (w *View) readStandings(ctx context.Context, from string, args ...any) (*standings, error) {
	s := &standings{newest: map[string]int32{}}
	places := map[string]int32{}
	word := func(text []byte) int32 {
		at, ok := places[string(text)]
		if !ok {
			at = int32(len(s.words))
			s.words = append(s.words, string(text))
			places[string(text)] = at
		}
		return at
	}
	rows, err := w.tx.QueryContext(ctx, `SELECT id, version, state, by, at, reason FROM `+from+`
		AND entity = 'record' AND state IN ('published', 'embargoed', 'withdrawn') ORDER BY seq`, args...)
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, state string
		var by, at, reason []byte
		d := decided{before: -1}
		if err := rows.Scan(&id, &d.version, &state, &by, &at, &reason); err != nil {
			return nil, fmt.Errorf("read decisions: %w", err)
		}
		d.publishes, d.by, d.at, d.reason = state == data.Published, word(by), word(at), word(reason)
		if before, ok := s.newest[id]; ok {
			d.before = before
		}
		s.newest[id] = int32(len(s.all))
		s.all = append(s.all, d)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	return s, nil
}

// cleared returns the version of a record that is out; 0 is none.
func (s *standings) cleared(id string) int {
	back := int32(0) // the newest version taken back
	for d := range s.of(id) {
		if !d.publishes {
			back = max(back, d.version)
			continue
		}
		if d.version <= back {
			return 0
		}
		return int(d.version)
	}
	return 0
}

// takesBack reports that the decision embargoes or withdraws a version, which it
// does with the one that it names and all before that.
func (d decided) takesBack(version int) bool { return !d.publishes && int(d.version) >= version }

// approvals counts the people who decided to publish a version, since it was last
// taken back.
func (s *standings) approvals(id string, version int) int {
	var by []string
	for d := range s.of(id) {
		if d.takesBack(version) {
			break
		}
		if !d.publishes {
			continue
		}
		if name := s.words[d.by]; int(d.version) == version && !slices.Contains(by, name) {
			by = append(by, name)
		}
	}
	if len(by) < 2 {
		return len(by)
	}
	return people(by)
}

// letOut returns the decision that let a version out: the first to publish it since
// it was last taken back.
func (s *standings) letOut(id string, version int) (at, reason string, ok bool) {
	for d := range s.of(id) {
		if d.takesBack(version) {
			break
		}
		if !d.publishes || int(d.version) != version {
			continue
		}
		at, reason, ok = s.words[d.at], s.words[d.reason], true
	}
	return at, reason, ok
}

// of yields the decisions on a record, the newest first.
func (s *standings) of(id string) func(func(decided) bool) {
	return func(yield func(decided) bool) {
		at, ok := s.newest[id]
		for ok && at >= 0 {
			if !yield(s.all[at]) {
				return
			}
			at = s.all[at].before
		}
	}
}
