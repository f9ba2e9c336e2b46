package xmltext_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"

	"stele/geo/table"
	"stele/geo/xmltext"
)

func TestAppend_EscapesMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"Başlıbel": "Başlıbel", `<a b="c">&'`: `&lt;a b=&quot;c&quot;&gt;&amp;'`, "a\tb\r\nc": "a&#9;b&#13;&#10;c",
		"nul \x00 and \x1b": "nul \uFFFD and \uFFFD", "\xff\uFFFE": "\uFFFD\uFFFD", "": "", "]]>": "]]&gt;",
	} {
		if got := string(xmltext.Append(nil, []byte(text))); got != want {
			t.Errorf("Append(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestAppendValue_OfEachKind(t *testing.T) {
	for _, test := range []struct {
		kind  table.Kind
		value table.Value
		want  string
	}{
		{table.Text, table.Value{Text: []byte("a&b")}, "a&amp;b"},
		{table.Date, table.Value{Text: []byte("1993-04-01")}, "1993-04-01"},
		{table.Integer, table.Value{Number: -12}, "-12"},
		{table.Real, table.Value{Number: 1e21}, "1000000000000000000000"},
		{table.Boolean, table.Value{Number: 1}, "true"},
	} {
		if got := string(xmltext.AppendValue(nil, test.kind, test.value)); got != test.want {
			t.Errorf("%v of kind %d = %q, want %q", test.value, test.kind, got, test.want)
		}
	}
}

// What a parser reads back is what went in, in a text and in an attribute, but for
// what no document may have.
func FuzzAppend(f *testing.F) {
	for _, s := range []string{"a", "<&>\"'", "\x00\x1f\x7f", "\r\n\t", "\xff\xfe", "\uFFFE\uFFFF\U0010FFFF", "]]>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := string(xmltext.Append(nil, []byte(s)))
		var got struct {
			Attr string `xml:"b,attr"`
			Text string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte(`<a b="`+text+`">`+text+`</a>`), &got); err != nil {
			t.Fatalf("%q as %q: %v", s, text, err)
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
				return utf8.RuneError
			}
			return r
		}, s)
		var valid strings.Builder // each bad byte is one
		for _, r := range want {
			valid.WriteRune(r)
		}
		if got.Text != valid.String() || got.Attr != valid.String() {
			t.Errorf("%q comes back as %q and %q", s, got.Text, got.Attr)
		}
	})
}
