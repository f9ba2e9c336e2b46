package api

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"
)

// problem is an RFC 9457 problem details object. It reaches people as it is:
// GDAL prints it.
type problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail"`
	Instance  string `json:"instance"`            // path only
	Parameter string `json:"parameter,omitempty"` // what is wrong
	Value     string `json:"value,omitempty"`
	Accepted  string `json:"accepted,omitempty"`
	RequestID string `json:"request_id"`
	// Of figures that are not added: why, what stands in the way, where to look.
	Reason  string   `json:"reason,omitempty"`
	Scopes  []string `json:"scopes,omitempty"`
	Figures []string `json:"figures,omitempty"`
	Links   []link   `json:"links,omitempty"`

	retryAfter string // seconds, "" if asking again is of no use
}

// The ways to fail that have a status of their own; problemOf is the table.
var (
	errNotFound  = errors.New("there is nothing at this address")
	errNoRelease = errors.New("no release is loaded yet")
	errMethod    = errors.New("are answered here")
	errBusy      = errors.New("as many files of this kind are being sent as may be at a time: ask again later, or for a format that is written as it is read, such as FlatGeobuf")
)

// badParam is a query parameter that was not understood.
type badParam struct {
	name, value, accepted string
	err                   error
}

func (b *badParam) Error() string { return b.err.Error() }
func (b *badParam) Unwrap() error { return b.err }

// badHost is a Host header that no link can be made of.
type badHost struct{ host string }

func (b *badHost) Error() string {
	return fmt.Sprintf("host %q is not a name or address with an optional port", shorten(b.host))
}

// tooLong is the length of an address that is not read.
type tooLong int

func (n tooLong) Error() string {
	return fmt.Sprintf("the address has %d bytes, at most %d are read: a long query goes as the body of a POST to /collections/{collection}/search", int(n), maxAddress)
}

// problemOf says what of an error a reader may see. Unknown errors say nothing.
func problemOf(err error) problem {
	var param *badParam
	var host *badHost
	var sum *badSum
	var long tooLong
	switch {
	case errors.As(err, &sum):
		return problem{
			Status: http.StatusUnprocessableEntity, Detail: err.Error(),
			Reason: sum.Reason, Scopes: sum.scopes(), Figures: sum.Figures, Links: sum.links,
		}
	case errors.As(err, &param):
		return problem{
			Status: http.StatusBadRequest, Detail: err.Error(),
			Parameter: shorten(param.name), Value: shorten(param.value), Accepted: param.accepted,
		}
	case errors.As(err, &long):
		return problem{Status: http.StatusRequestURITooLong, Detail: err.Error()}
	case errors.As(err, &host):
		return problem{Status: http.StatusBadRequest, Detail: err.Error()}
	case errors.Is(err, errNotFound):
		return problem{Status: http.StatusNotFound, Detail: errNotFound.Error()}
	case errors.Is(err, errMethod):
		return problem{Status: http.StatusMethodNotAllowed, Detail: err.Error()}
	case errors.Is(err, errMediaType):
		return problem{Status: http.StatusUnsupportedMediaType, Detail: errMediaType.Error(), Accepted: typeJSON}
	case errors.Is(err, errNoRelease):
		return problem{Status: http.StatusServiceUnavailable, Detail: errNoRelease.Error(), retryAfter: "5"}
	case errors.Is(err, errBusy):
		return problem{Status: http.StatusServiceUnavailable, Detail: errBusy.Error(), retryAfter: "30"}
	}
	return problem{Status: http.StatusInternalServerError, Detail: "internal error"}
}

// sendProblem answers with the problem that err is. An unknown error is logged
// under the request's ID, which the reader sees.
func (s *server) sendProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	p.Type, p.Title, p.Instance, p.RequestID = "about:blank", http.StatusText(p.Status), shorten(r.URL.Path), requestID(w)
	if p.Status == http.StatusInternalServerError {
		s.Logger.Error("request failed", "request_id", p.RequestID, "route", routeOf(r), "error", err)
	}
	h := w.Header()
	if h.Get("Vary") == "" {
		h.Add("Vary", "Accept-Encoding") // as all other answers: a cache keeps one for both
	}
	if p.retryAfter != "" {
		h.Set("Retry-After", p.retryAfter)
	}
	h.Set("Cache-Control", noStore)
	h.Set("Content-Type", typeProblem)
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and a number
	}
	write := bytesBody(h, text)
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_ = write(w) // the client is gone
	}
}

func (s *server) notFound(w http.ResponseWriter, r *http.Request) { s.sendProblem(w, r, errNotFound) }

func (s *server) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	allowed := methods
	if c := chi.RouteContext(r.Context()); c != nil && c.Routes.Match(chi.NewRouteContext(), http.MethodPost, cmp.Or(r.URL.RawPath, r.URL.Path)) {
		allowed = postMethods
	}
	w.Header().Set("Allow", allowed)
	s.sendProblem(w, r, fmt.Errorf("only %s %w", allowed, errMethod))
}

// shorten bounds what is echoed, and makes it UTF-8.
func shorten(s string) string {
	const most = 120
	s = strings.ToValidUTF8(s, "\uFFFD")
	if runes := []rune(s[:min(len(s), 4*most)]); len(runes) > most {
		return strings.ToValidUTF8(string(runes[:most]), "") + "…"
	}
	return s
}
