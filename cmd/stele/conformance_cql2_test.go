package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"stele/geo/cql2"
)

// The steps below are those of OGC 21-065r2, annex A. Each filter goes as CQL2
// Text and as CQL2 JSON, and both must find the same.

// conformance is a server under test.
type conformance struct {
	url        string
	demo       bool                            // what is found is known
	queryables map[string]map[string]queryable // by collection and name
	predicates map[string][]string             // those that were evaluated, by collection
}

type queryable struct{ Type, Format string }

// kind is the standard's name for a queryable's type.
func (q queryable) kind() string {
	switch {
	case strings.HasPrefix(q.Format, "geometry"):
		return "Geometry"
	case q.Format == "date":
		return "Date"
	}
	return map[string]string{"string": "String", "number": "Number", "integer": "Integer", "boolean": "Boolean"}[q.Type]
}

func startConformance(t *testing.T, args ...string) *conformance {
	return conformanceOf(t, startServer(t, args...).url, slices.Contains(args, "--demo"))
}

func conformanceOf(t *testing.T, url string, isDemo bool) *conformance {
	c := &conformance{url, isDemo, map[string]map[string]queryable{}, map[string][]string{}}
	for _, id := range collectionIDs() {
		var schema struct{ Properties map[string]queryable }
		fetchJSON(t, c.url+"/collections/"+id+"/queryables", &schema)
		c.queryables[id] = schema.Properties
	}
	return c
}

// ask evaluates a query on the items of a collection.
func (c *conformance) ask(t *testing.T, collection string, query url.Values) (ids []string, status int) {
	t.Helper()
	query.Set("limit", "10000")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+"/collections/"+collection+"/items?"+query.Encode(), nil)
	if err != nil {
		t.Fatal(err)
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
	if response.StatusCode != http.StatusOK {
		return nil, response.StatusCode
	}
	var page struct {
		NumberMatched int
		Features      []struct{ ID string }
	}
	if err := json.Unmarshal(body, &page); err != nil || page.NumberMatched != len(page.Features) {
		t.Fatalf("%v: %d matched, %d features: %v", query, page.NumberMatched, len(page.Features), err)
	}
	ids = []string{}
	for _, f := range page.Features {
		ids = append(ids, f.ID)
	}
	return ids, response.StatusCode
}

// valid evaluates a filter that must succeed, in both languages, and stores it.
func (c *conformance) valid(t *testing.T, collection, filter string) []string {
	t.Helper()
	ids, status := c.ask(t, collection, url.Values{"filter": {filter}, "filter-lang": {"cql2-text"}})
	if status != http.StatusOK {
		t.Errorf("%s: %s = %d", collection, filter, status)
		return nil
	}
	n, err := cql2.Parse(filter)
	if err != nil {
		t.Fatal(err)
	}
	if other, status := c.ask(t, collection, url.Values{"filter": {string(n.WriteJSON())}, "filter-lang": {"cql2-json"}}); !slices.Equal(ids, other) {
		t.Errorf("%s: %s finds %d as text and %d as JSON (%d)", collection, filter, len(ids), len(other), status)
	}
	c.predicates[collection] = append(c.predicates[collection], filter)
	return ids
}

func (c *conformance) invalid(t *testing.T, collection, filter string) {
	t.Helper()
	if _, status := c.ask(t, collection, url.Values{"filter": {filter}}); status != http.StatusBadRequest {
		t.Errorf("%s: %s = %d, want 400", collection, filter, status)
	}
}

// each calls test with every queryable of those types, of all collections.
func (c *conformance) each(test func(collection, name, kind string), kinds ...string) {
	for _, collection := range collectionIDs() {
		for name, q := range c.queryables[collection] {
			if slices.Contains(kinds, q.kind()) {
				test(collection, name, q.kind())
			}
		}
	}
}

// logical evaluates random combinations of the predicates stored so far.
func (c *conformance) logical(t *testing.T, form string) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	for collection, stored := range c.predicates {
		for range 10 {
			p := func() string { return "(" + stored[r.IntN(len(stored))] + ")" }
			c.valid(t, collection, strings.NewReplacer("{p1}", p(), "{p2}", p(), "{p3}", p(), "{p4}", p()).Replace(form))
			c.predicates[collection] = stored
		}
	}
}

