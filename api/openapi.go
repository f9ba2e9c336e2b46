package api

import (
	"fmt"
	"maps"
	"slices"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
)

// openAPI answers with the description of this service, OpenAPI 3.0.3 unless 3.1
// is asked for: GDAL makes nothing of that. The paths of each collection are
// spelled out, because GDAL looks for its page size at the concrete one.
func (s *server) openAPI(c call) (answer, error) {
	format, err := c.params.format("json", formatOpenAPI31)
	if err != nil {
		return answer{}, err
	}
	a, err := c.loaded()
	if err != nil {
		return answer{}, err
	}
	var found answer
	if format == formatOpenAPI31 || format == "" && prefersOpenAPI31(c.Header.Values("Accept")) {
		found = jsonAnswer(typeOpenAPI31, s.etag(c, pair{"f", formatOpenAPI31}), func() (any, error) { return openAPI31(s.describeAPI(c, a)), nil })
	} else {
		found = jsonAnswer(typeOpenAPI, s.etag(c, pair{"f", "json"}), func() (any, error) { return s.describeAPI(c, a), nil })
	}
	found.vary = "Accept"
	return found, nil
}

func (s *server) describeAPI(c call, a *atlas.Atlas) object {
	meta := a.Meta()
	title := meta.Title
	if title == "" {
		title = "Stele"
	}
	info := object{"title": title, "description": meta.Description, "version": "1"}
	if len(meta.Contact) > 0 {
		info["description"] = meta.Description + "\n\nCorrection and takedown: " + meta.Contact
	}
	if meta.Licence != "" {
		info["license"] = object{"name": meta.Licence}
	}
	paths, parameters, schemas := describePaths(a), describeParameters(), describeSchemas()
	maps.Copy(schemas, recordSchemas())
	describeFilters(a, parameters, schemas)
	describeStats(paths, parameters, schemas)
	describeExportParameters(parameters)
	describeSearch(paths, parameters, schemas)
	describeEvidence(a, paths, parameters, schemas)
	if _, ok := a.Log(); ok {
		describeLog(paths, parameters)
	}
	return object{
		"openapi":  "3.0.3",
		"info":     info,
		"servers":  []object{{"url": c.base}},
		"security": []object{}, // nobody needs to say who they are
		"tags": []object{
			{"name": "service", "description": "What is here"},
			{"name": "data", "description": "The layers, their features and what describes them"},
			{"name": "sources", "description": "Where it all comes from"},
			{"name": "evidence", "description": "Who says what"},
			{"name": "log", "description": "Proof of what was published"},
		},
		"paths":      paths,
		"components": object{"parameters": parameters, "responses": describeResponses(), "schemas": schemas},
	}
}

func describePaths(a *atlas.Atlas) object {
	paths := object{
		"/":                                 operation("landing", "service", "Landing page: links, or the map", ok(typeJSON, "Landing", "text/html"), "landingFormat"),
		"/conformance":                      operation("conformance", "service", "Conformance classes", ok(typeJSON, "Conformance"), "f"),
		"/api":                              operation("api", "service", "This description", ok(typeOpenAPI, "Object", typeOpenAPI31), "apiFormat"),
		"/healthz":                          operation("healthz", "service", "Whether the process answers", ok(typeJSON, "Object")),
		"/readyz":                           operation("readyz", "service", "Which release is loaded", ok(typeJSON, "Object")),
		"/collections":                      operation("collections", "data", "The layers", ok(typeJSON, "Collections"), "f"),
		"/tileMatrixSets":                   operation("getTileMatrixSetsList", "data", "Ways in which the world is cut into tiles", ok(typeJSON, "Object"), "f"),
		"/tileMatrixSets/{tileMatrixSetId}": operation("getTileMatrixSet", "data", "One of them", ok(typeJSON, "Object"), "tileMatrixSetId", "f"),
		"/sources":                          operation("sources", "sources", "All sources", ok(typeJSON, "Sources"), "f"),
		"/sources/{sourceId}":               operation("source", "sources", "One source", ok(typeJSON, "Source"), "sourceId", "f"),
		"/embed":                            operation("embed", "service", "The map, for a frame in another page; what it shows stands behind the #, as in a link of the map", htmlOnly()),
		"/embed-options":                    operation("embedOptions", "service", "A page that makes such a frame", htmlOnly()),
		"/story":                            orNone(operation("story", "service", "A guided view: steps with place, time, text and sources", ok(typeJSON, "Story"), "f")),
		"/translations/{language}":          orNone(operation("translations", "service", "Texts of the data in one language, by the text as it stands in the data", ok(typeJSON, "Translations"), "language", "f")),
	}
	for _, l := range a.Layers() {
		describeLayer(paths, l.Collection())
	}
	return paths
}

