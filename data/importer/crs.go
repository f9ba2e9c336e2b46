package importer

import (
	"slices"
	"strings"
)

// checkCRS accepts the crs member of older GeoJSON where it says WGS 84, as
// "" for no objection.
func checkCRS(raw []byte) string {
	var name string
	_ = members(orEmpty(raw), func(member string, raw []byte) error {
		if member != "properties" || raw[0] != '{' {
			return nil
		}
		return members(raw, func(member string, raw []byte) error {
			if member == "name" && raw[0] == '"' {
				name, _ = unquote(raw)
			}
			return nil
		})
	})
	upper := strings.ToUpper(name)
	switch {
	case strings.HasSuffix(upper, "CRS84"), strings.HasSuffix(upper, "CRS84H"):
	case strings.Contains(upper, "EPSG") && strings.HasSuffix(upper, "4326") && !strings.HasSuffix(upper, "14326"):
	case name == "" && string(raw) == "null":
	case name == "":
		return "crs: the reference system has no name; want CRS84 or EPSG:4326, degrees in lon, lat"
	default:
		return "crs: the positions are in " + quote(name) + "; want CRS84 or EPSG:4326, degrees in lon, lat"
	}
	return ""
}

// crsRefused is about the file as a whole, wherever in it the member stands.
type crsRefused string

func (e crsRefused) Error() string { return string(e) }

// takeCRS ends the reading at a reference system that is not ours.
func (im *importing) takeCRS(raw []byte) error {
	if reason := checkCRS(raw); reason != "" {
		return crsRefused(reason)
	}
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
