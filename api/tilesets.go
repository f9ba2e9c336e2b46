package api

import (
	"strconv"

	"stele/data/atlas"
	"stele/geo"
)

// The tile matrix set that all tiles here are of, as OGC 17-083r4, annex D.1
// registers it, and the link relations of OGC API - Tiles, Part 1.
const (
	tileMatrixSetID  = "WebMercatorQuad"
	tileMatrixSetURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/" + tileMatrixSetID
	lastTileMatrix   = 24 // of the set; tiles end at maxTileZoom
	tileSizePx       = 256
	halfWorldM       = 20037508.3427892
	worldScale       = 559082264.028717 // denominator at zoom 0
	worldCellM       = 156543.033928041

	relTilesets       = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relTilingScheme   = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	relTilingSchemes  = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	tileMatrixSetName = "Google Maps Compatible for the World"
)

// tilesets lists the sets of tiles of a layer: one.
func (s *server) tilesets(c call) (answer, error) {
	_, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		return object{"links": []link{c.self(typeJSON)}, "tilesets": []object{c.tilesetHead(l)}}, nil
	}), nil
}

// tilesetHead is what the list says of a set, and the set of itself.
func (c call) tilesetHead(l *atlas.Layer) object {
	of := l.Collection()
	at := c.href(nil, "collections", of.ID, "tiles", tileMatrixSetID)
	return object{
		"title": of.Title, "dataType": "vector", "crs": geo.WebMercator.URI(), "tileMatrixSetURI": tileMatrixSetURI,
		"links": []any{
			link{at, "self", typeJSON, "The set of tiles"},
			link{c.href(nil, "tileMatrixSets", tileMatrixSetID), relTilingScheme, typeJSON, "How the world is cut into tiles"},
			object{"href": at + "/{tileMatrix}/{tileRow}/{tileCol}", "rel": "item", "type": typeTile, "templated": true, "title": "A tile"},
			link{c.href(nil, "collections", of.ID, "tilejson"), "alternate", typeJSON, "The same as TileJSON"},
		},
	}
}

// tileset describes the tiles of a layer (OGC 17-083r4, clause 8).
func (s *server) tileset(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		of := l.Collection()
		set := c.tilesetHead(l)
		layer := object{
			"id": of.ID, "title": of.Title, "description": of.Description, "dataType": "vector",
			"minTileMatrix": "0", "maxTileMatrix": strconv.Itoa(maxTileZoom),
			"propertiesSchema": object{"type": "object", "properties": tileSchema(l)},
		}
		if b, ok := l.Extent(); ok {
			box := object{"lowerLeft": b.Min, "upperRight": b.Max, "crs": geo.CRS84.URI()}
			set["boundingBox"], layer["boundingBox"] = box, box
		}
		set["description"], set["attribution"], set["layers"] = of.Description, a.Meta().Attribution, []object{layer}
		var limits []object
		for z := range maxTileZoom + 1 {
			last := 1<<z - 1
			limits = append(limits, object{"tileMatrix": strconv.Itoa(z), "minTileRow": 0, "maxTileRow": last, "minTileCol": 0, "maxTileCol": last})
		}
		set["tileMatrixSetLimits"] = limits
		return set, nil
	}), nil
}

// tileSchema describes what a tile's features have: a feature its fields, a square its count.
func tileSchema(l *atlas.Layer) object {
	properties := object{
		"id":    object{"type": "string"},
		"count": object{"type": "integer", "description": "Of a square: how many features it stands for"},
	}
	for _, f := range l.Fields() {
		if atlas.IsTileTag(f) {
			properties[f.Name] = propertySchema(f)
		}
	}
	return properties
}

// tileMatrixSets lists the ways in which the world is cut into tiles: one.
func (s *server) tileMatrixSets(c call) (answer, error) {
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		return object{"links": []link{c.self(typeJSON)}, "tileMatrixSets": []object{{
			"id": tileMatrixSetID, "title": tileMatrixSetName, "uri": tileMatrixSetURI, "crs": geo.WebMercator.URI(),
			"links": []link{{c.href(nil, "tileMatrixSets", tileMatrixSetID), "self", typeJSON, tileMatrixSetName}},
		}}}, nil
	}), nil
}

// tileMatrixSet is the definition of one, as it is registered.
func (s *server) tileMatrixSet(c call) (answer, error) {
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	if c.pathValue("id") != tileMatrixSetID {
		return answer{}, errNotFound
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		var matrices []object
		for z := range lastTileMatrix + 1 {
			tiles := float64(uint64(1) << z)
			matrices = append(matrices, object{
				"id": strconv.Itoa(z), "scaleDenominator": worldScale / tiles, "cellSize": worldCellM / tiles,
				"pointOfOrigin": [2]float64{-halfWorldM, halfWorldM}, "cornerOfOrigin": "topLeft",
				"tileWidth": tileSizePx, "tileHeight": tileSizePx, "matrixWidth": uint64(1) << z, "matrixHeight": uint64(1) << z,
			})
		}
		return object{
			"id": tileMatrixSetID, "title": tileMatrixSetName, "uri": tileMatrixSetURI, "crs": geo.WebMercator.URI(), "orderedAxes": []string{"X", "Y"},
			"wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible", "tileMatrices": matrices,
		}, nil
	}), nil
}
