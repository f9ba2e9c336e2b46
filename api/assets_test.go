package api_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"stele/api"
)

const indexPage = "<!doctype html><title>map</title>"

// builtWeb is a front end as its build leaves it.
func builtWeb() fs.FS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"index.html":                 file(indexPage),
		"sw.js":                      file("self;"),
		"sw.js.br":                   file("BROTLI"),
		"secret.txt":                 file("not an asset"),
		"assets/app-1a2b.js":         file(strings.Repeat("let x;", 500)),
		"assets/app-1a2b.js.br":      file("BROTLI"),
		"assets/app-1a2b.js.gz":      file("GZIP"),
		"assets/app-1a2b.css":        file("body{}"),
		"assets/deep/base.geojson":   file("{}"),
		"assets/vocabularies-1.json": file(strings.Repeat(" ", 3000)),
	}
}

func withWeb(c *api.Config) { c.Web = builtWeb() }

func TestAssets_Served(t *testing.T) {
	s := serve(t, nil, withWeb)
	tests := []struct {
		path, accept                  string
		contentType, encoding, starts string
	}{
		{"/assets/app-1a2b.js", "", "text/javascript; charset=utf-8", "", "let x;"},
		{"/assets/app-1a2b.js", "br", "text/javascript; charset=utf-8", "br", "BROTLI"},
		{"/assets/app-1a2b.js", "gzip, deflate, br", "text/javascript; charset=utf-8", "br", "BROTLI"},
		{"/assets/app-1a2b.js", "gzip", "text/javascript; charset=utf-8", "gzip", "GZIP"},
		{"/assets/app-1a2b.js", "br;q=0.1, gzip", "text/javascript; charset=utf-8", "gzip", "GZIP"},
		{"/assets/app-1a2b.js", "br;q=0, gzip;q=0, *", "text/javascript; charset=utf-8", "", "let x;"},
		{"/assets/app-1a2b.css", "br", "text/css; charset=utf-8", "", "body{}"},
		{"/assets/deep/base.geojson", "", "application/geo+json", "", "{}"},
	}
	for _, test := range tests {
		r := s.get(test.path, "Accept-Encoding: "+test.accept)
		if r.status != 200 || r.header.Get("Content-Type") != test.contentType || r.header.Get("Content-Encoding") != test.encoding || !strings.HasPrefix(r.body, test.starts) {
			t.Errorf("GET %s with %q = %d %v %.40q", test.path, test.accept, r.status, r.header, r.body)
		}
		if r.header.Get("Cache-Control") != "public, max-age=31536000, immutable" || r.header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("GET %s: caching %v", test.path, r.header)
		}
	}
	if r := s.get("/assets/vocabularies-1.json", "Accept-Encoding: gzip"); r.header.Get("Content-Encoding") != "gzip" || len(r.body) > 500 {
		t.Errorf("a file without a twin: %v, %d bytes", r.header, len(r.body))
	}
}

func TestAssets_ServiceWorker(t *testing.T) {
	s := serve(t, nil, withWeb)
	plain, packed := s.get("/sw.js"), s.get("/sw.js", "Accept-Encoding: br")
	if plain.status != 200 || plain.body != "self;" || plain.header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("GET /sw.js = %d %v %q", plain.status, plain.header, plain.body)
	}
	if packed.body != "BROTLI" || packed.header.Get("Content-Encoding") != "br" {
		t.Errorf("GET /sw.js with br = %v %q", packed.header, packed.body)
	}
	if got := plain.header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("Cache-Control of /sw.js = %q: a fault in it could not be mended", got)
	}
	if !strings.Contains(plain.header.Get("Content-Security-Policy"), "worker-src 'self'") {
		t.Errorf("policy of /sw.js = %q", plain.header.Get("Content-Security-Policy"))
	}
	if r := s.get("/sw.js", "If-None-Match: "+plain.header.Get("ETag")); r.status != 304 {
		t.Errorf("GET /sw.js, unchanged = %d", r.status)
	}
	if r := serve(t, nil).get("/sw.js"); r.status != 404 {
		t.Errorf("GET /sw.js without a front end = %d", r.status)
	}
}

func TestAssets_NothingElseIs(t *testing.T) {
	s := serve(t, nil, withWeb)
	for _, path := range []string{
		"/assets/", "/assets/deep", "/assets/../secret.txt", "/assets/%2e%2e/secret.txt", "/assets/..%2fsecret.txt",
		"/assets/none.js", "/secret.txt", "/index.html", "/assets//app-1a2b.js/../../secret.txt",
	} {
		if r := s.get(path); r.status != 404 || strings.Contains(r.body, "not an asset") || strings.Contains(r.header.Get("Cache-Control"), "immutable") {
			t.Errorf("GET %s = %d %v", path, r.status, r.header)
		}
	}
}
