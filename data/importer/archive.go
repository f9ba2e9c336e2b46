package importer

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// zipArchive is the format of a zip until it is known what is in it.
const zipArchive = "zip"

// Bounds of an archive. What is packed a hundred times smaller may still be a
// table with much space in it; what is larger is made to fill a disk.
const (
	maxDirectory = 8 << 20 // bytes
	maxEntries   = 10_000
	maxUnpacked  = 16 << 30 // bytes, of all that is read of it
	maxRatio     = 250      // of unpacked bytes to packed ones
	minForRatio  = 16 << 20 // bytes that may be packed as small as they are
)

// archive is a zip of which nothing is ever written to a disk.
type archive struct {
	files    []*zip.File
	unpacked int64
}

// openArchive reads the directory of a zip.
func openArchive(f *os.File) (*archive, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	directory := &limitedReaderAt{f, maxDirectory}
	z, err := zip.NewReader(directory, info.Size())
	switch {
	case directory.left < 0:
		return nil, fmt.Errorf("the zip's directory is larger than %d MiB", maxDirectory>>20)
	case err != nil:
		return nil, fmt.Errorf("the zip archive cannot be read (cut off?): %w", err)
	case len(z.File) > maxEntries:
		return nil, fmt.Errorf("the zip has %d entries, want at most %d", len(z.File), maxEntries)
	}
	directory.left = 1 << 62 // the rest is bounded by what is unpacked
	a := &archive{}
	seen := map[string]bool{}
	for _, file := range z.File {
		switch name := strings.ToLower(file.Name); {
		case !filepath.IsLocal(strings.TrimSuffix(file.Name, "/")) || strings.ContainsAny(file.Name, "\\\x00"):
			return nil, fmt.Errorf("the zip has an entry %s, whose name leads out of it", quote(file.Name))
		case strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__macosx/"):
		case seen[name]:
			return nil, fmt.Errorf("the zip has the entry %s twice", quote(file.Name))
		default:
			seen[name] = true
			a.files = append(a.files, file)
		}
	}
	return a, nil
}

// named returns the entries with that ending.
func (a *archive) named(ext string) (found []*zip.File) {
	for _, f := range a.files {
		if strings.EqualFold(path.Ext(f.Name), ext) {
			found = append(found, f)
		}
	}
	return found
}

// beside returns the entry of the same name with another ending, nil if there
// is none.
func (a *archive) beside(f *zip.File, ext string) *zip.File {
	i := slices.IndexFunc(a.files, func(o *zip.File) bool { return strings.EqualFold(o.Name, stem(f.Name)+ext) })
	if i < 0 {
		return nil
	}
	return a.files[i]
}

func stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// open unpacks an entry as it is read.
func (a *archive) open(f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, fmt.Errorf("%s in the zip is locked with a password", quote(f.Name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s in the zip: %w", quote(f.Name), err)
	}
	return &unpacking{r, a, f, 0}, nil
}

// unpacking reads an entry within the bounds.
type unpacking struct {
	io.ReadCloser
	of   *archive
	file *zip.File
	read int64
}

func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	u.read += int64(n)
	u.of.unpacked += int64(n)
	switch {
	case u.of.unpacked > maxUnpacked:
		err = fmt.Errorf("the zip unpacks to more than %d GiB", int64(maxUnpacked)>>30)
	case u.read > minForRatio && u.read > maxRatio*int64(u.file.CompressedSize64):
		err = fmt.Errorf("%s in the zip unpacks to more than %d times its size: it is made to fill memory", quote(u.file.Name), maxRatio)
	case err != nil && !errors.Is(err, io.EOF):
		err = fmt.Errorf("%s in the zip: %w", quote(u.file.Name), err)
	}
	return n, err
}

// limitedReaderAt reads so many bytes and no more.
type limitedReaderAt struct {
	io.ReaderAt
	left int64
}

func (l *limitedReaderAt) ReadAt(p []byte, at int64) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, errors.New("too much is read")
	}
	if at < 0 {
		return 0, errors.New("an offset in it leads out of the file")
	}
	return l.ReaderAt.ReadAt(p, at)
}

// readZip reads what is in a zip.
func (im *importing) readZip() error {
	f, err := im.whole()
	if err != nil {
		return err
	}
	a, err := openArchive(f)
	if err != nil {
		return err
	}
	if len(a.named(".shp")) > 0 {
		return im.readZippedShapefile(a)
	}
	if all := a.named(".kml"); len(all) > 0 {
		return im.readKMZ(a, all)
	}
	var names []string
	for _, f := range a.files[:min(len(a.files), 10)] {
		names = append(names, quote(f.Name))
	}
	return fmt.Errorf("the file is a zip archive (also .xlsx) without a .kml or .shp; unpack it, or save the sheet as CSV; it has %s", orNone(strings.Join(names, ", ")))
}
