package xmlread

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// text consumes what is before the next tag.
func (r *Reader) text() ([]byte, error) {
	b, err := r.upTo('<')
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(b, '>') >= 0 && bytes.Contains(b, []byte("]]>")) {
		return nil, wrong("unescaped ]]> not in CDATA section")
	}
	return r.resolved(b, true)
}

// value is that of an attribute. Those of one tag share the scratch space, which may grow under them.
func (r *Reader) value(b []byte) ([]byte, error) {
	if bytes.IndexByte(b, '<') >= 0 {
		return nil, wrong("unescaped < inside quoted string")
	}
	r.scratch = nil
	return r.resolved(b, true)
}

// resolved is b with its line ends as newlines and, if it may have them, its entities as the characters they stand for. It
// is b itself where there is nothing to do.
func (r *Reader) resolved(b []byte, hasEntities bool) ([]byte, error) {
	plain, ascii := true, true
	for _, c := range b {
		switch {
		case c >= utf8.RuneSelf:
			ascii = false
		case c == '&' && hasEntities, c == '\r':
			plain = false
		case c < ' ' && c != '\t' && c != '\n':
			return nil, wrong("illegal character code U+%04X", c)
		}
	}
	if !ascii {
		if err := checkLetters(b); err != nil {
			return nil, err
		}
	}
	if plain {
		return b, nil
	}
	to := r.scratch[:0]
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\r':
			to = append(to, '\n')
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
		case c == '&' && hasEntities:
			end := bytes.IndexByte(b[i:], ';')
			letter, err := entity(b[i:], end)
			if err != nil {
				return nil, err
			}
			to = utf8.AppendRune(to, letter)
			i += end
		default:
			to = append(to, c)
		}
	}
	r.scratch = to
	return to, nil
}

func checkLetters(b []byte) error {
	for len(b) > 0 {
		letter, size := utf8.DecodeRune(b)
		switch {
		case letter == utf8.RuneError && size == 1:
			return wrong("invalid UTF-8")
		case letter == 0xFFFE || letter == 0xFFFF:
			return wrong("illegal character code U+%04X", letter)
		}
		b = b[size:]
	}
	return nil
}

// entity is the character that b begins with, up to the semicolon at end.
func entity(b []byte, end int) (rune, error) {
	const longest = 40
	if end < 0 || end > longest {
		return 0, wrong("invalid character entity %.20s (no semicolon)", b)
	}
	word := string(b[1:end])
	switch word {
	case "lt":
		return '<', nil
	case "gt":
		return '>', nil
	case "amp":
		return '&', nil
	case "apos":
		return '\'', nil
	case "quot":
		return '"', nil
	}
	number, base := strings.TrimPrefix(word, "#"), 10
	if hex, ok := strings.CutPrefix(number, "x"); ok {
		number, base = hex, 16
	}
	n, err := strconv.ParseUint(number, base, 32)
	if err == nil && strings.HasPrefix(word, "#") && n >= 0xD800 && n < 0xE000 {
		return 0, fmt.Errorf("&%s; is half a surrogate pair, and no character", word)
	}
	if err != nil || word[:min(1, len(word))] != "#" || number[0] == '+' || !isCharacter(rune(n)) || n > utf8.MaxRune {
		return 0, wrong("invalid character entity &%s;", word)
	}
	return rune(n), nil
}

// isCharacter tells the characters that may be in a document.
func isCharacter(c rune) bool {
	return c == '\t' || c == '\n' || c == '\r' || ' ' <= c && c <= 0xD7FF || 0xE000 <= c && c <= 0xFFFD || 0x10000 <= c && c <= utf8.MaxRune
}

// decode has what follows read in the encoding of that name.
func (r *Reader) decode(label string) error {
	if label == "" {
		return nil
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		return fmt.Errorf("the encoding %.40q is not known; save the file as UTF-8", label)
	}
	if e == unicode.UTF8 {
		return nil
	}
	if name, _ := htmlindex.Name(e); strings.HasPrefix(name, "utf-16") || name == "replacement" {
		return fmt.Errorf("the encoding %.40q is not read; save the file as UTF-8", label)
	}
	rest := io.MultiReader(bytes.NewReader(bytes.Clone(r.buf[r.pos:r.end])), r.in)
	if r.err != nil {
		rest = io.MultiReader(bytes.NewReader(bytes.Clone(r.buf[r.pos:r.end])), &failing{r.err})
	}
	r.in, r.err = e.NewDecoder().Reader(rest), nil
	r.end = r.pos
	return nil
}

// failing is a reader that has ended.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }
