package api

import (
	"slices"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
)

// fieldParameters names the parameters that filter a collection by property.
func fieldParameters(c data.Collection) []string {
	names := []string{"featureIds"}
	for _, f := range data.PublicFields(c) {
		names = append(names, fieldParameter(f))
	}
	return names
}

// fieldParameter is the name of a shared parameter. Collections share most of
// their fields; two with fields of one name and different types do not.
func fieldParameter(f data.Field) string {
	name := "field_" + f.Name + "_" + string(f.Type)
	if f.Vocabulary != "" {
		name += "_" + f.Vocabulary
	}
	return name
}

// tileOperation describes the tiles of a collection.
func tileOperation(c data.Collection) object {
	success := object{
		"description": "A vector tile with one layer. Where it holds more than 256 features, those smaller than a sixteenth of its width are counted by squares.",
		"content":     object{typeTile: object{"schema": object{"type": "string", "format": "binary"}}},
	}
	o := operation(c.ID+".collection.vector.getTile", "data", c.Title+": a vector tile", success,
		slices.Concat([]string{"z", "row", "col"}, filterNames[1:], fieldParameters(c))...)
	o["get"].(object)["responses"].(object)["204"] = object{"description": "There is nothing in the tile"}
	return o
}

// searchOperation describes the query by POST.
func searchOperation(c data.Collection) object {
	o := operation("search_"+c.ID, "data", c.Title+": the features, by page, for a query that is too long for an address", ok(typeGeoJSON, "FeatureCollection"))
	post := o["get"].(object)
	post["requestBody"] = object{"required": true, "content": object{typeJSON: object{"schema": ref("schemas", "Query")}}}
	responses := post["responses"].(object)
	delete(responses, "304")
	responses["415"] = ref("responses", "MediaType")
	return object{"post": post}
}

// describeFilters adds the parameters that say which features, in which form and
// order.
func describeFilters(a *atlas.Atlas, parameters, schemas object) {
	text := object{"type": "string"}
	texts := object{"type": "array", "minItems": 1, "items": text}
	parameters["certainty"] = queryParameter("certainty", "How datetime is met: "+certaintyForm+".",
		object{"type": "string", "enum": []string{"possible", "certain"}, "default": "possible"})
	parameters["q"] = queryParameter("q", "Only features that have a name which is so, begins so or has words that begin so, in any usual spelling or script; see /search.",
		object{"type": "string", "minLength": 1, "maxLength": maxSearchText})
	parameters["filter"] = queryParameter("filter", "Only features of which this is true: "+filterForm+". It holds beside all other parameters, and a comparison with null is never true. The geometry is the one that is published: of a generalised position its cell.", text)
	parameters["filter-lang"] = queryParameter("filter-lang", "The language of filter: "+filterLangs+".",
		object{"type": "string", "enum": []string{langText, langJSON, langOldText}, "default": langText})
	parameters["filter-crs"] = queryParameter("filter-crs", "The reference system of positions in filter.",
		object{"type": "string", "format": "uri", "enum": crsURIs(), "default": geo.CRS84.URI()})
	parameters["featureIds"] = queryParameter(idParameter, "Only features with one of these identifiers: "+idFilterForm+".", texts)
	parameters["properties"] = queryParameter("properties", "Only these properties, separated by commas.", texts)
	parameters["skipGeometry"] = queryParameter("skipGeometry", "Null in the place of each geometry.", object{"type": "boolean", "default": false})
	parameters["zoom-level"] = queryParameter("zoom-level", "Geometry with the detail that is seen at "+zoomForm+". Borders that features share stay shared.",
		object{"type": "integer", "minimum": 0, "maximum": 24})
	parameters["max-allowable-offset"] = queryParameter("max-allowable-offset", "Geometry simplified so that it is nowhere further off than this: "+offsetForm+". Not beside zoom-level.",
		object{"type": "number", "exclusiveMinimum": true, "minimum": 0, "maximum": 10})
	parameters["sortby"] = queryParameter("sortby", "Order by these properties, separated by commas; a minus before one reverses it. Null comes last.", texts)
	for _, l := range a.Layers() {
		for _, f := range l.Fields() {
			p := queryParameter(f.Name, f.Title+". Only features that have it: "+conditionForm(f)+".", object{"type": "string"})
			if f.Type == data.Boolean {
				p["schema"] = object{"type": "boolean"}
			}
			parameters[fieldParameter(f)] = p
		}
	}
	schemas["Query"] = object{
		"type":        "object",
		"description": "Members are the parameters of items, those of the collection's properties too. Where a parameter is a list, a member may be an array.",
		"properties": object{
			"filter":      object{"description": "CQL2 JSON, or a text in the language that filter-lang names"},
			"filter-lang": object{"type": "string", "enum": []string{langText, langJSON, langOldText}},
			"filter-crs":  object{"type": "string", "enum": crsURIs()},
			"bbox":        object{"description": "An array of numbers, or a text"},
			"datetime":    text, "certainty": text, "q": text, "limit": object{"type": "integer", "minimum": 1}, "next": text,
			"properties": object{"description": "An array of names, or a text"}, "sortby": object{"description": "An array of names, or a text"},
		},
	}
}
