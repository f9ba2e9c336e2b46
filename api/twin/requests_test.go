package twin_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/export"
	"stele/geo"
)

// route is what the tests know of one pattern of the router.
type route struct {
	// paths are what to ask. Some of them are asked in every way: HEAD, gzip,
	// conditional, and so on; see isThorough.
	paths func(*world) []string
	// asksWhere reports that an answer depends on a box or date asked for;
	// attack_test.go then has an attack on it.
	asksWhere bool
	// isOfLog reports that answers are made of the public log, whose hashes and
	// signatures are of salted commitments: these, its key and the tag are
	// masked. Its sizes, numbers and lengths are compared.
	isOfLog bool
}

// routes are all public routes. Who adds one to the service adds it here.
func routes() map[string]route {
	fixed := func(paths ...string) route {
		return route{paths: func(*world) []string { return around(paths) }}
	}
	log := func(paths ...string) route {
		r := fixed(paths...)
		r.isOfLog = true
		return r
	}
	return map[string]route{
		"/":      fixed("/", "/?f=json", "/?f=html"),
		"/embed": fixed("/embed"), "/embed-options": fixed("/embed-options"), "/story": fixed("/story", "/story?f=json", "/story?f=html"),
		"/translations/{language}": fixed("/translations/ru", "/translations/ru?f=json", "/translations/none"),
		"/conformance":             fixed("/conformance"),
		"/api":                     fixed("/api", "/api?f=openapi31", "/api?f=json"),
		"/healthz":                 fixed("/healthz"),
		"/readyz":                  fixed("/readyz"),
		"/assets/*":                fixed("/assets/app.js", "/assets/none.js", "/assets/", "/assets/../index.html"),
		"/sw.js":                   fixed("/sw.js"),
		"/page.css":                fixed("/page.css"),
		"/collections/{collection}/items/{id}/history": {paths: itemPaths("/history")},
		"/agents":                          fixed("/agents"),
		"/agents/{id}":                     {paths: agentPaths},
		"/claims":                          {paths: claimPaths},
		"/claims/{id}":                     {paths: claimIDPaths},
		"/figures":                         {paths: figurePaths},
		"/figures/ranges":                  {paths: figurePaths2},
		"/figures/sum":                     {paths: sumPaths},
		"/figures/{id}":                    {paths: figureIDPaths},
		"/changes":                         {paths: changesPaths},
		"/log/checkpoint":                  log("/log/checkpoint"),
		"/log/proof":                       log("/log/proof"),
		"/log/consistency":                 log("/log/consistency", "/log/consistency?from=1", "/log/consistency?from=2", "/log/consistency?from=3", "/log/consistency?from=0", "/log/consistency?from=x"),
		"/search":                          {paths: searchPaths, asksWhere: true},
		"/stats":                           {paths: allStatsPaths, asksWhere: true},
		"/sources":                         fixed("/sources"),
		"/sources/{id}":                    {paths: sourcePaths},
		"/collections":                     fixed("/collections"),
		"/collections/{collection}":        {paths: eachCollection("")},
		"/collections/{collection}/schema": {paths: eachCollection("/schema")},
		"/collections/{collection}/schema/feature":                        {paths: eachCollection("/schema/feature")},
		"/collections/{collection}/items":                                 {paths: itemsPaths, asksWhere: true},
		"/collections/{collection}/queryables":                            {paths: eachCollection("/queryables")},
		"/collections/{collection}/sortables":                             {paths: eachCollection("/sortables")},
		"/collections/{collection}/search":                                {paths: eachCollection("/search")}, // only to be refused
		"POST /collections/{collection}/search":                           {paths: postPaths, asksWhere: true},
		"/collections/{collection}/export":                                {paths: exportPaths, asksWhere: true},
		"/collections/{collection}/export.{ext}":                          {paths: exportFilePaths, asksWhere: true},
		"/collections/{collection}/stats":                                 {paths: statsPaths, asksWhere: true},
		"/collections/{collection}/tiles":                                 {paths: eachCollection("/tiles")},
		"/collections/{collection}/tiles/WebMercatorQuad":                 {paths: eachCollection("/tiles/WebMercatorQuad")},
		"/tileMatrixSets":                                                 fixed("/tileMatrixSets"),
		"/tileMatrixSets/{id}":                                            fixed("/tileMatrixSets/WebMercatorQuad", "/tileMatrixSets/none"),
		"/collections/{collection}/tilejson":                              {paths: eachCollection("/tilejson")},
		"/collections/{collection}/tiles/WebMercatorQuad/{z}/{row}/{col}": {paths: tilePaths, asksWhere: true},
		"/collections/{collection}/items/{id}":                            {paths: itemPaths("")},
		"/collections/{collection}/items/{id}/claims":                     {paths: itemPaths("/claims")},
	}
}

