package api

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
)

// The pages of the front end.
const (
	mapPage     = "index.html"
	embedPage   = "embed.html"
	optionsPage = "embed-options.html"
)

// embed answers with the map that other sites may frame.
func (s *server) embed(c call) (answer, error) {
	a, err := s.page(c, embedPage)
	a.policy = strings.Replace(a.policy, "frame-ancestors 'none'", "frame-ancestors *", 1)
	return a, err
}

// embedOptions answers with the page that makes the frame, and shows one.
func (s *server) embedOptions(c call) (answer, error) {
	a, err := s.page(c, optionsPage)
	a.policy += "; frame-src 'self'"
	return a, err
}

// page answers with a page of the front end, which may load pictures from the
// operator's base map, if there is one.
func (s *server) page(c call, name string) (answer, error) {
	origin := c.baseMapOrigin()
	a, err := s.front.page(c.Request, name, origin)
	a.policy = withImages(contentPolicy, origin)
	return a, err
}

// baseMapOrigin is the scheme and host of the operator's base map, "" if there
// is none.
func (c call) baseMapOrigin() string {
	if c.atlas == nil {
		return ""
	}
	u, err := url.Parse(c.atlas.Meta().BaseMap)
	if err != nil || u.Host == "" || strings.ContainsAny(u.Host, " ;,'\"") {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// withImages lets a policy load pictures from another origin.
func withImages(policy, origin string) string {
	if origin == "" {
		return policy
	}
	return strings.Replace(policy, "img-src 'self'", "img-src 'self' "+origin, 1)
}

// page answers with a page. A page names its policy too, for where no server
// sends one, and both have to allow what is loaded.
func (f *frontEnd) page(r *http.Request, name, origin string) (answer, error) {
	if f.files == nil {
		return answer{contentType: typeHTML, etag: weakTag(missingPage), build: func(h http.Header) (writeBody, error) {
			return bytesBody(h, []byte(missingPage)), nil
		}}, nil
	}
	text, err := fs.ReadFile(f.files, name)
	if err != nil {
		return answer{}, errNotFound
	}
	hash := sha256.Sum256(append(text, origin...))
	if origin == "" {
		a, err := f.file(r, name)
		a.etag = weakTag(string(hash[:]))
		return a, err
	}
	return answer{contentType: typeHTML, etag: weakTag(string(hash[:])), build: func(h http.Header) (writeBody, error) {
		return bytesBody(h, bytes.Replace(text, []byte("img-src 'self'"), []byte("img-src 'self' "+origin), 1)), nil
	}}, nil
}
