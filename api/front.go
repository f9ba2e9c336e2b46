package api

import (
	"crypto/sha256"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"stele/data/release"
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

// page answers with a page of the front end, which may load the operator's base
// map, if there is one.
func (s *server) page(c call, name string) (answer, error) {
	also := c.baseMapAllowance()
	a, err := s.front.page(c.Request, name, also)
	a.policy = also.in(contentPolicy)
	return a, err
}

// allowance is an origin that a page may load from beside this service, and the
// directive of its policy that says so; the zero allowance is none.
type allowance struct{ directive, origin string }

// baseMapAllowance lets the operator's base map in: tiles as pictures, the parts of
// an archive by fetch.
func (c call) baseMapAllowance() allowance {
	if c.atlas == nil {
		return allowance{}
	}
	meta := c.atlas.Meta()
	u, err := url.Parse(meta.BaseMap)
	if err != nil || release.CheckBaseMap(meta.BaseMap, meta.BaseMapAttribution) != nil || u.Host == "" {
		return allowance{}
	}
	also := allowance{"img-src", u.Scheme + "://" + u.Host}
	if release.IsArchive(meta.BaseMap) {
		also.directive = "connect-src"
	}
	return also
}

// in is a policy, in a header or in a page, with the allowance.
func (w allowance) in(policy string) string {
	if w == (allowance{}) {
		return policy
	}
	return strings.Replace(policy, w.directive+" 'self'", w.directive+" 'self' "+w.origin, 1)
}

// page answers with a page. A page names its policy too, for where no server
// sends one, and both have to allow what is loaded.
func (f *frontEnd) page(r *http.Request, name string, also allowance) (answer, error) {
	if f.files == nil {
		return answer{contentType: typeHTML, etag: weakTag(missingPage), build: func(h http.Header) (writeBody, error) {
			return bytesBody(h, []byte(missingPage)), nil
		}}, nil
	}
	text, err := fs.ReadFile(f.files, name)
	if err != nil {
		return answer{}, errNotFound
	}
	hash := sha256.Sum256([]byte(string(text) + also.directive + also.origin))
	if also == (allowance{}) {
		a, err := f.file(r, name)
		a.etag = weakTag(string(hash[:]))
		return a, err
	}
	return answer{contentType: typeHTML, etag: weakTag(string(hash[:])), build: func(h http.Header) (writeBody, error) {
		return bytesBody(h, []byte(also.in(string(text)))), nil
	}}, nil
}
