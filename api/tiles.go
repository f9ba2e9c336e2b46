package api

import (
	"net/http"
	"strconv"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
)

const (
	typeTile = "application/vnd.mapbox-vector-tile"
	// maxTileZoom is the last zoom with tiles: one is some 9 m wide there, less
	// than any position here is known to.
	maxTileZoom = 22
)

// tile answers with a vector tile of what a filter matches. Tiles are made when
// they are asked for, and kept as long as there is room: see cache.
func (s *server) tile(c call) (answer, error) {
	_, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	t, ok := c.tileID()
	if !ok {
		return answer{}, errNotFound
	}
	f, err := c.params.filter(l)
	if err != nil {
		return answer{}, err
	}
	tag := s.etag(c, f.query()...)
	return answer{contentType: typeTile, etag: tag, build: func(h http.Header) (writeBody, error) {
		body, err := s.cache.get(tag, func() ([]byte, error) {
			box := atlas.TileBox(t)
			selection, err := f.selectionIn(l, &box)
			if err != nil {
				return nil, err
			}
			return l.Tile(nil, t, selection), nil
		})
		if err != nil || len(body) == 0 {
			return nil, err
		}
		return bytesBody(h, body), nil
	}}, nil
}

// tileID reads the tile that the path names; false if there is none.
func (c call) tileID() (geo.TileID, bool) {
	var numbers [3]uint32
	for i, name := range []string{"z", "row", "col"} {
		text := c.pathValue(name)
		n, err := strconv.ParseUint(text, 10, 32)
		if err != nil || strconv.FormatUint(n, 10) != text { // one tile, one address
			return geo.TileID{}, false
		}
		numbers[i] = uint32(n)
	}
	t := geo.TileID{Z: numbers[0], Row: numbers[1], Col: numbers[2]}
	return t, t.Z <= maxTileZoom && t.Valid()
}

// tileJSON describes a layer's tiles, TileJSON 3.0.
func (s *server) tileJSON(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.params.format("json"); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		of := l.Collection()
		fields := map[string]string{"id": "String", "count": "Number"}
		for _, f := range l.Fields() {
			if f.Type == data.Boolean {
				fields[f.Name] = "Boolean"
			} else if atlas.IsTileTag(f) {
				fields[f.Name] = "String"
			}
		}
		description := object{
			"tilejson": "3.0.0", "name": of.Title, "description": of.Description, "attribution": a.Meta().Attribution, "version": "1.0.0",
			"scheme": "xyz", "minzoom": 0, "maxzoom": maxTileZoom,
			"tiles":         []string{c.href(nil, "collections", of.ID, "tiles", tileMatrixSetID) + "/{z}/{y}/{x}"},
			"vector_layers": []object{{"id": of.ID, "description": of.Description, "minzoom": 0, "maxzoom": maxTileZoom, "fields": fields}},
		}
		if b, ok := l.Extent(); ok {
			description["bounds"] = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
		return description, nil
	}), nil
}
