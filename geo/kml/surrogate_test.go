package kml_test

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"stele/geo/kml"
)

// nameOf reads the name, and the id, of a document's one placemark.
func nameOf(r io.Reader) (string, error) {
	f, err := kml.NewReader(r, "").Next()
	if err != nil {
		return "", err
	}
	text := ""
	for _, p := range f.Properties {
		text += p.Text
	}
	return text, nil
}

// Half a surrogate pair is refused wherever it stands, however the document comes
// in; a whole character is not, nor what only looks like half a pair.
func TestReader_RefusesHalvesOfPairs(t *testing.T) {
	for _, c := range []struct{ placemark, text, half string }{
		{"<Placemark><name>b&#xD800;</name></Placemark>", "", "&#xD800;"},
		{"<Placemark><name>b&#xdfff;</name></Placemark>", "", "&#xdfff;"},
		{"<Placemark><name>b&#55357;&#56832;</name></Placemark>", "", "&#55357;"},
		{"<Placemark><name>b&#x000D800;</name></Placemark>", "", "&#x000D800;"},
		{`<Placemark id="&#xD800;"/>`, "", "&#xD800;"},
		{"<Placemark><name><![CDATA[x]]>&#xD800;</name></Placemark>", "", "&#xD800;"},
		{"<Placemark><name>&amp;&#128512;&#x1F600;&#xD7FF;&#xE000;</name></Placemark>", "&\U0001F600\U0001F600\uD7FF\uE000", ""},
		{"<Placemark><name><![CDATA[&#xD800; [ ] ]> &#55357;]]>b</name></Placemark>", "&#xD800; [ ] ]> &#55357;b", ""},
		{"<Placemark><name>[&#91;CDATA[</name></Placemark>", "[[CDATA[", ""},
		{"<Placemark><name>&amp;#xD800;</name></Placemark>", "&#xD800;", ""},
	} {
		for _, pad := range []int{0, 4095, 8190} {
			document := "<kml><!--" + strings.Repeat("x", pad) + "-->" + c.placemark + "</kml>"
			for way, r := range map[string]io.Reader{"at once": strings.NewReader(document), "byte by byte": iotest.OneByteReader(strings.NewReader(document))} {
				text, err := nameOf(r)
				switch {
				case c.half == "" && (err != nil || text != c.text):
					t.Errorf("%s, %s = %q, %v; want %q", c.placemark, way, text, err, c.text)
				case c.half != "" && (err == nil || !strings.Contains(err.Error(), "line 1: ") || !strings.Contains(err.Error(), c.half)):
					t.Errorf("%s, %s: %q, %v", c.placemark, way, text, err)
				}
			}
		}
	}
}
