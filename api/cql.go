package api

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"stele/data/atlas"
	"stele/geo"
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
	idParameter  = "id"
	idFilterForm = "one or more identifiers, separated by commas"
)

// cqlFilter is a filter in CQL2, and how it was written.
type cqlFilter struct {
	text, lang string
	crs        geo.CRS
	ids        string // of the parameter id
	compiled   *atlas.Filter
}

// cql reads filter, filter-lang, filter-crs and id; nil if there is no filter.
func (p params) cql(l *atlas.Layer) (*cqlFilter, error) {
	f := &cqlFilter{lang: langText}
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
func (p params) cqlForm(f *cqlFilter) (err error) {
	switch lang, ok := p["filter-lang"]; {
	case !ok || lang == langText || lang == langOldText:
	case lang == langJSON:
		f.lang = langJSON
	default:
		return &badParam{name: "filter-lang", value: lang, accepted: filterLangs, err: fmt.Errorf("filter-lang %q is not known", shorten(lang))}
	}
	f.crs, err = p.crs("filter-crs")
	return err
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
	return n, f.toLonLat(n)
}

// toLonLat puts the positions of a filter from its reference system into lon, lat.
// The edges of shapes stay straight there; those of a box of UTM are not its own
// any more, so it becomes a shape with enough corners to follow them.
func (f *cqlFilter) toLonLat(n *cql2.Node) error {
	if f.crs == geo.CRS84 {
		return nil
	}
	if f.crs.IsMetric() && f.crs != geo.WebMercator {
		n.Walk(func(m *cql2.Node) {
			if m.Kind == cql2.BBox {
				m.Kind, m.Geometry = cql2.Geometry, orb.Polygon{boxRing(m.Box)}
			}
		})
	}
	return n.Transform(func(p orb.Point) (orb.Point, error) {
		to := f.crs.Inverse(p)
		if math.IsNaN(to[0]) || math.IsInf(to[0], 0) || math.IsNaN(to[1]) || math.IsInf(to[1], 0) {
			return to, fmt.Errorf("%v, %v is no position in %s", p[0], p[1], f.crs)
		}
		return to, nil
	})
}

// boxRing is a box's border, each side in sixteen parts.
func boxRing(b [4]float64) (ring orb.Ring) {
	corners := []orb.Point{{b[0], b[1]}, {b[2], b[1]}, {b[2], b[3]}, {b[0], b[3]}, {b[0], b[1]}}
	for i, to := range corners[1:] {
		from := corners[i]
		for step := range 16 {
			part := float64(step) / 16
			ring = append(ring, orb.Point{from[0] + (to[0]-from[0])*part, from[1] + (to[1]-from[1])*part})
		}
	}
	return append(ring, corners[0])
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
		if f.crs != geo.CRS84 {
			q = append(q, pair{"filter-crs", f.crs.URI()})
		}
	}
	if f.ids != "" {
		q = append(q, pair{idParameter, f.ids})
	}
	return q
}
