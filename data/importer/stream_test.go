package importer_test

import (
	"context"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"stele/data"
	"stele/data/importer"
)

// repeated gives head, then n times what row makes, then tail.
type repeated struct {
	head, tail string
	row        func(b []byte, i int) []byte
	n, i       int
	buf        []byte
	state      int
}

func (r *repeated) Read(p []byte) (int, error) {
	for len(r.buf) == 0 {
		switch {
		case r.state == 0:
			r.buf, r.state = append(r.buf, r.head...), 1
		case r.i < r.n:
			r.buf = r.row(r.buf, r.i)
			r.i++
		case r.state == 1:
			r.buf, r.state = append(r.buf, r.tail...), 2
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, r.buf)
	r.buf = r.buf[:copy(r.buf, r.buf[n:])]
	return n, nil
}

func tableOf(n int, padding string) *repeated {
	return &repeated{head: "id,name,kind,lon,lat,note\n", n: n, row: func(b []byte, i int) []byte {
		b = strconv.AppendInt(append(b, 'k'), int64(i), 10)
		b = append(b, ",Başlıbel,village,46."...)
		b = strconv.AppendInt(b, int64(i%100_000), 10)
		b = append(b, ",39.97753,\"a note of some length about it"...)
		return append(append(b, padding...), "\"\n"...)
	}}
}

func featuresOf(n int, padding string) *repeated {
	return &repeated{head: `{"type":"FeatureCollection","features":[`, tail: `]}`, n: n, row: func(b []byte, i int) []byte {
		if i > 0 {
			b = append(b, ",\n"...)
		}
		b = append(b, `{"type":"Feature","id":"k`...)
		b = strconv.AppendInt(b, int64(i), 10)
		b = append(b, `","geometry":{"type":"Point","coordinates":[46.`...)
		b = strconv.AppendInt(b, int64(i%100_000), 10)
		b = append(b, `,39.97753]},"properties":{"name":"Başlıbel","kind":"village","when":"1993-04","pop":120,"note":"a note of some length`...)
		return append(append(b, padding...), `"}}`...)
	}}
}

func placemarksOf(n int, padding string) *repeated {
	return &repeated{head: `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>`, tail: `</Document></kml>`, n: n, row: func(b []byte, i int) []byte {
		b = append(b, `<Placemark><name>Başlıbel</name><description>a note of some length`...)
		b = append(append(b, padding...), `</description><ExtendedData><Data name="id"><value>k`...)
		b = strconv.AppendInt(b, int64(i), 10)
		return append(b, "</value></Data></ExtendedData><Point><coordinates>46.1,39.97753,12</coordinates></Point></Placemark>\n"...)
	}}
}

// nothing forgets what it is given.
type nothing struct{ rows int }

func (s *nothing) See(context.Context, int, string, string) error { return nil }

func (s *nothing) Add(context.Context, int, data.Record) error {
	s.rows++
	return nil
}

// Memory is that of a row, however long the file is.
func TestRead_MemoryDoesNotGrowWithTheFile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100 MB twice")
	}
	for _, test := range []struct {
		name string
		file io.Reader
	}{
		{"CSV", tableOf(40_000, strings.Repeat("x", 2500))},
		{"GeoJSON", featuresOf(40_000, strings.Repeat("x", 2500))},
		{"KML", placemarksOf(40_000, strings.Repeat("x", 2500))},
		{"GPX", &repeated{head: "<gpx>", tail: "</gpx>", n: 40_000, row: func(b []byte, i int) []byte {
			b = append(append(b, `<wpt lat="39.97753" lon="46.1"><name>A</name><desc>`...), strings.Repeat("x", 2500)...)
			return append(strconv.AppendInt(append(b, `</desc><extensions><id>`...), int64(i), 10), "</id></extensions></wpt>\n"...)
		}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var most uint64
			o := importer.Options{Collection: collection(t, "villages"), Source: "survey", Progress: func(_ int64, rows int) {
				if rows%4_000 == 0 {
					most = max(most, live())
				}
			}}
			before := live()
			report, err := importer.Read(t.Context(), test.file, &nothing{}, o)
			if err != nil || !report.OK() {
				t.Fatalf("error %v, problems %q", err, messages(report))
			}
			if report.Bytes < 80<<20 {
				t.Fatalf("the file has only %d bytes", report.Bytes)
			}
			if grown := int64(most) - int64(before); grown > 4<<20 {
				t.Errorf("%d KiB more in use while reading, want under 4 MiB", grown>>10)
			}
		})
	}
}