const (
	basicLogic = "(NOT ({p2}) AND {p1}) OR ({p3} and {p4}) or not ({p1} OR {p4})"
	logic      = "((NOT {p1} AND {p2}) OR ({p3} and NOT {p4}) or not ({p1} AND {p4}))"
)

func nothingInCommon(t *testing.T, what string, a, b []string) {
	t.Helper()
	for _, id := range a {
		if slices.Contains(b, id) {
			t.Errorf("%s have %s in common", what, id)
			return
		}
	}
}

func same(t *testing.T, what string, a, b []string) {
	t.Helper()
	if !slices.Equal(a, b) {
		t.Errorf("%s: %d and %d", what, len(a), len(b))
	}
}

// scalars are the types that are compared, with a value of each.
var scalars = map[string]string{"String": "'foo'", "Boolean": "true", "Number": "3.14", "Integer": "1", "Date": "DATE('2022-04-14')"}

func scalarKinds() []string {
	var kinds []string
	for kind := range scalars {
		kinds = append(kinds, kind)
	}
	return kinds
}

// compared evaluates all six comparisons and asserts what each pair must be.
func (c *conformance) compared(t *testing.T, collection, left, right string) map[string][]string {
	t.Helper()
	of := map[string][]string{}
	for _, op := range []string{"=", "<>", ">", "<", ">=", "<="} {
		of[op] = c.valid(t, collection, left+" "+op+" "+right)
	}
	for _, pair := range [][2]string{{"=", "<>"}, {">", "<="}, {"<", ">="}} {
		nothingInCommon(t, collection+": "+left+" "+pair[0]+" and "+pair[1]+" "+right, of[pair[0]], of[pair[1]])
	}
	return of
}

