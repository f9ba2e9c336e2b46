package atlas

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"stele/data/release"
)

// WriteTail is a release.Finish's Tail: it packs the rows.
func WriteTail(ctx context.Context, rows release.Rows, w io.Writer) error {
	return Pack(ctx, rows, w)
}

// ErrTail means that what a release carries ready-made is not what its rows say.
var ErrTail = errors.New("what the release carries ready-made is not what its rows give")

// VerifyTail packs the rows of the release at path again and holds them against
// the pack that it carries, byte by byte: a server shows the one, a GIS the other.
func VerifyTail(ctx context.Context, path string) error {
	tail, err := release.OpenTail(path)
	if err != nil {
		return err
	}
	defer tail.Close()
	r, err := release.Open(ctx, path)
	if err != nil {
		return err
	}
	defer r.Close()
	rest := &sameAs{tail.Bytes()}
	if err := Pack(ctx, r, rest); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if len(rest.want) > 0 {
		return fmt.Errorf("%s: %w", path, ErrTail)
	}
	return nil
}

// sameAs is a writer that takes only what is expected.
type sameAs struct{ want []byte }

func (s *sameAs) Write(b []byte) (int, error) {
	if !bytes.HasPrefix(s.want, b) {
		return 0, ErrTail
	}
	s.want = s.want[len(b):]
	return len(b), nil
}
