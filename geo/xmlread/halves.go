package xmlread

import (
	"bytes"
	"strconv"
	"strings"
)

// halves looks for references to half a surrogate pair, such as &#xD800;, which the decoder would silently turn into
// U+FFFD. In a CDATA section they are none.
type halves struct {
	isRaw bool   // in a CDATA section
	kept  []byte // of what was read before, the end, in which something may have begun
}

const (
	rawBegins, rawEnds = "<![CDATA[", "]]>"
	mostReference      = len("&#x0000000000;")
)

// find returns the first such reference, "" if there is none. What it is given follows on what it was given before.
func (h *halves) find(b []byte) string {
	if !h.isRaw && len(h.kept) == 0 && bytes.IndexByte(b, '&') < 0 && bytes.IndexByte(b, '[') < 0 && !endsInMarkup(b) {
		return ""
	}
	b = append(h.kept, b...)
	for {
		if h.isRaw {
			at := bytes.Index(b, []byte(rawEnds))
			if at < 0 {
				h.kept = append(h.kept[:0], b[max(0, len(b)-len(rawEnds)+1):]...)
				return ""
			}
			h.isRaw, b = false, b[at+len(rawEnds):]
			continue
		}
		at := bytes.IndexAny(b, "&<")
		if at < 0 {
			h.kept = h.kept[:0]
			return ""
		}
		b = b[at:]
		switch {
		case bytes.HasPrefix(b, []byte(rawBegins)):
			h.isRaw, b = true, b[len(rawBegins):]
		case b[0] == '<' && len(b) < len(rawBegins) && strings.HasPrefix(rawBegins, string(b)),
			b[0] == '&' && len(b) < mostReference && bytes.IndexByte(b, ';') < 0:
			h.kept = append(h.kept[:0], b...)
			return ""
		default:
			if isHalf(b) {
				return string(b[:bytes.IndexByte(b, ';')+1])
			}
			b = b[1:]
		}
	}
}

// endsInMarkup reports that something may have begun at the end of b.
func endsInMarkup(b []byte) bool {
	return bytes.IndexByte(b[max(0, len(b)-len(rawBegins)+1):], '<') >= 0
}

// isHalf reports that b begins with a reference to half a pair.
func isHalf(b []byte) bool {
	digits, isReference := bytes.CutPrefix(b[:min(len(b), mostReference)], []byte("&#"))
	end := bytes.IndexByte(digits, ';')
	if !isReference || end < 0 {
		return false
	}
	base := 10
	if digits = digits[:end]; bytes.HasPrefix(digits, []byte("x")) {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	return err == nil && n >= 0xD800 && n < 0xE000
}
