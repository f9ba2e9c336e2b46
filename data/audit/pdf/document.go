package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
)

// document is where a file's objects are.
type document struct {
	objects map[ref]object
	root    ref // the catalogue
	lengths []streamLength
	inflate int // bytes that streams may still be inflated to
	reread  int // bytes that may still be read in following references
}

// streamLength is the object that a stream's length stands in, and how long the
// stream was taken to be before that could be looked up.
type streamLength struct {
	at    ref
	taken int
}

// object is the text of an object, in the file or in a stream of objects.
type object struct {
	text []byte
	at   int // where its value begins
}

// mostInflated bounds what streams of objects are inflated to, and mostObjects
// how many there are. mostReread is how often all of a file may be read by its
// references: many of them may lead to one long object, and objects may overlap.
const (
	mostInflated = 64 << 20
	mostObjects  = 1 << 20
	mostReread   = 4
)

var (
	wordObj       = []byte("obj")
	wordStream    = []byte("stream")
	wordEndstream = []byte("endstream")
	wordTrailer   = []byte("trailer")
)

// read notes all objects of a file, the last of each number, and its catalogue;
// false if it comes upon what is none.
func read(file []byte) (*document, bool) {
	d := &document{objects: map[ref]object{}, inflate: mostInflated, reread: mostReread*len(file) + mostInflated}
	for at := 0; ; {
		next, r, isObject := nextHead(file, at)
		if next < 0 {
			return d, len(d.objects) <= mostObjects && d.areLengthsRight()
		}
		if isObject {
			d.objects[r] = object{file, next}
		}
		p := parser{text: file, at: next}
		v, ok := p.value(0)
		if !ok || len(d.objects) > mostObjects {
			return d, false
		}
		at = p.at
		dict, _ := v.(map[string]any)
		if root, ok := dict["Root"].(ref); ok && (!isObject || dict["Type"] == name("XRef")) {
			d.root = root
		}
		if isObject && dict != nil {
			at = d.stream(file, at, dict)
		}
	}
}

// nextHead finds the next "12 0 obj" or "trailer" and where its value begins.
func nextHead(file []byte, at int) (next int, r ref, isObject bool) {
	for at < len(file) {
		found := bytes.IndexAny(file[at:], "ot")
		if found < 0 {
			return -1, ref{}, false
		}
		at += found
		switch {
		case bytes.HasPrefix(file[at:], wordTrailer):
			return at + len(wordTrailer), ref{}, false
		case bytes.HasPrefix(file[at:], wordObj):
			if r, ok := headBefore(file, at); ok {
				return at + len(wordObj), r, true
			}
		}
		at++
	}
	return -1, ref{}, false
}

// headBefore reads the two numbers before the word obj.
func headBefore(file []byte, at int) (r ref, ok bool) {
	generation, at, ok1 := numberBefore(file, at)
	number, at, ok2 := numberBefore(file, at)
	ok = ok1 && ok2 && (at == 0 || !isRegular(file[at-1]))
	return ref{number, generation}, ok
}

func numberBefore(file []byte, at int) (n, start int, ok bool) {
	end := at
	for end > 0 && isSpace(file[end-1]) {
		end--
	}
	start = end
	for start > 0 && end-start < maxDigits && '0' <= file[start-1] && file[start-1] <= '9' {
		start--
	}
	if start == end || end == at && at < len(file) && file[at] != 'o' {
		return 0, start, false
	}
	for _, c := range file[start:end] {
		n = n*10 + int(c-'0')
	}
	return n, start, true
}

// stream goes past the stream behind an object's dictionary, if there is one, and
// reads it if it is one of objects.
func (d *document) stream(file []byte, at int, dict map[string]any) (after int) {
	begin := at
	for begin < len(file) && isSpace(file[begin]) {
		begin++
	}
	if !bytes.HasPrefix(file[begin:], wordStream) {
		return at
	}
	begin += len(wordStream)
	if bytes.HasPrefix(file[begin:], []byte("\r")) {
		begin++
	}
	if bytes.HasPrefix(file[begin:], []byte("\n")) {
		begin++
	}
	end := streamEnd(file, begin, dict)
	if length, ok := dict["Length"].(ref); ok {
		d.lengths = append(d.lengths, streamLength{length, end - begin})
	}
	if dict["Type"] == name("ObjStm") {
		d.objectsIn(file[begin:end], dict)
	}
	return end
}

// streamEnd goes by the stream's length where the word that ends it stands there,
// and else by the next such word.
func streamEnd(file []byte, begin int, dict map[string]any) int {
	if n, ok := dict["Length"].(int); ok && n >= 0 && n <= len(file)-begin {
		rest := bytes.TrimLeft(file[begin+n:min(len(file), begin+n+len(wordEndstream)+4)], "\r\n ")
		if bytes.HasPrefix(rest, wordEndstream) {
			return begin + n
		}
	}
	if n := bytes.Index(file[begin:], wordEndstream); n >= 0 {
		return begin + n
	}
	return len(file)
}

// objectsIn notes the objects in a stream of them: their numbers and places stand
// at its head. One that it cannot inflate has none, and the tree lacks them. It
// stops at one object too many, of which read then tells.
func (d *document) objectsIn(stream []byte, dict map[string]any) {
	text, ok := d.plain(stream, dict)
	first, ok1 := dict["First"].(int)
	n, ok2 := dict["N"].(int)
	if !ok || !ok1 || !ok2 || first < 0 || first > len(text) {
		return
	}
	p := parser{text: text[:first]}
	for range min(n, first) {
		number, ok1 := p.number()
		offset, ok2 := p.number()
		if !ok1 || !ok2 || offset < 0 || offset > len(text)-first || len(d.objects) > mostObjects {
			return
		}
		d.objects[ref{number, 0}] = object{text, first + offset}
	}
}

// plain inflates a stream.
func (d *document) plain(stream []byte, dict map[string]any) ([]byte, bool) {
	filters, isList := dict["Filter"].([]any)
	if !isList && dict["Filter"] != nil {
		filters = []any{dict["Filter"]}
	}
	switch {
	case dict["DecodeParms"] != nil:
		return nil, false
	case len(filters) == 0:
		return stream, true
	case !slices.Equal(filters, []any{name("FlateDecode")}):
		return nil, false
	}
	z, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, false
	}
	text, err := io.ReadAll(io.LimitReader(z, int64(d.inflate)))
	d.inflate -= len(text)
	return text, err == nil && d.inflate > 0
}

// resolve follows a reference to what it is of; nil if that is not there, or if
// too much has been read by references.
func (d *document) resolve(v any) any {
	r, ok := v.(ref)
	if !ok {
		return v
	}
	o, ok := d.objects[r]
	if !ok || d.reread <= 0 {
		return nil
	}
	p := parser{text: o.text, at: o.at}
	v, ok = p.value(0)
	d.reread -= max(p.at, p.seen) - o.at
	if _, again := v.(ref); !ok || again {
		return nil
	}
	return v
}

func (d *document) dict(r ref) (map[string]any, bool) {
	dict, ok := d.resolve(r).(map[string]any)
	return dict, ok
}

// areLengthsRight reports that no stream is longer than it was taken to be. One
// that is ends at a word that belongs to a file attached within it, whose objects
// were then taken for those of this file.
func (d *document) areLengthsRight() bool {
	return !slices.ContainsFunc(d.lengths, func(l streamLength) bool {
		n, ok := d.resolve(l.at).(int)
		return ok && n > l.taken
	})
}
