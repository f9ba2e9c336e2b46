// Package xmltext writes the text of XML documents.
package xmltext

import (
	"strconv"
	"unicode/utf8"

	"stele/geo/table"
)

// Append appends s as character data, or as the value of an attribute in double quotes: markup is escaped, and what no
// XML 1.0 document may have (most control characters, bytes that are no UTF-8) becomes U+FFFD.
func Append(dst, s []byte) []byte {
	start := 0
	for i := 0; i < len(s); {
		b, size, escape := s[i], 1, ""
		switch {
		case b == '&':
			escape = "&amp;"
		case b == '<':
			escape = "&lt;"
		case b == '>':
			escape = "&gt;"
		case b == '"':
			escape = "&quot;"
		case b == '\r':
			escape = "&#13;" // bare, it would come back as a line feed
		case b == '\t':
			escape = "&#9;" // in an attribute, it would come back as a space
		case b == '\n':
			escape = "&#10;"
		case b < ' ':
			escape = "\uFFFD"
		case b >= utf8.RuneSelf:
			var r rune
			r, size = utf8.DecodeRune(s[i:])
			if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
				escape = "\uFFFD"
			}
		}
		if escape != "" {
			dst = append(append(dst, s[start:i]...), escape...)
			start = i + size
		}
		i += size
	}
	return append(dst, s[start:]...)
}

// AppendValue appends a value that is set.
func AppendValue(dst []byte, k table.Kind, v table.Value) []byte {
	switch k {
	case table.Text, table.Date:
		return Append(dst, v.Text)
	case table.Boolean:
		return strconv.AppendBool(dst, v.Number != 0)
	}
	return strconv.AppendFloat(dst, v.Number, 'f', -1, 64)
}
