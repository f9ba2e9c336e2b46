package main

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const (
	vectorTile = "application/vnd.mapbox-vector-tile"
	tilesPath  = "/tiles/WebMercatorQuad"
	tmsURI     = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
)

// tilesSteps are those of OGC 20-057, annex A.
func tilesSteps() []abstractTest {
	return []abstractTest{
		{"/conf/core/tc-op", conformsTile},
		{"/conf/core/tc-tilematrix-definition", conformsTilePath("z")},
		{"/conf/core/tc-tilerow-definition", conformsTilePath("row")},
		{"/conf/core/tc-tilecol-definition", conformsTilePath("col")},
		{"/conf/core/tc-success", conformsTile},
		{"/conf/core/tc-error", conformsNoTile},
		{"/conf/core/conformance-success", func(t *testing.T, c *conformance) { declared(t, c.url) }},
		{"/conf/tileset/description", conformsTileset},
		{"/conf/tilesets-list/tileset-links", conformsTilesets},
		{"/conf/geodata-tilesets/desc-links", func(t *testing.T, c *conformance) {
			for _, id := range collectionIDs() {
				if at := c.leads(t, "/collections/"+id, relOGC+"tilesets-vector", plainJSON); at != c.url+"/collections/"+id+"/tiles" {
					t.Errorf("tile sets of %s are at %s", id, at)
				}
			}
		}},
		{"/conf/geodata-tilesets/operation", conformsTile},
		{"/conf/mvt/content", conformsTileContent},
		{"/conf/oas30/completeness", conformsTilesDescribed},
		{"/conf/oas30/operation-id", conformsTilesDescribed},
	}
}

// conformsTile: the world's tile is there for what is within Mercator's world.
func conformsTile(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		located := 0
		for _, f := range c.all(t, id) {
			if b, ok := f.bound(); ok && b.Max[1] > -85 && b.Min[1] < 85 {
				located++
			}
		}
		r := c.get(t, "/collections/"+id+tilesPath+"/0/0/0")
		if located > 0 {
			r.is(t, id, vectorTile)
		} else if r.status != http.StatusNoContent {
			t.Errorf("%s, of which nothing has a place, = %d", id, r.status)
		}
	}
}

func conformsTilePath(name string) func(*testing.T, *conformance) {
	return func(t *testing.T, c *conformance) {
		doc := c.definition(t)
		for _, id := range collectionIDs() {
			p := doc.Paths.Value("/collections/"+id+tilesPath+"/{z}/{row}/{col}").Get.Parameters.GetByInAndName("path", name)
			if p == nil || !p.Required {
				t.Errorf("%s: %s is %v", id, name, p)
			}
		}
	}
}

func conformsNoTile(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		for _, tile := range []string{"0/0/1", "0/1/0", "1/2/0", "23/0/0", "25/0/0", "x/0/0", "-1/0/0"} {
			if r := c.get(t, "/collections/"+id+tilesPath+"/"+tile); r.status != http.StatusNotFound && r.status != http.StatusBadRequest {
				t.Errorf("%s/%s = %d", id, tile, r.status)
			}
		}
		if r := c.get(t, "/collections/"+id+tilesPath+"/10/900/300"); r.status != http.StatusNoContent || r.body != "" {
			t.Errorf("%s in the ocean = %d %q", id, r.status, r.body)
		}
	}
}

type tilesetOf struct {
	DataType, CRS, TileMatrixSetURI string
	Links                           []struct {
		linkOf
		Templated bool
	}
	Layers []struct {
		ID, DataType     string
		PropertiesSchema struct{ Properties map[string]any }
	}
	Limits []struct {
		TileMatrix                                     string
		MinTileRow, MaxTileRow, MinTileCol, MaxTileCol int
	} `json:"tileMatrixSetLimits"`
}

// conforms asserts what the list says of a set and the set of itself.
func (s tilesetOf) conforms(t *testing.T, c *conformance, id string) {
	t.Helper()
	at := c.url + "/collections/" + id + tilesPath
	if s.DataType != "vector" || s.CRS != mercatorURI || s.TileMatrixSetURI != tmsURI {
		t.Errorf("%s: %+v", id, s)
	}
	links := map[string]string{}
	for _, l := range s.Links {
		links[l.Rel] = l.Href
		if l.Templated != (l.Rel == "item") || l.Templated && l.Type != vectorTile {
			t.Errorf("%s: link %+v", id, l)
		}
	}
	if links["self"] != at || links["item"] != at+"/{tileMatrix}/{tileRow}/{tileCol}" || links[relOGC+"tiling-scheme"] != c.url+"/tileMatrixSets/WebMercatorQuad" {
		t.Errorf("%s: links %v", id, links)
	}
	ask(t, http.MethodGet, links["self"]).is(t, "self", plainJSON)
	tile := strings.NewReplacer("{tileMatrix}", "0", "{tileRow}", "0", "{tileCol}", "0").Replace(links["item"])
	if r := ask(t, http.MethodGet, tile); r.status != http.StatusOK && r.status != http.StatusNoContent {
		t.Errorf("%s = %d", tile, r.status)
	}
	c.conformsTMS(t, links[relOGC+"tiling-scheme"])
}

