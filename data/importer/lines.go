package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// readMore reads the Features that follow a first one. If that had a line of
// its own, each line is taken by itself, and a broken one is a problem of its
// row only.
func (im *importing) readMore(s *scanner, byLine bool) error {
	for {
		_, err := im.skipTo(s)
		switch {
		case errors.Is(err, errTruncated):
			return im.build.columns.checkMap()
		case err != nil:
			return im.at(err)
		}
		im.report.Format = GeoJSONL
		if byLine {
			err = im.piece('\n')
		} else {
			err = im.element(s)
		}
		if err != nil {
			return im.at(err)
		}
	}
}

// readSequence reads an RFC 8142 sequence: each text begins with RS. One that
// is broken is a problem of its row only, as section 2.3 of it asks.
func (im *importing) readSequence() error {
	for {
		start, err := im.in.peek(1)
		switch {
		case err != nil:
			return im.at(err)
		case len(start) == 0:
			return im.build.columns.checkMap()
		case start[0] == recordSeparator || isSpace(start[0]):
			im.in.take(1)
			continue
		}
		if im.in.taken == 0 {
			return fmt.Errorf("the file is no GeoJSON text sequence: found %s, want RS (0x1E) at byte 1", describe(start))
		}
		if err := im.piece(recordSeparator); err != nil {
			return im.at(err)
		}
	}
}

// piece reads what is before the next separator, or the end, as a feature.
func (im *importing) piece(separator byte) error {
	end := 0
	for {
		window := im.in.window()
		if n := bytes.IndexByte(window[end:], separator); n >= 0 {
			end += n
			break
		}
		end = len(window)
		err := im.in.more()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if err := im.feature(bytes.TrimSpace(im.in.window()[:end])); err != nil {
		return err
	}
	im.in.take(end)
	return nil
}
