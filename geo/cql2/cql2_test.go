package cql2_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"stele/geo/cql2"
)

var anywhere = cmpopts.IgnoreFields(cql2.Node{}, "At")

// forms are filters in every form of the grammar, as text, and as JSON what they
// say.
var forms = []struct{ text, json string }{
	{"avg(windSpeed) < 4", `{"op":"<","args":[{"op":"avg","args":[{"property":"windSpeed"}]},4]}`},
	{"city='Toronto'", `{"op":"=","args":[{"property":"city"},"Toronto"]}`},
	{"balance-150.0 > 0", `{"op":">","args":[{"op":"-","args":[{"property":"balance"},150]},0]}`},
	{"updated >= date('1999-01-10')", `{"op":">=","args":[{"property":"updated"},{"date":"1999-01-10"}]}`},
	{"geophys:SURVEY_NAME LIKE '%calcutta%'", `{"op":"like","args":[{"property":"geophys:SURVEY_NAME"},"%calcutta%"]}`},
	{"name NOT LIKE 'a\\_b%'", `{"op":"not","args":[{"op":"like","args":[{"property":"name"},"a\\_b%"]}]}`},
	{"CASEI(road_class) IN (CASEI('Οδος'),CASEI('Straße'))", `{"op":"in","args":[{"op":"casei","args":[{"property":"road_class"}]},[{"op":"casei","args":["Οδος"]},{"op":"casei","args":["Straße"]}]]}`},
	{"accenti(casei(name)) like accenti(casei('chartre%'))", `{"op":"like","args":[{"op":"accenti","args":[{"op":"casei","args":[{"property":"name"}]}]},{"op":"accenti","args":[{"op":"casei","args":["chartre%"]}]}]}`},
	{"name ILIKE 'x%'", `{"op":"like","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["x%"]}]}`},
	{"depth BETWEEN 100.0 and 150.0", `{"op":"between","args":[{"property":"depth"},100,150]}`},
	{"depth NOT between -1 AND (2+3)*4", `{"op":"not","args":[{"op":"between","args":[{"property":"depth"},-1,{"op":"*","args":[{"op":"+","args":[2,3]},4]}]}]}`},
	{"cityName IN ('Toronto','Frankfurt','it''s','Tr\\'s')", `{"op":"in","args":[{"property":"cityName"},["Toronto","Frankfurt","it's","Tr's"]]}`},
	{`a = 'bell\a back\b tab\t line\n vertical\v form\f return\r quote\' or '' 100\% \\''`, `{"op":"=","args":[{"property":"a"},"bell\u0007 back\b tab\t line\n vertical\u000b form\f return\r quote' or ' 100\\% \\'"]}`},
	{"category NOT IN (1,2,3)", `{"op":"not","args":[{"op":"in","args":[{"property":"category"},[1,2,3]]}]}`},
	{"a IN ((1+2)*3, 4)", `{"op":"in","args":[{"property":"a"},[{"op":"*","args":[{"op":"+","args":[1,2]},3]},4]]}`},
	{"geometry IS NOT NULL", `{"op":"not","args":[{"op":"isNull","args":[{"property":"geometry"}]}]}`},
	{"NOT a IS NULL OR b = TRUE AND c <> false", `{"op":"or","args":[{"op":"not","args":[{"op":"isNull","args":[{"property":"a"}]}]},{"op":"and","args":[{"op":"=","args":[{"property":"b"},true]},{"op":"<>","args":[{"property":"c"},false]}]}]}`},
	{"(a = 1 OR b = 2 OR c = 3) AND NOT (d = 4)", `{"op":"and","args":[{"op":"or","args":[{"op":"=","args":[{"property":"a"},1]},{"op":"=","args":[{"property":"b"},2]},{"op":"=","args":[{"property":"c"},3]}]},{"op":"not","args":[{"op":"=","args":[{"property":"d"},4]}]}]}`},
	{`"and" = "with ""quotes"" and ünder_ ə" + -2^2^3 - 7 div 2 % 3`, `{"op":"=","args":[{"property":"and"},{"op":"-","args":[{"op":"+","args":[{"property":"with \"quotes\" and ünder_ ə"},{"op":"^","args":[-2,{"op":"^","args":[2,3]}]}]},{"op":"%","args":[{"op":"div","args":[7,2]},3]}]}]}`},
	{"-a < .5e1", `{"op":"<","args":[{"op":"*","args":[-1,{"property":"a"}]},5]}`},
	{"тип = 'şəhər'", `{"op":"=","args":[{"property":"тип"},"şəhər"]}`},
	{"S_INTERSECTS(geom,POINT(36.319836 32.288087))", `{"op":"s_intersects","args":[{"property":"geom"},{"type":"Point","coordinates":[36.319836,32.288087]}]}`},
	{"s_crosses(g,LINESTRING Z(1 2 3, -4 5 6))", `{"op":"s_crosses","args":[{"property":"g"},{"type":"LineString","coordinates":[[1,2,3],[-4,5,6]]}]}`},
	{"S_WITHIN(POLYGON((0 0,1 0,1 1,0 0),(0.1 0,0.2 0,0.2 0.1,0.1 0)),g)", `{"op":"s_within","args":[{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0.1,0],[0.2,0],[0.2,0.1],[0.1,0]]]},{"property":"g"}]}`},
	{"S_DISJOINT(g,MULTIPOINT((1 2),(3 4)))", `{"op":"s_disjoint","args":[{"property":"g"},{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}]}`},
	{"S_TOUCHES(g,MULTILINESTRING((1 2,3 4),(5 6,7 8)))", `{"op":"s_touches","args":[{"property":"g"},{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}]}`},
	{"S_OVERLAPS(g,MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5))))", `{"op":"s_overlaps","args":[{"property":"g"},{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}]}`},
	{"S_EQUALS(g,GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1)))", `{"op":"s_equals","args":[{"property":"g"},{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[0,0],[1,1]]}]}]}`},
	{"S_CONTAINS(g,BBOX(-128.1,43.57,-125.86,48.38))", `{"op":"s_contains","args":[{"property":"g"},{"bbox":[-128.1,43.57,-125.86,48.38]}]}`},
	{"S_INTERSECTS(g,BBOX(1,2,0,3,4,9))", `{"op":"s_intersects","args":[{"property":"g"},{"bbox":[1,2,0,3,4,9]}]}`},
	{"T_AFTER(event_time,DATE('1969-07-24'))", `{"op":"t_after","args":[{"property":"event_time"},{"date":"1969-07-24"}]}`},
	{"t_finishedby(INTERVAL(starts_at, '..'),INTERVAL('1969-07-16','1969-07-24T16:50:35.5Z'))", `{"op":"t_finishedBy","args":[{"interval":[{"property":"starts_at"},".."]},{"interval":["1969-07-16","1969-07-24T16:50:35.5Z"]}]}`},
	{"event_time = TIMESTAMP('1969-07-20T20:17:40Z')", `{"op":"=","args":[{"property":"event_time"},{"timestamp":"1969-07-20T20:17:40Z"}]}`},
	{"A_CONTAINS(layer_ids,('layers-ca',('b'),3,[TRUE]))", `{"op":"a_contains","args":[{"property":"layer_ids"},["layers-ca",["b"],3,[true]]]}`},
	{"a_containedby(x,())", `{"op":"a_containedBy","args":[{"property":"x"},[]]}`},
	{"point = 1 AND date = DATE('2020-01-01')", `{"op":"and","args":[{"op":"=","args":[{"property":"point"},1]},{"op":"=","args":[{"property":"date"},{"date":"2020-01-01"}]}]}`},
	{"a\u00a0=\u3000'x\u00a0y'\u2028AND\u1680b\u0085= 1", `{"op":"and","args":[{"op":"=","args":[{"property":"a"},"x\u00a0y"]},{"op":"=","args":[{"property":"b"},1]}]}`},
	{"TRUE", `true`},
	{"is_open()", `{"op":"is_open","args":[]}`},
}