func (c *conformance) conformsTMS(t *testing.T, at string) {
	t.Helper()
	var tms struct {
		ID, CRS, URI string
		TileMatrices []struct {
			ID                                               string
			ScaleDenominator, CellSize                       float64
			PointOfOrigin                                    [2]float64
			TileWidth, TileHeight, MatrixWidth, MatrixHeight int
		}
	}
	fetchJSON(t, at, &tms)
	if tms.ID != "WebMercatorQuad" || tms.URI != tmsURI || tms.CRS != mercatorURI || len(tms.TileMatrices) != 25 {
		t.Fatalf("tile matrix set %+v", tms)
	}
	for z, m := range tms.TileMatrices {
		// A matrix covers the world's square, and a pixel is 0.28 mm at its scale.
		if width := m.CellSize * float64(m.TileWidth*m.MatrixWidth); m.ID != strconv.Itoa(z) || math.Abs(width+2*m.PointOfOrigin[0]) > 1e-3 || m.PointOfOrigin[1] != -m.PointOfOrigin[0] ||
			m.MatrixWidth != 1<<z || m.MatrixHeight != m.MatrixWidth || m.TileHeight != m.TileWidth || math.Abs(m.ScaleDenominator*0.00028/m.CellSize-1) > 1e-9 {
			t.Errorf("tile matrix %+v", m)
		}
	}
}

func conformsTileset(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		var s tilesetOf
		fetchJSON(t, c.url+"/collections/"+id+tilesPath, &s)
		s.conforms(t, c, id)
		if len(s.Layers) != 1 || s.Layers[0].ID != id || s.Layers[0].DataType != "vector" || len(s.Layers[0].PropertiesSchema.Properties) == 0 {
			t.Errorf("%s: layers %+v", id, s.Layers)
		}
		for z, l := range s.Limits {
			if l.TileMatrix != strconv.Itoa(z) || l.MinTileRow != 0 || l.MaxTileRow != 1<<z-1 || l.MinTileCol != 0 || l.MaxTileCol != 1<<z-1 {
				t.Errorf("%s: limits %+v", id, l)
			}
		}
		last := len(s.Limits) - 1
		if r := c.get(t, fmt.Sprintf("/collections/%s%s/%d/0/0", id, tilesPath, last)); last < 0 || r.status == http.StatusNotFound {
			t.Errorf("%s: there is nothing at the last zoom, %d", id, last)
		}
		if r := c.get(t, fmt.Sprintf("/collections/%s%s/%d/0/0", id, tilesPath, last+1)); r.status != http.StatusNotFound {
			t.Errorf("%s: there is something beyond the last zoom, %d", id, last)
		}
	}
}

func conformsTilesets(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		var list struct{ Tilesets []tilesetOf }
		fetchJSON(t, c.url+"/collections/"+id+"/tiles", &list)
		if len(list.Tilesets) != 1 {
			t.Fatalf("%s has %d sets of tiles", id, len(list.Tilesets))
		}
		list.Tilesets[0].conforms(t, c, id)
	}
	c.leads(t, "/", relOGC+"tiling-schemes", plainJSON)
	if r := c.get(t, "/tileMatrixSets/none"); r.status != http.StatusNotFound {
		t.Errorf("an unknown tile matrix set = %d", r.status)
	}
}

// conformsTileContent: GDAL reads a tile's points where they are.
func conformsTileContent(t *testing.T, c *conformance) {
	var at item
	for _, f := range c.all(t, "villages") {
		if b, ok := f.bound(); ok && f.Geometry.Type == "Point" && math.Abs(b.Min[1]) < 80 {
			at = f
		}
	}
	b, _ := at.bound()
	x, y := metres(b.Min)
	const zoom, half = 10, 20037508.342789244
	side := 2 * half / (1 << zoom)
	col, row := min(int((x+half)/side), 1<<zoom-1), int((half-y)/side)
	r := c.get(t, fmt.Sprintf("/collections/villages%s/%d/%d/%d?id=%s", tilesPath, zoom, row, col, at.ID))
	r.is(t, "a tile", vectorTile)
	file := filepath.Join(t.TempDir(), "tile.mvt")
	if err := os.WriteFile(file, []byte(r.body), 0o600); err != nil {
		t.Fatal(err)
	}
	out := gdal(t, "ogrinfo", "-ro", "-al", "-so", "-oo", "CLIP=NO", "-oo", fmt.Sprint("X=", col), "-oo", fmt.Sprint("Y=", row), "-oo", fmt.Sprint("Z=", zoom), "MVT:"+file)
	m := extentLine.FindStringSubmatch(out)
	if n := count(t, out); n != 1 || m == nil || !strings.Contains(out, "Layer name: villages") {
		t.Fatalf("GDAL reads %d features of the tile\n%s", n, out)
	}
	if math.Abs(number(t, m[1])-x) > side/4096 || math.Abs(number(t, m[2])-y) > side/4096 {
		t.Errorf("GDAL reads %v, want %f, %f", m[1:], x, y)
	}
}

func conformsTilesDescribed(t *testing.T, c *conformance) {
	text, err := json.Marshal(c.definition(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{".collection.vector.getTileSetsList", ".collection.vector.getTileSet", ".collection.vector.getTile", "getTileMatrixSetsList", "getTileMatrixSet"} {
		if !strings.Contains(string(text), suffix+`"`) {
			t.Errorf("no operation ends in %s", suffix)
		}
	}
}
