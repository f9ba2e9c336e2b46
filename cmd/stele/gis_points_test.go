package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// gisPoints are what GIS clients were measured to need, and the tests that hold
// each: functions of this repository, or steps of the conformance suite.
var gisPoints = []struct {
	needs string
	tests string
}{
	{"1: the items link has no query string, and -fid finds its feature", "TestGDAL_FindsAFeatureByNumber TestCollections_Described /conf/core/fc-md-items-links"},
	{"2: the next link is exactly application/geo+json", "TestItems_Envelope TestGDAL_FollowsPages /conf/core/fc-links"},
	{"3: the first service-desc is OpenAPI 3.0.3, its 3.1 twin follows", "TestLanding_Links TestOpenAPI_HasATwinIn31 /conf/core/root-success"},
	{"4: limit is one shared component; no burst of pages is turned away", "TestOpenAPI_IsWhatClientsRead TestGDAL_ReadsManyPages"},
	{"5: every query parameter has style form and explode false", "TestOpenAPI_IsWhatClientsRead"},
	{"6: filter-lang offers cql-text, and GDAL pushes its filters down", "TestOpenAPI_IsWhatClientsRead TestGDAL_PushesWhereDown"},
	{"7: every property is there, null where it is not set", "TestItems_Envelope TestGDAL_ReadsManyPages /conf/geojson/content"},
	{"8: describedby is a JSON Schema of plain types, rel schema that of Part 5", "TestSchema_OfEachCollection TestCollections_Described TestGDAL_SeesAllFields"},
	{"9: a page leads to all of it in one file", "TestGDAL_ReadsAllPagesInOneFile TestGDAL_ReadsAnItemsPage"},
	{"10: limit is clamped, unknown parameters are refused, boxes and times keep what has none", "TestItems_Limit TestItems_WithheldPositionLeaksNothing /conf/core/query-param-unknown /conf/core/fc-bbox-response /conf/core/fc-time-response"},
	{"11: storageCrs is CRS84; five systems, axis order, Content-Crs", "TestCRS_AgreesWithPROJ TestCRS_CoordinatesAndHeader TestGDAL_ReadsOtherReferenceSystems /conf/crs/storageCrs /conf/crs/crs-parameter-transform"},
	{"12: the landing page leads on; links are absolute, from a base that is vetted", "TestLanding_Links TestLanding_BaseURL /conf/core/root-success"},
	{"13: plain OPTIONS says what may be done; nothing may be written", "TestOptions TestProblem_MethodNotAllowed TestQGIS_LoadsFiltersAndReads"},
	{"14: problems reach the user; gzip is enough", "TestGDAL_ShowsProblems TestGDAL_ReadsManyPages TestCompress_Negotiates"},
	{"15: half-open times with .., nothing, and the years 0000 and 9999, escaped or not", "TestParseDatetime TestItems_Filters /conf/core/fc-time-response"},
	{"16: boxes of 4 or 6 numbers, across 180 degrees, without area, edges inside", "TestItems_Filters TestCRS_BoxesEndAtWhatIsPrinted TestGDAL_AsksForABox /conf/core/fc-bbox-response"},
	{"17: numberMatched is exact, with itemCount and twins in the header", "TestCollections_Described TestItems_Filters /conf/core/fc-numberMatched"},
	{"18: pages are found by a token that is bound to its query, and survive a release", "TestProblem_OfParameters TestItems_PagingSurvivesANewRelease TestItems_PagingStaysRightAcrossManySwaps FuzzDecodeToken"},
	{"19: CORS leaves plain OPTIONS alone; HEAD is GET without a body", "TestOptions TestHead_IsGetWithoutBody TestExport_EveryFormat /conf/core/http"},
	{"20: redocly, kin-openapi, check-geojson, ogr2ogr there and back, validate_gpkg, readers of tiles, PMTiles and FlatGeobuf", "TestClients_LintTheDescription TestClients_ReadersInJavaScript TestGDAL_TakesLayersHome TestGDAL_ExportIsAValidGeoPackage TestGDAL_ReleaseIsAValidGeoPackage TestOpenAPI_DescribesWhatIsServed"},
}

// Each point has its tests, and they are there.
func TestGISPoints_HaveTheirTests(t *testing.T) {
	known := map[string]bool{}
	for _, s := range standards() {
		for _, step := range s.steps {
			known[step.name] = true
		}
	}
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	for _, root := range []string{"../../api", "../../cmd", "../../data", "../../geo"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			if !strings.HasSuffix(path, "_test.go") {
				return nil
			}
			text, err := os.ReadFile(path)
			for _, m := range declared.FindAllSubmatch(text, -1) {
				known[string(m[1])] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(gisPoints) != 20 {
		t.Errorf("%d points", len(gisPoints))
	}
	for _, p := range gisPoints {
		tests := strings.Fields(p.tests)
		if len(tests) == 0 {
			t.Errorf("nothing holds %s", p.needs)
		}
		for _, name := range tests {
			if !known[name] {
				t.Errorf("%s: there is no test %s", p.needs, name)
			}
		}
	}
}