func TestParse_TextAndJSONAreOneTree(t *testing.T) {
	for _, f := range forms {
		fromText, err := cql2.Parse(f.text)
		if err != nil {
			t.Errorf("Parse(%s): %v", f.text, err)
			continue
		}
		fromJSON, err := cql2.ParseJSON([]byte(f.json))
		if err != nil {
			t.Errorf("ParseJSON(%s): %v", f.json, err)
			continue
		}
		if diff := cmp.Diff(fromText, fromJSON, anywhere); diff != "" {
			t.Errorf("%s is not %s (-text +JSON):\n%s", f.text, f.json, diff)
		}
		roundTrip(t, fromText)
	}
}

// roundTrip writes a tree in both languages and reads it back.
func roundTrip(t *testing.T, n *cql2.Node) {
	t.Helper()
	body := n.WriteJSON()
	back, err := cql2.ParseJSON(body)
	if err != nil {
		t.Fatalf("ParseJSON of what was written: %v in %s", err, body)
	}
	if diff := cmp.Diff(n, back, anywhere); diff != "" {
		t.Fatalf("JSON %s reads back otherwise:\n%s", body, diff)
	}
	text, err := n.WriteText()
	if err != nil {
		if !strings.Contains(string(body), `\\`) {
			t.Fatalf("WriteText(%s): %v", body, err)
		}
		return
	}
	if back, err = cql2.Parse(text); err != nil {
		t.Fatalf("Parse of what was written: %v in %s", err, text)
	}
	if diff := cmp.Diff(n, back, anywhere); diff != "" {
		t.Fatalf("text %s reads back otherwise:\n%s", text, diff)
	}
}

