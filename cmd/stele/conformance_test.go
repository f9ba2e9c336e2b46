package main

import (
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// standard is one of those that are declared. Its steps are its abstract tests,
// by their names there ("/conf/core/root-op"), over HTTP against the program.
type standard struct {
	spec  string // "ogcapi-features-1/1.0"
	steps []abstractTest
}

type abstractTest struct {
	name string
	run  func(*testing.T, *conformance)
}

// class is the URI of the conformance class that a step is of.
func (s standard) class(of abstractTest) string {
	return "http://www.opengis.net/spec/" + s.spec + "/conf/" + strings.Split(of.name, "/")[2]
}

func standards() []standard {
	return []standard{
		{"ogcapi-features-1/1.0", slices.Concat(coreSteps(), itemsSteps())},
		{"ogcapi-features-2/1.0", crsSteps()},
		{"ogcapi-features-3/1.0", filterSteps()},
		{"ogcapi-features-5/1.0", schemasSteps()},
		{"ogcapi-tiles-1/1.0", tilesSteps()},
		{"cql2/1.0", cql2Steps()},
	}
}

// TestConformance tries every class of every standard on the demo and on a world
// of awkward features. What is declared is what passed, no class more or less.
func TestConformance(t *testing.T) {
	worlds := map[string]func(*testing.T) []string{
		"demo":    func(*testing.T) []string { return []string{"--demo"} },
		"awkward": func(t *testing.T) []string { return []string{"--data", awkwardWorld(t)} },
	}
	for name, world := range worlds {
		t.Run(name, func(t *testing.T) {
			c := conformanceOf(t, startBinary(t, world(t)...), name == "demo")
			tried := map[string]bool{} // by class, whether all passed
			for _, s := range standards() {
				t.Run(s.spec, func(t *testing.T) {
					for _, of := range s.steps {
						passed := t.Run(of.name, func(t *testing.T) { of.run(t, c) })
						before, known := tried[s.class(of)]
						tried[s.class(of)] = passed && (before || !known)
					}
				})
			}
			said := declared(t, c.url)
			for _, class := range said {
				if passed, ok := tried[class]; !ok || !passed {
					t.Errorf("%s is declared and not met: tried %v", class, ok)
				}
			}
			for _, class := range slices.Sorted(maps.Keys(tried)) {
				if !slices.Contains(said, class) {
					t.Errorf("%s is tried and not declared", class)
				}
			}
		})
	}
}

// reply is an answer as it came.
type reply struct {
	status int
	header http.Header
	body   string
}

func (c *conformance) get(t *testing.T, path string, header ...string) reply {
	t.Helper()
	return ask(t, http.MethodGet, c.url+path, header...)
}

// ask asks as a client does; header holds names and values in turn.
func ask(t *testing.T, method, address string, header ...string) reply {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{response.StatusCode, response.Header, string(body)}
}

// is asserts a success of a media type.
func (r reply) is(t *testing.T, what, contentType string) {
	t.Helper()
	if r.status != http.StatusOK || r.header.Get("Content-Type") != contentType {
		t.Errorf("%s = %d %s, want %s: %.200s", what, r.status, r.header.Get("Content-Type"), contentType, r.body)
	}
}

// awkward are the features that programs stumble over: without a position or a
// date, with heights, at the poles and on both sides of the 180th meridian, of
// several parts and of several kinds; a layer with one feature and one with none.
var awkward = map[string]string{
	"villages": `{"type":"FeatureCollection","features":[
{"type":"Feature","geometry":null,"properties":{"id":"nowhere","name":"Nowhere"}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[46.5,39.5,1800.5]},"properties":{"id":"high","name":"High","when":"1993-04"}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[0,90]},"properties":{"id":"north","name":"North Pole","uncertainty_m":0}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[0,-90]},"properties":{"id":"south","name":"South Pole"}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[180,0]},"properties":{"id":"east","name":"East","when":"1900/.."}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[-180,0]},"properties":{"id":"west","name":"West","when":"../1994"}},
{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[10,10],[-10,-10]]},"properties":{"id":"two","name":"It's \"two\", 100% \\ <&> Şuşa","when":"1993~"}},
{"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[5,5,120]},{"type":"GeometryCollection","geometries":[{"type":"Polygon","coordinates":[[[3,3],[4,2.8],[5,2.9],[6,2.8],[7,3],[7.1,4],[7,5],[3,5],[3,3]]]}]}]},"properties":{"id":"mixed","name":"Mixed","when":"1993"}},
{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[20,20],[30,20],[30,30],[20,30],[20,20]],[[24,24],[24,26],[26,26],[26,24],[24,24]]]},"properties":{"id":"holed","name":"Holed","uncertainty_m":0.5}}]}`,
	"zones": `{"type":"FeatureCollection","features":[
{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[170,-10],[180,-10],[180,10],[170,10],[170,-10]]],[[[-180,-10],[-170,-10],[-170,10],[-180,10],[-180,-10]]]]},"properties":{"id":"across","name":"Across","kind":"contested_area","perspective":"One","geometry_basis":"Made up","when":"1993-04-01/1993-04-30"}},
{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[-180,85],[180,85],[180,90],[-180,90],[-180,85]]]},"properties":{"id":"cap","name":"Cap","kind":"contested_area","perspective":"One","geometry_basis":"Made up"}},
{"type":"Feature","geometry":{"type":"MultiLineString","coordinates":[[[40,40],[41,41]],[[42,42],[43,43,5]]]},"properties":{"id":"lines","name":"Lines","kind":"ceasefire_line","perspective":"Two","geometry_basis":"Made up","when":"1994-05-12"}}]}`,
	"events": `{"type":"Feature","geometry":{"type":"Point","coordinates":[46.1,39.9]},"properties":{"id":"only","name":"The only one","kind":"armed_conflict","when":"1993-04-02"}}`,
}

// awkwardWorld is a data folder with a release of them.
func awkwardWorld(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for collection, text := range awkward {
		file := filepath.Join(dir, collection+".geojson")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		runs(t, "import", "--data", dir, "--collection", collection, "--according-to", "Nobody", "--agent-kind", "data_provider", file)
	}
	runs(t, "review", "approve", "--data", dir, "--by", "an editor", "--reason", "checked", "--all")
	runs(t, "publish", "--data", dir)
	return dir
}

func runs(t *testing.T, args ...string) {
	t.Helper()
	if code, stdout, stderr := runIn(t.Context(), t, args...); code != exitOK {
		t.Fatalf("stele %s = %d\n%s%s", strings.Join(args, " "), code, stdout, stderr)
	}
}