func describeLayer(paths object, c data.Collection) {
	at := "/collections/" + c.ID
	paths[at] = operation("describe_"+c.ID, "data", c.Title, ok(typeJSON, "Collection"), "f")
	paths[at+"/items"] = operation("items_"+c.ID, "data", c.Title+": the features, by page", ok(typeGeoJSON, "FeaturePage"),
		slices.Concat(filterNames, fieldParameters(c), formNames, []string{"sortby", "limit", "next", "itemsFormat"})...)
	paths[at+"/items/{featureId}"] = operation("item_"+c.ID, "data", c.Title+": one feature", ok(typeGeoJSON, "Item"), "featureId", "crs", "itemsFormat")
	paths[at+"/items/{featureId}/claims"] = operation("claims_"+c.ID, "data", c.Title+": what is said about one, and by whom", ok(typeJSON, "Dossier"), "featureId", "property", "f")
	paths[at+"/items/{featureId}/history"] = operation("history_"+c.ID, "data", c.Title+": the public versions of one", ok(typeJSON, "History"), "featureId", "f")
	describeExports(paths, c)
	paths[at+"/stats"] = operation("stats_"+c.ID, "data", c.Title+": counts by year and by property, for any filter", ok(typeJSON, "Stats"),
		slices.Concat(filterNames, fieldParameters(c), []string{"facets", "f"})...)
	paths[at+"/tilejson"] = operation("tilejson_"+c.ID, "data", c.Title+": where its vector tiles are, and what is in them", ok(typeJSON, "Object"), "f")
	paths[at+"/tiles"] = operation(c.ID+".collection.vector.getTileSetsList", "data", c.Title+": its sets of vector tiles", ok(typeJSON, "Object"), "f")
	paths[at+"/tiles/WebMercatorQuad"] = operation(c.ID+".collection.vector.getTileSet", "data", c.Title+": what its vector tiles hold", ok(typeJSON, "Object"), "f")
	paths[at+"/tiles/WebMercatorQuad/{z}/{row}/{col}"] = tileOperation(c)
	paths[at+"/queryables"] = operation("queryables_"+c.ID, "data", c.Title+": what a filter may name", ok(typeSchema, "Object"), "f")
	paths[at+"/sortables"] = operation("sortables_"+c.ID, "data", c.Title+": what sortby may name", ok(typeSchema, "Object"), "f")
	paths[at+"/search"] = searchOperation(c)
	paths[at+"/schema"] = operation("schema_"+c.ID, "data", c.Title+": schema of the properties", ok(typeSchema, "Object"), "f")
	paths[at+"/schema/feature"] = operation("featureSchema_"+c.ID, "data", c.Title+": JSON Schema of a feature", ok(typeSchema, "Object"), "f")
}

// operation describes a path that is read with the shared parameters named.
func operation(id, tag, summary string, success object, parameters ...string) object {
	responses := object{
		"200": success,
		"304": object{"description": "Not changed since the entity tag in If-None-Match"},
		"400": ref("responses", "BadRequest"),
		"404": ref("responses", "NotFound"),
		"414": ref("responses", "TooLong"),
		"500": ref("responses", "Error"),
		"503": ref("responses", "NoRelease"),
	}
	if slices.Contains(parameters, "f") || slices.Contains(parameters, "itemsFormat") {
		success["content"].(object)["text/html"] = object{"schema": object{"type": "string"}}
	}
	get := object{"operationId": id, "tags": []string{tag}, "summary": summary, "responses": responses}
	if len(parameters) > 0 {
		var refs []object
		for _, name := range parameters {
			refs = append(refs, ref("parameters", name))
		}
		get["parameters"] = refs
	}
	return object{"get": get}
}

func ref(kind, name string) object { return object{"$ref": "#/components/" + kind + "/" + name} }

