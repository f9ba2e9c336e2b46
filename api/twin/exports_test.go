package twin_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"testing"

	"github.com/parquet-go/parquet-go"

	"stele/data"
	"stele/data/export"
)

// plainly gives what is in a file as bytes that are not compressed.
func plainly(t *testing.T, ext string, body []byte) []byte {
	t.Helper()
	switch ext {
	case "kmz", "shp.zip":
		return unzipped(t, body)
	case "parquet":
		return unpacked(t, body)
	case "pmtiles":
		return gunzipped(body)
	}
	return body
}

func unzipped(t *testing.T, body []byte) (all []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	return all
}

// gunzipped is all that is gzipped in a file, wherever it begins.
func gunzipped(body []byte) (all []byte) {
	for at := 0; ; at++ {
		n := bytes.Index(body[at:], []byte{0x1f, 0x8b, 8})
		if n < 0 {
			return all
		}
		at += n
		if z, err := gzip.NewReader(bytes.NewReader(body[at:])); err == nil {
			z.Multistream(false)
			content, _ := io.ReadAll(z) // as far as it is
			all = append(all, content...)
		}
	}
}

func unpacked(t *testing.T, body []byte) (all []byte) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		for buffer := make([]parquet.Row, 64); ; {
			n, err := rows.ReadRows(buffer)
			for _, row := range buffer[:n] {
				for _, v := range row {
					switch v.Kind() {
					case parquet.ByteArray:
						all = append(append(all, v.ByteArray()...), '\n')
					case parquet.Double:
						all = binary.LittleEndian.AppendUint64(all, math.Float64bits(v.Double()))
					}
				}
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		rows.Close()
	}
	for _, about := range f.Metadata().KeyValueMetadata {
		all = append(all, about.Value...)
	}
	return all
}

// N2: no export of any format holds what is held, or what stays in.
func TestN2_ExportsHoldNoHeldCoordinate(t *testing.T) {
	p := both(t)
	known := p.scanner()
	for n := range p.twins {
		s := serve(t, handler(p.atlas[n]))
		for _, c := range data.Collections() {
			for _, f := range export.Formats(c.ID) {
				got := s.get(t, "/collections/"+c.ID+"/export."+f.Ext)
				if got.status != 200 || len(got.body) < 100 {
					t.Fatalf("%s as %s = %d, %d bytes", c.ID, f.Ext, got.status, len(got.body))
				}
				plain := plainly(t, f.Ext, got.body)
				for _, found := range known.scan(plain) {
					t.Errorf("%s of vault %d as %s: %s", c.ID, n, f.Ext, found)
				}
				for _, word := range internal(p.world) {
					if bytes.Contains(plain, []byte(word)) {
						t.Errorf("%s of vault %d as %s holds %q", c.ID, n, f.Ext, word)
					}
				}
			}
		}
	}
}

// The scan looks into what is compressed: a position that is planted is found.
func TestN2_TheScanReadsEveryFormat(t *testing.T) {
	p := both(t)
	s := serve(t, handler(p.atlas[0]))
	for _, f := range export.Formats(data.Villages) {
		plain := plainly(t, f.Ext, s.get(t, "/collections/villages/export."+f.Ext).body)
		if len(plain) < 1000 {
			t.Errorf("%s has %d bytes", f.Ext, len(plain))
		}
		// What anybody may read is found, so what nobody may read would be.
		public := newScanner()
		for _, r := range p.world.records {
			if r.Collection == data.Villages && r.at[0] != nil && !r.held() {
				public.hold(vertices(r.at[0])[0], 1)
			}
		}
		if f.Ext == "pmtiles" {
			continue // a tile has coordinates of its own: see tile_test.go of the atlas
		}
		if len(public.scan(plain)) == 0 {
			t.Errorf("%s: the scan finds none of the positions that are published", f.Ext)
		}
	}
}
