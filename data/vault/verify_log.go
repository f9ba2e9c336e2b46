package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"stele/data/ledger"
	"stele/data/scan"
)

// checkLog works the tree out again from its leaves, as far as the newest
// checkpoint says it goes, and holds every checkpoint against it.
func (w *verifier) checkLog(ctx context.Context) error {
	var origin string
	err := w.file.Each(ctx, `SELECT origin, verifier FROM log_identity WHERE id = 1`, func(row []ledger.Value) error {
		origin, w.result.Verifier = textIn(row[0]), textIn(row[1])
		return nil
	})
	if err != nil {
		return err
	}
	var size int64
	err = w.file.Each(ctx, `SELECT size FROM log_checkpoint ORDER BY size DESC LIMIT 1`, func(row []ledger.Value) error {
		size = row[0].Whole
		return nil
	})
	if err != nil {
		return err
	}
	if size > 0 {
		if name, err := ledger.OriginOf(w.result.Verifier); err != nil || name != origin {
			return w.fault("log_identity", "the log is %q, its key of %q (%v)", origin, name, err)
		}
	}
	if err := w.replay(ctx, size); err != nil {
		return err
	}
	if w.leaves, err = w.file.Query(`SELECT hashes FROM log_chunk WHERE n = ?`); err != nil {
		return err
	}
	if w.log, err = ledger.Open(ctx, scanned{w.leaves}, size); err != nil {
		return err
	}
	w.result.Leaves, w.seen = size, make([]uint64, (size+63)/64)
	return nil
}

// scanned is where the log's hashes are looked up; rows has the chunk of a number.
type scanned struct{ rows *scan.Rows }

func (s scanned) Chunk(ctx context.Context, n int64) ([]byte, error) {
	if err := s.rows.Again(n); err != nil {
		return nil, err
	}
	row, err := s.rows.Next(ctx)
	if err != nil || row == nil {
		return nil, err
	}
	return bytes.Clone(row[0].Bytes), nil
}

func (scanned) SetChunk(context.Context, int64, []byte) error { return errors.ErrUnsupported }

// replay takes the stored hashes and the checkpoints side by side.
func (w *verifier) replay(ctx context.Context, size int64) error {
	kept, err := w.kept(size)
	if err != nil {
		return err
	}
	chunks, err := w.file.Query(`SELECT n, hashes FROM log_chunk ORDER BY n`)
	if err != nil {
		return err
	}
	defer chunks.Close()
	var tree ledger.Replay
	stored := hashReader{rows: chunks}
	err = w.file.Each(ctx, `SELECT size, note FROM log_checkpoint ORDER BY size`, func(row []ledger.Value) error {
		at := row[0].Whole
		if err := stored.replay(ctx, &tree, at); err != nil {
			return w.fault("log_chunk", "%v", err)
		}
		if err := w.checkPoint(at, textIn(row[1]), tree.Root()); err != nil {
			return err
		}
		return w.grewOutOf(kept, at, tree.Root())
	})
	if err != nil {
		return err
	}
	if extra, err := stored.next(ctx); err != nil || extra != nil {
		return w.fault("log_chunk", "the log has hashes beyond the %d leaves of its newest checkpoint (%v)", size, err)
	}
	return nil
}

// grewOutOf holds the tree of a size against the kept checkpoints of that size.
func (w *verifier) grewOutOf(kept []keptCheckpoint, size int64, root ledger.Hash) error {
	for _, k := range kept {
		if k.Size == size && k.Root != root {
			if err := w.fault(k.where, "the log that it was signed for is not the beginning of this one: the log was written anew"); err != nil {
				return err
			}
		}
	}
	return nil
}

type keptCheckpoint struct {
	ledger.Checkpoint
	where string
}