func cql2Steps() []abstractTest {
	return []abstractTest{
		{"/conf/cql2-text/escaping", conformsEscaping},
		{"/conf/basic-cql2/basic-test", conformsBasic},
		{"/conf/basic-cql2/comparison", func(t *testing.T, c *conformance) {
			c.each(func(collection, name, kind string) { c.compared(t, collection, name, scalars[kind]) }, scalarKinds()...)
		}},
		{"/conf/basic-cql2/is-null", conformsIsNull},
		{"/conf/basic-cql2/boolean", conformsBoolean},
		{"/conf/basic-cql2/test-data", testData("basic-cql2")},
		{"/conf/basic-cql2/logical", func(t *testing.T, c *conformance) { c.logical(t, basicLogic) }},
		{"/conf/advanced-comparison-operators/like", conformsLike},
		{"/conf/advanced-comparison-operators/between", func(t *testing.T, c *conformance) {
			c.each(func(collection, name, _ string) {
				c.valid(t, collection, name+" BETWEEN 0 AND 100")
				c.valid(t, collection, name+" between 100.0 and 1.0")
			}, "Number", "Integer")
		}},
		{"/conf/advanced-comparison-operators/in", conformsIn},
		{"/conf/advanced-comparison-operators/test-data", testData("advanced-comparison-operators")},
		{"/conf/advanced-comparison-operators/logical", func(t *testing.T, c *conformance) { c.logical(t, logic) }},
		{"/conf/case-insensitive-comparison/casei", insensitive("CASEI({q}) = casei('KALBAJAR')", "CASEI({q}) <> casei('kalbajar')")},
		{"/conf/case-insensitive-comparison/casei-like", insensitive("CASEI({q}) LIKE casei('KALB%')", "CASEI({q}) NOT LIKE casei('kalb%')")},
		{"/conf/case-insensitive-comparison/test-data", testData("case-insensitive-comparison")},
		{"/conf/case-insensitive-comparison/logical", func(t *testing.T, c *conformance) { c.logical(t, logic) }},
		{"/conf/accent-insensitive-comparison/accenti", insensitive("ACCENTI({q}) = accenti('äöüéáí')", "ACCENTI({q}) <> accenti('aoueai')")},
		{"/conf/accent-insensitive-comparison/accenti-like", insensitive("ACCENTI({q}) LIKE accenti('Ş%')", "ACCENTI({q}) NOT LIKE accenti('S%')")},
		{"/conf/accent-insensitive-comparison/accenti-casei", insensitive("ACCENTI(CASEI({q})) = accenti(casei('ŞUŞA'))", "CASEI(ACCENTI({q})) <> casei(accenti('susa'))")},
		{"/conf/accent-insensitive-comparison/accenti-casei-like", insensitive("ACCENTI(CASEI({q})) LIKE accenti(casei('Ş%'))", "ACCENTI(CASEI({q})) NOT LIKE accenti(casei('s%'))")},
		{"/conf/accent-insensitive-comparison/test-data", testData("accent-insensitive-comparison")},
		{"/conf/accent-insensitive-comparison/logical", func(t *testing.T, c *conformance) { c.logical(t, logic) }},
		{"/conf/basic-spatial-functions/s_intersects", conformsIntersects},
		{"/conf/basic-spatial-functions/test-data", testData("basic-spatial-functions")},
		{"/conf/basic-spatial-functions/logical", func(t *testing.T, c *conformance) { c.logical(t, logic) }},
		{"/conf/basic-spatial-functions-plus/s_intersects", conformsIntersectsPlus},
		{"/conf/basic-spatial-functions-plus/test-data", testData("basic-spatial-functions-plus")},
		{"/conf/spatial-functions/s_intersects", conformsIntersects},
		{"/conf/spatial-functions/s_disjoint", conformsDisjoint},
		{"/conf/spatial-functions/s_equals", relation("S_EQUALS", world, line, point)},
		{"/conf/spatial-functions/s_touches", relation("S_TOUCHES", worldBox, world, line)},
		{"/conf/spatial-functions/s_crosses", relation("S_CROSSES", worldBox, world, line)},
		{"/conf/spatial-functions/s_within", conformsWithin},
		{"/conf/spatial-functions/s_contains", conformsContains},
		{"/conf/spatial-functions/s_overlaps", relation("S_OVERLAPS", "MULTIPOINT(7 50,10 51)", line, world)},
		{"/conf/spatial-functions/test-data", testData("spatial-functions")},
		{"/conf/spatial-functions/logical", func(t *testing.T, c *conformance) { c.logical(t, logic) }},
		{"/conf/temporal-functions/temporal-functions-1", conformsTemporal1},
		{"/conf/temporal-functions/temporal-functions-2", conformsTemporal2},
		{"/conf/temporal-functions/test-data", testData("temporal-functions")},
		{"/conf/temporal-functions/logical", func(t *testing.T, c *conformance) { c.logical(t, logic) }},
		{"/conf/property-property/comparison-value-property", func(t *testing.T, c *conformance) {
			c.each(func(collection, name, kind string) { c.compared(t, collection, scalars[kind], name) }, scalarKinds()...)
		}},
		{"/conf/property-property/comparison-property-property", func(t *testing.T, c *conformance) {
			c.each(func(collection, name, _ string) { c.itself(t, collection, name) }, scalarKinds()...)
		}},
		{"/conf/property-property/comparison-value-value", func(t *testing.T, c *conformance) {
			for _, value := range []string{"'foo'", "true", "3.14", "1", "TIMESTAMP('2022-04-14T14:48:46Z')", "DATE('2022-04-14')"} {
				c.itself(t, "villages", value)
			}
		}},
		{"/conf/property-property/test-data", testData("property-property")},
		{"/conf/property-property/logical", func(t *testing.T, c *conformance) { c.logical(t, logic) }},
		{"/conf/arithmetic/arithmetic", func(t *testing.T, c *conformance) {
			c.each(func(collection, name, _ string) {
				for _, op := range []string{"+", "-", "*", "/", "^", "%", "div"} {
					c.valid(t, collection, fmt.Sprintf("(%s %s 2) * -1.5 <= 3 %s (%s + 1)", name, op, op, name))
				}
			}, "Number", "Integer")
		}},
		{"/conf/arithmetic/test-data", testData("arithmetic")},
		// All of these went in both languages; see valid.
		{"/conf/cql2-text/validate", func(t *testing.T, c *conformance) { c.wereTried(t) }},
		{"/conf/cql2-json/validate", func(t *testing.T, c *conformance) { c.wereTried(t) }},
	}
}

