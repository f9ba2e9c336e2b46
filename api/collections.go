package api

import (
	"slices"

	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/release"
	"stele/geo"
)

// collectionInfo is a collection as OGC API - Features describes one.
type collectionInfo struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Extent      extent   `json:"extent"`
	ItemType    string   `json:"itemType"`
	CRS         []string `json:"crs"`
	StorageCRS  string   `json:"storageCrs"` // naming CRS84 makes clients ask for lon, lat
	ItemCount   int      `json:"itemCount"`
	Links       []link   `json:"links"`
}

type extent struct {
	Spatial  *spatialExtent `json:"spatial,omitempty"` // absent if nothing has a geometry
	Temporal temporalExtent `json:"temporal"`
}

type spatialExtent struct {
	BBox [1][4]float64 `json:"bbox"`
	CRS  string        `json:"crs"`
}

type temporalExtent struct {
	Interval [1][2]*string `json:"interval"` // null is open
	TRS      string        `json:"trs"`
}

// collections lists what there is.
func (s *server) collections(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		list := []collectionInfo{}
		for _, l := range a.Layers() {
			list = append(list, c.describe(l, a.Meta()))
		}
		links := []link{c.self(typeJSON), {Href: c.href(nil), Rel: "root", Type: typeJSON}}
		return struct {
			Links       []link           `json:"links"`
			CRS         []string         `json:"crs"` // of all of them
			Collections []collectionInfo `json:"collections"`
		}{links, crsURIs(), list}, nil
	}), nil
}

// collection describes one collection.
func (s *server) collection(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) { return c.describe(l, a.Meta()), nil }), nil
}

// jsonOf is loaded for a route that offers JSON only, and checks f.
func (c call) jsonOf() (*atlas.Atlas, error) {
	if _, err := c.params.format("json"); err != nil {
		return nil, err
	}
	return c.loaded()
}

// self links to the resource itself, without its query.
func (c call) self(contentType string) link {
	return link{Href: c.base + c.URL.EscapedPath(), Rel: "self", Type: contentType}
}

func (c call) describe(l *atlas.Layer, meta release.Meta) collectionInfo {
	of := l.Collection()
	return collectionInfo{
		ID: of.ID, Title: of.Title, Description: of.Description,
		Extent: extentOf(l), ItemType: "feature",
		CRS: crsURIs(), StorageCRS: geo.CRS84.URI(), ItemCount: l.Len(),
		Links: c.collectionLinks(of.ID, meta),
	}
}

// collectionLinks has the items link without a query string: with one, GDAL
// asked for feature 7 and got feature 1. The schema is linked twice: relations
// have no case, but GDAL 3.6 knows describedBy only, and without it takes a
// number that is null on the first page for text.
func (c call) collectionLinks(id string, meta release.Meta) []link {
	links := []link{
		{c.href(nil, "collections", id), "self", typeJSON, ""},
		{c.href(nil, "collections", id, "items"), "items", typeGeoJSON, "The features, by page"},
		{c.href(nil, "collections", id, "schema", "feature"), "describedby", typeSchema, "JSON Schema of a feature"},
		{c.href(nil, "collections", id, "schema", "feature"), "describedBy", typeSchema, "JSON Schema of a feature"},
		{c.href(nil, "collections", id, "schema"), relSchema, typeSchema, "Schema of the properties"},
		{c.href(nil, "collections", id, "queryables"), relQueryables, typeSchema, "What a filter may name"},
		{c.href(nil, "collections", id, "sortables"), relSortables, typeSchema, "What sortby may name"},
		{c.href(nil, "collections", id, "tilejson"), "related", typeJSON, "Its vector tiles, TileJSON"},
		{c.href(nil, "collections", id, "stats"), "related", typeJSON, "Counts by year and by property"},
		{c.href([]pair{{"collection", id}}, "figures"), "related", typeJSON, "The figures about its features"},
	}
	return slices.Concat(links, c.exportLinks(id), c.correction(meta.Contact))
}

func extentOf(l *atlas.Layer) extent {
	first, last := l.Period()
	e := extent{Temporal: temporalExtent{
		Interval: [1][2]*string{{dayTime(first, "T00:00:00Z"), dayTime(last, "T23:59:59Z")}},
		TRS:      "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
	}}
	if b, ok := l.Extent(); ok {
		e.Spatial = &spatialExtent{BBox: [1][4]float64{{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}}, CRS: geo.CRS84.URI()}
	}
	return e
}

// dayTime is a day as the date-time that the standard asks for; nil if it is
// open or in a year that RFC 3339 cannot write.
func dayTime(d edtf.Day, clock string) *string {
	if d < edtf.DayOf(0, 1, 1) || d > edtf.DayOf(9999, 12, 31) {
		return nil
	}
	text := d.String() + clock
	return &text
}