// kept reads the checkpoints that somebody has kept.
func (w *verifier) kept(size int64) (list []keptCheckpoint, err error) {
	for _, k := range w.how.Kept {
		if w.isOfPublicLog(k.Note) {
			continue // see checkPublic
		}
		c, err := ledger.OpenCheckpoint(k.Note, w.result.Verifier)
		switch {
		case err != nil:
			err = w.fault(k.Where, "is not a checkpoint of this vault's log: %v", err)
		case c.Size > size:
			err = w.fault(k.Where, "was signed for %d leaves and the log has %d: its end is lost", c.Size, size)
		default:
			list = append(list, keptCheckpoint{c, k.Where})
		}
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (w *verifier) checkPoint(size int64, note string, root ledger.Hash) error {
	where := fmt.Sprintf("log_checkpoint of size %d", size)
	w.result.Checkpoints++
	c, err := ledger.OpenCheckpoint(note, w.result.Verifier)
	switch {
	case err != nil:
		return w.fault(where, "%v", err)
	case c.Size != size:
		return w.fault(where, "it was signed for size %d", c.Size)
	case c.Root != root:
		return w.fault(where, "its root is not that of the log's first %d leaves", size)
	}
	return nil
}

// hashReader reads the hashes of all chunks in order.
type hashReader struct {
	rows  *scan.Rows
	chunk []byte
	n     int64
	short bool // the chunk read last is not full
}

// replay adds hashes to the tree until it has size leaves and what is above them.
func (r *hashReader) replay(ctx context.Context, tree *ledger.Replay, size int64) error {
	for tree.Size() < size || !tree.Complete() {
		h, err := r.next(ctx)
		if err != nil {
			return err
		}
		if h == nil {
			return fmt.Errorf("the log ends after %d leaves; a checkpoint was signed for %d", tree.Size(), size)
		}
		if err := tree.Add(ledger.Hash(h)); err != nil {
			return err
		}
	}
	return nil
}

// next returns 32 bytes, nil at the end.
func (r *hashReader) next(ctx context.Context) ([]byte, error) {
	if len(r.chunk) == 0 {
		row, err := r.rows.Next(ctx)
		if err != nil || row == nil {
			return nil, err
		}
		n := row[0].Whole
		r.chunk = row[1].Bytes
		if n != r.n || r.short {
			return nil, fmt.Errorf("chunk %d comes where chunk %d, full, should be", n, r.n)
		}
		if len(r.chunk) == 0 || len(r.chunk)%tlog.HashSize != 0 || len(r.chunk) > ledger.ChunkHashes*tlog.HashSize {
			return nil, fmt.Errorf("chunk %d has %d bytes", n, len(r.chunk))
		}
		r.n, r.short = n+1, len(r.chunk) < ledger.ChunkHashes*tlog.HashSize
	}
	h := r.chunk[:tlog.HashSize]
	r.chunk = r.chunk[tlog.HashSize:]
	return h, nil
}

// checkKey holds the secret key, if it is there, against the vault's. A copy
// may well come without.
func (w *verifier) checkKey(context.Context) error {
	k, err := readKey(filepath.Join(w.dir, KeyName))
	switch {
	case errors.Is(err, os.ErrNotExist) || w.result.Verifier == "":
		return nil
	case err != nil:
		return w.fault(KeyName, "%v", err)
	case k.verifier != w.result.Verifier:
		return w.fault(KeyName, "%v", ErrKey)
	}
	return nil
}

// checkLeaves looks for leaves that nothing stands for any more.
func (w *verifier) checkLeaves(ctx context.Context) error {
	for word, seen := range w.seen {
		for missing := ^seen; missing != 0; missing &= missing - 1 {
			index := int64(word)*64 + int64(bits.TrailingZeros64(missing))
			if index >= w.result.Leaves {
				break
			}
			where := fmt.Sprintf("leaf %d of the log", index)
			if err := w.fault(where, "nothing in the vault stands for it: a row was removed, or is wrong in a way named above%s", w.neighbour(ctx, index)); err != nil {
				return err
			}
		}
	}
	return nil
}

// neighbour says which row was entered just before a leaf, to help to find
// which is missing.
func (w *verifier) neighbour(ctx context.Context, index int64) (name string) {
	for _, e := range versioned {
		query := fmt.Sprintf(`SELECT id, version FROM %s WHERE leaf = %d`, e.table, index-1)
		err := w.file.Each(ctx, query, func(row []ledger.Value) error {
			name = "; the leaf before it is " + rowWhere(e.table, row)
			return nil
		})
		if err == nil && name != "" {
			return name
		}
	}
	return ""
}
