package audit

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"stele/data"
	"stele/data/archive"
	"stele/data/vault"
)

// located is a row that says where in its source it is said.
type located struct {
	where, source string
	locator       data.Locator
}

func (a *auditor) note(where, source string, l data.Locator) {
	a.located = append(a.located, located{where, source, l})
}

// mostText bounds the originals whose text is looked into.
const mostText = 256 << 20

// checkLocators holds locators against the originals that are kept as text. One
// that fits any copy of its source is right: a page that was captured twice may
// have changed. Pages, and originals kept elsewhere, cannot be checked here.
func (a *auditor) checkLocators(p *part) error {
	slices.SortStableFunc(a.located, func(x, y located) int { return strings.Compare(x.source, y.source) })
	var checked, unchecked int64
	var copies []*original
	for i, l := range a.located {
		if i == 0 || l.source != a.located[i-1].source {
			var err error
			if copies, err = a.originals(l.source); err != nil {
				return err
			}
		}
		if len(copies) == 0 || l.locator.Bytes == nil && l.locator.Paragraph == 0 {
			unchecked++
			continue
		}
		checked++
		if err := fits(copies, l.locator); err != nil {
			if err := p.fault(l.where, "its place in source %s: %v", l.source, err); err != nil {
				return err
			}
		}
	}
	note := ""
	if unchecked > 0 {
		note = fmt.Sprintf("%d more cannot be checked: pages, or an original that is not here", unchecked)
	}
	p.line("locators", checked, note)
	return nil
}

// fits says what is wrong with a locator in all of the copies, or nil.
func fits(copies []*original, l data.Locator) (err error) {
	for _, o := range copies {
		if err = o.check(l); err == nil {
			return nil
		}
	}
	return err
}

// CheckLocator says why a locator is in none of the copies of its source, which
// lie in a; nil if one has it, or if none is here that can be looked into.
func CheckLocator(a archive.Archive, copies []vault.File, l data.Locator) error {
	if l.Paragraph < 0 || l.Page < 0 || l.Row < 0 {
		return errors.New("paragraphs, pages and rows are counted from 1")
	}
	if l.Bytes == nil && l.Paragraph == 0 {
		return nil
	}
	read, err := originals(a, copies)
	if err != nil {
		return err
	}
	return fits(read, l)
}

// originals reads the copies of a source that are here.
func (a *auditor) originals(source string) ([]*original, error) {
	var copies []vault.File
	for _, f := range a.vault.Archived {
		if slices.Contains(a.vault.Copies[source], f.SHA256) {
			copies = append(copies, f)
		}
	}
	return originals(a.archive, copies)
}

func originals(a archive.Archive, files []vault.File) (copies []*original, err error) {
	for _, f := range files {
		if f.Bytes > mostText {
			continue
		}
		text, err := os.ReadFile(a.Path(f.SHA256))
		if errors.Is(err, os.ErrNotExist) {
			continue // the check of the archive says so
		}
		if err != nil {
			return nil, err
		}
		copies = append(copies, newOriginal(text, f.MediaType))
	}
	return copies, nil
}

// original is a copy and where its paragraphs lie.
type original struct {
	text       []byte
	isText     bool // bytes are characters
	paragraphs [][2]int64
}

func newOriginal(text []byte, mediaType string) *original {
	o := &original{text: text, isText: strings.HasPrefix(mediaType, "text/") && utf8.Valid(text)}
	if o.isText && strings.HasPrefix(mediaType, "text/plain") {
		o.paragraphs = paragraphs(text)
	}
	return o
}

// paragraphs returns where a plain text's paragraphs lie: lines that are blank
// part them. The ends leave out the last line break.
func paragraphs(text []byte) (all [][2]int64) {
	at, open := int64(0), false
	for line := range bytes.Lines(text) {
		end := at + int64(len(bytes.TrimRight(line, "\r\n")))
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			open = false
		case open:
			all[len(all)-1][1] = end
		default:
			all, open = append(all, [2]int64{at, end}), true
		}
		at += int64(len(line))
	}
	return all
}

// check says what is wrong with a locator.
func (o *original) check(l data.Locator) error {
	in := [2]int64{0, int64(len(o.text))}
	if l.Paragraph > 0 && o.paragraphs != nil {
		if l.Paragraph > len(o.paragraphs) {
			return fmt.Errorf("there is no paragraph %d, only %d", l.Paragraph, len(o.paragraphs))
		}
		in = o.paragraphs[l.Paragraph-1]
	}
	if l.Bytes == nil {
		return nil
	}
	first, last := l.Bytes[0], l.Bytes[1]
	switch {
	case first < 0 || first >= last || last > int64(len(o.text)):
		return fmt.Errorf("bytes %d to %d are not in its %d bytes", first, last, len(o.text))
	case o.isText && (!o.starts(first) || !o.starts(last)):
		return fmt.Errorf("bytes %d to %d cut a character in two", first, last)
	case first < in[0] || last > in[1]:
		return fmt.Errorf("bytes %d to %d are not in paragraph %d, bytes %d to %d", first, last, l.Paragraph, in[0], in[1])
	}
	return nil
}

func (o *original) starts(at int64) bool {
	return at == int64(len(o.text)) || utf8.RuneStart(o.text[at])
}
