package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNesting bounds objects and arrays inside each other. A collection of
// collections of polygons needs about 20.
const maxNesting = 64

// metNames are the members' names that were met before, so that not every feature
// makes them anew.
type metNames map[string]string

// read is unquote for a name.
func (n metNames) read(raw []byte) (s, reason string) {
	if len(raw) > maxName || bytes.IndexByte(raw, '\\') >= 0 {
		return unquote(raw)
	}
	raw = raw[1 : len(raw)-1]
	if s, ok := n[string(raw)]; ok {
		return s, ""
	}
	s = string(raw)
	if n != nil && len(n) < maxColumns {
		n[s] = s
	}
	return s, ""
}

// members calls visit with each member of a JSON object that is known to be
// valid. It stops at the first error.
func members(met metNames, raw []byte, visit func(name string, raw []byte) error) error {
	s := &scanner{in: &input{buf: raw, end: len(raw), atEOF: true}}
	i, err := s.space(1)
	for err == nil && raw[i] != '}' {
		var end, from int
		if end, err = s.value(i); err != nil {
			break
		}
		name, reason := met.read(raw[i:end])
		if reason != "" {
			return fmt.Errorf("a member's name %s", reason)
		}
		colon, _ := s.space(end)
		from, _ = s.space(colon + 1)
		if end, err = s.value(from); err != nil {
			break
		}
		if s.deepest > maxNesting {
			return fmt.Errorf("member %s nests deeper than %d", quote(name), maxNesting)
		}
		if err = visit(name, raw[from:end]); err != nil {
			break
		}
		if i, err = s.space(end); err == nil && raw[i] == ',' {
			i, err = s.space(i + 1)
		}
	}
	return err
}

// checkJSON says why raw is not one valid JSON value; at is where it begins
// in the file.
func checkJSON(raw []byte, at int64) error {
	if json.Valid(raw) {
		return nil
	}
	var v json.RawMessage
	err := json.Unmarshal(raw, &v)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("is not valid JSON at byte %d: %w", at+syntax.Offset, err)
	}
	return fmt.Errorf("is not valid JSON: %w", err)
}

// jsonValue takes a valid JSON value for a field.
func jsonValue(raw []byte) (v value, reason string) {
	switch raw[0] {
	case 'n':
		return value{}, ""
	case '"':
		s, reason := unquote(raw)
		if reason != "" {
			return value{}, reason
		}
		return cell(s), ""
	case 't', 'f':
		return value{boolean, string(raw)}, ""
	case '{', '[':
		return value{nested, string(raw)}, ""
	}
	return value{number, string(raw)}, ""
}

// unquote reads a valid JSON string. It refuses half a surrogate pair, which
// other readers silently turn into U+FFFD.
func unquote(raw []byte) (s, reason string) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), ""
	}
	if at := loneSurrogate(raw); at >= 0 {
		return "", "holds half a surrogate pair, " + string(raw[at:at+6])
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", err.Error()
	}
	return s, ""
}

// loneSurrogate returns where raw has half a surrogate pair, -1 if nowhere.
func loneSurrogate(raw []byte) int {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		unit := escapedUnit(raw[i:])
		switch {
		case unit < 0:
			i++
		case isHigh(unit) && isLow(escapedUnit(raw[i+6:])):
			i += 11
		case isHigh(unit) || isLow(unit):
			return i
		default:
			i += 5
		}
	}
	return -1
}

func isHigh(unit int64) bool { return 0xD800 <= unit && unit < 0xDC00 }
func isLow(unit int64) bool  { return 0xDC00 <= unit && unit < 0xE000 }

// escapedUnit reads \uXXXX at the beginning of raw, -1 if it is not there.
func escapedUnit(raw []byte) int64 {
	if len(raw) < 6 || raw[0] != '\\' || raw[1] != 'u' {
		return -1
	}
	unit, err := strconv.ParseUint(string(raw[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return int64(unit)
}

// describe names a JSON value for a reason.
func describe(raw []byte) string {
	switch raw = bytes.TrimSpace(raw); {
	case len(raw) == 0:
		return "nothing"
	case raw[0] == '{':
		return "an object"
	case raw[0] == '[':
		return "an array"
	case !utf8.Valid(raw):
		return "bytes that are not UTF-8"
	}
	s := shorten(string(raw))
	if strings.ContainsFunc(s, unicode.IsControl) {
		return strconv.Quote(s)
	}
	return s
}
