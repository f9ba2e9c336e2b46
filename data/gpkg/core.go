// Package gpkg holds what every GeoPackage has (OGC 12-128r14, version 1.2: the newest that Debian's validate_gpkg.py
// knows), and writes a table of features as one.
package gpkg

import (
	_ "embed"
	"strings"
)

// Core creates the tables that every GeoPackage has, with the reference system EPSG:4326.
//
//go:embed core.sql
var Core string

// IndexTable is the name of the spatial index of a feature table.
func IndexTable(table string) string { return "rtree_" + table + "_geom" }

// IndexTriggers keep the spatial index of a feature table (annex F.3). They call functions that only a GIS has, so they
// come when all rows are in.
func IndexTriggers(table string) []string {
	var all []string
	for _, trigger := range triggers {
		all = append(all, strings.NewReplacer("<t>", table, "<r>", IndexTable(table)).Replace(trigger))
	}
	return all
}

var triggers = []string{
	`CREATE TRIGGER "<r>_insert" AFTER INSERT ON "<t>" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "<r>" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END`,
	`CREATE TRIGGER "<r>_update1" AFTER UPDATE OF "geom" ON "<t>" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN INSERT OR REPLACE INTO "<r>" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END`,
	`CREATE TRIGGER "<r>_update2" AFTER UPDATE OF "geom" ON "<t>" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "<r>" WHERE id = OLD."fid"; END`,
	`CREATE TRIGGER "<r>_update3" AFTER UPDATE ON "<t>" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "<r>" WHERE id = OLD."fid"; INSERT OR REPLACE INTO "<r>" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END`,
	`CREATE TRIGGER "<r>_update4" AFTER UPDATE ON "<t>" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN DELETE FROM "<r>" WHERE id IN (OLD."fid", NEW."fid"); END`,
	`CREATE TRIGGER "<r>_delete" AFTER DELETE ON "<t>" WHEN old."geom" NOT NULL
BEGIN DELETE FROM "<r>" WHERE id = OLD."fid"; END`,
}
