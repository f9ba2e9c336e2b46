package api

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"stele/data/atlas"
	"stele/geo/cql2"
)

// The languages of filter. GDAL sends none unless the old name of the first is
// offered too.
const (
	langText     = "cql2-text"
	langJSON     = "cql2-json"
	langOldText  = "cql-text"
	filterForm   = "a filter in CQL2 (OGC 21-065r2), such as kind = 'well' AND S_INTERSECTS(geometry,BBOX(45,39,47,41)); what it may name is listed under queryables"
	filterLangs  = langText + ", " + langJSON + " or " + langOldText + ", which is the first"
	crsEPSG4326  = "http://www.opengis.net/def/crs/EPSG/0/4326"
	idParameter  = "id"
	idFilterForm = "one or more identifiers, separated by commas"
)

// toCRS84 turns positions of the reference systems of filter-crs, in the order of
// their axes, into lon, lat; nil where they are that.
var toCRS84 = map[string]func(orb.Point) (orb.Point, error){
	crs84:       nil,
	crsEPSG4326: func(p orb.Point) (orb.Point, error) { return orb.Point{p[1], p[0]}, nil },
}

func filterSystems() []string { return slices.Sorted(maps.Keys(toCRS84)) }

// cqlFilter is a filter in CQL2, and how it was written.
type cqlFilter struct {
	text, lang, crs string
	ids             string // of the parameter id
	compiled        *atlas.Filter
}

// cql reads filter, filter-lang, filter-crs and id; nil if there is no filter.
func (p params) cql(l *atlas.Layer) (*cqlFilter, error) {
	f := &cqlFilter{lang: langText, crs: crs84}
	if err := p.cqlForm(f); err != nil {
		return nil, err
	}
	var parts []*cql2.Node
	if text, ok := p["filter"]; ok {
		f.text = text
		n, err := f.parse()
		if err != nil {
			return nil, badFilter(text, err)
		}
		parts = append(parts, n)
	}
	if text, ok := p[idParameter]; ok {
		ids := strings.Split(text, ",")
		slices.Sort(ids)
		ids = slices.Compact(ids)
		if ids[0] == "" {
			return nil, &badParam{name: idParameter, value: text, accepted: idFilterForm, err: errors.New("an identifier is empty")}
		}
		f.ids = strings.Join(ids, ",")
		parts = append(parts, oneOf(ids))
	}
	if parts == nil {
		return nil, nil
	}
	all := parts[0]
	if len(parts) > 1 {
		all = &cql2.Node{Kind: cql2.Op, Text: "and", Args: parts}
	}
	var err error
	if f.compiled, err = l.Compile(all); err != nil {
		return nil, badFilter(f.text, err)
	}
	return f, nil
}

// cqlForm reads how a filter is written.
func (p params) cqlForm(f *cqlFilter) error {
	switch lang, ok := p["filter-lang"]; {
	case !ok || lang == langText || lang == langOldText:
	case lang == langJSON:
		f.lang = langJSON
	default:
		return &badParam{name: "filter-lang", value: lang, accepted: filterLangs, err: fmt.Errorf("filter-lang %q is not known", shorten(lang))}
	}
	if crs, ok := p["filter-crs"]; ok {
		if _, known := toCRS84[crs]; !known {
			return &badParam{name: "filter-crs", value: crs, accepted: strings.Join(filterSystems(), ", "), err: fmt.Errorf("filter-crs %q is not known", shorten(crs))}
		}
		f.crs = crs
	}
	return nil
}

// parse reads the text, with its positions in lon, lat.
func (f *cqlFilter) parse() (n *cql2.Node, err error) {
	if f.lang == langJSON {
		n, err = cql2.ParseJSON([]byte(f.text))
	} else {
		n, err = cql2.Parse(f.text)
	}
	if err != nil {
		return nil, err
	}
	if to := toCRS84[f.crs]; to != nil {
		err = n.Transform(to)
	}
	return n, err
}

func oneOf(ids []string) *cql2.Node {
	list := &cql2.Node{Kind: cql2.Array}
	for _, id := range ids {
		list.Args = append(list.Args, &cql2.Node{Kind: cql2.String, Text: id})
	}
	return &cql2.Node{Kind: cql2.Op, Text: "in", Args: []*cql2.Node{{Kind: cql2.Property, Text: idParameter}, list}}
}

func badFilter(text string, err error) error {
	return &badParam{name: "filter", value: text, accepted: filterForm, err: fmt.Errorf("filter: %w", err)}
}

// query is the filter in canonical form, which is as it was written.
func (f *cqlFilter) query() (q []pair) {
	if f == nil {
		return nil
	}
	if f.text != "" {
		q = append(q, pair{"filter", f.text})
		if f.lang != langText {
			q = append(q, pair{"filter-lang", f.lang})
		}
		if f.crs != crs84 {
			q = append(q, pair{"filter-crs", f.crs})
		}
	}
	if f.ids != "" {
		q = append(q, pair{idParameter, f.ids})
	}
	return q
}
