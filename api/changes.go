package api

import (
	"errors"
	"fmt"
	"net/http"

	"stele/data/atlas"
)

const sinceForm = "the data_version of a release that the log of changes reaches back to, or a day such as 2026-03-05, which counts in"

// changes answers with what became different since a release, by page.
func (s *server) changes(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	since, err := c.params.text("since", sinceForm)
	if err != nil {
		return answer{}, err
	}
	page, err := c.params.paging("changes", compact(pair{"since", since}))
	if err != nil {
		return answer{}, err
	}
	found, err := a.Changes(atlas.ChangeQuery{Since: since, After: page.after, Limit: page.limit})
	if errors.Is(err, atlas.ErrUnknownEdition) {
		return answer{}, &badParam{name: "since", value: since, accepted: sinceForm, err: fmt.Errorf("since: %w", err)}
	} else if err != nil {
		return answer{}, err
	}
	// The version of the data says nothing of how it came to be.
	tag := s.etag(c, append(page.query(), pair{"log", a.LineVersion()})...)
	return headedJSON(tag, func(h http.Header) (any, error) {
		return struct {
			DataVersion string              `json:"data_version"`
			PublishedOn string              `json:"published_on"`
			Complete    bool                `json:"complete"`
			Changes     []atlas.ChangeItem  `json:"changes"`
			Editions    []atlas.EditionItem `json:"editions"`
			pageHead
		}{
			a.Meta().Version, a.Meta().PublishedOn, found.Complete, found.Items, found.Editions,
			c.pageHead(h, "changes", page, found.Matched, len(found.Items), found.Next, c.correction(a.Meta().Contact)...),
		}, nil
	}), nil
}
