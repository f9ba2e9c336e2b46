package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"stele/data"
	"stele/data/atlas"
)

// maxScopes bounds a sum: each scope is held against every other.
const maxScopes = 20

const scopesForm = "one to 20 records as collection/id, separated by commas: villages/a,villages/b"

// badSum says why figures are not added, and where to look.
type badSum struct {
	*atlas.NotAddable
	links []link
}

func (b *badSum) scopes() []string {
	var list []string
	for _, ref := range b.Scopes {
		list = append(list, ref.String())
	}
	return list
}

// sum answers with the sum of one measure over scopes that have nothing in
// common, or refuses and says which two do (rule P6).
func (s *server) sum(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	q, err := c.sumQuery(a)
	if err != nil {
		return answer{}, err
	}
	total, err := a.Sum(q)
	if not := (*atlas.NotAddable)(nil); errors.As(err, &not) {
		return answer{}, &badSum{not, c.sumLinks(q.Measure, not.Scopes)}
	} else if err != nil {
		return answer{}, err
	}
	query := compact(pair{"measure", q.Measure}, pair{"scope", c.params["scope"]}, pair{"source", q.Source})
	return jsonAnswer(typeJSON, s.etag(c, query...), func() (any, error) {
		rows := []figureRow{}
		for _, item := range total.Addends {
			rows = append(rows, c.figureRow(item))
		}
		links := append([]link{{c.href(query, "figures", "sum"), "self", typeJSON, ""}}, c.sumLinks(q.Measure, q.Scopes)...)
		return struct {
			atlas.Sum
			Addends []figureRow `json:"addends"`
			Links   []link      `json:"links"`
		}{total, rows, append(links, c.correction(a.Meta().Contact)...)}, nil
	}), nil
}

// sumLinks lead to the figures of each scope, side by side.
func (c call) sumLinks(measure string, scopes []data.Ref) []link {
	var links []link
	for _, scope := range scopes {
		links = append(links, link{c.rangesOf(scope, measure), "related", typeJSON, "The figures of " + scope.String() + " by source"})
	}
	return links
}

func (c call) sumQuery(a *atlas.Atlas) (q atlas.SumQuery, err error) {
	if q.Measure, err = c.params.measure(); err != nil {
		return q, err
	}
	if q.Measure == "" {
		return q, &badParam{name: "measure", accepted: "a measure, such as killed", err: errors.New("measure is missing")}
	}
	if q.Source, err = c.params.text("source", "the ID of a source"); err != nil {
		return q, err
	}
	q.Scopes, err = c.params.scopes(a)
	return q, err
}

// scopes reads the comma list of records that are to be added over. Parameters
// are never repeated in this service, so scope is not either.
func (p params) scopes(a *atlas.Atlas) ([]data.Ref, error) {
	value := p["scope"]
	bad := func(err error) error {
		return &badParam{name: "scope", value: value, accepted: scopesForm, err: err}
	}
	if value == "" {
		return nil, bad(errors.New("scope is missing"))
	}
	list := strings.Split(value, ",")
	if len(list) > maxScopes {
		return nil, bad(fmt.Errorf("scope lists %d records, at most %d are added", len(list), maxScopes))
	}
	var refs []data.Ref
	for _, item := range list {
		ref, err := parseRef("scope", item)
		if err != nil {
			return nil, err
		}
		l, ok := a.Layer(ref.Collection)
		if ok {
			_, ok = l.Index(ref.Key)
		}
		if !ok {
			return nil, bad(fmt.Errorf("scope %q names no record", shorten(item)))
		}
		if slices.Contains(refs, ref) {
			return nil, bad(fmt.Errorf("scope %q is listed twice", shorten(item)))
		}
		refs = append(refs, ref)
	}
	return refs, nil
}
