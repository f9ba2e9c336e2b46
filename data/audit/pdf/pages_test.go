package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
	"testing"

	"stele/data/audit/pdf"
)

// tree is the objects of a document of n pages, in nodes of ten, by their numbers
// from 1: the catalogue first.
func tree(n int) (objects []string) {
	objects = []string{"<< /Type /Catalog /Pages 2 0 R >>", ""}
	var nodes []string
	for first := 0; first < n; first += 10 {
		size := min(10, n-first)
		number := len(objects) + 1
		nodes = append(nodes, fmt.Sprintf("%d 0 R", number))
		var kids []string
		for k := range size {
			kids = append(kids, fmt.Sprintf("%d 0 R", number+1+k))
		}
		objects = append(objects, fmt.Sprintf("<</Type/Pages/Parent 2 0 R/Kids[%s]/Count %d>>", strings.Join(kids, " "), size))
		for range size {
			objects = append(objects, fmt.Sprintf("<< /Type /Page %% a comment >>\n/Parent %d 0 R /MediaBox [0 0 595.2 842] /A (1 0 obj \\) (x) <<) /B <3c3c> >>", number))
		}
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [ %s ] /Count %d >>", strings.Join(nodes, " "), n)
	return objects
}

// plain is a file of those objects, with a content stream that looks like more.
func plain(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	const stream = "1 0 obj << /Type /Page >> endobj trailer << /Root 9 0 R >>"
	fmt.Fprintf(&b, "900 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n", len(stream), stream)
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n0\n%%EOF\n")
	return b.Bytes()
}

// packed is a file whose objects lie in a compressed stream, as most are today.
func packed(objects []string, filter string) []byte {
	var head, body, file bytes.Buffer
	for i, o := range objects {
		fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
		body.WriteString(o + "\n")
	}
	var deflated bytes.Buffer
	z := zlib.NewWriter(&deflated)
	z.Write(append(head.Bytes(), body.Bytes()...))
	z.Close()
	fmt.Fprintf(&file, "%%PDF-1.5\n700 0 obj\n<</Type/ObjStm/N %d/First %d/Filter%s/Length 701 0 R>>stream\r\n%s\r\nendstream\nendobj\n701 0 obj %d endobj\n",
		len(objects), head.Len(), filter, deflated.Bytes(), deflated.Len())
	file.WriteString("702 0 obj <</Type/XRef/Root 1 0 R/Length 4>>stream\nabcd\nendstream\nendobj\nstartxref\n0\n%%EOF")
	return file.Bytes()
}

// attaching is a file of three pages with one of five attached as it is. Its
// length is said in place, or by a reference to what stands behind it.
func attaching(isLengthElsewhere bool) []byte {
	var b bytes.Buffer
	inner := plain(tree(5))
	length := fmt.Sprint(len(inner))
	if isLengthElsewhere {
		length = "951 0 R"
	}
	b.Write(plain(tree(3)))
	fmt.Fprintf(&b, "950 0 obj\n<</Type/EmbeddedFile/Length %s>>\nstream\n%s\nendstream\nendobj\n951 0 obj %d endobj\n%%%%EOF\n", length, inner, len(inner))
	return b.Bytes()
}

func TestPages(t *testing.T) {
	appended := append(plain(tree(12)), []byte("2 0 obj << /Type /Pages /Kids [3 0 R] /Count 10 >> endobj\ntrailer << /Root 1 0 R /Prev 9 >>\n%%EOF")...)
	miscounted := tree(12)
	miscounted[1] = strings.Replace(miscounted[1], "/Count 12", "/Count 9999", 1)
	lacking := tree(12)[:10]
	cyclic := []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}
	encrypted := packed(tree(3), "/FlateDecode")
	at := bytes.Index(encrypted, []byte("stream\r\n")) + len("stream\r\n")
	encrypted[at] ^= 0x55
	tests := map[string]struct {
		file []byte
		want int // 0 is not known
	}{
		"one page":                       {plain(tree(1)), 1},
		"many":                           {plain(tree(137)), 137},
		"packed":                         {packed(tree(137), "/FlateDecode"), 137},
		"packed, a list":                 {packed(tree(7), "[/FlateDecode]"), 7},
		"pages taken out":                {appended, 10},
		"a file attached":                {attaching(false), 3},
		"attached, its length elsewhere": {attaching(true), 0},
		"a name written out":             {[]byte(strings.ReplaceAll(string(plain(tree(3))), "/Page ", "/#50a#67e ")), 3},
		"bytes before it":                {append([]byte("\n\n"), plain(tree(3))...), 3},
		"two counts":                     {plain(miscounted), 0},
		"pages lacking":                  {plain(lacking), 0},
		"a circle":                       {plain(cyclic), 0},
		"an unknown filter":              {packed(tree(3), "/LZWDecode"), 0},
		"encrypted":                      {encrypted, 0},
		"a page and no tree":             {[]byte("%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n%%EOF"), 0},
		"no pages":                       {plain(tree(0)), 0},
		"cut off":                        {plain(tree(30))[:900], 0},
		"an object cut off":              {[]byte("%PDF-1.4\n1 0 obj << /Type /Catalog /Pages (2 0 R"), 0},
		"no PDF":                         {[]byte("A letter of one page."), 0},
		"nothing":                        {nil, 0},
		"a catalogue of none":            {[]byte("%PDF-1.4\ntrailer << /Root 1 0 R >>"), 0},
	}
	for name, test := range tests {
		n, ok := pdf.Pages(test.file)
		if n*btoi(ok) != test.want || ok != (test.want > 0) {
			t.Errorf("%s: Pages = %d, %v, want %d", name, n, ok, test.want)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A reader that went back, or that followed every name it meets, would not end
// before the test does.
func TestPages_EndsOnHostileFiles(t *testing.T) {
	deep := []string{"<< /Type /Catalog /Pages 2 0 R >>"}
	for i := range 300 {
		deep = append(deep, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R] /Count 1 >>", i+3))
	}
	files := [][]byte{plain(append(deep, "<< /Type /Page >>")), plain([]string{strings.Repeat("[", 1<<20)}), plain([]string{strings.Repeat("<<", 1<<20)})}
	files = append(files, longName(), typeFarAway(), sharingOffset("<</Type/Page/A("+strings.Repeat("x", 32<<20)+")>>"),
		sharingLength("<"+strings.Repeat("4", 32<<20)), sharingLength("1 2 "+strings.Repeat("4", 32<<20)), tooManyObjects())
	for _, piece := range []string{"1 0 obj", "1 0 obj(", "1 0 obj<", "1 0 obj[", "1 0 obj<<", "1 0 obj 1 ", "trailer<<", "1 0 obj<<>>stream\n", "obj ", "o", "1 ", "%", "1 0 obj<</Type/ObjStm/N 9/First 9>>stream\n"} {
		files = append(files, []byte("%PDF-1.7\n"+strings.Repeat(piece, 1<<20/len(piece))))
	}
	for _, file := range files {
		if n, ok := pdf.Pages(file); ok {
			t.Errorf("Pages(%.40q) = %d, want it not known", file, n)
		}
	}
}

// longName has a name of nothing but escapes, which moved all that is behind it
// when each was resolved.
func longName() []byte {
	return plain([]string{"<</Pages 2 0 R/A/" + strings.Repeat("#41", 1<<22) + ">>"})
}

// typeFarAway has many pages whose one type stands behind a long blank.
func typeFarAway() []byte {
	const n = 200_000
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", pagesNode(4, n), strings.Repeat(" ", 4<<20) + "/Page"}
	return plain(append(objects, slices.Repeat([]string{"<</Type 3 0 R>>"}, n)...))
}

// pagesNode is the node of n pages that are the objects from first on.
func pagesNode(first, n int) string {
	var kids strings.Builder
	for i := range n {
		fmt.Fprintf(&kids, "%d 0 R ", first+i)
	}
	return fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", n, kids.String())
}

// sharing is the head of a file with a stream of n objects, from 10 on, that are
// all the same text.
func sharing(n int, text string) []byte {
	var head strings.Builder
	for i := range n {
		fmt.Fprintf(&head, "%d 0 ", 10+i)
	}
	return append([]byte("%PDF-1.5\n"), objectStream(head.String(), text, n)...)
}

func objectStream(head, body string, n int) []byte {
	var deflated bytes.Buffer
	z := zlib.NewWriter(&deflated)
	z.Write([]byte(head + body))
	z.Close()
	return fmt.Appendf(nil, "700 0 obj\n<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\r\n%s\r\nendstream\nendobj\n", n, len(head), deflated.Len(), deflated.Bytes())
}

// sharingOffset has pages that are all one long object, in few bytes.
func sharingOffset(page string) []byte {
	const n = 50_000
	return append(sharing(n, page), plain([]string{"<< /Type /Catalog /Pages 2 0 R >>", pagesNode(10, n)})...)
}

// sharingLength has streams whose lengths are all one object that is long to read
// and no length, or a short one.
func sharingLength(length string) []byte {
	const n = 50_000
	file := sharing(n, length)
	for i := range n {
		file = fmt.Appendf(file, "%d 0 obj<</Length %d 0 R>>stream\nabc\nendstream endobj\n", 100_000+i, 10+i)
	}
	return append(file, plain([]string{"<< /Type /Catalog /Pages 2 0 R >>"})...)
}

// tooManyObjects has a page that stands before all the objects that are too many.
func tooManyObjects() []byte {
	const n = 2_500_000
	head, page := []byte("1 0 2 40 3 90 "), fmt.Sprintf("%-40s%-50s%s", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page>>")
	for i := range n {
		head = fmt.Appendf(head, "%d 0 ", 1000+i)
	}
	file := "%PDF-1.5\n702 0 obj <</Type/XRef/Root 1 0 R/Length 4>>stream\nabcd\nendstream\nendobj\n"
	return append([]byte(file), objectStream(string(head), page, n+3)...)
}

func FuzzPages(f *testing.F) {
	f.Add(plain(tree(3)))
	f.Add(plain(tree(12)))
	f.Add(packed(tree(12), "/FlateDecode"))
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Pages 2 0 R/A[1 0 R(x\\)y)<41>/N#61me true null -1.5]>>endobj trailer<</Root 1 0 R>>"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if n, ok := pdf.Pages(file); ok && (n < 1 || n > 1<<20) {
			t.Errorf("Pages = %d, %v", n, ok)
		}
	})
}
