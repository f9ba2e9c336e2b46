package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// link is a web link (RFC 8288). Href is absolute.
type link struct {
	Href  string `json:"href"`
	Rel   string `json:"rel"`
	Type  string `json:"type,omitempty"`
	Title string `json:"title,omitempty"`
}

// pair is one query parameter. A slice of them keeps its order, as a map would
// not.
type pair struct{ name, value string }

// encodeQuery writes a query string. Commas, colons and slashes stay as they
// are, which RFC 3986, 3.4 permits and people can read.
func encodeQuery(query []pair) string {
	var b strings.Builder
	size := 0
	for _, p := range query {
		size += len(p.name) + len(p.value) + len("=&")
	}
	b.Grow(size)
	for i, p := range query {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.name))
		b.WriteByte('=')
		b.WriteString(escapeReadable(p.value))
	}
	return b.String()
}

// escapeReadable escapes a value. Most are plain words and numbers, and a box's
// commas; to escape those only to bring them back would be the work of finding
// what is in the box.
func escapeReadable(s string) string {
	for i := range len(s) {
		switch b := s[i]; {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		case b == ',', b == '.', b == '-', b == '_', b == '~', b == ':', b == '/':
		default:
			return readable.Replace(url.QueryEscape(s))
		}
	}
	return s
}

var readable = strings.NewReplacer("%2C", ",", "%3A", ":", "%2F", "/")

// href makes an absolute link of path segments, which it escapes.
func (c call) href(query []pair, segments ...string) string {
	var b strings.Builder
	text, size := encodeQuery(query), len(c.base)+len("/?")
	for _, segment := range segments {
		size += len("/") + len(segment)
	}
	b.Grow(size + len(text))
	b.WriteString(c.base)
	for _, segment := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(segment))
	}
	if len(segments) == 0 {
		b.WriteByte('/')
	}
	if text != "" {
		b.WriteByte('?')
		b.WriteString(text)
	}
	return b.String()
}

// base returns what links begin with.
func (s *server) base(r *http.Request) (string, error) {
	if s.BaseURL != "" {
		return strings.TrimRight(s.BaseURL, "/"), nil
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if s.TrustForwarded {
		if r.Header.Get("X-Forwarded-Proto") == "https" {
			scheme = "https"
		}
		if forwarded := r.Header.Get("X-Forwarded-Host"); forwarded != "" {
			host = forwarded
		}
	}
	if known := s.lastBase.Load(); known != nil && known.scheme == scheme && known.host == host {
		return known.base, nil // as nearly all are
	}
	if !isHost(host) {
		return "", &badHost{host}
	}
	known := &knownBase{scheme, host, scheme + "://" + host}
	s.lastBase.Store(known)
	return known.base, nil
}

// knownBase is a host that was found to be one.
type knownBase struct{ scheme, host, base string }

// isHost keeps out of links what is no host: they are read by other programs.
func isHost(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]"
	if s == "" || len(s) > 260 || strings.Trim(s, letters) != "" {
		return false
	}
	if name, port, _ := strings.Cut(s, ":"); name != "" && !strings.ContainsAny(name, "[]") && strings.Trim(port, "0123456789") == "" {
		return true // as nearly all are
	}
	u, err := url.Parse("http://" + s)
	return err == nil && u.Hostname() != ""
}

// appendLinks appends links as a JSON array, as json.Marshal would.
func appendLinks(dst []byte, links []link) []byte {
	dst = append(dst, '[')
	for i, l := range links {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendText(append(dst, `{"href":`...), l.Href)
		dst = appendText(append(dst, `,"rel":`...), l.Rel)
		if l.Type != "" {
			dst = appendText(append(dst, `,"type":`...), l.Type)
		}
		if l.Title != "" {
			dst = appendText(append(dst, `,"title":`...), l.Title)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

// appendText appends a JSON string. What is plain, as links mostly are, is
// copied.
func appendText(dst []byte, s string) []byte {
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' || b >= 0x7f {
			text, err := json.Marshal(s)
			if err != nil {
				panic(err) // a string
			}
			return append(dst, text...)
		}
	}
	return append(append(append(dst, '"'), s...), '"')
}

// texts are many short texts cut from one.
type texts struct{ strings.Builder }

func (t *texts) cut(parts ...string) string {
	start := t.Len()
	for _, part := range parts {
		t.WriteString(part)
	}
	return t.String()[start:]
}

// setLinkHeader repeats links as a header, for clients that read no bodies.
func setLinkHeader(h http.Header, links []link) {
	const around, ofType = `<>; rel=""`, `; type=""`
	size := 0
	for _, l := range links {
		size += len(around) + len(l.Href) + len(l.Rel) + len(ofType) + len(l.Type)
	}
	var t texts
	t.Grow(size)
	values := append(make([]string, 0, len(h["Link"])+len(links)), h["Link"]...)
	for _, l := range links {
		if l.Type == "" {
			values = append(values, t.cut("<", l.Href, `>; rel="`, l.Rel, `"`))
			continue
		}
		values = append(values, t.cut("<", l.Href, `>; rel="`, l.Rel, `"; type="`, l.Type, `"`))
	}
	h["Link"] = values
}

// correction links to who takes requests for correction and takedown, which
// every public record shows: to the address, if the release's contact is one,
// and else to the landing page, with the contact's words.
func (c call) correction(contact string) []link {
	const title = "Ask for a correction or takedown"
	switch {
	case strings.HasPrefix(contact, "https://"), strings.HasPrefix(contact, "http://"), strings.HasPrefix(contact, "mailto:"):
		return []link{{Href: contact, Rel: "help", Title: title}}
	case strings.Contains(contact, "@") && !strings.ContainsAny(contact, " \t<>"):
		return []link{{Href: "mailto:" + contact, Rel: "help", Title: title}}
	case contact == "":
		return []link{{c.base + "/", "help", typeJSON, title}}
	}
	return []link{{c.base + "/", "help", typeJSON, title + ": " + contact}}
}
