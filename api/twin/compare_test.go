package twin_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// difference says where two replies differ, "" if they are alike.
func difference(a, b reply) string {
	if a.status != b.status || a.proto != b.proto {
		return fmt.Sprintf("status %s %d and %s %d", a.proto, a.status, b.proto, b.status)
	}
	for _, name := range slices.Sorted(maps.Keys(joined(a.header, b.header))) {
		if x, y := a.header.Values(name), b.header.Values(name); !slices.Equal(x, y) {
			return fmt.Sprintf("header %s: %q and %q", name, x, y)
		}
	}
	if a.length != b.length {
		return fmt.Sprintf("length %d and %d", a.length, b.length)
	}
	if bytes.Equal(a.body, b.body) {
		return ""
	}
	at := 0
	for at < min(len(a.body), len(b.body)) && a.body[at] == b.body[at] {
		at++
	}
	around := func(body []byte) []byte { return body[max(0, at-80):min(len(body), at+80)] }
	return fmt.Sprintf("body from byte %d:\n%s\n%s", at, around(a.body), around(b.body))
}

// salted are the parts of an answer of the log that come from a salt or a key:
// each has a length of its own, and a mask of another.
var salted = []struct {
	form *regexp.Regexp
	mask string
}{
	{regexp.MustCompile(`[A-Za-z0-9+/]{91}=`), "(signature)"},
	{regexp.MustCompile(`\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}`), "(key)"},
	{regexp.MustCompile(`[A-Za-z0-9+/]{43}=`), "(hash)"},
	{regexp.MustCompile(`stele/[a-z2-7]{16}`), "(origin)"},
	{regexp.MustCompile(`[0-9a-f]{64}\\n"`), `(commitment)"`}, // the last line of an entry, in JSON
}

// withoutLog is the reply to a question about the log, without what is salted.
func (r reply) withoutLog() reply {
	if r.status >= 400 {
		return r
	}
	r.header = r.header.Clone()
	if r.header.Get("ETag") != "" {
		r.header.Set("ETag", "of the log")
	}
	if r.header.Get("Content-Encoding") != "" { // hashes do not compress alike
		r.header.Del("Content-Length")
		r.length, r.body = 0, nil
	}
	for _, s := range salted {
		r.body = s.form.ReplaceAll(r.body, []byte(s.mask))
	}
	return r
}

func joined(a, b http.Header) http.Header {
	all := a.Clone()
	maps.Copy(all, b)
	return all
}

// comparer asks two servers the same.
type comparer struct {
	t       *testing.T
	servers [2]*server
	asked   int
	isOfLog bool // see route
}

func compare(t *testing.T, a, b http.Handler) *comparer {
	return &comparer{t: t, servers: [2]*server{serve(t, a), serve(t, b)}}
}

// one compares the answers to one request.
func (c *comparer) one(r request) (reply, error) {
	c.t.Helper()
	a, b := c.servers[0].ask(c.t, r), c.servers[1].ask(c.t, r)
	c.asked++
	if c.isOfLog {
		a, b = a.withoutLog(), b.withoutLog()
	}
	if d := difference(a, b); d != "" {
		return a, fmt.Errorf("%v: %s", r, d)
	}
	return a, nil
}

var nextLink = regexp.MustCompile(`"href":"http://` + regexp.QuoteMeta(host) + `([^"]*)","rel":"next"`)

// nextOf is the path of the next page, "" if there is none.
func nextOf(r reply) string {
	next := nextLink.FindSubmatch(r.body)
	if next == nil {
		return ""
	}
	return strings.ReplaceAll(string(next[1]), `\u0026`, "&")
}

// pages bounds how many next links are followed from one page.
const pages = 4

// path compares a path by GET and HEAD; thorough also compares what else can be
// asked of it, and the pages after it. It stops at the first difference.
func (c *comparer) path(path string, thorough bool) error {
	c.t.Helper()
	got, err := c.one(get(path))
	if err != nil {
		return err
	}
	if _, err := c.one(request{http.MethodHead, path, nil}); err != nil || !thorough {
		return err
	}
	for _, r := range others(path, got.header.Get("ETag")) {
		if _, err := c.one(r); err != nil {
			return err
		}
	}
	for range pages {
		next := nextOf(got)
		if next == "" {
			break
		}
		if got, err = c.one(get(next)); err != nil {
			return err
		}
	}
	return nil
}

// others are the requests for a path beside the plain one.
func others(path, etag string) []request {
	list := []request{
		{http.MethodHead, path, []string{"Accept-Encoding: gzip"}},
		{http.MethodOptions, path, nil},
		{http.MethodOptions, path, []string{"Origin: https://example.org", "Access-Control-Request-Method: GET"}},
		{http.MethodPost, path, nil},
		{http.MethodDelete, path, nil},
		get(path, "Accept-Encoding: gzip"),
		get(path, "Accept: text/html"),
		get(path, "Accept: application/geo+json", "Range: bytes=0-99"),
		get(path, `If-None-Match: W/"other"`),
		get(path, "If-Modified-Since: Thu, 05 Mar 2026 00:00:00 GMT"),
	}
	if etag != "" {
		list = append(list, get(path, "If-None-Match: "+etag), request{http.MethodHead, path, []string{"If-None-Match: " + etag}})
	}
	return list
}
