package xmlread_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"

	"stele/geo/xmlread"
)

// tokens writes a document as a list: "<a x=1", "text", ">". Texts that follow one
// another are one.
func tokens(r *xmlread.Reader) (all []string, err error) {
	for {
		t, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		switch t.Kind {
		case xmlread.Start:
			all = append(all, "<"+t.Element.Name+" id="+t.Element.Attr("id"))
		case xmlread.End:
			all = append(all, ">")
		case xmlread.Text:
			all = addText(all, string(t.Text))
		}
	}
}

func addText(all []string, text string) []string {
	if n := len(all); n > 0 && strings.HasPrefix(all[n-1], "\x00") {
		all[n-1] += text
		return all
	}
	return append(all, "\x00"+text)
}

// theirs is what encoding/xml makes of the same document.
func theirs(doc string) (all []string, err error) {
	d := xml.NewDecoder(strings.NewReader(doc))
	depth := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			id := ""
			for _, a := range slices.Backward(t.Attr) {
				if a.Name.Local == "id" {
					id = a.Value
				}
			}
			if depth++; depth > 64 {
				return all, errors.New("too deep")
			}
			all = append(all, "<"+t.Name.Local+" id="+id)
		case xml.EndElement:
			depth--
			all = append(all, ">")
		case xml.CharData:
			all = addText(all, string(t))
		case xml.Directive:
			return all, errors.New("DOCTYPE")
		}
	}
}

var documents = []string{
	`<a/>`, `<a></a>`, `<a id="1"/>`, "<?xml version='1.0' encoding=\"UTF-8\"?>\n<a:b xmlns:a='u' a:id = '2' >text<c/>more</a:b >\n<!-- end -->",
	`<a>1 &lt; 2 &amp;&#65;&#x42;&quot;&apos;&gt;</a>`, "<a>line\r\nline\rline\n</a>", `<a><![CDATA[<b>&amp;]]>]]&gt;</a>`, `<a id="&lt;'&#10;'"/>`, `<a id='"'>x</a>`,
	`<a><!-- - --><?php echo "<" ?>x</a>`, `<Ə id="ə">Başlıbel ☠</Ə>`, "\ufeff<a/>", `<a id="1" id="2"/>`, `<a xmlns:id="3" id="4"/>`,
	`<:a/>`, `<a:/>`, `<a id="x>y">z</a>`, `<a/><b/>`, ` text <a/> text `, `<a><![CDATA[]]></a>`, "<a\nid\n=\n'1'\n/>",
}

var broken = []string{
	``, `text`, `<`, `<a`, `<a `, `<a x`, `<a x=`, `<a x="`, `<a x="1`, `<a>`, `<a></b>`, `<a></a`, `</a>`, `<a/`, `<a/ >`, `<a x>`, `<a x=1>`, `<a b="<"/>`, `<1/>`, `< a/>`,
	`<a>&b;</a>`, `<a>&</a>`, `<a>&#0;</a>`, `<a>&#;</a>`, `<a>&#x;</a>`, `<a>&amp</a>`, "<a>\x01</a>", "<a>\xff</a>", "<a x=\"\xff\"/>", "<\xff/>", "<a>\uffff</a>",
	`<a>]]></a>`, `<a><![CDATA[x</a>`, `<a><!-- x</a>`, `<a><!x></a>`, `<!DOCTYPE a><a/>`, `<a><![x]></a>`, `<a><!- x --></a>`, `<?xml version="1.1"?><a/>`, `<?`, `<?x`, `<? x?><a/>`,
	`<a><b></a></b>`, `<a x="1"y="2"z></a>`, `<a></a b>`, `<a></ a>`,
}

func TestReader_ReadsAsEncodingXML(t *testing.T) {
	for _, doc := range documents {
		want, err := theirs(doc)
		if err != nil {
			t.Fatalf("%q: %v", doc, err)
		}
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(doc), "by bytes": iotest.OneByteReader(strings.NewReader(doc)), "with the end": iotest.DataErrReader(strings.NewReader(doc))} {
			if got, err := tokens(xmlread.New(r)); err != nil || !slices.Equal(got, want) {
				t.Errorf("%q, %s: %q, %v; want %q", doc, name, got, err, want)
			}
		}
	}
	for _, doc := range broken {
		if got, err := theirs(doc); err == nil && len(got) > 1 {
			t.Errorf("%q is %q to encoding/xml", doc, got)
		}
		if got, err := tokens(xmlread.New(strings.NewReader(doc))); err == nil || strings.ContainsAny(err.Error(), "\n\r") {
			t.Errorf("%q: %q, %v", doc, got, err)
		}
	}
}

