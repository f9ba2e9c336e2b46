package audit_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"stele/data"
	"stele/data/archive"
	"stele/data/audit"
	"stele/data/vault"
)

// twoPages is a PDF, and unclear one whose pages are in no tree.
const (
	twoPages = "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>> endobj\n" +
		"3 0 obj <</Type/Page/Parent 2 0 R>> endobj\n4 0 obj <</Type/Page/Parent 2 0 R>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
	unclear  = "%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n%%EOF"
	webPage  = "<html><body><h1>A title</h1><p>One.<p>Two.<br><br>Three.<div>Four.</div></body></html>"
	scripted = `<html><body><script>render({"text": ["One.", "Two.", "Three.\nFour.\u003cp\u003eFive."]})</script></body></html>`
)

// Each place is right, wrong, or of a kind that cannot be checked: what cannot be
// is never said to have been.
func TestCheckLocator(t *testing.T) {
	bytes := func(first, last int64) *[2]int64 { return &[2]int64{first, last} }
	a := archive.In(t.TempDir())
	keep := func(text, mediaType string) vault.File {
		sum, size, err := a.Add(t.Context(), strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return vault.File{SHA256: sum, Bytes: size, MediaType: mediaType}
	}
	plain, page, pdf := keep(article, "text/plain; charset=utf-8"), keep(webPage, "text/html"), keep(twoPages, "application/pdf")
	noTree, table, elsewhere := keep(unclear, "application/pdf"), keep("a,b\n1,2\n", "text/csv"), vault.File{SHA256: strings.Repeat("0", 64), Bytes: 9, MediaType: "application/pdf"}
	tests := map[string]struct {
		copies      []vault.File
		locator     data.Locator
		open, wrong string // parts of what is said; "" for nothing
	}{
		"nothing":                      {[]vault.File{pdf}, data.Locator{}, "", ""},
		"words alone":                  {[]vault.File{pdf}, data.Locator{Text: "table 2"}, "", ""},
		"a page of a PDF":              {[]vault.File{pdf}, data.Locator{Page: 2}, "", ""},
		"a page beyond":                {[]vault.File{pdf}, data.Locator{Page: 9999}, "", "there is no page 9999, only 2"},
		"a page and bytes":             {[]vault.File{pdf}, data.Locator{Page: 2, Bytes: bytes(0, 9)}, "", ""},
		"a page and no such bytes":     {[]vault.File{pdf}, data.Locator{Page: 2, Bytes: bytes(0, 9999)}, "", "are not in its"},
		"a paragraph of a PDF":         {[]vault.File{pdf}, data.Locator{Paragraph: 9999}, "plain text alone", ""},
		"a paragraph and a page":       {[]vault.File{pdf}, data.Locator{Paragraph: 3, Page: 3}, "", "there is no page 3"},
		"a PDF that cannot be counted": {[]vault.File{noTree}, data.Locator{Page: 1}, "cannot be counted", ""},
		"a paragraph of HTML":          {[]vault.File{page}, data.Locator{Paragraph: 4}, "of HTML are not counted", ""},
		"far too many of HTML":         {[]vault.File{page}, data.Locator{Paragraph: 9999}, "", "there is no paragraph 9999: its HTML has"},
		"a page of HTML":               {[]vault.File{page}, data.Locator{Page: 2}, "in PDF files alone", ""},
		"a page that a script writes":  {[]vault.File{keep(scripted, "text/html")}, data.Locator{Paragraph: 5}, "of HTML are not counted", ""},
		"bytes of HTML":                {[]vault.File{page}, data.Locator{Bytes: bytes(6, 12)}, "", ""},
		"bytes and paragraph of HTML":  {[]vault.File{page}, data.Locator{Paragraph: 2, Bytes: bytes(6, 12)}, "of HTML are not counted", ""},
		"a page of plain text":         {[]vault.File{plain}, data.Locator{Page: 900}, "in PDF files alone", ""},
		"a paragraph of plain text":    {[]vault.File{plain}, data.Locator{Paragraph: 3}, "", ""},
		"a row":                        {[]vault.File{table}, data.Locator{Row: 7}, "rows are not counted", ""},
		"a paragraph of a table":       {[]vault.File{table}, data.Locator{Paragraph: 7}, "plain text alone", ""},
		"elsewhere":                    {[]vault.File{elsewhere}, data.Locator{Page: 9999}, "not here", ""},
		"no copy":                      {nil, data.Locator{Paragraph: 1}, "not here", ""},
		"in one copy of two":           {[]vault.File{pdf, plain}, data.Locator{Paragraph: 3}, "", ""},
		"in none of two, one unclear":  {[]vault.File{pdf, noTree}, data.Locator{Page: 3}, "cannot be counted", ""},
		"in neither of two":            {[]vault.File{pdf, keep("%"+twoPages, "application/pdf")}, data.Locator{Page: 3}, "", "there is no page 3"},
		"from 1":                       {nil, data.Locator{Page: -1}, "", "counted from 1"},
	}
	for name, test := range tests {
		open, err := audit.CheckLocator(a, test.copies, test.locator)
		said := ""
		if err != nil {
			said = err.Error()
		}
		if !says(open, test.open) || !says(said, test.wrong) {
			t.Errorf("%s: CheckLocator = %q, %q, want %q, %q", name, open, said, test.open, test.wrong)
		}
	}
}

// says reports that a text has a part in it, and that it is empty if there is none.
func says(text, part string) bool {
	return strings.Contains(text, part) && (text == "") == (part == "")
}

// verify counts as checked what was, and tells how many could not be.
func TestFolder_CountsWhatItCouldNotCheck(t *testing.T) {
	dir := t.TempDir()
	v, _, err := vault.Create(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	fill(t, v, dir, 46) // two locators in a plain text
	b, err := v.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Rollback()
	for key, text := range map[string]string{"web": webPage, "pdf": twoPages} {
		mediaType := map[string]string{"web": "text/html", "pdf": "application/pdf"}[key]
		sum, size, err := archive.In(dir).Add(t.Context(), strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(b.AddFile(t.Context(), vault.File{SHA256: sum, Bytes: size, MediaType: mediaType}, "tester"), b.AddSource(t.Context(), data.Source{
			Key: key, Kind: "news_article", Title: "An article", Agent: "office",
			Archive: data.Archive{State: "captured", SHA256: sum, Bytes: size, MediaType: mediaType},
		}))
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, at := range []struct {
		source  string
		locator data.Locator
	}{
		{"pdf", data.Locator{Page: 2}},
		{"pdf", data.Locator{Paragraph: 9999}},
		{"web", data.Locator{Paragraph: 2}},
		{"pdf", data.Locator{Page: 9999}},
		{"web", data.Locator{Paragraph: 9999}},
	} {
		err := b.AddClaim(t.Context(), data.Claim{
			Key: fmt.Sprint("located-", i), Subject: data.Ref{Collection: data.Sites, Key: "first"}, Property: "note", Value: []byte(`"x"`),
			Assertion: data.Assertion{Source: at.source, Rank: "normal", Locator: at.locator},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"}); err != nil {
		t.Fatal(err)
	}
	report, err := audit.Folder(t.Context(), dir, audit.Options{All: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range report.Lines {
		if l.What == "locators" && (l.Count != 5 || !strings.HasPrefix(l.Note, "2 more cannot be checked")) {
			t.Errorf("locators: %d checked, %q; want 5, and 2 that cannot be", l.Count, l.Note)
		}
	}
	if found := fmt.Sprint(report.Faults); len(report.Faults) != 2 || !strings.Contains(found, "no page 9999") || !strings.Contains(found, "no paragraph 9999") {
		t.Errorf("found %s, want a page and a paragraph that are not there", found)
	}
}