// live is the heap in use after a collection.
func live() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// A row that never ends is given up at its bound, not when memory ends.
func TestRead_RefusesGiantRows(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 64 MiB seven times")
	}
	endless := func(head, part string) io.Reader {
		return &repeated{head: head, n: 90, row: func(b []byte, _ int) []byte { return append(b, strings.Repeat(part, 1<<20)...) }}
	}
	for _, test := range []struct {
		name string
		file io.Reader
		want string
	}{
		{"feature", endless(`{"type":"FeatureCollection","features":[{"type":"`, "x"), "after row 0 (line 1, byte 40): is larger than 64 MiB"},
		{"member", endless(`{"type":"FeatureCollection","name":"`, "x"), "after row 0 (line 1, byte 0): is larger than 64 MiB"},
		{"line", endless(feature("a", "")+"\n", "x"), "after row 1 (line 2, byte 98): is larger than 64 MiB"},
		{"text of a sequence", endless("\x1e", "x"), "after row 0 (line 1, byte 1): is larger than 64 MiB"},
		{"row", endless("name\n", "x"), "row 1 (line 2, byte 5): is larger than 64 MiB"},
		{"cell", endless("name,kind\na,\"", "x"), "row 1 (line 2, byte 10): is larger than 64 MiB: a quote is opened and never closed in column 2"},
		{"space", endless("{", " "), "after row 0 (line 1, byte 0): is larger than 64 MiB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := importer.Options{Collection: collection(t, "villages"), Source: "survey"}
			report, err := importer.Read(t.Context(), test.file, &nothing{}, o)
			if err == nil || err.Error() != test.want {
				t.Errorf("error is\n%v, want\n%s", err, test.want)
			}
			if report.Bytes > 70<<20 {
				t.Errorf("read %d bytes before giving up", report.Bytes)
			}
		})
	}
}

// More names than are told apart are counted, not kept.
func TestRead_BoundsTheNamesOfProperties(t *testing.T) {
	file := &repeated{head: `{"type":"Feature","properties":{"name":"A"`, tail: `,"kind":"village"}}`, n: 300_000, row: func(b []byte, i int) []byte {
		b = append(b, `,"property `...)
		b = strconv.AppendInt(b, int64(i), 10)
		return append(b, `":1`...)
	}}
	var l list
	o := importer.Options{Collection: collection(t, "villages"), Source: "survey"}
	report, err := importer.Read(t.Context(), file, &l, o)
	if err != nil || !report.OK() {
		t.Fatalf("error %v, problems %q", err, messages(report))
	}
	if l.records[0].Properties["kind"] != "village" {
		t.Errorf("kind is %v: a field behind the bound was lost", l.records[0].Properties["kind"])
	}
	if want := "and more (299970 values)"; len(report.Notes) != 1 || !strings.HasSuffix(report.Notes[0], want) {
		t.Errorf("notes are %.300q, want one that ends with %s", report.Notes, want)
	}
}

func BenchmarkRead(b *testing.B) {
	const n = 20_000
	for _, bench := range []struct {
		name string
		file func(int, string) *repeated
	}{{"CSV", tableOf}, {"GeoJSON", featuresOf}} {
		b.Run(bench.name, func(b *testing.B) {
			text, err := io.ReadAll(bench.file(n, ""))
			if err != nil {
				b.Fatal(err)
			}
			o := importer.Options{Collection: collection(b, "villages"), Source: "survey"}
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				report, err := importer.Read(b.Context(), strings.NewReader(string(text)), &nothing{}, o)
				if err != nil || report.Good != n {
					b.Fatal(err, report.Problems)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
