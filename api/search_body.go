package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"stele/data/atlas"
)

// postMethods are those of a route that takes a query as its body.
const postMethods = "POST, OPTIONS"

// maxQueryBody bounds such a body: filters with outlines of districts fit.
const maxQueryBody = 1 << 20

var errMediaType = errors.New("the body is to be application/json")

// post routes POST and OPTIONS to a handler whose parameters come as members of
// a JSON object. Nothing is changed by it: it is GET for what no address holds.
func (s *server) post(r chi.Router, pattern string, h handler, names ...string) {
	r.Post(pattern, func(w http.ResponseWriter, r *http.Request) {
		c := call{Request: r, atlas: s.Atlas.Acquire()}
		defer c.atlas.Release()
		a, err := c.answerBody(s, h, names)
		if err != nil {
			s.sendProblem(w, r, err)
			return
		}
		s.send(w, r, a)
	})
	r.Options(pattern, optionsOf(postMethods))
}

func (c *call) answerBody(s *server, h handler, names []string) (a answer, err error) {
	if c.base, err = s.base(c.Request); err != nil {
		return answer{}, err
	}
	if _, err := parseParams(c.URL.RawQuery, knownNames{}); err != nil {
		return answer{}, err
	}
	media, _, err := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if err != nil || media != typeJSON {
		return answer{}, errMediaType
	}
	if c.params, c.body, err = parseBody(c.Body, c.known(names)); err != nil {
		return answer{}, err
	}
	return h(*c)
}

// parseBody reads a query as a JSON object: its members are the parameters, and
// what would be a list with commas may be an array. A filter that is no text is
// CQL2 JSON.
func parseBody(body io.Reader, names knownNames) (params, map[string]json.RawMessage, error) {
	bad := func(err error) error {
		return &badParam{name: "body", accepted: "a JSON object with " + names.String(), err: err}
	}
	text, err := io.ReadAll(body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, nil, bad(fmt.Errorf("the body has more than %d bytes", maxQueryBody))
	} else if err != nil {
		return nil, nil, bad(errors.New("the body ended too early"))
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil || members == nil {
		return nil, nil, bad(errors.New("the body is no JSON object"))
	}
	p := params{}
	for name, member := range members {
		if !names.has(name) {
			return nil, nil, &badParam{name: name, value: string(member), err: fmt.Errorf("member %q is not known here", shorten(name)), accepted: names.String()}
		}
		value, isText, err := memberText(name, member)
		if err != nil {
			return nil, nil, err
		}
		p[name] = value
		if name == "filter" && !isText && members["filter-lang"] == nil {
			p["filter-lang"] = langJSON
		}
	}
	return p, members, nil
}

// memberText is a member as the parameter that it is in an address.
func memberText(name string, member json.RawMessage) (text string, isText bool, err error) {
	if json.Unmarshal(member, &text) == nil && string(member) != "null" {
		return text, true, nil
	}
	if name == "filter" {
		var compact bytes.Buffer
		if err := json.Compact(&compact, member); err != nil {
			return "", false, err
		}
		return compact.String(), false, nil
	}
	var list []json.RawMessage
	if json.Unmarshal(member, &list) != nil || list == nil {
		list = []json.RawMessage{member}
	}
	parts := make([]string, len(list))
	for i, m := range list {
		switch {
		case json.Unmarshal(m, &parts[i]) == nil && string(m) != "null":
		case strings.IndexByte("-0123456789tf", m[0]) >= 0: // a number, true or false
			parts[i] = string(m)
		default:
			return "", false, &badParam{name: name, value: string(member), accepted: "a text, a number, true or false, or an array of those", err: fmt.Errorf("member %q is none of what it may be", name)}
		}
	}
	return strings.Join(parts, ","), false, nil
}

// postedItems answers with a page of the features that a body asks for. Its next
// link has a body too, which is the same with a token.
func (s *server) postedItems(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	q, err := c.itemsQuery(l)
	if err != nil {
		return answer{}, err
	}
	return answer{contentType: typeGeoJSON, cache: noStore, build: func(h http.Header) (writeBody, error) {
		selection, err := q.selection(l)
		if err != nil {
			return nil, err
		}
		d := s.drafts.get()
		found := l.Query(atlas.Query{Selection: selection, Sort: q.sort, After: q.after, Limit: q.limit, Room: d.runs})
		d.runs = found.Runs
		d.links = append(d.links[:0], link{c.href(nil, "collections", l.Collection().ID), "collection", typeJSON, l.Collection().Title})
		d.links = append(d.links, c.correction(a.Meta().Contact)...)
		setLinkHeader(h, d.links)
		setNumbers(h, found.Matched, found.Returned)
		all := []any{}
		for _, one := range d.links {
			all = append(all, one)
		}
		if !found.Next.IsZero() {
			all = append(all, c.nextPost(encodeToken(found.Next, q.binding(l))))
		}
		text, err := json.Marshal(all)
		if err != nil {
			return nil, err
		}
		s.beginPage(d, found)
		d.head = append(append(d.head, text...), '}')
		return s.pageBody(h, l, q.form, d), nil
	}}, nil
}

// postLink is a link that is followed by POST.
type postLink struct {
	link
	Method string                     `json:"method"`
	Body   map[string]json.RawMessage `json:"body"`
}

func (c call) nextPost(token string) postLink {
	body := maps.Clone(c.body)
	body["next"] = json.RawMessage(strconv.Quote(token)) // base64url
	return postLink{link{c.self("").Href, "next", typeGeoJSON, "The next page"}, http.MethodPost, body}
}
