package main

import (
	"maps"
	"slices"
	"strings"

	"stele/data/importer"
)

// again tells the flags that rejects are to be imported with: as rows of the file
// that they are of, and not of a source of their own; with its columns, as far as
// the rejects have them; and still in its coordinates and letters, unless they were
// made GeoJSON of, which has neither layers nor any but its own.
func (c importCommand) again(file string, r importer.Report) string {
	var flags []string
	add := func(flag, value string) { flags = append(flags, flag+" "+quoted(value)) }
	switch {
	case c.AccordingTo != "":
		add("--source", fileKey(file, c.AccordingTo))
	case c.Source != "":
		add("--source", c.Source)
	}
	switch r.Format {
	case importer.CSV, importer.TSV, importer.GeoJSON, importer.GeoJSONL, importer.GeoJSONSeq:
		// One that was given goes before what single rows say of theirs, now too.
		if c.CRS != "" || r.CRS != "EPSG:4326" {
			add("--crs", r.CRS)
		}
	}
	switch r.Format {
	case importer.CSV, importer.TSV, importer.ODK, importer.GeoNames:
		if c.Encoding != "" {
			add("--encoding", c.Encoding)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(r.RejectsMap)) {
		add("--map", field+"="+strings.ReplaceAll(r.RejectsMap[field], ",", `\,`)) // a comma divides mappings
	}
	said := ""
	if len(flags) > 0 {
		said = " with " + strings.Join(flags, " ")
	}
	if c.DryRun && c.AccordingTo != "" {
		said += ", once the good rows are imported, and their source with them"
	}
	return said
}

// quoted is a text as a shell takes it for one word.
func quoted(s string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_=:./", r)
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
