package importer

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// maxCopy bounds the copy of a file that comes as a stream and has to be read
// here and there, in bytes.
const maxCopy = 16 << 30

// whole reads all of the file, for its hash, and returns it for reading
// anywhere in it: itself, or a copy where it comes as a stream. The copy is
// nobody else's to read, and is gone when the import is done.
func (im *importing) whole() (*os.File, error) {
	if f, ok := im.in.r.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return f, im.drain(io.Discard)
		}
	}
	f, err := os.CreateTemp("", "stele-import-*")
	if err != nil {
		return nil, err
	}
	im.temp = f
	return f, im.drain(f)
}

func (im *importing) drain(to io.Writer) error {
	for {
		w := im.in.window()
		if _, err := to.Write(w); err != nil {
			return err
		}
		im.in.take(len(w))
		if im.temp != nil && im.in.taken > maxCopy {
			return fmt.Errorf("the file is larger than %d GiB; give it by its name, not as a stream", int64(maxCopy)>>30)
		}
		if err := im.in.more(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// dropCopy ends the copy.
func (im *importing) dropCopy() error {
	if im.temp == nil {
		return nil
	}
	return errors.Join(im.temp.Close(), os.Remove(im.temp.Name()))
}
