package api

import (
	"slices"
	"strings"

	"stele/data"
	"stele/data/export"
)

// describeExports describes the files of a collection: one path for each format,
// and one that lets the client choose.
func describeExports(paths object, c data.Collection) {
	at := "/collections/" + c.ID + "/export"
	parameters := slices.Concat(filterNames, fieldParameters(c), formNames)
	content := object{}
	for _, f := range export.Formats(c.ID) {
		content[f.MediaType] = object{"schema": exportSchema(f)}
		own := parameters
		if f.Ext == "csv" {
			own = append(slices.Clone(parameters), "csv-geometry")
		}
		success := object{"description": "Success", "content": object{f.MediaType: object{"schema": exportSchema(f)}}}
		one := operation("export_"+strings.ReplaceAll(f.Ext, ".", "_")+"_"+c.ID, "data", c.Title+": all features as "+f.Title, success, own...)
		if f.InFile {
			one = orBusy(one)
		}
		paths[at+"."+f.Ext] = one
	}
	paths[at] = orBusy(operation("export_"+c.ID, "data", c.Title+": all features in one file, in the format that f or the Accept header names",
		object{"description": "Success", "content": content}, append(slices.Clone(parameters), "exportFormat", "csv-geometry")...))
}

// orBusy describes that an operation may be put off.
func orBusy(operation object) object {
	operation["get"].(object)["responses"].(object)["503"] = ref("responses", "Busy")
	return operation
}

func exportSchema(f export.Format) object {
	if f.Ext == "geojson" {
		return ref("schemas", "FeatureCollection")
	}
	return object{"type": "string", "format": "binary"}
}

func describeExportParameters(parameters object) {
	exts := extsOf(export.Formats(""))
	parameters["exportFormat"] = queryParameter("f", "Format, before the Accept header.", object{"type": "string", "enum": exts, "default": exts[0]})
	parameters["csv-geometry"] = queryParameter("csv-geometry", "How CSV has geometry: "+csvGeometryForm+".",
		object{"type": "string", "enum": []string{"lonlat", "wkt"}, "default": "lonlat"})
}
