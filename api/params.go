package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"stele/data/atlas"
	"stele/geo"
)

// params are the query parameters of a request, each at most once.
type params map[string]string

// Limits of a page of items.
const (
	defaultLimit = 100
	maxLimit     = 10_000
)

// parseParams reads a query string of which only the names given are known. An
// unknown or repeated one is refused by name: a misspelt bbox that is ignored
// would look like an answer.
func parseParams(query string, names []string) (params, error) {
	p := params{}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			return nil, &badParam{name: rawName, err: fmt.Errorf("parameter name is badly escaped"), accepted: known(names)}
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, &badParam{name: name, value: rawValue, err: fmt.Errorf("value is badly escaped"), accepted: "percent escapes such as %2F"}
		}
		if !slices.Contains(names, name) {
			return nil, &badParam{name: name, value: value, err: fmt.Errorf("parameter %q is not known here", shorten(name)), accepted: known(names)}
		}
		if _, twice := p[name]; twice {
			return nil, &badParam{name: name, value: value, err: fmt.Errorf("parameter %q is given twice", name), accepted: "once"}
		}
		p[name] = value
	}
	return p, nil
}

func known(names []string) string {
	if len(names) == 0 {
		return "no parameters"
	}
	return strings.Join(names, ", ")
}

// format reads f, which may be absent.
func (p params) format(accepted ...string) (string, error) {
	f, ok := p["f"]
	if ok && !slices.Contains(accepted, f) {
		return "", &badParam{name: "f", value: f, accepted: strings.Join(accepted, ", "), err: fmt.Errorf("format %q is not offered here", shorten(f))}
	}
	return f, nil
}

func (p params) limit() (int, error) {
	text, ok := p["limit"]
	if !ok {
		return defaultLimit, nil
	}
	digits := strings.TrimLeft(text, "0")
	if digits == "" || len(text) > 100 || strings.Trim(digits, "0123456789") != "" {
		return 0, &badParam{name: "limit", value: text, accepted: fmt.Sprintf("a whole number from 1; more than %d counts as %d", maxLimit, maxLimit), err: fmt.Errorf("limit is not a whole number from 1")}
	}
	if len(digits) > len(strconv.Itoa(maxLimit)) {
		return maxLimit, nil // it may be too large for an int
	}
	n, err := strconv.Atoi(digits)
	return min(n, maxLimit), err
}

// filter is the part of a query that says which features, not which page.
type filter struct {
	box *geo.BBox
	days
}

func (p params) filter() (f filter, err error) {
	if text, ok := p["bbox"]; ok {
		box, err := geo.ParseBBox(text)
		if err != nil {
			return f, &badParam{name: "bbox", value: text, accepted: "4 or 6 numbers: west,south,east,north, or with heights after south and north", err: err}
		}
		f.box = &box
	}
	f.days = anyDay()
	if text, ok := p["datetime"]; ok {
		if f.days, err = parseDatetime(text); err != nil {
			return f, &badParam{name: "datetime", value: text, accepted: datetimeForm, err: err}
		}
	}
	return f, nil
}

// query is the filter in canonical form: equal filters, however they were
// written, give an equal text, which is what links, tokens and tags hold.
func (f filter) query() []pair {
	var q []pair
	if f.box != nil {
		q = append(q, pair{"bbox", f.box.String()})
	}
	if f.days != anyDay() {
		q = append(q, pair{"datetime", f.String()})
	}
	return q
}

func (f filter) selection() atlas.Selection {
	return atlas.Selection{BBox: f.box, From: f.from, To: f.to}
}