// around adds to each path what a client may get wrong.
func around(paths []string) []string {
	var all []string
	for _, p := range paths {
		join := "?"
		if strings.Contains(p, "?") {
			join = "&"
		}
		all = append(all, p)
		for _, query := range []string{"f=json", "f=html", "f=xml", "unknown=1", "f=json&f=json", "f=%zz", "bbox=1,2,3,4"} {
			all = append(all, p+join+query)
		}
	}
	return all
}

func eachCollection(rest string) func(*world) []string {
	return func(*world) []string {
		var paths []string
		for _, c := range data.Collections() {
			paths = append(paths, "/collections/"+c.ID+rest)
		}
		return around(append(paths, "/collections/none"+rest, "/collections/"+rest))
	}
}

func sourcePaths(w *world) []string {
	var paths []string
	for _, s := range w.sources {
		paths = append(paths, "/sources/"+s.ID)
	}
	return append(around(paths[:1]), append(paths[1:], "/sources/none", "/sources/"+w.records[0].ID, "/sources/"+w.agents[0].ID)...)
}

// itemPaths asks for each record, for hidden ones of either vault, and for IDs
// of other things.
func itemPaths(rest string) func(*world) []string {
	return func(w *world) []string {
		var paths []string
		for _, list := range w.hidden {
			for _, h := range list {
				paths = append(paths, "/collections/sites/items/"+h.ID+rest)
			}
		}
		for _, id := range []string{"none", "%20", w.records[0].ID, w.records[0].Key, w.claims[0].ID, w.figures[0].ID, w.sources[0].ID, w.agents[1].ID} {
			paths = append(paths, "/collections/sites/items/"+id+rest)
		}
		for i, r := range w.records {
			if rest == "" || i%3 == 0 || r.why == "nowhere" { // claims are about every third
				paths = append(paths, "/collections/"+r.Collection+"/items/"+r.ID+rest)
			}
			if rest == "" && i%4 == 0 {
				paths = append(paths, "/collections/"+r.Collection+"/items/"+r.ID+"?f=html")
			}
		}
		if rest == "" {
			for i, r := range w.records {
				paths = append(paths, "/collections/"+r.Collection+"/items/"+r.ID+"?crs="+geo.CRSs()[1+i%4].String())
			}
		}
		if rest == "/claims" {
			last := paths[len(paths)-1]
			for _, property := range []string{"geometry", "location", "stage", "none", ""} {
				paths = append(paths, last+"?property="+property)
			}
		}
		return append(around(paths[len(paths)-3:]), paths...)
	}
}

// boxIn is the query for a box of lon, lat in another reference system: around
// it, where its corners have coordinates there.
func boxIn(b geo.BBox, c geo.CRS) string {
	low, high := c.Printed(orb.Point{b.West, b.South}), c.Printed(orb.Point{b.East, b.North})
	return fmt.Sprintf("bbox-crs=%s&bbox=%s", c, geo.BBox{West: low[0], South: low[1], East: high[0], North: high[1]})
}

