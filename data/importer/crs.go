package importer

import (
	"slices"

	"stele/geo"
)

// readCRS reads the crs member of older GeoJSON; "" is no objection.
func readCRS(raw []byte) (c geo.FileCRS, reason string) {
	var name string
	_ = members(nil, orEmpty(raw), func(member string, raw []byte) error {
		if member != "properties" || raw[0] != '{' {
			return nil
		}
		return members(nil, raw, func(member string, raw []byte) error {
			if member == "name" && raw[0] == '"' {
				name, _ = unquote(raw)
			}
			return nil
		})
	})
	switch {
	case name == "" && string(raw) == "null":
		return c, ""
	case name == "":
		return c, "crs: the reference system has no name; want CRS84 or EPSG:4326, degrees in lon, lat"
	}
	c, err := geo.ParseFileCRS(name)
	if err != nil {
		return c, "crs: " + err.Error()
	}
	return c, ""
}

// crsRefused is about the file as a whole, wherever in it the member stands.
type crsRefused string

func (e crsRefused) Error() string { return string(e) }

// takeCRS takes the reference system of the features that follow, and ends the
// reading at one that is not known, or that comes too late.
func (im *importing) takeCRS(raw []byte) error {
	c, reason := readCRS(raw)
	switch {
	case im.build.isCRSGiven:
		return nil
	case reason != "":
		return crsRefused(reason)
	case im.rows > 0 && c != im.build.crs:
		return crsRefused("crs: the positions are in " + c.String() + ", which the file says only behind its features; say it with --crs " + c.String())
	}
	im.build.crs = c
	return nil
}

// dropPositions takes back what was said about positions: rows may have been
// read before their reference system was refused, whose fault alone it is.
func (im *importing) dropPositions() {
	im.report.Problems = slices.DeleteFunc(im.report.Problems, isAboutPosition)
	im.report.MoreProblems -= im.giver.positionsBeyond
	im.build.counts.swapped, im.build.counts.zeros = 0, 0
}

func isAboutPosition(p Problem) bool { return p.Field == commonFields[fieldGeometry] }

func orEmpty(raw []byte) []byte {
	if len(raw) == 0 || raw[0] != '{' {
		return []byte("{}")
	}
	return raw
}
