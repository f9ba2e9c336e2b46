package importer_test

import (
	"encoding/binary"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data/gpkg"
	"stele/data/importer"
	"stele/geo/flatgeobuf"
)

// The attacks that each reader meets, as far as its format has what they are made
// of: archives alone have bombs and slips, XML alone has entities, a GeoNames table
// neither nests nor has more than one position a row, a shapefile has no collections.
const (
	bomb      = "zip bomb"
	slip      = "zip slip"
	entities  = "entity bomb"
	deep      = "a million deep"
	cut       = "cut off"
	counts    = "wrong counts"
	infinite  = "NaN and infinity"
	vertices  = "too many positions"
	badUTF8   = "invalid UTF-8"
	surrogate = "half a surrogate pair"
)

type attack struct{ file, want string }

// attacks are those on each reader, with what is said of them.
func attacks(t *testing.T) map[string]map[string]attack {
	point := `{"type":"Point","coordinates":[46.5,39.5]}`
	geoJSON := func(geometry, name, more string) string {
		return `{"type":"Feature","geometry":` + geometry + `,"properties":{"name":"` + name + `"` + more + `}}`
	}
	nested := func(open, closed string) string {
		return strings.Repeat(open, 1_000_000) + strings.Repeat(closed, 1_000_000)
	}
	jsonAttacks := func(wrap func(feature string) string, more string) map[string]attack {
		return map[string]attack{
			deep:      {wrap(geoJSON(point, "A", more+`,"x":`+nested("[", "]"))), "exceeded max depth"},
			cut:       {wrap(geoJSON(point, "A", more))[:70], "the file ends too early (cut off?)"},
			infinite:  {wrap(geoJSON(`{"type":"Point","coordinates":[1e999,39.5]}`, "A", more)), "number 1e999 is not finite"},
			vertices:  {wrap(geoJSON(`{"type":"LineString","coordinates":[`+longLine(",", "[1,1]", "[2,1]")+`]}`, "A", more)), "geometry has more than 2000000 positions"},
			badUTF8:   {wrap(geoJSON(point, "\xff", more)), "is not UTF-8; save the file as UTF-8"},
			surrogate: {wrap(geoJSON(point, `\ud800`, more)), "holds half a surrogate pair, \\ud800"},
		}
	}
	kml := func(name, geometry string) string {
		return kmlOf(`<Placemark><name>` + name + `</name>` + geometry + `</Placemark>`)
	}
	kmlPath := `<LineString><coordinates>` + longLine(" ", "1,1", "2,1") + `</coordinates></LineString>`
	const doctype = `<?xml version="1.0"?><!DOCTYPE k [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	wkt := func(name, shape string) string { return "id,name,wkt\na," + name + ",\"" + shape + "\"\n" }
	odk := func(name, at string) string { return "_uuid,name,gps\na," + name + ",\"" + at + "\"\n" }
	shape := made(t, zippedShapes, oneRow("A", orb.LineString{{1, 2}, {3, 4}}))
	shp, dbf, prj := contents(t, "cyrillic.shp"), contents(t, "cyrillic.dbf"), contents(t, "cyrillic.prj")
	fgb := func(name string, g orb.Geometry) string { return made(t, flatgeobuf.Write, oneRow(name, g)) }
	two := made(t, flatgeobuf.Write, rowsOf(2, "A", orb.Point{1, 2}))
	one := fgb("A", orb.Point{1, 2})
	last := len(one) - fgbFeatures(one, 2) // bytes of a feature
	sequence := jsonAttacks(func(f string) string { return "\x1e" + f + "\n" }, "")
	sequence[cut] = attack{sequence[cut].file, "unexpected end of JSON input"} // a text of it that is broken ends no file
	return map[string]map[string]attack{
		"GeoJSON":          jsonAttacks(func(f string) string { return collectionOf(f) }, ""),
		"GeoJSON lines":    jsonAttacks(func(f string) string { return f + "\n" + geoJSON(point, "B", "") + "\n" }, ""),
		"GeoJSON sequence": sequence,
		"Who's On First":   jsonAttacks(func(f string) string { return f }, `,"wof:id":1,"wof:placetype":"locality"`),
		"CSV": {
			deep:      {wkt("A", nested("GEOMETRYCOLLECTION(", ")")[:15<<20]), "geometry collections nest deeper than 8"},
			cut:       {wkt("A", "POINT(1 2)")[:24], "a quote is opened and never closed in column 3"},
			counts:    {"id,name,lon,lat\na,A,1,2,3\n", "cell 5 lies beyond the table's 4 columns"},
			infinite:  {"id,name,lon,lat\na,A,NaN,-Inf\n", "lon: NaN is not a finite decimal number; row 1: lat: -Inf is not"},
			vertices:  {wkt("A", "LINESTRING("+longLine(",", "1 1", "2 1")+")"), "geometry has more than 2000000 positions"},
			badUTF8:   {wkt("\xff", "POINT(1 2)"), "name: is not UTF-8"},
			surrogate: {wkt("\xed\xa0\x80", "POINT(1 2)"), "name: is not UTF-8"},
		},
		"TSV": {
			cut:       {"id\tname\tlon\tlat\na\tA\t1", "has 3 cells, the head has 4"},
			counts:    {"id\tname\tlon\tlat\na\tA\t1\t2\t3\n", "cell 5 lies beyond the table's 4 columns"},
			infinite:  {"id\tname\tlon\tlat\na\tA\tinf\t1\n", "lon: inf is not a finite decimal number"},
			badUTF8:   {"id\tname\tlon\tlat\na\t\xff\t1\t2\n", "name: is not UTF-8"},
			surrogate: {"id\tname\tlon\tlat\na\t\xed\xbf\xbf\t1\t2\n", "name: is not UTF-8"},
		},
		"ODK": {
			cut:       {odk("A", "39.5 46.5 0 0")[:30], "a quote is opened and never closed in column 3"},
			counts:    {odk("A", "39.5 46.5 0 0 0"), "\"39.5 46.5 0 0 0\" is no position"},
			infinite:  {odk("A", "39.5 Inf 0 0"), "position 1: Inf is not a finite decimal number"},
			vertices:  {odk("A", longLine(";", "1 1", "1 2")), "geometry has more than 2000000 positions"},
			badUTF8:   {odk("\xff", "39.5 46.5"), "name: is not UTF-8"},
			surrogate: {odk("\xed\xa0\x80", "39.5 46.5"), "name: is not UTF-8"},
		},
		"GeoNames": {
			cut:       {geoNames("1", "A", "39.5") + geoNames("2", "B", "39.5")[:20], "row 2: has 8 cells, the head has 19"},
			counts:    {geoNames("1", "A", "39.5") + strings.Replace(geoNames("2", "B", "39.5"), "\n", "\tx\n", 1), "cell 20 lies beyond the table's 19 columns"},
			infinite:  {geoNames("1", "A", "39.5") + geoNames("2", "B", "Inf"), "lat: Inf is not a finite decimal number"},
			badUTF8:   {geoNames("1", "\xff", "39.5"), "name: is not UTF-8"},
			surrogate: {geoNames("1", "\xed\xa0\x80", "39.5"), "name: is not UTF-8"},
		},
		"KML": {
			entities:  {doctype + kml("&b;", ""), "line 1: the document has a DOCTYPE"},
			deep:      {"<kml>" + nested("<Folder>", "</Folder>") + "</kml>", "line 1: elements nest deeper than 64"},
			cut:       {kml("A", "<Point><coordinates>1,2</coordinates></Point>")[:120], "line 1: the file ends too early"},
			infinite:  {kml("A", "<Point><coordinates>Inf,NaN</coordinates></Point>"), "lat NaN is outside -90..90"},
			vertices:  {kml("A", kmlPath), "geometry has more than 2000000 positions"},
			badUTF8:   {kml("\xff", ""), "line 1: is not valid XML: \"invalid UTF-8\""},
			surrogate: {kml("&#xD800;", ""), "&#xD800;"},
		},
		"KMZ": {
			bomb:      {zipOf(t, "doc.kml", kmlOf("<Placemark><name>"+strings.Repeat(" ", 20<<20)+"</name></Placemark>")), "\"doc.kml\" in the zip unpacks to more than 250 times its size"},
			slip:      {zipOf(t, "../doc.kml", kml("A", "")), "\"../doc.kml\", whose name leads out of it"},
			entities:  {zipOf(t, "doc.kml", doctype+kml("&b;", "")), "line 1: the document has a DOCTYPE"},
			deep:      {storedZip(t, "doc.kml", "<kml>"+nested("<Folder>", "</Folder>")+"</kml>"), "line 1: elements nest deeper than 64"},
			cut:       {zipOf(t, "doc.kml", kml("A", ""))[:120], "the zip archive cannot be read"},
			counts:    {patched(zipOf(t, "doc.kml", kml("A", "")), len(zipOf(t, "doc.kml", kml("A", "")))-14, binary.LittleEndian, 0xffffffff), "the zip archive cannot be read"},
			infinite:  {zipOf(t, "doc.kml", kml("A", "<Point><coordinates>Inf,NaN</coordinates></Point>")), "lat NaN is outside -90..90"},
			vertices:  {storedZip(t, "doc.kml", kml("A", kmlPath)), "geometry has more than 2000000 positions"},
			badUTF8:   {zipOf(t, "doc.kml", kml("\xff", "")), "line 1: is not valid XML: \"invalid UTF-8\""},
			surrogate: {zipOf(t, "doc.kml", kml("&#56832;", "")), "&#56832;"},
		},
		"GPX": {
			entities:  {doctype + `<gpx><wpt lat="1" lon="2"><name>&b;</name></wpt></gpx>`, "line 1: the document has a DOCTYPE"},
			deep:      {`<gpx><wpt lat="1" lon="2"><extensions>` + nested("<a>", "</a>"), "line 1: elements nest deeper than 64"},
			cut:       {`<gpx><wpt lat="1" lon="2"><name>A</na`, "line 1: the file ends too early"},
			infinite:  {`<gpx><wpt lat="NaN" lon="Inf"><name>A</name></wpt></gpx>`, "lat NaN is outside -90..90"},
			vertices:  {`<gpx><rte><name>A</name>` + longLine("", `<rtept lat="1" lon="1"/>`, `<rtept lat="1" lon="2"/>`) + `</rte></gpx>`, "geometry has more than 2000000 positions"},
			badUTF8:   {"<gpx><wpt lat=\"1\" lon=\"2\"><name>\xff</name></wpt></gpx>", "line 1: is not valid XML: \"invalid UTF-8\""},
			surrogate: {`<gpx><wpt lat="1" lon="2"><name>&#xDFFF;</name></wpt></gpx>`, "&#xDFFF;"},
		},
		"shapefile": {
			bomb:      {zipOf(t, "a.shp", patched(shp, 104, binary.BigEndian, 10<<20)+strings.Repeat("\x00", 20<<20), "a.dbf", dbf, "a.prj", prj), "\"a.shp\" in the zip unpacks to more than 250 times its size"},
			slip:      {zipOf(t, "../a.shp", shp, "../a.dbf", dbf, "../a.prj", prj), "\"../a.shp\", whose name leads out of it"},
			cut:       {shape[:len(shape)/2], "the zip archive cannot be read"},
			counts:    {zipOf(t, "a.shp", shp, "a.dbf", patched(dbf, 4, binary.LittleEndian, 1<<30), "a.prj", prj, "a.cpg", "1251"), "the .shp has 2 shapes, the .dbf 1073741824 rows"},
			infinite:  {made(t, zippedShapes, oneRow("A", orb.Point{math.Inf(1), math.NaN()})), "lat NaN is outside -90..90"},
			vertices:  {made(t, zippedShapes, oneRow("A", path(tooMany))), "geometry has more than 2000000 positions"},
			badUTF8:   {made(t, zippedShapes, oneRow("\xff", orb.Point{1, 2})), "name: is not UTF-8"},
			surrogate: {made(t, zippedShapes, oneRow("\xed\xa0\x80", orb.Point{1, 2})), "name: is not UTF-8"},
		},
		"GeoPackage": {
			deep:      {gpkgOf(t, "'A'", "x'"+gpkgBlobHead+strings.Repeat("010700000001000000", 1_000_000)+"'"), "geometry collections nest deeper than 8"},
			cut:       {contents(t, "areas.gpkg")[:5000], "the file ends too early"},
			counts:    {gpkgOf(t, "'A'", "x'"+gpkgBlobHead+"010200000000CA9A3B'"), "announces 1000000000 parts"},
			infinite:  {gpkgOf(t, "'A'", "x'"+gpkgBlobHead+"0101000000000000000000F07F000000000000F83F'"), "lon +Inf is outside -180..180"},
			vertices:  {made(t, gpkg.Write, oneRow("A", path(tooMany))), "geometry has more than 2000000 positions"},
			badUTF8:   {gpkgOf(t, "CAST(x'ff' AS TEXT)", "NULL"), "name: is not UTF-8"},
			surrogate: {gpkgOf(t, "CAST(x'eda080' AS TEXT)", "NULL"), "name: is not UTF-8"},
		},
		"FlatGeobuf": {
			deep:      {deepFlatGeobuf(t), "has too many parts or nests too deep"},
			cut:       {one[:len(one)-10], "the file ends too early"},
			counts:    {two[:len(two)-last], "the head announces 2 features, the file ends after 1"},
			infinite:  {fgb("A", orb.Point{math.Inf(-1), 2}), "lon -Inf is outside -180..180"},
			vertices:  {fgb("A", path(tooMany)), "4000002 numbers are no whole positions, or too many"},
			badUTF8:   {fgb("\xff", orb.Point{1, 2}), "name: is not UTF-8"},
			surrogate: {fgb("\xed\xa0\x80", orb.Point{1, 2}), "name: is not UTF-8"},
		},
	}
}

// Every reader refuses every attack that its format allows, with an error that says
// what is wrong, in bounded memory; and of nothing is there a half.
func TestHostile_EveryReader(t *testing.T) {
	for reader, all := range attacks(t) {
		for name, a := range all {
			t.Run(reader+"/"+name, func(t *testing.T) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				var got list
				report, err := importer.Read(t.Context(), strings.NewReader(a.file), &got, importer.Options{Collection: anyShape(t), Source: "survey"})
				runtime.ReadMemStats(&after)
				said := strings.Join(messages(report), "; ")
				if err != nil {
					said = err.Error()
				}
				if err == nil && report.OK() || !strings.Contains(said, a.want) || len(said) > 1500 {
					t.Errorf("it says %.1600q, want %q", said, a.want)
				}
				const most = 512 << 20 // what the heap has from the system, at its largest
				if after.HeapSys > before.HeapSys+most {
					t.Errorf("%d MiB were taken", (after.HeapSys-before.HeapSys)>>20)
				}
			})
		}
	}
}
