// Package kml writes tables as KML 2.2 (OGC 07-147r2), and zipped as KMZ.
package kml

import (
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zip"
	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/table"
	"stele/geo/xmltext"
)

// WriteZip writes KMZ: the document, compressed, as doc.kml.
func WriteZip(w io.Writer, t *table.Table) error {
	z := zip.NewWriter(w)
	f, err := z.Create("doc.kml") // without a time, which would be another one each time
	if err != nil {
		return err
	}
	if err := Write(f, t); err != nil {
		return err
	}
	return z.Close()
}

// Write writes one document. Coordinates must be lon, lat. A feature has its name and description where
// KML has them, its other properties as typed ExtendedData, its earliest and latest days as a TimeSpan, and the style of its code. Features without geometry are
// placemarks without.
func Write(w io.Writer, t *table.Table) error {
	e := encoder{table: t, name: t.Index("name"), description: t.Index("description"), earliest: t.Index("earliest"), latest: t.Index("latest")}
	e.head()
	if _, err := w.Write(e.out); err != nil {
		return err
	}
	err := t.Rows(func(r *table.Row) error {
		e.out = e.out[:0]
		e.placemark(r)
		_, err := w.Write(e.out)
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "</Document></kml>\n")
	return err
}

type encoder struct {
	table                               *table.Table
	name, description, earliest, latest int // columns, or -1
	out                                 []byte
}

func (e *encoder) add(s string)  { e.out = append(e.out, s...) }
func (e *encoder) text(s string) { e.out = xmltext.Append(e.out, []byte(s)) }
func (e *encoder) element(name, s string) {
	e.add("<" + name + ">")
	e.text(s)
	e.add("</" + name + ">")
}

func (e *encoder) head() {
	t := e.table
	e.add(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom"><Document>`)
	e.element("name", t.Title)
	e.add("<atom:author>")
	e.element("atom:name", t.Attribution)
	e.add("</atom:author>")
	e.element("description", t.Description+"\n\nAttribution: "+t.Attribution+"\nLicence: "+t.Licence+"\nPublished on: "+t.PublishedOn+"\nData version: "+t.Version+"\nCorrection and takedown: "+t.Contact)
	for i, s := range append([]table.Style{t.Styles.Other}, t.Styles.Codes...) {
		e.style(i-1, s)
	}
	e.add(`<Schema name="`)
	e.text(t.Name)
	e.add(`" id="fields"><SimpleField type="string" name="id"/>`)
	for i, c := range t.Columns {
		if e.isOwn(i) {
			continue
		}
		e.add(`<SimpleField type="` + [...]string{"string", "int", "double", "bool", "string"}[c.Kind] + `" name="` + c.Name + `">`)
		e.element("displayName", c.Title)
		e.add("</SimpleField>")
	}
	e.add("</Schema>\n") // no folder: of one in a KMZ, GDAL does not find the schema
}

// style: KML has colours as aabbggrr.
func (e *encoder) style(i int, s table.Style) {
	c := fmt.Sprintf("%02x%02x%02x", s.Colour&0xff, s.Colour>>8&0xff, s.Colour>>16&0xff)
	fmt.Fprintf((*writer)(&e.out), `<Style id="s%d"><IconStyle><color>ff%s</color><scale>0.8</scale></IconStyle><LabelStyle><scale>0.7</scale></LabelStyle>`+
		`<LineStyle><color>ff%s</color><width>2</width></LineStyle><PolyStyle><color>80%s</color></PolyStyle></Style>`, i+1, c, c, c)
}

type writer []byte

func (w *writer) Write(b []byte) (int, error) {
	*w = append(*w, b...)
	return len(b), nil
}

func (e *encoder) placemark(r *table.Row) {
	e.add("<Placemark>")
	e.own("name", value(r, e.name))
	e.own("description", value(r, e.description))
	if begin, end := value(r, e.earliest), value(r, e.latest); begin.IsSet || end.IsSet {
		e.add("<TimeSpan>")
		e.day("begin", begin)
		e.day("end", end)
		e.add("</TimeSpan>")
	}
	_, style := e.table.Styles.Of(r)
	fmt.Fprintf((*writer)(&e.out), `<styleUrl>#s%d</styleUrl><ExtendedData><SchemaData schemaUrl="#fields"><SimpleData name="id">`, style+1)
	e.out = xmltext.Append(e.out, r.ID)
	e.add("</SimpleData>")
	for i, v := range r.Values {
		if !v.IsSet || e.isOwn(i) {
			continue
		}
		e.add(`<SimpleData name="` + e.table.Columns[i].Name + `">`)
		if e.table.Columns[i].Kind == table.Boolean { // xsd:boolean has 1 too, which is what readers take for an integer field
			e.add([...]string{"0", "1"}[int(v.Number)])
		} else {
			e.out = xmltext.AppendValue(e.out, e.table.Columns[i].Kind, v)
		}
		e.add("</SimpleData>")
	}
	e.add("</SchemaData></ExtendedData>")
	e.geometry(r.Geometry)
	e.add("</Placemark>\n")
}

// isOwn tells whether KML has an element for a column.
func (e *encoder) isOwn(column int) bool { return column == e.name || column == e.description }

func (e *encoder) own(element string, v table.Value) {
	if v.IsSet {
		e.add("<" + element + ">")
		e.out = xmltext.Append(e.out, v.Text)
		e.add("</" + element + ">")
	}
}

func value(r *table.Row, column int) table.Value {
	if column < 0 {
		return table.Value{}
	}
	return r.Values[column]
}

// day leaves out the years before 1 and after 9999, which xsd:date writes in another way.
func (e *encoder) day(name string, v table.Value) {
	if v.IsSet && len(v.Text) == len("1993-04-01") && !strings.HasPrefix(string(v.Text), "0000") {
		e.element(name, string(v.Text))
	}
}

func (e *encoder) geometry(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		e.add("<Point><coordinates>")
		e.position(g)
		e.add("</coordinates></Point>")
	case orb.LineString:
		e.add("<LineString><tessellate>1</tessellate>")
		e.path(g)
		e.add("</LineString>")
	case orb.Ring:
		e.geometry(orb.Polygon{g})
	case orb.Bound:
		e.geometry(g.ToPolygon())
	case orb.Polygon:
		e.polygon(g)
	case orb.MultiPoint:
		many(e, g)
	case orb.MultiLineString:
		many(e, g)
	case orb.MultiPolygon:
		many(e, g)
	case orb.Collection:
		many(e, g)
	}
}

func many[G orb.Geometry](e *encoder, parts []G) {
	e.add("<MultiGeometry>")
	for _, part := range parts {
		e.geometry(part)
	}
	e.add("</MultiGeometry>")
}

func (e *encoder) polygon(p orb.Polygon) {
	e.add("<Polygon><tessellate>1</tessellate>")
	for i, ring := range p {
		name := "innerBoundaryIs"
		if i == 0 {
			name = "outerBoundaryIs"
		}
		e.add("<" + name + "><LinearRing>")
		e.path(ring)
		e.add("</LinearRing></" + name + ">")
	}
	e.add("</Polygon>")
}

func (e *encoder) path(path []orb.Point) {
	e.add("<coordinates>")
	for i, p := range path {
		if i > 0 {
			e.add(" ")
		}
		e.position(p)
	}
	e.add("</coordinates>")
}

func (e *encoder) position(p orb.Point) {
	e.out = append(geo.AppendNumber(e.out, p[0]), ',')
	e.out = geo.AppendNumber(e.out, p[1])
}
