package api

import (
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
	for i, p := range query {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.name) + "=" + readable.Replace(url.QueryEscape(p.value)))
	}
	return b.String()
}

var readable = strings.NewReplacer("%2C", ",", "%3A", ":", "%2F", "/")

// href makes an absolute link of path segments, which it escapes.
func (c call) href(query []pair, segments ...string) string {
	var b strings.Builder
	b.WriteString(c.base)
	for _, segment := range segments {
		b.WriteString("/" + url.PathEscape(segment))
	}
	if len(segments) == 0 {
		b.WriteByte('/')
	}
	if len(query) > 0 {
		b.WriteString("?" + encodeQuery(query))
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
	if !isHost(host) {
		return "", &badHost{host}
	}
	return scheme + "://" + host, nil
}

// isHost keeps out of links what is no host: they are read by other programs.
func isHost(s string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]"
	if s == "" || len(s) > 260 || strings.Trim(s, letters) != "" {
		return false
	}
	u, err := url.Parse("http://" + s)
	return err == nil && u.Hostname() != ""
}

// setLinkHeader repeats links as a header, for clients that read no bodies.
func setLinkHeader(h http.Header, links []link) {
	for _, l := range links {
		value := "<" + l.Href + `>; rel="` + l.Rel + `"`
		if l.Type != "" {
			value += `; type="` + l.Type + `"`
		}
		h.Add("Link", value)
	}
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
		return []link{{c.href(nil), "help", typeJSON, title}}
	}
	return []link{{c.href(nil), "help", typeJSON, title + ": " + contact}}
}
