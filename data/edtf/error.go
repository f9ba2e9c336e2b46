package edtf

import (
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrSyntax is wrapped by every error of this package. The message quotes the text, names the column and says what
// is accepted there: edtf "1993-13": month 13 at column 6 is outside 01..12.
var ErrSyntax = errors.New("edtf: not an accepted date")

// maxQuoted bounds how much of a foreign text an error repeats.
const maxQuoted = 60

// syntaxError keeps its own message, so that it need not repeat the one of ErrSyntax.
type syntaxError string

func (e syntaxError) Error() string { return string(e) }

func (e syntaxError) Unwrap() error { return ErrSyntax }

// refuse returns an error about the text; the format says what, at which column and what is accepted.
func (p *parser) refuse(format string, args ...any) error {
	quoted := p.text
	if len(quoted) > maxQuoted {
		quoted = quoted[:maxQuoted] + "..."
	}
	return syntaxError(fmt.Sprintf("edtf %q: ", quoted) + fmt.Sprintf(format, args...))
}

// unexpected refuses what stands at the cursor.
func (p *parser) unexpected(want string) error {
	if p.atEnd() {
		return p.refuse("the text ends at column %d: want %s", p.column(), want)
	}
	found, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return p.refuse("unexpected %q at column %d: want %s", found, p.column(), want)
}
