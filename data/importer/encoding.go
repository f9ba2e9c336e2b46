package importer

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// textEncoding decodes the texts of a file.
type textEncoding struct {
	name  string
	bytes *charmap.Charmap // nil is UTF-8
}

// encodingNamed finds an encoding by the names that people, and .cpg files,
// give it: "windows-1251", "CP1251", "ANSI 1251", "1251". "" is nil.
func encodingNamed(name string) (*textEncoding, error) {
	s := strings.ToLower(strings.TrimSpace(name))
	if s == "" {
		return nil, nil
	}
	s = strings.TrimSpace(strings.TrimPrefix(s, "ansi"))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "cp"), "ibm")
	if s == "65001" || s == "utf8" {
		return &textEncoding{name: "utf-8"}, nil
	}
	for _, cp := range []struct {
		name string
		is   *charmap.Charmap
	}{
		{"437", charmap.CodePage437},
		{"850", charmap.CodePage850},
		{"852", charmap.CodePage852},
		{"855", charmap.CodePage855},
	} {
		if s == cp.name {
			return &textEncoding{"ibm" + cp.name, cp.is}, nil
		}
	}
	switch {
	case len(s) == 4 && strings.HasPrefix(s, "125"):
		s = "windows-" + s
	case strings.HasPrefix(s, "8859"):
		s = "iso-8859-" + strings.TrimPrefix(s[4:], "-")
	}
	e, err := htmlindex.Get(s)
	if err != nil {
		return nil, fmt.Errorf("encoding %s is not known; common ones are utf-8, windows-1251, windows-1254, iso-8859-1, ibm866", quote(name))
	}
	canonical, _ := htmlindex.Name(e)
	if e == unicode.UTF8 {
		return &textEncoding{name: canonical}, nil
	}
	if c, ok := e.(*charmap.Charmap); ok {
		return &textEncoding{canonical, c}, nil
	}
	return nil, fmt.Errorf("encoding %s is not read; save the file as UTF-8", quote(name))
}

var errNotUTF8 = errors.New("is not UTF-8 (Windows-1251 or Latin-1?); say which with --encoding, or save the file as UTF-8")

// text decodes b.
func (e *textEncoding) text(b []byte) (string, error) {
	if e == nil || e.bytes == nil {
		if !utf8.Valid(b) {
			return "", errNotUTF8
		}
		return string(b), nil
	}
	var s strings.Builder
	for _, c := range b {
		r := e.bytes.DecodeByte(c)
		if r == utf8.RuneError {
			return "", fmt.Errorf("byte %#x is no letter in %s", c, e.name)
		}
		s.WriteRune(r)
	}
	return s.String(), nil
}

// bytesOf is a text in the encoding; a letter that it does not have is a question mark.
func (e *textEncoding) bytesOf(s string) string {
	if e == nil || e.bytes == nil {
		return s
	}
	b := make([]byte, 0, len(s))
	for _, letter := range s {
		c, ok := e.bytes.EncodeRune(letter)
		if !ok {
			c = '?'
		}
		b = append(b, c)
	}
	return string(b)
}

// String is the name, for the report.
func (e *textEncoding) String() string {
	if e == nil {
		return "utf-8"
	}
	return e.name
}
