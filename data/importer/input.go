package importer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
)

const (
	// maxRow bounds one feature or one row of a table, in bytes.
	maxRow = 64 << 20
	// chunk is how much is read at once, and how often progress is told.
	chunk = 64 << 10
)

var (
	errTooLarge  = fmt.Errorf("is larger than %d MiB", maxRow>>20)
	errTruncated = errors.New("the file ends too early (cut off?)")
)

// input is a window that slides over a file: buf[pos:end] has been read and is
// not yet consumed. It counts and hashes what it reads.
type input struct {
	ctx      context.Context
	r        io.Reader
	buf      []byte
	pos, end int
	atEOF    bool

	taken int64 // bytes consumed
	lines int   // newlines consumed
	read  int64 // bytes read
	told  int64 // of them at the last tell
	hash  hash.Hash
	tell  func(bytes int64)
}

func newInput(ctx context.Context, r io.Reader, tell func(int64)) *input {
	return &input{ctx: ctx, r: r, buf: make([]byte, 4*chunk), hash: sha256.New(), tell: tell}
}

// window is what has been read and not consumed. It is valid until more.
func (in *input) window() []byte { return in.buf[in.pos:in.end] }

// line is the line on which the window begins, from 1.
func (in *input) line() int { return in.lines + 1 }

// take consumes n bytes of the window.
func (in *input) take(n int) {
	in.lines += bytes.Count(in.buf[in.pos:in.pos+n], []byte{'\n'})
	in.pos += n
	in.taken += int64(n)
}

// more lengthens the window; io.EOF says that it reaches to the end of the
// file, errTooLarge that it is as long as a row may be.
func (in *input) more() error {
	if in.atEOF {
		return io.EOF
	}
	if err := in.room(); err != nil {
		return err
	}
	for range 100 {
		if err := in.ctx.Err(); err != nil {
			return err
		}
		n, err := in.r.Read(in.buf[in.end:min(len(in.buf), in.end+chunk)])
		in.count(n)
		switch {
		case errors.Is(err, io.EOF):
			in.atEOF = true
			if n == 0 {
				return io.EOF
			}
			return nil
		case err != nil:
			return fmt.Errorf("read after byte %d: %w", in.read, err)
		case n > 0:
			return nil
		}
	}
	return fmt.Errorf("read after byte %d: %w", in.read, io.ErrNoProgress)
}

// Read takes what is in the window, for readers of formats that are streams.
func (in *input) Read(p []byte) (int, error) {
	for in.pos == in.end {
		if err := in.more(); err != nil {
			return 0, err
		}
	}
	n := copy(p, in.window())
	in.take(n)
	return n, nil
}

// room makes place behind the window, by sliding it or by a larger buffer.
func (in *input) room() error {
	size := in.end - in.pos
	if size >= maxRow {
		return errTooLarge
	}
	if len(in.buf)-in.end >= chunk {
		return nil
	}
	to := in.buf
	if size > len(in.buf)/2 {
		to = make([]byte, 2*len(in.buf))
	}
	copy(to, in.window())
	in.buf, in.pos, in.end = to, 0, size
	return nil
}

func (in *input) count(n int) {
	in.hash.Write(in.buf[in.end : in.end+n])
	in.end += n
	in.read += int64(n)
	if in.read-in.told >= chunk {
		in.told = in.read
		in.tell(in.read)
	}
}

// peek lengthens the window to n bytes, or to the end of the file.
func (in *input) peek(n int) ([]byte, error) {
	for in.end-in.pos < n {
		err := in.more()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return in.buf[in.pos:min(in.end, in.pos+n)], nil
}
