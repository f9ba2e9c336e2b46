package audit

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

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

// checkLocators holds locators against the originals that are kept. One that fits
// any copy of its source is right: a page that was captured twice may have changed.
// What a copy does not let be counted is not checked, and is told apart.
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
		open, err := fits(copies, l.locator)
		if open != "" {
			unchecked++
			continue
		}
		checked++
		if err != nil {
			if err := p.fault(l.where, "its place in source %s: %v", l.source, err); err != nil {
				return err
			}
		}
	}
	note := ""
	if unchecked > 0 {
		note = fmt.Sprintf("%d more cannot be checked: the original is not here, or does not let it be counted", unchecked)
	}
	p.line("locators", checked, note)
	return nil
}

// fits says what is wrong with a locator in all of the copies, or what of it
// cannot be checked in those where nothing is; neither if it is in one.
func fits(copies []*original, l data.Locator) (open string, err error) {
	switch {
	case len(copies) == 0:
		return "its original is not here to look into", nil
	case isNothing(l):
		return "words are not looked up", nil
	}
	for _, o := range copies {
		unknown, wrong := o.check(l)
		switch {
		case wrong != nil:
			err = wrong
		case unknown == "":
			return "", nil
		default:
			open = unknown
		}
	}
	if open != "" {
		return open, nil
	}
	return "", err
}

// CheckLocator says why a locator is in none of the copies of its source, which
// lie in a, and what of it cannot be checked in any of them: "" if all of it was,
// or if there is nothing in it to check.
func CheckLocator(a archive.Archive, copies []vault.File, l data.Locator) (open string, err error) {
	if l.Paragraph < 0 || l.Page < 0 || l.Row < 0 {
		return "", errors.New("paragraphs, pages and rows are counted from 1")
	}
	if isNothing(l) {
		return "", nil
	}
	read, err := originals(a, copies)
	if err != nil {
		return "", err
	}
	return fits(read, l)
}

// isNothing reports a locator that says no more than words do.
func isNothing(l data.Locator) bool {
	return l.Bytes == nil && l.Paragraph == 0 && l.Page == 0 && l.Row == 0
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
