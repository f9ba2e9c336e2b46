package api_test

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

	"stele/api"
)

func gunzip(t *testing.T, s string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func decompress(t *testing.T, encoding, s string) string {
	t.Helper()
	var r io.Reader
	switch encoding {
	case "gzip":
		return gunzip(t, s)
	case "br":
		r = brotli.NewReader(strings.NewReader(s))
	case "zstd":
		z, err := zstd.NewReader(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		r = z
	default:
		return s
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What is kept of one release, or for one host, is not answered for another.
func TestCompress_KeepsNothingTooLong(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(50)))
	path, gzipped := "/collections/sites/items?limit=50", "Accept-Encoding: gzip"
	before := gunzip(t, s.get(path, gzipped).body)
	s.holder.Swap(writeRelease(t, manySites(40)))
	after := gunzip(t, s.get(path, gzipped).body)
	if before == after || !strings.Contains(after, `"numberReturned":40`) {
		t.Errorf("after the swap the answer begins with %.200s", after)
	}
	other := s.get(path, gzipped, "Host: other.example")
	if body := gunzip(t, other.body); strings.Contains(body, "other.example") == strings.Contains(body, "127.0.0.1") {
		t.Errorf("links of an answer for another host: %.300s", body)
	}
}

func TestCompress_Negotiates(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(500)))
	big, small := "/collections/sites/items?limit=500", "/healthz"
	tests := []struct {
		path, accept, want string
	}{
		{big, "", ""},
		{big, "gzip", "gzip"},
		{big, "GZIP", "gzip"},
		{big, "gzip;q=0", ""},
		{big, "br, gzip;q=0.5", "br"},
		{big, "br;q=0.5, gzip", "gzip"},
		{big, "gzip, deflate, br, zstd", "zstd"},
		{big, "gzip, deflate, br", "br"},
		{big, "*", "zstd"},
		{big, "*;q=0", ""},
		{big, "zstd;q=0, br;q=0, *", "gzip"},
		{big, "identity", ""},
		{big, "x-gzip-not", ""},
		{small, "gzip", ""},
		{"/collections/sites/export.geojson", "gzip", "gzip"},
		{"/collections/sites/export.geojson", "zstd", "zstd"},
		{"/collections/sites/items?limit=500&properties=name", "br", "br"},
		{"/api", "gzip", "gzip"},
		{"/collections", "br", "br"},
	}
	for _, test := range tests {
		plain := s.get(test.path)
		for _, turn := range []string{"made", "kept"} {
			r := s.get(test.path, "Accept-Encoding: "+test.accept)
			if r.header.Get("Content-Encoding") != test.want || r.status != 200 {
				t.Errorf("GET %s with %q, %s: %d %v", test.path, test.accept, turn, r.status, r.header)
				continue
			}
			body := decompress(t, test.want, r.body)
			if test.want != "" && len(r.body) > len(body)/2 {
				t.Errorf("%s: %s makes %d of %d bytes", test.path, test.want, len(r.body), len(body))
			}
			if body != plain.body {
				t.Errorf("GET %s with %q, %s: another body", test.path, test.accept, turn)
			}
		}
		r := s.get(test.path, "Accept-Encoding: "+test.accept)
		if r.header.Get("ETag") != plain.header.Get("ETag") || r.header.Get("Content-Type") != plain.header.Get("Content-Type") || r.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("GET %s with %q: headers %v", test.path, test.accept, r.header)
		}
	}
}

func TestHead_IsGetWithoutBody(t *testing.T) {
	s := serve(t, rivals(t), withWeb)
	for _, path := range []string{
		"/", "/?f=html", "/api", "/conformance", "/collections", "/collections/sites", "/collections/sites/schema", "/collections/sites/schema/feature",
		"/collections/sites/items", "/collections/sites/items?bbox=x", "/collections/sites/items/s1", "/collections/sites/items/s1/claims",
		"/collections/sites/items/nope", "/collections/sites/export.geojson", "/sources", "/sources/src1", "/healthz", "/readyz",
		"/assets/app-1a2b.js", "/assets/none", "/none",
	} {
		for _, accept := range []string{"identity", "gzip", "br", "zstd"} {
			get, head := s.get(path, "Accept-Encoding: "+accept), s.ask("HEAD", path, "Accept-Encoding: "+accept)
			if head.status != get.status || head.body != "" {
				t.Errorf("HEAD %s = %d %q, GET %d", path, head.status, head.body, get.status)
			}
			for _, r := range []reply{get, head} {
				r.header.Del("Date")
				r.header.Del("X-Request-Id")
			}
			for name, values := range get.header {
				if got := strings.Join(head.header[name], "|"); got != strings.Join(values, "|") {
					t.Errorf("HEAD %s (%s): %s: %q, GET has %q", path, accept, name, got, values)
				}
			}
			if len(head.header) != len(get.header) {
				t.Errorf("HEAD %s has %v, GET %v", path, head.header, get.header)
			}
		}
	}
}

func TestEncodingQuality(t *testing.T) {
	tests := []struct {
		field string
		want  float64
	}{
		{"gzip", 1},
		{"gzip;q=0.3", 0.3},
		{"gzip; Q=0.3", 0.3},
		{"*;q=0.2", 0.2},
		{"gzip;q=0,*", 0},
		{"*,gzip;q=0", 0},
		{"", 0},
		{"gzip;q=x", 0},
		{"gzip;q=1.5", 0},
		{"gzip;q=NaN", 0},
		{"deflate", 0},
	}
	for _, test := range tests {
		if got := api.EncodingQuality([]string{test.field}, "gzip"); got != test.want {
			t.Errorf("EncodingQuality(%q) = %v, want %v", test.field, got, test.want)
		}
	}
}
