package api

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
)

// formNames are the parameters that say how features are written.
var formNames = []string{"crs", "properties", "skipGeometry", "zoom-level", "max-allowable-offset"}

// form is how features are written.
type form struct {
	atlas.Form
	detail pair // the parameter that set the tolerance, as it is written in canonical form
}

// form reads which parts of features are wanted.
func (p params) form(l *atlas.Layer) (f form, err error) {
	if text, ok := p["properties"]; ok {
		if f.Properties, err = chosenFields(l, strings.Split(text, ",")); err != nil {
			return f, &badParam{name: "properties", value: text, accepted: "names of properties, separated by commas: " + fieldList(l), err: err}
		}
	}
	switch text, ok := p["skipGeometry"]; {
	case !ok || text == "false":
	case text == "true":
		f.SkipGeometry = true
	default:
		return f, &badParam{name: "skipGeometry", value: text, accepted: "true or false", err: fmt.Errorf("skipGeometry %q is neither true nor false", shorten(text))}
	}
	if f.CRS, err = p.crs("crs"); err != nil {
		return f, err
	}
	return f, f.setDetail(p)
}

const (
	zoomForm   = "a zoom level of tiles of 512 pixels, 0 to 24"
	offsetForm = "degrees, more than 0 and at most 10"
)

// setDetail reads how much detail is wanted: for a zoom, or to an offset.
func (f *form) setDetail(p params) error {
	zoom, byZoom := p["zoom-level"]
	offset, byOffset := p["max-allowable-offset"]
	switch {
	case byZoom && byOffset:
		return &badParam{name: "zoom-level", value: zoom, accepted: "one of zoom-level and max-allowable-offset", err: errors.New("zoom-level and max-allowable-offset are both given")}
	case byZoom:
		n, err := strconv.Atoi(zoom)
		if err != nil || n < 0 || n > 24 {
			return &badParam{name: "zoom-level", value: zoom, accepted: zoomForm, err: fmt.Errorf("zoom-level %q is not one", shorten(zoom))}
		}
		f.ToleranceDeg, f.detail = atlas.HalfPixelDeg(uint32(n)), pair{"zoom-level", strconv.Itoa(n)}
	case byOffset:
		v, err := strconv.ParseFloat(offset, 64)
		if err != nil || !(v > 0 && v <= 10) {
			return &badParam{name: "max-allowable-offset", value: offset, accepted: offsetForm, err: fmt.Errorf("max-allowable-offset %q is not a number of degrees", shorten(offset))}
		}
		f.ToleranceDeg, f.detail = v, pair{"max-allowable-offset", strconv.FormatFloat(v, 'f', -1, 64)}
	}
	return nil
}

// query is the form in canonical form.
func (f form) query() []pair {
	var q []pair
	if f.Properties != nil {
		q = append(q, pair{"properties", strings.Join(f.Properties, ",")})
	}
	if f.SkipGeometry {
		q = append(q, pair{"skipGeometry", "true"})
	}
	if f.detail != (pair{}) {
		q = append(q, f.detail)
	}
	if f.CRS != geo.CRS84 {
		q = append(q, pair{"crs", f.CRS.URI()})
	}
	return q
}

// chosenFields returns the names asked for in the order of the layer's fields,
// so that the same choice is the same query.
func chosenFields(l *atlas.Layer, named []string) (chosen []string, err error) {
	fields := l.Fields()
	for _, name := range named {
		if !slices.ContainsFunc(fields, func(f data.Field) bool { return f.Name == name }) {
			return nil, fmt.Errorf("there is no property %q", shorten(name))
		}
	}
	for _, f := range fields {
		if slices.Contains(named, f.Name) {
			chosen = append(chosen, f.Name)
		}
	}
	return chosen, nil
}

func fieldList(l *atlas.Layer) string {
	var names []string
	for _, f := range l.Fields() {
		names = append(names, f.Name)
	}
	return strings.Join(names, ", ")
}

const maxSortKeys = 4

// sortKeys reads sortby.
func (p params) sortKeys(l *atlas.Layer) (keys []atlas.SortKey, err error) {
	text, ok := p["sortby"]
	if !ok {
		return nil, nil
	}
	bad := func(err error) error {
		return &badParam{name: "sortby", value: text, accepted: fmt.Sprintf("up to %d names of properties, separated by commas, each with a minus before it for the reverse order: %s", maxSortKeys, fieldList(l)), err: err}
	}
	for name := range strings.SplitSeq(text, ",") {
		k := atlas.SortKey{Field: strings.TrimLeft(name, "+- ")} // a plus comes as a space
		k.Descending = strings.HasPrefix(name, "-")
		if len(name)-len(k.Field) > 1 {
			return nil, bad(fmt.Errorf("%q has more than one sign", shorten(name)))
		}
		if _, err := chosenFields(l, []string{k.Field}); err != nil {
			return nil, bad(err)
		}
		if slices.ContainsFunc(keys, func(other atlas.SortKey) bool { return other.Field == k.Field }) {
			return nil, bad(fmt.Errorf("%q is listed twice", k.Field))
		}
		keys = append(keys, k)
	}
	if len(keys) > maxSortKeys {
		return nil, bad(fmt.Errorf("there are %d", len(keys)))
	}
	return keys, nil
}

// sortText is the canonical form of sortby.
func sortText(keys []atlas.SortKey) string {
	var names []string
	for _, k := range keys {
		if k.Descending {
			names = append(names, "-"+k.Field)
		} else {
			names = append(names, k.Field)
		}
	}
	return strings.Join(names, ",")
}
