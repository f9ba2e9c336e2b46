// Package gpx writes tables as GPX 1.1, for handheld receivers.
package gpx

import (
	"io"

	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/table"
	"stele/geo/xmltext"
)

// OutlineNote is what a file says of its tracks.
const OutlineNote = "An area, such as the map cell of a generalised position, is a track around it. It is not a way, and its middle is no place. What has no position is not in this file."

// Write writes points as waypoints, lines as tracks, and the outlines of areas as tracks of the type "outline": GPX has no
// areas, and a waypoint in the middle would be taken for the place. Coordinates must be lon, lat. Features without
// geometry are left out, for GPX has none. Properties are extensions in the namespace of the document.
func Write(w io.Writer, t *table.Table) error {
	e := encoder{table: t, name: t.Index("name"), source: t.Index("according_to")}
	if err := e.head(w); err != nil {
		return err
	}
	for _, part := range []func(*table.Row){e.waypoints, e.tracks} { // the schema has all waypoints first
		err := t.Rows(func(r *table.Row) error {
			e.out = e.out[:0]
			part(r)
			_, err := w.Write(e.out)
			return err
		})
		if err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "</gpx>\n")
	return err
}

type encoder struct {
	table        *table.Table
	name, source int // columns, or -1
	out          []byte
}

func (e *encoder) add(s string) { e.out = append(e.out, s...) }

func (e *encoder) element(name, s string) {
	e.add("<" + name + ">")
	e.out = xmltext.Append(e.out, []byte(s))
	e.add("</" + name + ">")
}

func (e *encoder) head(w io.Writer) error {
	t := e.table
	e.add(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<gpx version="1.1" creator="Stele" xmlns="http://www.topografix.com/GPX/1/1" xmlns:stele="urn:stele:fields"><metadata>`)
	e.element("name", t.Title)
	e.element("desc", t.Description+" "+OutlineNote+" Published on "+t.PublishedOn+", data version "+t.Version+". Correction and takedown: "+t.Contact)
	e.add(`<copyright author="`)
	e.out = xmltext.Append(e.out, []byte(t.Attribution))
	e.add(`">`)
	e.element("license", t.Licence)
	e.add("</copyright></metadata>\n")
	_, err := w.Write(e.out)
	return err
}

func (e *encoder) waypoints(r *table.Row) {
	e.points(r, r.Geometry)
}

func (e *encoder) points(r *table.Row, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		e.position("wpt", g)
		e.describe(r, "")
		e.add("</wpt>\n")
	case orb.MultiPoint:
		for _, p := range g {
			e.points(r, p)
		}
	case orb.Collection:
		for _, member := range g {
			e.points(r, member)
		}
	}
}

func (e *encoder) tracks(r *table.Row) {
	var lines, outlines [][]orb.Point
	collect(r.Geometry, &lines, &outlines)
	e.track(r, "", lines)
	e.track(r, "outline", outlines)
}

func collect(g orb.Geometry, lines, outlines *[][]orb.Point) {
	switch g := g.(type) {
	case orb.LineString:
		*lines = append(*lines, g)
	case orb.MultiLineString:
		for _, line := range g {
			*lines = append(*lines, line)
		}
	case orb.Ring:
		*outlines = append(*outlines, g)
	case orb.Bound:
		collect(g.ToPolygon(), lines, outlines)
	case orb.Polygon:
		for _, ring := range g {
			*outlines = append(*outlines, ring)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			collect(p, lines, outlines)
		}
	case orb.Collection:
		for _, member := range g {
			collect(member, lines, outlines)
		}
	}
}

func (e *encoder) track(r *table.Row, kind string, segments [][]orb.Point) {
	if len(segments) == 0 {
		return
	}
	e.add("<trk>")
	e.describe(r, kind)
	for _, segment := range segments {
		e.add("<trkseg>")
		for _, p := range segment {
			e.position("trkpt", p)
			e.add("</trkpt>")
		}
		e.add("</trkseg>")
	}
	e.add("</trk>\n")
}

func (e *encoder) position(name string, p orb.Point) {
	e.add("<" + name + ` lat="`)
	e.out = geo.AppendNumber(e.out, p[1])
	e.add(`" lon="`)
	e.out = geo.AppendNumber(e.out, p[0])
	e.add(`">`)
}

// describe is in the order that the schema has.
func (e *encoder) describe(r *table.Row, kind string) {
	if e.name >= 0 && r.Values[e.name].IsSet {
		e.add("<name>")
		e.out = xmltext.Append(e.out, r.Values[e.name].Text)
		e.add("</name>")
	}
	if e.source >= 0 && r.Values[e.source].IsSet {
		e.add("<src>")
		e.out = xmltext.Append(e.out, r.Values[e.source].Text)
		e.add("</src>")
	}
	if kind != "" {
		e.element("type", kind)
	}
	e.add("<extensions><stele:id>")
	e.out = xmltext.Append(e.out, r.ID)
	e.add("</stele:id>")
	for i, v := range r.Values {
		if v.IsSet {
			c := e.table.Columns[i]
			e.add("<stele:" + c.Name + ">")
			e.out = xmltext.AppendValue(e.out, c.Kind, v)
			e.add("</stele:" + c.Name + ">")
		}
	}
	e.add("</extensions>")
}