// queries are what items and export take alike, but boxes.
func queries() []string {
	return []string{
		"", "?datetime=1993-04-05", "?datetime=1993", "?datetime=../1993-04-04", "?datetime=2020-11-26/..", "?datetime=1993-04-01/1993-04-30",
		"?datetime=2020-11-25T12:00:00Z", "?datetime=never", "?datetime=2020/1993", "?datetime=", "?datetime=../..", "?sortby=name", "?unknown=1", "?bbox=1,2,3,4&bbox=1,2,3,4",
		"?bbox=200,1,3,4", "?bbox=1,2,3", "?bbox=a,b,c,d", "?bbox=46,40,45,39", "?bbox=", "?bbox=39,46,40,95", "?crs=EPSG:3857", "?crs=EPSG:32638", "?crs=EPSG:4326", "?crs=x", "?bbox-crs=EPSG:32639", "?bbox=1,2,3,4&bbox-crs=EPSG:32639", "?bbox=-4e6,0,4e6,5e6&bbox-crs=EPSG:32638", "?f=csv", "?%zz=1",
	}
}

func itemsPaths(w *world) []string {
	var paths []string
	for _, c := range data.Collections() {
		at := "/collections/" + c.ID + "/items"
		for _, q := range append(queries(), "?limit=1", "?limit=37", "?limit=37&f=html", "?limit=10000", "?limit=0", "?limit=-1", "?limit=x", "?limit=99999999999999999999", "?next=x", "?next=", "?f=geojson") {
			paths = append(paths, at+q)
		}
	}
	for _, q := range []string{
		"kind=cave_or_pit,well", "public_precision=withheld&sortby=-name,kind", "generalised=true&sortby=public_precision&limit=7", "generalised=maybe",
		"uncertainty_m=..500&sortby=-uncertainty_m", "uncertainty_m=5..1", "earliest=1993-01-01..&certainty=certain", "certainty=x",
		"properties=name,place&skipGeometry=true", "properties=none", "skipGeometry=x", "sortby=none", "contested=true&datetime=1993",
		"q=bash", "q=%D0%B1%D0%B0%D1%88&bbox=46,39,47,41&sortby=name", "q=", "q=nowhere",
	} {
		paths = append(paths, "/collections/sites/items?"+q)
	}
	paths = append(append(paths, w.filterPaths("/collections/sites/items", 2, "&limit=3")...), w.filterPaths("/collections/events/items", 11, "&sortby=name")...)
	for i, b := range w.boxes() {
		limit := 3 // what has no position is in every answer: it need not be repeated
		if i%60 == 0 {
			limit = 400
		}
		c := []string{data.Sites, data.Sites, data.Events}[i%3]
		paths = append(paths, fmt.Sprintf("/collections/%s/items?limit=%d&bbox=%s", c, limit, b))
		if crs := geo.CRSs()[i%5]; i%4 == 0 {
			paths = append(paths, fmt.Sprintf("/collections/%s/items?limit=%d&crs=%s&%s", c, limit, crs, boxIn(b, geo.CRSs()[i/4%5])))
		}
	}
	return append(paths, "/collections/none/items", "/collections/none/items?bbox=1,2,3,4")
}

func agentPaths(w *world) []string {
	var paths []string
	for _, a := range w.agents {
		paths = append(paths, "/agents/"+a.ID)
	}
	return append(around(paths[:1]), append(paths, "/agents/office", "/agents/"+w.sources[0].ID)...)
}

// claimIDPaths are those of claims that are public and of positions held back.
func claimIDPaths(w *world) []string {
	var paths []string
	for i, c := range w.claims {
		if i%2 == 0 || c.at[0] != nil {
			paths = append(paths, "/claims/"+c.ID)
		}
	}
	return append(around(paths[:1]), append(paths, "/claims/none", "/claims/"+w.records[0].ID)...)
}

// everything lists the records, hidden ones too.
func (w *world) everything() []record {
	all := slices.Clone(w.records)
	for _, list := range w.hidden {
		for _, h := range list {
			all = append(all, h.record)
		}
	}
	return all
}

func figureIDPaths(w *world) []string {
	var paths []string
	for _, f := range w.figures {
		paths = append(paths, "/figures/"+f.ID)
	}
	return append(around(paths[:1]), append(paths, "/figures/none", "/figures/"+w.claims[0].ID)...)
}

func claimPaths(w *world) []string {
	paths := []string{
		"/claims", "/claims?limit=7", "/claims?limit=10000", "/claims?property=geometry", "/claims?property=location", "/claims?property=stage",
		"/claims?property=", "/claims?source=" + w.sources[0].ID, "/claims?asserted_by=" + w.agents[1].ID, "/claims?subject=x", "/claims?next=x",
	}
	for i, r := range w.everything() {
		if i%5 == 0 {
			paths = append(paths, "/claims?subject="+r.Collection+"/"+r.ID)
		}
	}
	return append(around(paths[:1]), paths...)
}

