package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/export"
	"stele/geo"
	"stele/geo/pmtiles"
)

// coarse is a village of which a cell is published.
func coarse() made {
	return made{"coarse", orb.Bound{Min: orb.Point{46.1, 39.9}, Max: orb.Point{46.2, 40}}.ToPolygon(), map[string]any{
		"name": "Coarse", "generalised": true, "public_precision": "0.1", "according_to": "Somebody", "when": "1993-04~", "earliest": "1993-04-01", "latest": "1993-04-30",
	}}
}

// only1 is the one feature that is read.
func only1(t *testing.T, all map[string]read) read {
	t.Helper()
	if len(all) != 1 {
		t.Fatalf("%d features are read, want one: %v", len(all), all)
	}
	for _, f := range all {
		return f
	}
	return read{}
}

// coarseIn reads the village out of a file of each format, its properties by the
// names of the fields.
func coarseIn(t *testing.T, ext string, body []byte) read {
	t.Helper()
	path := write(t, "villages."+ext, body)
	renamed := func(f read, name func(string) string) read {
		own := map[string]any{}
		for field := range coarse().values {
			own[field] = f.Properties[name(field)]
		}
		return read{Properties: own, geometry: f.geometry}
	}
	switch ext {
	case "geojson", "geojsons", "fgb":
		return only1(t, features(t, path))
	case "gpkg":
		return only1(t, features(t, path, "villages"))
	case "csv":
		return only1(t, features(t, path, "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO"))
	case "kml", "kmz":
		return renamed(only1(t, features(t, path)), func(name string) string {
			if name == "name" {
				return "Name"
			}
			return name
		})
	case "gpx":
		f := only1(t, features(t, path, "tracks"))
		f.geometry = orb.Polygon{orb.Ring(f.geometry.(orb.MultiLineString)[0])} // its outline
		return renamed(f, func(name string) string { return map[bool]string{true: name, false: "stele_" + name}[name == "name"] })
	case "shp.zip":
		names := shortNames(t, body)
		return renamed(only1(t, features(t, "/vsizip/"+path+"/villages_polygons.shp")), func(name string) string { return names[name] })
	case "parquet":
		all, _ := readParquet(t, body)
		return only1(t, all)
	case "pmtiles":
		return inTile(t, archive{t, body})
	}
	all, _ := jsonOf(t, body)
	f := all["features"].([]any)[0].(object)
	g := f["geometry"].(object)
	if ext == "lpf.json" {
		g = g["geometries"].([]any)[0].(object)
	}
	text, err := json.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	r := read{Properties: f["properties"].(object)}
	if r.geometry, err = geo.ReadGeometry(text); err != nil {
		t.Fatal(err)
	}
	return r
}

// inTile reads a tile of the last zoom of an archive.
func inTile(t *testing.T, a archive) read {
	t.Helper()
	z := uint32(a.body[101])
	x, y := geo.Mercator(46.15, 39.95)
	tile := geo.TileID{Z: z, Row: y >> (32 - z), Col: x >> (32 - z)}
	path := write(t, "tile.mvt", a.tiles()[pmtiles.ID(tile)])
	return only1(t, features(t, path, "-t_srs", "OGC:CRS84", "-oo", "CLIP=NO", "-oo", fmt.Sprint("X=", tile.Col), "-oo", fmt.Sprint("Y=", tile.Row), "-oo", fmt.Sprint("Z=", z)))
}

// P4: a generalised record is its cell in every format, and says there that it is, how
// precise that is, who says so, and the date in words and days.
func TestP4_CellWithItsAttributesInEachFormat(t *testing.T) {
	l, m := layer(t, data.Villages, []made{coarse()})
	c, _ := data.CollectionByID(data.Villages)
	for _, f := range export.Formats(data.Villages) {
		t.Run(f.Ext, func(t *testing.T) {
			got := coarseIn(t, f.Ext, written(t, f.Ext, l, m, export.All()))
			near := 1e-8
			if f.Ext == "pmtiles" {
				near = 360.0 / 256 / geo.MVTExtent // a unit of its tiles, and no more
			}
			polygon, ok := got.geometry.(orb.Polygon)
			a, b := geo.BoundOf(got.geometry), geo.BoundOf(coarse().geometry)
			if off := max(math.Abs(a.Min[0]-b.Min[0]), math.Abs(a.Min[1]-b.Min[1]), math.Abs(a.Max[0]-b.Max[0]), math.Abs(a.Max[1]-b.Max[1])); !ok || len(polygon) != 1 || len(polygon[0]) != 5 || off > near {
				t.Errorf("the cell is %v, want %v", got.geometry, coarse().geometry)
			}
			for name, v := range coarse().values {
				field, _ := c.Field(name)
				for _, public := range data.PublicFields(c) {
					if public.Name == name {
						field = public
					}
				}
				if is, want := plain(got.Properties[name], field), plain(v, field); is != want {
					t.Errorf("%s is %q, want %q", name, is, want)
				}
			}
		})
	}
}

// Whoever is sent a file alone finds in it who is to be named and under which
// licence it is.
func TestFormats_AttributionAndLicenceInEach(t *testing.T) {
	l, m := layer(t, data.Villages, []made{coarse()})
	m.Attribution, m.Licence = "The people of Bashlibel", "A licence in words 1.0"
	for _, f := range export.Formats(data.Villages) {
		body := written(t, f.Ext, l, m, export.All())
		switch f.Ext {
		case "kmz", "shp.zip":
			body = unpacked(t, body)
		case "pmtiles":
			body = unzip(t, archive{t, body}.part(24))
		}
		for _, text := range []string{m.Attribution, m.Licence} {
			if !bytes.Contains(body, []byte(text)) {
				t.Errorf("%s does not say %q", f.Ext, text)
			}
		}
	}
}

// unpacked is all that is in a zip.
func unpacked(t *testing.T, body []byte) (all []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text...)
	}
	return all
}

// Every shapefile of a zip has its index, its reference system and its encoding
// beside it.
func TestShapefile_SidecarsOfEachPart(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	q := export.All()
	q.CRS = geo.UTM38N
	body := written(t, "shp.zip", l, m, q)
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		text[f.Name] = string(b)
	}
	shapes := 0
	for name := range text {
		stem, isShape := strings.CutSuffix(name, ".shp")
		if !isShape {
			continue
		}
		shapes++
		if text[stem+".cpg"] != "UTF-8" || !strings.Contains(text[stem+".prj"], "WGS_1984_UTM_Zone_38N") || text[stem+".dbf"] == "" || text[stem+".shx"] == "" {
			t.Errorf("%s has the encoding %q and the reference system %q", filepath.Base(name), text[stem+".cpg"], text[stem+".prj"])
		}
	}
	if shapes != 4 || !strings.Contains(text["README.txt"], "No file has more than 2 GB") {
		t.Errorf("%d shapefiles, README %q", shapes, text["README.txt"])
	}
}
