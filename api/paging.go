package api

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"stele/data"
	"stele/data/atlas"
)

// text reads a parameter that may be absent but not empty: an empty filter
// would match all and look like an answer.
func (p params) text(name, accepted string) (string, error) {
	value, ok := p[name]
	if ok && value == "" {
		return "", &badParam{name: name, value: value, accepted: accepted, err: fmt.Errorf("%s is empty", name)}
	}
	return value, nil
}

const refForm = "collection/id, such as events/o3ja7hpxsgutamdc"

// ref reads a parameter that names a record; the zero Ref if it is absent.
func (p params) ref(name string) (data.Ref, error) {
	value, err := p.text(name, refForm)
	if err != nil {
		return data.Ref{}, err
	}
	return parseRef(name, value)
}

func parseRef(name, value string) (data.Ref, error) {
	ref, err := data.ParseRef(value)
	if err != nil {
		return ref, &badParam{name: name, value: value, accepted: refForm, err: fmt.Errorf("%s: %w", name, err)}
	}
	return ref, nil
}

// paging is which page of a list is asked for.
type paging struct {
	filter []pair // canonical, what the token is bound to
	limit  int
	after  string // a key
	token  string
}

// paging reads limit and next; list names the list.
func (p params) paging(list string, filter []pair) (q paging, err error) {
	q.filter = filter
	if q.limit, err = p.limit(); err != nil {
		return q, err
	}
	token, ok := p["next"]
	if !ok {
		return q, nil
	}
	cursor, err := decodeToken(token, list+"?"+encodeQuery(filter), 0)
	if err == nil && cursor.Key != 0 {
		err = errors.New("token was given for another list")
	}
	if err != nil {
		return q, &badParam{name: "next", value: token, accepted: "the next link of a page of the same query, unchanged", err: err}
	}
	q.token, q.after = token, cursor.ID
	return q, nil
}

// query is the whole query in canonical form.
func (q paging) query() []pair { return q.page(q.token) }

func (q paging) page(token string) []pair {
	pairs := append(append([]pair{}, q.filter...), pair{"limit", strconv.Itoa(q.limit)})
	if token != "" {
		pairs = append(pairs, pair{"next", token})
	}
	return pairs
}

// pageHead is what every page of a list has beside its rows.
type pageHead struct {
	NumberMatched  int    `json:"numberMatched"`
	NumberReturned int    `json:"numberReturned"`
	Links          []link `json:"links"`
}

// pageHead says how many there are and links to the next page.
func (c call) pageHead(h http.Header, list string, q paging, matched, returned int, next string, more ...link) pageHead {
	segments := strings.Split(list, "/")
	links := []link{{c.href(q.query(), segments...), "self", typeJSON, "This page"}}
	if next != "" {
		token := encodeToken(atlas.Cursor{ID: next}, list+"?"+encodeQuery(q.filter))
		links = append(links, link{c.href(q.page(token), segments...), "next", typeJSON, "The next page"})
	}
	links = append(links, more...)
	setLinkHeader(h, links)
	h.Set("OGC-NumberMatched", strconv.Itoa(matched))
	h.Set("OGC-NumberReturned", strconv.Itoa(returned))
	return pageHead{matched, returned, links}
}

// compact leaves out the parameters that have no value.
func compact(pairs ...pair) []pair {
	var kept []pair
	for _, p := range pairs {
		if p.value != "" {
			kept = append(kept, p)
		}
	}
	return kept
}
