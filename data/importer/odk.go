package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"stele/geo"
)

// odkIDs are the columns that number a submission for good, best first.
var odkIDs = []string{"_uuid", "meta/instanceid", "meta-instanceid", "meta:instanceid", "instanceid", "key"}

// isODK tells a table of submissions by the columns that the servers add.
func isODK(names []string) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(names, func(o string) bool { return foldColumn(o) == name })
	}
	return has("_uuid") || has("_submission_time") || has("submissiondate") || has("meta/instanceid") || has("meta-instanceid")
}

// arrangeODK finds the fields of a table of submissions: columns are called
// "group/question" or "group-question", and a position is in four columns, or
// in one as "lat lon height accuracy".
func (c *columns) arrangeODK() error {
	if c.isODK = isODK(c.names()); !c.isODK {
		return nil
	}
	for _, id := range odkIDs {
		for _, o := range c.order {
			if o.field == unknown && foldColumn(o.name) == id && !c.has(fieldID) && c.mapped[fieldID] == "" {
				o.field = fieldID
			}
		}
	}
	for field, name := range c.fields {
		if isPosition(field) || field == fieldPublicID || c.mapped[field] != "" || c.has(field) {
			continue
		}
		if same := c.questions(name); len(same) == 1 {
			same[0].field = field
		}
	}
	return c.arrangeGeopoint()
}

// questions are the columns of that question in any group.
func (c *columns) questions(name string) (found []*column) {
	for _, o := range c.order {
		folded := foldColumn(o.name)
		if o.field == unknown && (strings.HasSuffix(folded, "/"+name) || strings.HasSuffix(folded, "-"+name) || strings.HasSuffix(folded, ":"+name)) {
			found = append(found, o)
		}
	}
	return found
}

func (c *columns) arrangeGeopoint() error {
	for field := fieldLon; field <= fieldGeometry; field++ {
		if c.has(field) || c.mapped[field] != "" {
			return nil
		}
	}
	var found []geopoint
	for _, o := range c.order {
		if g, ok := c.geopoint(o); ok {
			found = append(found, g)
		}
	}
	switch {
	case len(found) > 1:
		return fmt.Errorf("the table has %d positions, %s and %s among them: say which with --map lon=COLUMN --map lat=COLUMN",
			len(found), quote(found[0].lat.name), quote(found[1].lat.name))
	case len(found) == 1:
		found[0].lat.field, found[0].lon.field = fieldLat, fieldLon
		if a := found[0].accuracy; a != nil && !c.has(fieldUncertainty) && c.mapped[fieldUncertainty] == "" {
			a.field = fieldUncertainty
		}
		return nil
	}
	for _, name := range []string{"location", "gps", "geopoint", "point", "coordinates", "position", "geolocation"} {
		for _, o := range c.order {
			if folded := foldColumn(o.name); o.field == unknown && (folded == name || slices.Contains(c.questions(name), o)) && !c.has(fieldGeometry) {
				o.field = fieldGeometry
			}
		}
	}
	return nil
}

type geopoint struct{ lat, lon, accuracy *column }

// geopoint finds the columns that belong to one of latitudes.
func (c *columns) geopoint(lat *column) (g geopoint, ok bool) {
	name := foldColumn(lat.name)
	for _, mark := range []string{"_", "-", ":", "/", "."} {
		prefix, isLat := strings.CutSuffix(name, mark+"latitude")
		if !isLat || lat.field != unknown {
			continue
		}
		g.lat = lat
		for _, o := range c.order {
			switch foldColumn(o.name) {
			case prefix + mark + "longitude":
				g.lon = o
			case prefix + mark + "precision", prefix + mark + "accuracy":
				g.accuracy = o
			}
		}
		return g, g.lon != nil
	}
	return g, false
}

// odkShape reads "lat lon height accuracy", or several of them divided by
// semicolons, which are a line, or an area if the last is the first again.
func (b *builder) odkShape(s string) (_ orb.Geometry, flattened bool, err error) {
	var path orb.LineString
	for part := range strings.SplitSeq(strings.TrimRight(s, "; "), ";") {
		var n [4]float64
		words := strings.Fields(part)
		if len(words) < 2 || len(words) > 4 {
			return nil, false, fmt.Errorf("%s is no position: want WKT, or \"lat lon height accuracy\" as ODK has it", quote(part))
		}
		for i, word := range words {
			var reason string
			if n[i], reason = cell(word).float(); reason != "" {
				return nil, false, fmt.Errorf("position %d: %s", len(path)+1, reason)
			}
		}
		flattened = flattened || len(words) > 2
		if len(words) == 4 && n[3] > 0 {
			b.accuracyM = words[3]
		}
		path = append(path, orb.Point{n[1], n[0]})
	}
	var g orb.Geometry = path
	switch {
	case len(path) == 1:
		g = path[0]
	case len(path) >= 4 && path[0] == path[len(path)-1]:
		g = orb.Polygon{orb.Ring(path)}
	}
	g, err = geo.FileCRS{}.Finish(g)
	return g, flattened, err
}