// orNone says that a release may not have what is asked for.
func orNone(o object) object {
	o["get"].(object)["responses"].(object)["204"] = object{"description": "The release has none"}
	return o
}

func htmlOnly() object {
	return object{"description": "Success", "content": object{typeHTML: object{"schema": object{"type": "string"}}}}
}

// ok is a success of a media type and schema, and of other media types.
func ok(contentType, schema string, others ...string) object {
	content := object{contentType: object{"schema": ref("schemas", schema)}}
	for _, other := range others {
		content[other] = object{"schema": object{"type": "string"}}
	}
	return object{"description": "Success", "content": content}
}

// describeParameters: style and explode are spelled out, for QGIS sends no
// parameter without them.
func describeParameters() object {
	number := object{"type": "number"}
	return object{
		"bbox": queryParameter("bbox", "Only features whose published geometry meets the box, and those without geometry: west,south,east,north in degrees (CRS84, unless bbox-crs names another system), or six numbers with heights. West may be greater than east: across 180 degrees.",
			object{"type": "array", "oneOf": []object{{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}}, "items": number}),
		"bbox-crs": crsParameter("bbox-crs", "The reference system that bbox is given in, in the order of its own axes: lat, lon in EPSG:4326."),
		"crs":      crsParameter("crs", "The reference system that coordinates are written in, in the order of its own axes. The header Content-Crs repeats it."),
		"datetime": queryParameter("datetime", "Only features that may date from then, and undated ones: "+datetimeForm+".", object{"type": "string"}),
		"limit": queryParameter("limit", "Features on a page; more than the maximum counts as the maximum.",
			object{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}),
		"next":            queryParameter("next", "From the next link of a page of the same query.", object{"type": "string"}),
		"f":               queryParameter("f", "Format, before the Accept header.", object{"type": "string", "enum": []string{"json", "html"}}),
		"itemsFormat":     queryParameter("f", "Format, before the Accept header; the first two are GeoJSON.", object{"type": "string", "enum": []string{"json", "geojson", "html"}}),
		"landingFormat":   queryParameter("f", "Format, before the Accept header.", object{"type": "string", "enum": []string{"json", "html"}}),
		"apiFormat":       queryParameter("f", "OpenAPI 3.0.3 or 3.1, before the Accept header.", object{"type": "string", "enum": []string{"json", formatOpenAPI31, "html"}}),
		"tileMatrixSetId": object{"name": "tileMatrixSetId", "in": "path", "description": "ID of a tile matrix set", "required": true, "schema": object{"type": "string", "enum": []string{tileMatrixSetID}}},
		"featureId":       pathParameter("featureId", "ID of a feature"),
		"sourceId":        pathParameter("sourceId", "ID of a source"),
		"language":        pathParameter("language", "Language tag (BCP 47), such as az"),
		"z":               pathParameter("z", "Zoom, 0 to 22"),
		"row":             pathParameter("row", "Row of the tile, from the north"),
		"col":             pathParameter("col", "Column of the tile, from the west"),
	}
}

func queryParameter(name, description string, schema object) object {
	p := object{"name": name, "in": "query", "description": description, "required": false, "schema": schema}
	p["style"], p["explode"] = "form", false
	return p
}

func crsParameter(name, description string) object {
	return queryParameter(name, description, object{"type": "string", "enum": crsURIs(), "default": geo.CRS84.URI()})
}

func pathParameter(name, description string) object {
	return object{"name": name, "in": "path", "description": description, "required": true, "schema": object{"type": "string"}}
}

func describeResponses() object {
	problem := func(description string) object {
		return object{"description": description, "content": object{typeProblem: object{"schema": ref("schemas", "Problem")}}}
	}
	return object{
		"BadRequest": problem("A parameter was not understood; the answer names it"),
		"MediaType":  problem("The body is not application/json"),
		"NotFound":   problem("There is nothing at this address"),
		"TooLong":    problem(fmt.Sprintf("Path and query have more than %d bytes", maxAddress)),
		"Error":      problem("Internal error"),
		"NoRelease":  problem("No release is loaded yet"),
		"Busy":       problem("No release is loaded yet, or as many files of this kind are being sent as may be at a time; the header Retry-After says when to ask again"),
		"NotAdded":   problem("The figures are not added; the answer names the two scopes or figures that stand in the way"),
	}
}
