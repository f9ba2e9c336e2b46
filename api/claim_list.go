package api

import (
	"net/http"

	"stele/data/atlas"
)

// claimRow is a claim in a list; RivalsAt is where it stands beside its rivals.
type claimRow struct {
	atlas.ClaimItem
	RivalsAt string `json:"rivals_at"`
}

func (c call) claimRow(item atlas.ClaimItem) claimRow {
	return claimRow{item, c.href([]pair{{"property", item.Property}}, "collections", item.Subject.Collection, "items", item.Subject.ID, "claims")}
}

// claimList answers with the claims of all records, filtered, by page.
func (s *server) claimList(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	q, page, err := c.claimQuery()
	if err != nil {
		return answer{}, err
	}
	return headedJSON(s.etag(c, page.query()...), func(h http.Header) (any, error) {
		found := a.Claims(q)
		rows := []claimRow{}
		for _, item := range found.Items {
			rows = append(rows, c.claimRow(item))
		}
		return struct {
			Claims []claimRow `json:"claims"`
			pageHead
		}{rows, c.pageHead(h, "claims", page, found.Matched, len(rows), found.Next, c.correction(a.Meta().Contact)...)}, nil
	}), nil
}

func (c call) claimQuery() (q atlas.ClaimQuery, page paging, err error) {
	if q.Subject, err = c.params.ref("subject"); err != nil {
		return q, page, err
	}
	for _, p := range []struct {
		name, accepted string
		to             *string
	}{
		{"property", "the name of a property, such as stage", &q.Property},
		{"source", "the ID of a source", &q.Source},
		{"asserted_by", "the ID of an agent", &q.AssertedBy},
	} {
		if *p.to, err = c.params.text(p.name, p.accepted); err != nil {
			return q, page, err
		}
	}
	page, err = c.params.paging("claims", compact(
		pair{"subject", q.Subject.String()}, pair{"property", q.Property}, pair{"source", q.Source}, pair{"asserted_by", q.AssertedBy}))
	q.After, q.Limit = page.after, page.limit
	return q, page, err
}

// claim answers with one claim.
func (s *server) claim(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	item, ok := a.Claim(c.pathValue("id"))
	if !ok {
		return answer{}, errNotFound
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		row := c.claimRow(item)
		return struct {
			claimRow
			Links []link `json:"links"`
		}{row, c.rowLinks(a, item.Subject, row.RivalsAt, "All that is said about the record", "claims")}, nil
	}), nil
}

// rowLinks are those of one claim or figure.
func (c call) rowLinks(a *atlas.Atlas, subject atlas.NamedSubject, rivals, title, list string) []link {
	links := []link{
		c.self(typeJSON),
		{c.href(nil, list), "collection", typeJSON, ""},
		{c.href(nil, "collections", subject.Collection, "items", subject.ID), "related", typeGeoJSON, "The record that it is about"},
		{rivals, "related", typeJSON, title},
	}
	return append(links, c.correction(a.Meta().Contact)...)
}

// headedJSON is jsonAnswer for a body that comes with headers.
func headedJSON(etag string, v func(http.Header) (any, error)) answer {
	a := answer{contentType: typeJSON, etag: etag}
	a.build = func(h http.Header) (writeBody, error) {
		return jsonAnswer(typeJSON, etag, func() (any, error) { return v(h) }).build(h)
	}
	return a
}