func figurePaths(w *world) []string  { return figuresAt("/figures", w) }
func figurePaths2(w *world) []string { return figuresAt("/figures/ranges", w) }

func figuresAt(at string, w *world) []string {
	paths := []string{
		at, at + "?limit=7", at + "?measure=killed", at + "?measure=none", at + "?source=" + w.sources[2].ID, at + "?collection=sites",
		at + "?collection=none", at + "?scope=x", at + "?next=x",
	}
	for i, r := range w.everything() {
		if i%5 == 0 {
			paths = append(paths, at+"?scope="+r.Collection+"/"+r.ID)
		}
	}
	return append(around(paths[:1]), paths...)
}

func sumPaths(w *world) []string {
	paths := []string{"/figures/sum", "/figures/sum?measure=killed", "/figures/sum?measure=killed&scope=x"}
	for i := 3; i < len(w.records); i += 9 { // two records each, of which many share a cell
		a, b := w.records[i-3], w.records[i]
		paths = append(paths, fmt.Sprintf("/figures/sum?measure=killed&scope=%s/%s,%s/%s", a.Collection, a.ID, b.Collection, b.ID))
	}
	return append(around(paths[1:2]), paths...)
}

func changesPaths(*world) []string {
	return append(around([]string{"/changes"}), "/changes?since=2026-03-05", "/changes?since=2026-03-06", "/changes?since=2020-01-01", "/changes?since=x", "/changes?since=", "/changes?limit=3")
}

func searchPaths(w *world) []string {
	var paths []string
	for _, q := range []string{"q=Name", "q=name+1", "q=Adi+17", "q=nane+20", "q=Name+999", "q=n", "q=", "q=%FF", "", "q=Name&limit=2", "q=Name&limit=0", "q=Name&collection=sites", "q=Name&collection=none", "q=Name&bbox=1,2,3"} {
		paths = append(paths, "/search?"+q)
	}
	for _, word := range []string{w.records[0].Key, w.records[0].ID, "at", "hidden", "Jane", "editor"} {
		paths = append(paths, "/search?q="+word)
	}
	for i, b := range w.boxes() {
		if i%8 == 0 {
			paths = append(paths, fmt.Sprintf("/search?q=name&collection=%s&limit=3&bbox=%s", []string{data.Sites, data.Events}[i/8%2], b))
		}
	}
	return append(around(paths[:2]), paths...)
}

// tilePaths are the tiles around each held position of either vault, at zooms
// from the world to the street.
func tilePaths(w *world) []string {
	var paths []string
	for i, r := range w.records {
		if !r.held() || r.at[i%2] == nil {
			continue
		}
		v := vertices(r.at[i%2])[0]
		for _, z := range []uint32{0, 3, uint32(i % 23), 12, 22} {
			x, y := geo.Mercator(v[0], v[1])
			paths = append(paths, fmt.Sprintf("/collections/%s/tiles/WebMercatorQuad/%d/%d/%d", r.Collection, z, y>>(32-z), x>>(32-z)))
		}
	}
	at := "/collections/sites/tiles/WebMercatorQuad/"
	for _, q := range []string{"?datetime=1993", "?certainty=certain&datetime=1993", "?generalised=true", "?kind=x", "?kind=", "?bbox=1,2,3,4", "?f=json"} {
		paths = append(paths, at+"0/0/0"+q, at+"3/3/5"+q)
	}
	paths = append(paths, w.filterPaths(at+"0/0/0", 9, "")...)
	return append(slices.Compact(paths), at+"0/0/1", at+"1/-1/0", at+"01/0/0", at+"23/0/0", at+"99999999999/0/0", at+"x/y/z", "/collections/none/tiles/WebMercatorQuad/0/0/0")
}

