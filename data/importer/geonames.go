package importer

import (
	"bytes"
	"slices"
	"strings"

	"stele/data"
)

// geoNamesColumns are those of the main table (readme.txt of geonames.org).
var geoNamesColumns = []string{
	"geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class", "feature_code", "country_code", "cc2",
	"admin1_code", "admin2_code", "admin3_code", "admin4_code", "population", "elevation", "dem", "timezone", "modification_date",
}

const alternateNames = 3 // column

// isGeoNames tells by the first line: a number, and a position where it has to be.
func isGeoNames(line []byte) bool {
	cells := bytes.Split(bytes.TrimRight(line, "\r"), []byte{'\t'})
	if len(cells) != len(geoNamesColumns) || strings.Trim(string(cells[0]), "0123456789") != "" || len(cells[0]) == 0 {
		return false
	}
	_, wrongLat := cell(string(cells[4])).float()
	_, wrongLon := cell(string(cells[5])).float()
	return wrongLat == "" && wrongLon == "" && len(cells[6]) <= 1
}

// arrangeGeoNames gives the table the head that it does not have.
func (im *importing) arrangeGeoNames() ([]*column, error) {
	im.isGeoNames = true
	im.build.columns.alias("geonameid", "id")
	return im.build.columns.arrange(geoNamesColumns)
}

// isGeoNamesHead tells rejects of such a table, which have the head and one column more.
func isGeoNamesHead(names []string) bool {
	return len(names) > len(geoNamesColumns) && slices.Equal(names[:len(geoNamesColumns)], geoNamesColumns)
}

// takeGeoNames takes what is no field of its own: names without their language,
// and the number by which GeoNames is quoted.
func (b *builder) takeGeoNames(number, alternates string) {
	for name := range strings.SplitSeq(alternates, ",") {
		if name = strings.TrimSpace(name); name != "" && !strings.Contains(name, "://") {
			b.more = append(b.more, data.Name{Text: name, Script: script(name)})
		}
	}
	if number != "" {
		b.gazetteerID = "geonames:" + number
	}
}
