package html_test

import (
	"strings"
	"testing"

	"stele/api/html"
	"stele/data"
)

var site = html.Site{Base: "https://example.org/stele", Title: "Test", Correction: html.Link{Text: "Ask", Href: "mailto:a@example.org"}}

func TestValue_KeepsOrderAndEscapes(t *testing.T) {
	body := `{"zeta":"<b>","alpha":[{"id":"x y","kind":"news_article"}],"url":"https://example.org/a?b&c","none":null,"yes":true,"script":"javascript:alert(1)"}`
	text, err := html.Value(site, html.Resource{Path: "/alpha", Title: "A"}, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for _, part := range []string{
		"&lt;b&gt;", `<a href="https://example.org/a?b&amp;c">`, `href="https://example.org/stele/alpha/x%20y"`, "News article", "Yes",
		`<a href="https://example.org/stele/">Map</a>`,
	} {
		if !strings.Contains(page, part) {
			t.Errorf("no %q in %s", part, page)
		}
	}
	if strings.Contains(page, "None") {
		t.Error("what is null is listed")
	}
	if strings.Contains(page, "<b>") || strings.Contains(page, `href="javascript`) {
		t.Errorf("foreign text is markup: %s", page)
	}
	if strings.Index(page, "Zeta") > strings.Index(page, "Alpha") {
		t.Error("the members are in another order than in the answer")
	}
	if _, err := html.Value(site, html.Resource{}, []byte(`{"a":`)); err == nil {
		t.Error("half an answer made a page")
	}
}

func item(t *testing.T, of html.Record) string {
	t.Helper()
	of.Collection, _ = data.CollectionByID(data.Sites)
	of.Fields = data.PublicFields(of.Collection)
	if of.Claims == nil {
		of.Claims = []byte(`{"perspectives":["A"]}`)
	}
	of.Public = []byte(`{"versions":[{"version":1,"day":"2026-03-05","reason":"first"}]}`)
	text, err := html.Item(site, html.Resource{Path: "/collections/sites/items/s1"}, of)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestItem_DrawsACellAsACell checks that what is made coarser is a shape, with no
// mark at its centre.
func TestItem_DrawsACellAsACell(t *testing.T) {
	page := item(t, html.Record{Feature: []byte(`{"id":"s1","geometry":{"type":"Polygon","coordinates":[[[46,39],[46.1,39],[46.1,39.1],[46,39.1],[46,39]]]},
		"properties":{"name":"A","location_form":"cell","generalised":true,"public_precision":"0.1"}}`)})
	if !strings.Contains(page, `<path class="shape" d="M`) || strings.Contains(page, "<circle") {
		t.Errorf("the cell: %s", page)
	}
	if !strings.Contains(page, "its centre is not the position") {
		t.Error("the page does not say that the position is made coarser")
	}
}

func TestItem_DrawsAPlaceAsAnArea(t *testing.T) {
	feature := []byte(`{"id":"s1","geometry":null,"properties":{"name":"A","place":"villages/v1","place_name":"B","location_form":"place_reference","one_sided":true}}`)
	place := []byte(`{"id":"v1","geometry":{"type":"Point","coordinates":[46,39.9]},"properties":{"name":"B"}}`)
	page := item(t, html.Record{Feature: feature, Place: place})
	if !strings.Contains(page, `<circle class="shape area"`) || strings.Contains(page, `r="6"`) || !strings.Contains(page, "somewhere round or over B") {
		t.Errorf("the area: %s", page)
	}
	if !strings.Contains(page, "One side recorded") || !strings.Contains(page, "5 March 2026") {
		t.Error("the page says neither that one side is recorded nor when it was published")
	}
	if nowhere := item(t, html.Record{Feature: feature}); strings.Contains(nowhere, "<svg") {
		t.Error("a map of nowhere")
	}
}

// TestItem_Figures reads figures in the words of their sources.
func TestItem_Figures(t *testing.T) {
	claims := `{"figures":[
		{"id":"f1","measure":"killed","word":"dozens","asserted_by":"a","source":"s"},
		{"id":"f2","measure":"killed","low":1001,"comparator":"more_than","asserted_by":"a","source":"s","disputes":["f1"]},
		{"id":"f3","measure":"killed","low":3,"best":4,"high":5,"asserted_by":"a","source":"s"},
		{"id":"f4","measure":"killed","best":1234567,"comparator":"about","asserted_by":"a","source":"s","when":"1993-04~"}],
		"properties":[{"property":"stage","contested":true,"claims":[{"id":"c1","property":"stage","value":"located","asserted_by":"a","source":"s","rank":"normal","locator":{"page":3,"bytes":[10,1200]}}]}],
		"sources":{"s":{"id":"s","title":"Report","kind":"report","archive":{"state":"not_captured"}}},"agents":{"a":{"name":"Body"}}}`
	page := item(t, html.Record{Feature: []byte(`{"id":"s1","geometry":null,"properties":{"name":"A"}}`), Claims: []byte(claims)})
	for _, part := range []string{"“dozens”", "1,000", "4 (3–5)", "1,234,567", "about April 1993", "Disputes: “dozens”", "according to Body", "Located", "(page 3, bytes 10–1,200)", "Contested"} {
		if !strings.Contains(page, part) {
			t.Errorf("no %q on the page: %s", part, page)
		}
	}
}
