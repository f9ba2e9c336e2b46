package api

import (
	"crypto/sha256"
	"encoding/base64"
	"net/textproto"
	"strings"
)

// etag makes the entity tag of an answer: of the release, which counts what it
// says of itself (a new contact must reach readers too), and of what was asked, canonically, and of nothing else, so that it tells nothing that
// the answer does not. It is weak because answers that are otherwise equal
// differ in their timeStamp, and because one tag stands for every encoding.
func (s *server) etag(c call, query ...pair) string { return s.etagOf(c, encodeQuery(query)) }

// etagOf is etag of a query that is already written.
func (s *server) etagOf(c call, query string) string {
	return weakTag(c.atlas.Tag(), s.Build, c.base, c.URL.Path, query)
}

func weakTag(parts ...string) string {
	text := make([]byte, 0, 512) // on the stack, as most are no longer
	for _, part := range parts {
		text = append(append(text, part...), 0)
	}
	sum := sha256.Sum256(text)
	tag := append(make([]byte, 0, 32), `W/"`...)
	return string(append(base64.RawURLEncoding.AppendEncode(tag, sum[:12]), '"'))
}

// noneMatch reports that a client's If-None-Match lists the tag, by the weak
// comparison of RFC 9110, 8.8.3.2, or is "*".
func noneMatch(fields []string, tag string) bool {
	if len(fields) == 0 {
		return false
	}
	list := textproto.TrimString(strings.Join(fields, ","))
	if list == "*" {
		return true
	}
	want := strings.TrimPrefix(tag, "W/")
	for list != "" {
		list = strings.TrimPrefix(strings.TrimLeft(list, " \t,"), "W/")
		if !strings.HasPrefix(list, `"`) {
			return false
		}
		end := strings.IndexByte(list[1:], '"')
		if end < 0 {
			return false
		}
		if list[:end+2] == want {
			return true
		}
		list = list[end+2:]
	}
	return false
}
