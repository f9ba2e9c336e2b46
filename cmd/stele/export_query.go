package main

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"stele/api"
	"stele/data/atlas"
	"stele/data/export"
)

// exportQuery says what of a collection is written, and how: the parameters of an
// export's address, under their names there.
type exportQuery struct {
	BBox         *string           `name:"bbox" placeholder:"W,S,E,N" help:"Only what meets this box, and what has no position; in degrees, or in --bbox-crs."`
	BBoxCRS      *string           `name:"bbox-crs" placeholder:"CRS" help:"The reference system of --bbox."`
	Datetime     *string           `placeholder:"TIME" help:"Only what may be of that time: 1993-04-01/1993-12-31, ../1994-01-01, 1993."`
	Certainty    *string           `placeholder:"WORD" help:"With --datetime, certain: only what is dated and lies wholly in it."`
	Q            *string           `name:"q" placeholder:"NAME" help:"Only what has a name like this, in any usual spelling or script."`
	ID           *string           `name:"id" placeholder:"ID,..." help:"Only these features."`
	Where        map[string]string `mapsep:"none" placeholder:"PROPERTY=VALUE" help:"Only what has this value, or one of a range: kind=well,memorial, uncertainty_m=..500. May be repeated."`
	Filter       *string           `placeholder:"CQL2" help:"Only what this filter matches, such as: kind = 'town' AND S_INTERSECTS(geometry,BBOX(46,39,47,41))."`
	FilterLang   *string           `placeholder:"LANG" help:"What --filter is written in: cql2-text or cql2-json."`
	FilterCRS    *string           `name:"filter-crs" placeholder:"CRS" help:"The reference system of positions in --filter."`
	Properties   *string           `placeholder:"NAME,..." help:"Only these properties."`
	SkipGeometry bool              `help:"Without geometry."`
	ZoomLevel    *string           `placeholder:"N" help:"Shapes only as detailed as they are seen at this zoom."`
	Offset       *string           `name:"max-allowable-offset" placeholder:"DEGREES" help:"Shapes only as detailed as this."`
	CRS          *string           `name:"crs" placeholder:"CRS" help:"The reference system of the coordinates, by formats that leave the choice: OGC:CRS84 (lon, lat), EPSG:4326, EPSG:3857, EPSG:32638, EPSG:32639."`
	WKT          bool              `name:"wkt" help:"CSV: points as WKT too, not as lon and lat."`
}

// values are the parameters as an address has them.
func (q exportQuery) values() url.Values {
	v := url.Values{}
	for name, value := range q.Where {
		v.Set(name, value)
	}
	for name, value := range map[string]*string{
		"bbox": q.BBox, "bbox-crs": q.BBoxCRS, "datetime": q.Datetime, "certainty": q.Certainty, "q": q.Q, "id": q.ID,
		"filter": q.Filter, "filter-lang": q.FilterLang, "filter-crs": q.FilterCRS,
		"properties": q.Properties, "zoom-level": q.ZoomLevel, "max-allowable-offset": q.Offset, "crs": q.CRS,
	} {
		if value != nil { // an empty one is refused, as it is in an address
			v.Set(name, *value)
		}
	}
	if q.SkipGeometry {
		v.Set("skipGeometry", "true")
	}
	if q.WKT {
		v.Set("csv-geometry", "wkt")
	}
	return v
}

// of reads the query for a layer and a format.
func (q exportQuery) of(l *atlas.Layer, f export.Format) (export.Query, error) {
	var fields []string
	for _, field := range l.Fields() {
		fields = append(fields, field.Name)
	}
	for name := range q.Where {
		if !slices.Contains(fields, name) {
			return export.Query{}, usageError(fmt.Sprintf("--where %s: %s have no property %[1]q; they have %[3]s", name, l.Collection().ID, strings.Join(fields, ", ")))
		}
	}
	read, err := api.ExportQuery(l, f, q.values())
	if err == nil {
		return read, nil
	}
	name, accepted := api.ParamOf(err)
	if name == "" {
		return read, err
	}
	flag := cmp.Or(map[string]string{"csv-geometry": "wkt", "skipGeometry": "skip-geometry"}[name], name)
	if _, isWhere := q.Where[name]; isWhere {
		flag = "where " + name
	}
	return read, usageError(fmt.Sprintf("--%s: %s; want %s", flag, strings.TrimPrefix(err.Error(), name+": "), accepted))
}
