package api

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"stele/data"
)

// params are the query parameters of a request, each at most once.
type params map[string]string

// Limits of a page of items.
const (
	defaultLimit = 100
	maxLimit     = 10_000
)

// knownNames are the parameters that a route takes: those of its list and, where
// fieldNames stands in that, those of a layer's fields. Every request is held
// against them, so that they are looked up where they stand.
type knownNames struct {
	list   []string
	fields []data.Field // nil where fieldNames does not stand in the list
}

func (k knownNames) has(name string) bool {
	if slices.Contains(k.list, name) {
		return name != fieldNames
	}
	return k.fields != nil && (name == idParameter || slices.ContainsFunc(k.fields, func(f data.Field) bool { return f.Name == name }))
}

func (k knownNames) String() string {
	var all []string
	for _, name := range k.list {
		if name != fieldNames {
			all = append(all, name)
		}
	}
	if k.fields != nil {
		for _, f := range k.fields {
			all = append(all, f.Name)
		}
		all = append(all, idParameter)
	}
	if len(all) == 0 {
		return "no parameters"
	}
	return strings.Join(all, ", ")
}

// parseParams reads a query string of which only the names given are known. An
// unknown or repeated one is refused by name: a misspelt bbox that is ignored
// would look like an answer.
func parseParams(query string, names knownNames) (params, error) {
	p := params{}
	for pair := range strings.SplitSeq(query, "&") {
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			return nil, &badParam{name: rawName, err: fmt.Errorf("parameter name is badly escaped"), accepted: names.String()}
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, &badParam{name: name, value: rawValue, err: fmt.Errorf("value is badly escaped"), accepted: "percent escapes such as %2F"}
		}
		if !names.has(name) {
			return nil, &badParam{name: name, value: value, err: fmt.Errorf("parameter %q is not known here", shorten(name)), accepted: names.String()}
		}
		if _, twice := p[name]; twice {
			return nil, &badParam{name: name, value: value, err: fmt.Errorf("parameter %q is given twice", name), accepted: "once"}
		}
		p[name] = value
	}
	return p, nil
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
