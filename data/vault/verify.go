package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"stele/data"
	"stele/data/ledger"
	"stele/data/scan"
)

// Fault is one thing that is wrong, named so that a person can look at it.
type Fault struct {
	Where string // "record k3v9c2m7q4xw5t6z version 2"
	What  string // what is wrong with it
}

func (f Fault) String() string { return f.Where + ": " + f.What }

// Verifying says what to do with what Verify comes across. All members may be
// nil.
type Verifying struct {
	// Found takes a fault. An error of it ends the work and is returned.
	Found func(Fault) error
	// Progress is told now and then how many rows are done.
	Progress func(rows int64)
	// Located takes each row that says where in its source it is said; source
	// is a source's key.
	Located func(where, source string, l data.Locator)
	// Kept are checkpoints that somebody has kept, which the log must have grown
	// out of: they show whether all of it was written anew, or its end is lost.
	Kept []Kept
}

// Kept is a signed checkpoint and where it was kept.
type Kept struct{ Where, Note string }

// Verified is what a vault turned out to hold.
type Verified struct {
	Rows        map[string]int64 // by table
	Leaves      int64
	Checkpoints int64
	Verifier    string   // public key of the log
	Archived    []File   // what the archive must hold
	Published   []Placed // releases, the oldest first
	// Copies tells which copies there are of each source, by its key: the SHA-256
	// of each, in hex.
	Copies map[string][]string
}

// Placed is a release and the file that it became; SHA256 is empty where the
// program ended before the file was whole.
type Placed struct {
	ledger.Release
	SHA256 string // in hex
	Bytes  int64
	seq    int64
}

// Verify reads all of the vault in the folder dir and holds it against its log:
// that every row has the content that its leaf commits to, that every leaf has
// a row, that the tree follows from its leaves and every checkpoint from the
// tree, signed. It works on a copy without anything else, and changes nothing.
// What is wrong goes to Found; the error is that of not being able to look.
// Whether the database finds its rows again by its indexes is for VerifyPages.
func Verify(ctx context.Context, dir string, how Verifying) (Verified, error) {
	path, err := existing(dir)
	if err != nil {
		return Verified{}, err
	}
	w := &verifier{
		how: how, dir: dir, anchors: map[anchorPlace]ledger.Digest{},
		result: Verified{Rows: map[string]int64{}, Copies: map[string][]string{}},
	}
	if w.file, err = openScan(ctx, path); err != nil {
		return w.result, w.unreadable(ctx, FileName, err)
	}
	defer w.file.Close()
	// One moment for all that is read, whoever writes meanwhile.
	if err := w.file.Exec("BEGIN"); err != nil {
		return w.result, w.unreadable(ctx, FileName, err)
	}
	return w.result, w.all(ctx)
}

// existing returns the path of the vault in a folder, or ErrNone.
func existing(dir string) (string, error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", dir, ErrNone)
	} else if err != nil {
		return "", err
	}
	return path, nil
}

// verifier is one walk through a vault.
type verifier struct {
	how      Verifying
	dir      string
	file     *scan.File
	result   Verified
	digester ledger.Digester
	log      *ledger.Log
	leaves   *scan.Rows                    // the chunk of the log with a number
	seen     []uint64                      // a bit for each leaf that something stands for
	anchors  map[anchorPlace]ledger.Digest // commitments that no anchor has answered yet
	done     int64
}

func (w *verifier) all(ctx context.Context) error {
	defer func() {
		if w.leaves != nil {
			w.leaves.Close()
		}
	}()
	steps := []struct {
		where string
		check func(context.Context) error
	}{
		{"schema", w.checkSchema},
		{"log", w.checkLog},
		{"key", w.checkKey},
	}
	for _, step := range steps {
		if err := w.unreadable(ctx, step.where, step.check(ctx)); err != nil {
			return err
		}
	}
	for _, e := range versioned {
		if err := w.unreadable(ctx, e.table, w.checkVersions(ctx, e)); err != nil {
			return err
		}
	}
	for _, e := range events {
		if err := w.unreadable(ctx, e.table, w.checkEvents(ctx, e)); err != nil {
			return err
		}
	}
	for _, check := range []func(context.Context) error{w.checkAnchors, w.checkReleases, w.checkPublic, w.checkStances, w.checkLeaves} {
		if err := w.unreadable(ctx, FileName, check(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// stopped carries the error of Found past unreadable.
type stopped struct{ err error }

func (s stopped) Error() string { return s.err.Error() }
func (s stopped) Unwrap() error { return s.err }

func (w *verifier) fault(where, format string, args ...any) error {
	if w.how.Found == nil {
		return nil
	}
	if err := w.how.Found(Fault{where, fmt.Sprintf(format, args...)}); err != nil {
		return stopped{err}
	}
	return nil
}

// unreadable makes a fault of an error that the database gives: a damaged file
// is what this looks for.
func (w *verifier) unreadable(ctx context.Context, where string, err error) error {
	var stop stopped
	switch {
	case err == nil:
		return nil
	case errors.As(err, &stop):
		return stop.err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if err := w.fault(where, "cannot be read: %v", err); err != nil {
		return errors.Unwrap(err)
	}
	return nil
}

// stands holds what stands for a leaf against the log.
func (w *verifier) stands(ctx context.Context, where func() string, index int64, leaf []byte) error {
	if w.log == nil {
		return nil // the log is a fault by itself
	}
	want, err := w.log.Leaf(ctx, index)
	if err != nil {
		return w.fault(where(), "%v", err)
	}
	if ledger.LeafHash(leaf) != want {
		return w.fault(where(), "is not what leaf %d of the log commits to", index)
	}
	return w.mark(where, index)
}

// mark notes that something stands for a leaf.
func (w *verifier) mark(where func() string, index int64) error {
	word, bit := index/64, uint64(1)<<(index%64)
	if index < 0 || word >= int64(len(w.seen)) {
		return w.fault(where(), "the log has no leaf %d", index)
	}
	if w.seen[word]&bit != 0 {
		return w.fault(where(), "leaf %d of the log stands for another row already", index)
	}
	w.seen[word] |= bit
	return nil
}

func (w *verifier) count(table string) {
	w.result.Rows[table]++
	w.done++
	if w.how.Progress != nil && w.done%10000 == 0 {
		w.how.Progress(w.done)
	}
}
