// Package archive keeps the originals of sources in a folder, by the hash of
// their content. It knows nothing of what they are originals of. Nothing in it
// is public: what of a source may be shown is for its rights and the policy to
// say, and its bytes never are.
package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FolderName is the archive's name in a data folder.
const FolderName = "archive"

// Archive is the archive of a data folder. It is safe for concurrent use, by
// several programs too.
type Archive struct{ dir string }

// In returns the archive of the data folder dir, which need not be there yet.
func In(dir string) Archive { return Archive{filepath.Join(dir, FolderName)} }

// Path returns where a file of this SHA-256, in hex, is or would be.
func (a Archive) Path(sha256 string) string {
	return filepath.Join(a.dir, sha256[:2], sha256)
}

// ErrDamaged means that a file of the archive is not what its name says.
var ErrDamaged = errors.New("the archive's file is not what its name says; put it back from a backup")

// Add keeps what r gives and returns its SHA-256, in hex, and its size. It is
// durable when Add returns. A file that is there already is never written to:
// it is read, and ErrDamaged if it is another than its name says.
func (a Archive) Add(ctx context.Context, r io.Reader) (sum string, size int64, err error) {
	if err := os.MkdirAll(a.dir, 0o700); err != nil {
		return "", 0, err
	}
	temp, err := os.CreateTemp(a.dir, "part-*")
	if err != nil {
		return "", 0, err
	}
	defer os.Remove(temp.Name()) // does nothing once it is renamed
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(temp, h), stopping{ctx, r})
	if err = errors.Join(err, temp.Chmod(0o400), temp.Sync(), temp.Close()); err != nil {
		return "", 0, fmt.Errorf("archive: %w", err)
	}
	sum = hex.EncodeToString(h.Sum(nil))
	if _, err := os.Stat(a.Path(sum)); err == nil {
		return sum, size, a.Check(ctx, sum, size)
	}
	return sum, size, a.place(temp.Name(), sum)
}

// place puts a whole file where it belongs, and makes its name durable.
func (a Archive) place(temp, sum string) error {
	path := a.Path(sum)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	for _, dir := range []string{filepath.Dir(path), a.dir, filepath.Dir(a.dir)} {
		if err := syncFolder(dir); err != nil {
			return err
		}
	}
	return nil
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// Check reads a file again; ErrDamaged if it has another hash or size.
func (a Archive) Check(ctx context.Context, sum string, size int64) error {
	if err := checkName(sum); err != nil {
		return err
	}
	f, err := os.Open(a.Path(sum))
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, stopping{ctx, f})
	if err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum || n != size {
		return fmt.Errorf("%s: %w (SHA-256 %s, %d bytes)", a.Path(sum), ErrDamaged, got, n)
	}
	return nil
}

// Remove deletes a file for good.
func (a Archive) Remove(sum string) error {
	if err := checkName(sum); err != nil {
		return err
	}
	if err := os.Remove(a.Path(sum)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Names returns the paths in the archive, relative to it, of all that is there.
func (a Archive) Names() (names []string, err error) {
	err = filepath.WalkDir(a.dir, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path == a.dir {
			return fs.SkipAll
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(a.dir, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	return names, err
}

// Name is the relative path of a file, as Names gives it.
func Name(sum string) string { return sum[:2] + "/" + sum }

func checkName(sum string) error {
	if len(sum) != 2*sha256.Size || strings.Trim(sum, "0123456789abcdef") != "" {
		return fmt.Errorf("%q is not a SHA-256 in hex", sum)
	}
	return nil
}

// stopping ends a read when its context does.
type stopping struct {
	ctx context.Context
	r   io.Reader
}

func (s stopping) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
