package xmlread_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"stele/geo/xmlread"
)

// textOf reads a document whole.
func textOf(r io.Reader) (text string, err error) {
	x := xmlread.New(r)
	for {
		t, err := x.Next()
		switch {
		case errors.Is(err, io.EOF):
			return text, nil
		case err != nil:
			return text, err
		}
		switch t.Kind {
		case xmlread.Text:
			text += string(t.Text)
		case xmlread.Start:
			text += t.Element.Attr("b")
		}
	}
}

// Half a surrogate pair is refused wherever it stands, however the document comes
// in; a whole character is not, nor what only looks like half a pair.
func TestReader_RefusesHalvesOfPairs(t *testing.T) {
	for _, c := range []struct{ document, text, half string }{
		{"<a>b&#xD800;</a>", "", "&#xD800;"},
		{"<a>b&#xdfff;</a>", "", "&#xdfff;"},
		{"<a>b&#55357;&#56832;</a>", "", "&#55357;"},
		{"<a>b&#x000D800;</a>", "", "&#x000D800;"},
		{`<a b="&#xD800;"/>`, "", "&#xD800;"},
		{"<a><![CDATA[x]]>&#xD800;</a>", "", "&#xD800;"},
		{"<a>&amp;&#128512;&#x1F600;&#xD7FF;&#xE000;</a>", "&\U0001F600\U0001F600\uD7FF\uE000", ""},
		{"<a><![CDATA[&#xD800; [ ] ]> &#55357;]]>b</a>", "&#xD800; [ ] ]> &#55357;b", ""},
		{"<a>[&#91;CDATA[</a>", "[[CDATA[", ""},
		{"<a>&amp;#xD800;</a>", "&#xD800;", ""},
	} {
		for _, pad := range []int{0, 4095, 8190} {
			document := "<!--" + strings.Repeat("x", pad) + "-->" + c.document
			for way, r := range map[string]io.Reader{"at once": strings.NewReader(document), "byte by byte": iotest.OneByteReader(strings.NewReader(document))} {
				text, err := textOf(r)
				switch {
				case c.half == "" && (err != nil || text != c.text):
					t.Errorf("%s, %s = %q, %v; want %q", c.document, way, text, err, c.text)
				case c.half != "" && (err == nil || !strings.Contains(err.Error(), "line 1: "+c.half+" is half a surrogate pair")):
					t.Errorf("%s, %s: %v", c.document, way, err)
				}
			}
		}
	}
}
