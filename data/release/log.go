package release

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"stele/data/ledger"
)

// entry is what the release is called in a log.
func (m Meta) entry() ledger.Release {
	return ledger.Release{Audience: m.Audience, Version: m.Version, PolicyVersion: m.PolicyVersion, PublishedOn: m.PublishedOn}
}

// Notary enters a release in a log while it is being finished.
type Notary interface {
	// Enter enters a release of which all but the log is written.
	Enter(ctx context.Context, r ledger.Release) (ledger.Entered, error)
	// Whole takes the hash (in hex) and size of the finished file, before
	// anybody can see it.
	Whole(ctx context.Context, sha256 string, bytes int64) error
}

// addLog writes the log's tables.
func (w *Writer) addLog(ctx context.Context, l ledger.Entered) error {
	text, err := json.Marshal(l.Proof)
	if err != nil {
		return err
	}
	for _, member := range [][2]string{
		{"checkpoint", l.Checkpoint}, {"entry", l.Entry}, {"leaf", strconv.FormatInt(l.Leaf, 10)}, {"proof", string(text)}, {"verifier", l.Verifier},
	} {
		if err := w.insert(ctx, logTable, member[0], member[1]); err != nil {
			return err
		}
	}
	for _, e := range l.Earlier {
		text, err := json.Marshal(e.Proof)
		if err != nil {
			return err
		}
		if err := w.insert(ctx, earlierTable, e.Size, e.Checkpoint, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// notarise has the finished file's hash noted.
func (w *Writer) notarise(ctx context.Context, log Notary) error {
	sum, size, err := hashOf(io.NewSectionReader(w.file, 0, math.MaxInt64))
	if err != nil {
		return err
	}
	return log.Whole(ctx, sum, size)
}

// Log returns what the release carries of its log, checked (see ledger.Entered);
// false if it was made without.
// It is not part of the Version, and nothing else that is published may depend on
// it: its hashes differ between vaults whose public content is the same.
func (r *Reader) Log(ctx context.Context) (l ledger.Entered, ok bool, err error) {
	members := map[string]string{}
	err = r.each(ctx, logTable, func(scan func(...any) error) error {
		var key, value string
		err := scan(&key, &value)
		members[key] = value
		return err
	})
	if err != nil || len(members) == 0 {
		return l, false, err
	}
	l.Verifier, l.Checkpoint, l.Entry = members["verifier"], members["checkpoint"], members["entry"]
	if l.Leaf, err = strconv.ParseInt(members["leaf"], 10, 64); err != nil {
		return l, false, fmt.Errorf("read table %s: leaf: %w", logTable.name, err)
	}
	if err := json.Unmarshal([]byte(members["proof"]), &l.Proof); err != nil {
		return l, false, fmt.Errorf("read table %s: proof: %w", logTable.name, err)
	}
	err = r.each(ctx, earlierTable, func(scan func(...any) error) error {
		var e ledger.Earlier
		err := scan(&e.Size, &e.Checkpoint, jsonText{&e.Proof})
		l.Earlier = append(l.Earlier, e)
		return err
	})
	if err == nil {
		err = l.Check(r.meta.entry())
	}
	return l, true, err
}