func TestParse_SaysWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "column 1: the filter is empty"},
		{"  ", "column 3: the filter is empty"},
		{"ə = ", "column 5: the end stands where a property"},
		{"name = 'x", "column 8: the quote that opens here is not closed"},
		{`name = 'x\'`, "column 8: the quote"},
		{"name = \"x", "column 8: the quote"},
		{"a = 1 AND", "column 10: the end stands"},
		{"a = 1 b = 2", `column 7: "b" stands where the filter could end`},
		{"a ~ 1", `column 3: the character '~'`},
		{"(a = 1", `column 7: the end stands where ")" is wanted`},
		{"a LIKE b", "column 8: LIKE takes a pattern in quotes here"},
		{"a IN ()", "column 6: the list of IN is empty"},
		{"a IN 1", `column 6: "1" stands where the "(" of IN`},
		{"a BETWEEN 1 OR 2", `column 13: "OR" stands where the AND of BETWEEN`},
		{"a NOT = 1", `column 7: "=" stands where LIKE, BETWEEN or IN`},
		{"a IS 1", `column 6: "1" stands where NULL`},
		{"1 + 1", "column 1: this is no condition"},
		{"'x'", "column 1: this is no condition"},
		{"1 AND a = 1", "column 1: AND takes a condition that is true or false here"},
		{"a + 'x' = 1", "column 5: + takes a number here"},
		{"a = POINT(1 2)", "column 5: = takes a property or value here"},
		{"null = 1", `column 1: "null" stands where a property`},
		{"S_INTERSECTS(g)", "column 1: S_INTERSECTS takes 2 operands, not 1"},
		{"S_INTERSECTS(g, 'x')", "column 17: S_INTERSECTS takes a geometry here"},
		{"S_INTERSECTS(g, POINT(1))", "column 23: a position has 1 numbers"},
		{"S_INTERSECTS(g, POLYGON((1 2,3 4,1 2)))", "column 25: 3 positions stand where four or more are wanted"},
		{"S_INTERSECTS(g, POINT EMPTY)", "column 23: an empty geometry"},
		{"S_INTERSECTS(g, BBOX(1,2,3))", "column 17: a box has four numbers"},
		{"T_AFTER(a, DATE('2020-02-30'))", "column 17: '2020-02-30' is no day"},
		{"T_AFTER(a, TIMESTAMP('2020-02-03'))", "column 22: '2020-02-03' is no time"},
		{"T_AFTER(a, INTERVAL('..'))", "column 12: an interval has two ends, not 1"},
		{"a = 1e999", "column 5: 1e999 is no number"},
		{"a = 1x", "column 5: 1 is followed by a letter"},
		{"A_EQUALS(a, 1)", "column 13: A_EQUALS takes an array here"},
		{strings.Repeat("(", 300) + "a = 1" + strings.Repeat(")", 300), "the filter nests deeper than 50"},
		{strings.Repeat("NOT ", 60) + "a = 1", "the filter nests deeper than 50"},
		{"a = " + strings.Repeat("1+", 100) + "1", "the filter nests deeper than 50"},
		{"a = 1" + strings.Repeat(" OR a = 1", 1000), "the filter has more than 2000 parts"},
		{"a = '" + strings.Repeat("x", 5000) + "'", "column 5: a text has more than 4000 bytes"},
		{"S_INTERSECTS(g, MULTIPOINT(1 2" + strings.Repeat(",1 2", 20_000) + "))", "more than 20000 positions"},
		{"S_INTERSECTS(g, " + strings.Repeat("GEOMETRYCOLLECTION(", 9) + "POINT(1 2)" + strings.Repeat(")", 9) + ")", "collections nest deeper than 8"},
		{"a = '\xff'", "column 1: the filter is not UTF-8"},
		{strings.Repeat(" ", cql2.MaxLength+1), "longer than 1 MiB"},
	} {
		_, err := cql2.Parse(c.text)
		var where *cql2.Error
		if !errors.As(err, &where) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Parse(%.60s) = %v, want %s", c.text, err, c.want)
		}
	}
}

