package gpkg

import (
	"encoding/json"

	"stele/geo/table"
)

// metadata says in the file what it is (clause F.8).
func metadata(t *table.Table, day string) []statement {
	text, err := json.Marshal(map[string]string{
		"title": t.Title, "description": t.Description, "attribution": t.Attribution, "licence": t.Licence, "contact": t.Contact,
		"published_on": t.PublishedOn, "data_version": t.Version,
	})
	if err != nil {
		panic(err) // strings
	}
	const definition = "http://www.geopackage.org/spec120/#extension_metadata"
	return []statement{
		{`CREATE TABLE gpkg_metadata (
    id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
    mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '')`, nil},
		{`CREATE TABLE gpkg_metadata_reference (
    reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
    timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
    CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
    CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id))`, nil},
		{"INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'https://www.rfc-editor.org/rfc/rfc8259', 'application/json', ?)", []any{string(text)}},
		{"INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, 1, NULL)", []any{t.Name, day}},
		{"INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata', ?, 'read-write'), ('gpkg_metadata_reference', NULL, 'gpkg_metadata', ?, 'read-write')", []any{definition, definition}},
	}
}