func TestReader_SaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ doc, want string }{
		{"<a>\n\n<b></c></a>", `line 3: is not valid XML: "element <b> closed by </c>"`},
		{"<a>\n<b x=1/></a>", `line 2: is not valid XML: "unquoted or missing attribute value in element"`},
		{"<a>\n&lol;</a>", `line 2: is not valid XML: "invalid character entity &lol;"`},
		{"<a>&#xD800;</a>", `line 1: &#xD800; is half a surrogate pair, and no character`}, // half a surrogate pair
		{"<a>\n<b>", "line 2: the file ends too early (cut off?)"},
		{"<a/>\n<b", "line 2: the file ends too early (cut off?)"},
		{"  ", "the document has no element"},
		{"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "line 1: the document has a DOCTYPE, which may define entities; take it out"},
		{`<?xml version="1.0" encoding="utf-16"?><a/>`, `line 1: the encoding "utf-16" is not read; save the file as UTF-8`},
		{`<?xml version="1.0" encoding="klingon"?><a/>`, `line 1: the encoding "klingon" is not known; save the file as UTF-8`},
		{strings.Repeat("<a>", 65), "line 1: elements nest deeper than 64"},
		{"<a " + strings.Repeat("b='c' ", 200_000) + ">", "line 1: a tag is longer than 1 MiB"},
		{"<a>" + strings.Repeat("b", 5<<20) + "</a>", "line 1: a feature or a piece of text is larger than 64 MiB, or one between features than 4 MiB"},
	} {
		if _, err := tokens(xmlread.New(strings.NewReader(test.doc))); err == nil || err.Error() != test.want {
			t.Errorf("%.60q: %v, want %s", test.doc, err, test.want)
		}
	}
	cut := iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("<a></a>")))
	if _, err := tokens(xmlread.New(cut)); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("an error of the reader is %v", err)
	}
}

func TestReader_DeclaredEncoding(t *testing.T) {
	doc, err := charmap.Windows1251.NewEncoder().String(`<?xml version="1.0" encoding="windows-1251"?><a id="Лачин">` + strings.Repeat("Башлыбель ", 20_000) + `</a>`)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []io.Reader{strings.NewReader(doc), iotest.HalfReader(strings.NewReader(doc)), iotest.DataErrReader(strings.NewReader(doc))} {
		got, err := tokens(xmlread.New(r))
		if err != nil || len(got) != 3 || got[0] != "<a id=Лачин" || got[1] != "\x00"+strings.Repeat("Башлыбель ", 20_000) {
			t.Errorf("%.200q, %v", got, err)
		}
	}
}

// A feature may be larger than what is between features, and the readers of parts
// stop where these end.
func TestReader_Parts(t *testing.T) {
	long := strings.Repeat("x", 5<<20)
	r := xmlread.New(strings.NewReader("<a><skip><b/>&lt;</skip><text> one <b>not</b><![CDATA[ two]]></text><long>" + long + "</long><end/></a>"))
	var got []string
	next := func() xmlread.Token {
		t.Helper()
		token, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	next()
	err := r.Children(func(e xmlread.Element) error {
		switch e.Name {
		case "skip":
			return r.Skip()
		case "text":
			text, err := r.Text()
			got = append(got, text)
			return err
		case "long":
			r.BeginFeature()
			defer r.EndFeature()
			begin := r.Offset()
			text, err := r.Text()
			got = append(got, fmt.Sprint(text == long, r.Offset()-begin))
			return err
		}
		got = append(got, e.Name)
		return r.Skip()
	})
	if want := []string{"one  two", fmt.Sprint(true, len(long)+len("</long>")), "end"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if _, err := r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
}

// What encoding/xml reads is read alike, but for half a surrogate pair, which it
// makes U+FFFD of. It refuses more: some letters in names, dashes in comments.
func FuzzReader(f *testing.F) {
	for _, doc := range slices.Concat(documents, broken) {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		if strings.Contains(doc, "encoding") {
			return // the other reader knows no encodings
		}
		want, refused := theirs(doc)
		got, err := tokens(xmlread.New(strings.NewReader(doc)))
		hasElement := slices.ContainsFunc(want, func(s string) bool { return s[0] == '<' })
		if refused == nil && hasElement && !strings.Contains(strings.Join(want, ""), "\uFFFD") && (err != nil || !slices.Equal(got, want)) {
			t.Errorf("%q: %q, %v; want %q", doc, got, err, want)
		}
		if err != nil && (strings.ContainsAny(err.Error(), "\n\r") || len(err.Error()) > 1000) {
			t.Errorf("the error spans lines or is long: %q", err)
		}
	})
}
