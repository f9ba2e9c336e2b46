package api_test

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"

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

func TestCompress_Negotiates(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(500)))
	big, small := "/collections/sites/items?limit=500", "/healthz"
	tests := []struct {
		path, accept string
		gzip         bool
	}{
		{big, "", false},
		{big, "gzip", true},
		{big, "GZIP", true},
		{big, "gzip;q=0", false},
		{big, "br, gzip;q=0.5", true},
		{big, "*", true},
		{big, "*;q=0", false},
		{big, "gzip;q=0, *", false},
		{big, "identity", false},
		{big, "x-gzip-not", false},
		{small, "gzip", false},
		{"/collections/sites/export.geojson", "gzip", true},
		{"/api", "gzip", true},
		{"/collections", "gzip", true},
	}
	for _, test := range tests {
		plain := s.get(test.path)
		r := s.get(test.path, "Accept-Encoding: "+test.accept)
		if isGzip := r.header.Get("Content-Encoding") == "gzip"; isGzip != test.gzip || r.status != 200 {
			t.Errorf("GET %s with %q: %d %v", test.path, test.accept, r.status, r.header)
			continue
		}
		body := r.body
		if test.gzip {
			body = gunzip(t, body)
			if len(r.body) > len(body)/2 {
				t.Errorf("%s: gzip makes %d of %d bytes", test.path, len(r.body), len(body))
			}
		}
		if body != plain.body {
			t.Errorf("GET %s with %q: another body", test.path, test.accept)
		}
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
		for _, accept := range []string{"identity", "gzip"} {
			get, head := s.get(path, "Accept-Encoding: "+accept), s.ask("HEAD", path, "Accept-Encoding: "+accept)
			if head.status != get.status || head.body != "" {
				t.Errorf("HEAD %s = %d %q, GET %d", path, head.status, head.body, get.status)
			}
			for _, r := range []reply{get, head} {
				r.header.Del("Date")
				r.header.Del("X-Request-Id")
				if r.header.Get("Content-Encoding") == "gzip" {
					r.header.Del("Content-Length") // known only when it is compressed
				}
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
