package importer

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

const (
	bom             = "\xef\xbb\xbf"
	recordSeparator = 0x1e // RFC 8142
)

// foreign is a format known by its first bytes that is not read here.
type foreign struct{ magic, what string }

func foreignFormats() []foreign {
	const asUTF8 = "text in UTF-16; save it as UTF-8"
	return []foreign{
		{"\xff\xfe", asUTF8},
		{"\xfe\xff", asUTF8},
		{"PK\x05\x06", "an empty zip archive"},
		{"\x1f\x8b", "compressed with gzip; unpack it first"},
		{"\xd0\xcf\x11\xe0", "an old Excel file; save the sheet as CSV in UTF-8"},
		{"%PDF", "a PDF"},
		{"[", "a JSON array; want a GeoJSON FeatureCollection, or Features one a line"},
	}
}

// sniff consumes a byte order mark and returns the format of the file.
func (im *importing) sniff() (string, error) {
	head, err := im.in.peek(chunk)
	if err != nil {
		return "", err
	}
	if bytes.HasPrefix(head, []byte(bom)) {
		im.in.take(len(bom))
		head = head[len(bom):]
	}
	start := bytes.TrimLeft(head, " \t\r\n")
	if len(start) == 0 {
		return "", errors.New("the file is empty")
	}
	if im.o.Format != "" {
		return im.o.Format, nil
	}
	return formatOf(start)
}

func formatOf(start []byte) (string, error) {
	switch start[0] {
	case '{':
		return GeoJSON, nil
	case recordSeparator:
		return GeoJSONSeq, nil
	case '<':
		return xmlFormat(start)
	}
	for magic, format := range map[string]string{
		"PK\x03\x04": zipArchive, "SQLite format 3\x00": GeoPackage, "\x00\x00\x27\x0a": Shapefile, "fgb\x03fgb": FlatGeobuf,
	} {
		if bytes.HasPrefix(start, []byte(magic)) {
			return format, nil
		}
	}
	for _, f := range foreignFormats() {
		if bytes.HasPrefix(start, []byte(f.magic)) {
			return "", fmt.Errorf("the file is %s", f.what)
		}
	}
	first, _, _ := bytes.Cut(start, []byte{'\n'})
	if at := bytes.IndexByte(first, 0); at >= 0 {
		if utf8.Valid(first) && bytes.Count(first, []byte{0}) > len(first)/3 {
			return "", errors.New("the file is text in UTF-16; save it as UTF-8")
		}
		return "", fmt.Errorf("the file is neither GeoJSON nor a table: byte %d is NUL", at+1)
	}
	if isGeoNames(first) {
		return GeoNames, nil
	}
	return CSV, nil
}