func TestParseJSON_SaysWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{``, "no JSON"},
		{`{`, "no JSON"},
		{`true true`, "something follows"},
		{`null`, "at the top: null stands"},
		{`{"op":"=","args":[{"property":"a"},null]}`, "at /args/1: null stands"},
		{`{"op":"=","args":[{"property":"a"}]}`, "at the top: = takes 2 operands, not 1"},
		{`{"op":"and","args":[true,{"op":"=","args":[{"property":1},2]}]}`, "at /args/1/args/0/property: it is no text"},
		{`{"op":"and","args":[true,5]}`, "at /args/1: AND takes a condition"},
		{`{"op":"no such","args":[]}`, `at /op: "no such" is no operator`},
		{`{"op":"AND","args":[true,true]}`, `at /op: "AND" is no operator`},
		{`{"op":5,"args":[]}`, "at /op: op is no text"},
		{`{"op":"=","args":{}}`, "at /args: args is no array"},
		{`{"op":"=","args":[1,2],"x":3}`, "at the top: an object has op and args"},
		{`{"op":"t_after","args":[{"property":"a"},{"date":"2020"}]}`, "at /args/1/date: '2020' is no day"},
		{`{"op":"t_after","args":[{"property":"a"},{"interval":["..","x"]}]}`, "at /args/1/interval/1: 'x' is no day"},
		{`{"op":"s_within","args":[{"property":"a"},{"type":"Circle","coordinates":[1,2]}]}`, "at /args/1/type: it is no type"},
		{`{"op":"s_within","args":[{"property":"a"},{"type":"Polygon","coordinates":[[[1,2],[3,"x"]]]}]}`, "at /args/1/coordinates/0/1/1: it is no number"},
		{`{"op":"s_within","args":[{"property":"a"},{"bbox":[1,2,3]}]}`, "at /args/1/bbox: a box has four numbers"},
		{`{"op":"in","args":[{"property":"a"},5]}`, "at /args/1: IN takes a list"},
		{`{"op":"=","args":[1,1e999]}`, "at /args/1: 1e999 is too large"},
		{strings.Repeat(`{"op":"not","args":[`, 60) + "true" + strings.Repeat("]}", 60), "nests deeper than 50"},
		{strings.Repeat(`[`, 100_000), "nests deeper than 50"},
	} {
		_, err := cql2.ParseJSON([]byte(c.body))
		var where *cql2.Error
		if !errors.As(err, &where) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseJSON(%.80s) = %v, want %s", c.body, err, c.want)
		}
	}
}

func TestNode_TransformReachesEveryPosition(t *testing.T) {
	n, err := cql2.Parse("S_WITHIN(g, GEOMETRYCOLLECTION(POINT(1 2), MULTIPOINT(1 2), LINESTRING(1 2, 1 2), MULTILINESTRING((1 2,1 2)), POLYGON((1 2,1 2,1 2,1 2)), MULTIPOLYGON(((1 2,1 2,1 2,1 2))))) OR S_WITHIN(g, BBOX(1,2,3,4))")
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Transform(func(p orb.Point) (orb.Point, error) { return orb.Point{p[1], p[0]}, nil }); err != nil {
		t.Fatal(err)
	}
	text, err := n.WriteText()
	if err != nil || strings.Contains(text, "1 2") || strings.Count(text, "2 1") != 14 || !strings.Contains(text, "BBOX(2,1,4,3)") {
		t.Errorf("transformed: %s %v", text, err)
	}
	err = n.Transform(func(orb.Point) (orb.Point, error) { return orb.Point{}, errors.New("out of reach") })
	if err == nil || err.Error() != "column 13: out of reach" {
		t.Errorf("Transform = %v, want the place of the geometry", err)
	}
}

func TestWriteText_RefusesWhatTextCannotSay(t *testing.T) {
	for _, value := range []string{`x\\`, `x\\n`} {
		n, err := cql2.ParseJSON([]byte(`{"op":"=","args":[{"property":"a"},"` + value + `"]}`))
		if err != nil {
			t.Fatal(err)
		}
		if text, err := n.WriteText(); err == nil {
			t.Errorf("WriteText = %s, which reads otherwise", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, form := range forms {
		f.Add(form.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := cql2.Parse(text)
		if err != nil {
			var where *cql2.Error
			if !errors.As(err, &where) || where.At.Column < 1 {
				t.Fatalf("Parse(%q): %v has no column", text, err)
			}
			return
		}
		roundTrip(t, n)
	})
}

func FuzzParseJSON(f *testing.F) {
	for _, form := range forms {
		f.Add([]byte(form.json))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		n, err := cql2.ParseJSON(body)
		if err != nil {
			var where *cql2.Error
			if !errors.As(err, &where) || where.At.Column != 0 {
				t.Fatalf("ParseJSON(%q): %v has no pointer", body, err)
			}
			return
		}
		roundTrip(t, n)
	})
}
