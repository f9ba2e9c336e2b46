package data

import (
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/text/language"

	"stele/data/edtf"
)

// Source is an article, resolution, report, testimony or data set in which
// something is asserted.
type Source struct {
	ID   string `json:"id,omitempty"` // random and public; given by the vault, or kept in a demo file
	Key  string `json:"key,omitempty"`
	Kind string `json:"kind"` // vocabulary source_kind
	// Title is the source's own title, or our description of it where the
	// title is not known.
	Title string `json:"title"`
	// Author is a personal name. It is published only with AuthorConsent.
	Author        string    `json:"author,omitempty"`
	AuthorConsent bool      `json:"author_consent,omitempty"`
	Publisher     string    `json:"publisher,omitempty"`
	Published     edtf.Date `json:"published,omitzero"`
	Language      string    `json:"language,omitempty"` // BCP 47
	URL           string    `json:"url,omitempty"`
	// Perspective names whose side the source speaks for, in neutral words.
	Perspective string  `json:"perspective,omitempty"`
	Agent       string  `json:"agent"` // key of who asserts what it says
	Licence     string  `json:"licence,omitempty"`
	Archive     Archive `json:"archive"`
	// KnownThrough is the key of the source in which this one was seen
	// quoted, where it was not seen itself.
	KnownThrough string `json:"known_through,omitempty"`
	Note         string `json:"note,omitempty"`
}

// CheckLanguage says what is wrong with a language tag (BCP 47), or nil; "" is
// none. Private subtags are refused: they hold anything.
func CheckLanguage(tag string) error {
	if tag == "" {
		return nil
	}
	t, err := language.Parse(tag)
	if err != nil || len(t.Extensions()) > 0 || strings.Contains(tag, "_") {
		return fmt.Errorf("%q is no language tag (BCP 47) such as en or az-Latn", tag)
	}
	return nil
}

// CheckURL says what is wrong with the address of a source, or nil; "" is none.
// Readers are given it as a link, which leads to a page and does nothing else.
func CheckURL(text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return fmt.Errorf("%q is no address that begins with https:// or http://, such as https://example.org/report-7", text)
	}
	return nil
}

// Archive says whether the source's bytes were kept, and which they are.
type Archive struct {
	State      string `json:"state"` // vocabulary archive_state
	SHA256     string `json:"sha256,omitempty"`
	Bytes      int64  `json:"bytes,omitempty"`
	MediaType  string `json:"media_type,omitempty"`
	CapturedOn string `json:"captured_on,omitempty"` // YYYY-MM-DD
	CapturedBy string `json:"captured_by,omitempty"` // who captured it; never published
	// Rights says what of the copy may be shown. Its bytes never are.
	Rights string `json:"rights,omitempty"`
}

// The states of the rights in a copy. Without one, it is as restricted.
const (
	RightsOpen         = "open"         // a licence lets anybody pass it on
	RightsRestricted   = "restricted"   // that there is a copy is said, and which
	RightsConfidential = "confidential" // what would let somebody recognise it is not said
)

// Public is what may be said of a copy: of a confidential one neither hash nor
// size, by which somebody who has the document would know that it is here.
func (a Archive) Public() Archive {
	a.CapturedBy = ""
	a.CapturedOn, _, _ = strings.Cut(a.CapturedOn, "T") // the day, if more was recorded
	if a.Rights == RightsConfidential {
		return Archive{State: "withheld"}
	}
	return a
}

// Agent is a person or body who asserts.
type Agent struct {
	ID   string `json:"id,omitempty"`
	Key  string `json:"key,omitempty"`
	Name string `json:"name"`
	Kind string `json:"kind"` // vocabulary agent_kind
	// Consent is recorded leave to publish a living person's name. Without it
	// an agent of kind "person" goes into a release as "a person".
	Consent bool   `json:"consent,omitempty"`
	Note    string `json:"note,omitempty"`
}

// Locator points at the place in a source where something is said. Zero
// members are not stated.
type Locator struct {
	Paragraph int `json:"paragraph,omitempty"` // from 1
	Page      int `json:"page,omitempty"`      // from 1
	Row       int `json:"row,omitempty"`       // from 1, of a table
	// Bytes is the half-open range [first, after last) in the captured bytes.
	Bytes *[2]int64 `json:"bytes,omitempty"`
	Text  string    `json:"text,omitempty"` // in words: "table 2"
}