func statsPaths(w *world) []string {
	var paths []string
	for _, c := range data.Collections() {
		for _, q := range append(queries(), "?facets=name,place", "?facets=none", "?facets=public_precision&generalised=true", "?certainty=certain&datetime=1993") {
			paths = append(paths, "/collections/"+c.ID+"/stats"+q)
		}
	}
	for i, b := range w.boxes() {
		if i%10 == 0 {
			paths = append(paths, fmt.Sprintf("/collections/%s/stats?bbox=%s", []string{data.Sites, data.Events}[i/10%2], b))
		}
	}
	return append(paths, w.filterPaths("/collections/sites/stats", 13, "")...)
}

func allStatsPaths(w *world) []string {
	paths := []string{
		"/stats?facets=name,place", "/stats?facets=kind,stage", "/stats?facets=none", "/stats?facets=", "/stats?kind=village",
		"/stats?generalised=true&facets=public_precision", "/stats?certainty=certain&datetime=1993",
	}
	for _, q := range queries() {
		paths = append(paths, "/stats"+q)
	}
	for i, b := range w.boxes() {
		if i%10 == 0 {
			paths = append(paths, fmt.Sprintf("/stats?bbox=%s", b))
		}
	}
	return append(around(paths[:1]), paths...)
}

func exportPaths(w *world) []string {
	paths := []string{
		"/collections/sites/export?f=none", "/collections/sites/export?f=", "/collections/none/export",
		"/collections/villages/export?f=csv&csv-geometry=wkt", "/collections/villages/export?f=csv&csv-geometry=x", "/collections/villages/export?f=kml&csv-geometry=wkt",
	}
	for i, f := range export.Formats("") {
		for _, c := range data.Collections() {
			paths = append(paths, "/collections/"+c.ID+"/export?f="+f.Ext)
		}
		paths = append(paths, fmt.Sprintf("/collections/sites/export?f=%s&bbox=%s", f.Ext, w.boxes()[i]))
	}
	return paths
}

// exportFilePaths ask for every format of all collections, with filters and by
// boxes around what is held.
func exportFilePaths(w *world) []string {
	paths := []string{"/collections/sites/export.none", "/collections/sites/export.", "/collections/sites/export.geojson/x"}
	for i, c := range data.Collections() {
		for n, q := range queries() {
			for k, f := range export.Formats("") {
				if f.Ext == "geojson" || q == "" || (i+n+k)%9 == 0 {
					paths = append(paths, "/collections/"+c.ID+"/export."+f.Ext+q)
				}
			}
		}
	}
	formats := export.Formats("")
	for i, b := range w.boxes() {
		if i%20 == 0 {
			paths = append(paths, fmt.Sprintf("/collections/sites/export.%s?bbox=%s&datetime=%s", formats[i/20%len(formats)].Ext, b, []string{"1993", "../.."}[i/40%2]))
			paths = append(paths, fmt.Sprintf("/collections/sites/export.%s?crs=%s&%s", formats[i/20%len(formats)].Ext, geo.CRSs()[i/40%5], boxIn(b, geo.CRSs()[i/80%5])))
		}
	}
	return append(paths, w.filterPaths("/collections/sites/export.geojson", 40, "")...)
}

// asked are the methods that compare asks of every path. A route that takes
// another is one of its own, named "POST /path".
var asked = []string{http.MethodGet, http.MethodHead, http.MethodOptions}

// patterns lists the routes of a service, from its own table.
func patterns(h http.Handler) ([]string, error) {
	table, ok := h.(chi.Routes)
	if !ok {
		return nil, fmt.Errorf("the service is a %T, not a router whose routes can be listed", h)
	}
	var all []string
	err := chi.Walk(table, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !slices.Contains(asked, method) {
			pattern = method + " " + pattern
		}
		all = append(all, pattern)
		return nil
	})
	slices.Sort(all)
	return slices.Compact(all), err
}

// uncovered compares the patterns of a router with those of routes.
func uncovered(patterns []string) (unknown, gone []string) {
	known := routes()
	for _, p := range patterns {
		if _, ok := known[p]; !ok {
			unknown = append(unknown, p)
		}
	}
	for p := range known {
		if !slices.Contains(patterns, p) {
			gone = append(gone, p)
		}
	}
	slices.Sort(gone)
	return unknown, gone
}