func (c *conformance) wereTried(t *testing.T) {
	for _, id := range collectionIDs() {
		if n := len(c.predicates[id]); n < 100 {
			t.Errorf("%s: %d filters were tried", id, n)
		}
	}
}

func declared(t *testing.T, base string) []string {
	t.Helper()
	var c struct{ ConformsTo []string }
	fetchJSON(t, base+"/conformance", &c)
	return c.ConformsTo
}

// fetchJSON reads the body of an answer.
func fetchJSON(t *testing.T, url string, to any) {
	t.Helper()
	_, body, _ := strings.Cut(fetch(t, url), "\r\n\n")
	if err := json.Unmarshal([]byte(body), to); err != nil {
		t.Fatalf("GET %s: %v", url, err)
	}
}

// itself compares something with itself.
func (c *conformance) itself(t *testing.T, collection, x string) {
	t.Helper()
	of := c.compared(t, collection, x, x)
	for _, op := range []string{"<>", "<", ">"} {
		same(t, x+" "+op+" "+x, of[op], []string{})
	}
	same(t, x+" = and >= "+x, of["="], of[">="])
	same(t, x+" = and <= "+x, of["="], of["<="])
}

func conformsEscaping(t *testing.T, c *conformance) {
	// The demo has no such texts, so what was decoded is compared here.
	for _, literal := range []string{`'a''b' = 'a\'b'`, `'a\tb' = 'a` + "\t" + `b'`, `'\a\b\t\n\v\f\r' = '` + "\a\b\t\n\v\f\r'"} {
		if ids := c.valid(t, "villages", literal); len(ids) != len(c.all(t, "villages")) {
			t.Errorf("%q finds %d, want all", literal, len(ids))
		}
	}
}

func conformsBasic(t *testing.T, c *conformance) {
	for collection, queryables := range c.queryables {
		scalar := 0
		for name, q := range queryables {
			if q.kind() == "" {
				t.Errorf("%s: %s has no type: %v", collection, name, q)
			}
			if scalars[q.kind()] != "" {
				scalar++
			}
		}
		if scalar == 0 {
			t.Errorf("%s has no scalar queryable", collection)
		}
	}
}

func conformsIsNull(t *testing.T, c *conformance) {
	c.each(func(collection, name, _ string) {
		null, some := c.valid(t, collection, name+" IS NULL"), c.valid(t, collection, name+" is not null")
		nothingInCommon(t, name+" IS NULL and IS NOT NULL", null, some)
	}, append(scalarKinds(), "Geometry")...)
}

func conformsBoolean(t *testing.T, c *conformance) {
	for _, collection := range collectionIDs() {
		all, _ := c.ask(t, collection, url.Values{})
		for filter, want := range map[string][]string{"true": all, "TRUE": all, "false": {}, "FALSE": {}} {
			same(t, collection+" by "+filter, c.valid(t, collection, filter), want)
		}
	}
}

func conformsLike(t *testing.T, c *conformance) {
	c.each(func(collection, name, _ string) {
		all := c.valid(t, collection, name+" LIKE '%'")
		nothingInCommon(t, name+" like '_%' and ''", c.valid(t, collection, name+" like '_%'"), c.valid(t, collection, name+" like ''"))
		same(t, name+" like '%' and '%%'", all, c.valid(t, collection, name+" like '%%'"))
		c.valid(t, collection, name+` like '\%\_'`)
	}, "String")
}

func conformsIn(t *testing.T, c *conformance) {
	for kind, list := range map[string]string{"Number": "(1, 2, 3)", "Integer": "(1, 2, 3)", "String": "('foo', 'bar')", "Boolean": "(true)", "Date": "('2022-04-14', '2022-04-15')"} {
		c.each(func(collection, name, _ string) { c.valid(t, collection, name+" in "+list) }, kind)
	}
}

// insensitive evaluates a comparison and the opposite of it in another spelling.
func insensitive(is, isNot string) func(*testing.T, *conformance) {
	return func(t *testing.T, c *conformance) {
		c.each(func(collection, name, _ string) {
			replace := func(form string) string { return strings.ReplaceAll(form, "{q}", name) }
			nothingInCommon(t, name, c.valid(t, collection, replace(is)), c.valid(t, collection, replace(isNot)))
		}, "String")
	}
}
