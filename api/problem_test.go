package api_test

import (
	"net/http"
	"strings"
	"testing"
)

type problem struct {
	Type, Title, Detail, Instance, Parameter, Value, Accepted string
	Status                                                    int
	RequestID                                                 string `json:"request_id"`
}

func TestProblem_OfParameters(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	first := decode[page](t, s.get("/collections/sites/items?limit=2")).link("next")
	_, token, _ := strings.Cut(first, "next=")
	tests := []struct {
		path, parameter, detail string
	}{
		{"/collections/sites/items?bbox=1,2,3", "bbox", "3 numbers, not 4 or 6"},
		{"/collections/sites/items?bbox=", "bbox", "not 4 or 6"},
		{"/collections/sites/items?bbox=a,2,3,4", "bbox", `number 1 "a" is not a decimal number`},
		{"/collections/sites/items?bbox=1,NaN,3,4", "bbox", "number 2"},
		{"/collections/sites/items?bbox=0x1,2,3,4", "bbox", "number 1"},
		{"/collections/sites/items?bbox=1,1e999,3,4", "bbox", "number 2"},
		{"/collections/sites/items?bbox=1,412,3,413", "bbox", "412 is outside -90..90"},
		{"/collections/sites/items?bbox=1,5,3,4", "bbox", "south 5 is above north 4"},
		{"/collections/sites/items?bbox=" + strings.Repeat("1,", 5000) + "1", "bbox", "characters"},
		{"/collections/sites/items?datetime=", "datetime", "empty"},
		{"/collections/sites/items?datetime=yesterday", "datetime", `"yesterday" is not a date`},
		{"/collections/sites/items?datetime=1993-02-30", "datetime", "not a date"},
		{"/collections/sites/items?datetime=1994/1993", "datetime", "ends before it starts"},
		{"/collections/sites/items?datetime=1993/1994/1995", "datetime", "end of the interval"},
		{"/collections/sites/items?datetime=x/1994", "datetime", "start of the interval"},
		{"/collections/sites/items?limit=0", "limit", "whole number"},
		{"/collections/sites/items?limit=-1", "limit", "whole number"},
		{"/collections/sites/items?limit=1.5", "limit", "whole number"},
		{"/collections/sites/items?limit=", "limit", "whole number"},
		{"/collections/sites/items?next=abc", "next", "not given by this service"},
		{"/collections/sites/items?next=", "next", "not given by this service"},
		{"/collections/sites/items?next=" + strings.Repeat("A", 9000), "next", "too long"},
		{"/collections/sites/items?bbox=0,0,1,1&next=" + token, "next", "another query"},
		{"/collections/zones/items?next=" + token, "next", "another query"},
		{"/collections/sites/items?f=xml", "f", "not offered"},
		{"/collections/sites/items?f=kml", "f", "KML is not given by page: /collections/sites/export.kml has all that the same query matches"},
		{"/collections/sites/items?bbxo=1,2,3,4", "bbxo", `"bbxo" is not known here`},
		{"/collections/sites/items?limit=1&limit=2", "limit", "given twice"},
		{"/collections/sites/items?bbox=%zz", "bbox", "badly escaped"},
		{"/collections/sites/items?%zz=1", "%zz", "badly escaped"},
		{"/collections/sites/items?limit=1;f=json", "limit", "whole number"},
		{"/collections/sites/export.geojson?limit=3", "limit", "not known here"},
		{"/collections/sites/items?" + strings.Repeat("a=1&", 1000), "a", "not known here"},
		{"/collections?x=1", "x", "not known here"},
		{"/healthz?x=1", "x", "not known here"},
		{"/?f=xml", "f", "not offered"},
	}
	for _, test := range tests {
		r := s.get(test.path)
		p := decode[problem](t, r)
		if r.status != 400 || p.Parameter != test.parameter || !strings.Contains(p.Detail, test.detail) || p.Accepted == "" {
			t.Errorf("GET %.100s = %d %.400s, want 400 on %s with %q", test.path, r.status, r.body, test.parameter, test.detail)
		}
		if len(r.body) > 2000 {
			t.Errorf("GET %.100s: the problem echoes %d bytes", test.path, len(r.body))
		}
		checkProblem(t, r, p)
	}
}

// checkProblem holds what all problems promise.
func checkProblem(t *testing.T, r reply, p problem) {
	t.Helper()
	if r.header.Get("Content-Type") != "application/problem+json" || r.header.Get("Cache-Control") != "no-store" || r.header.Get("ETag") != "" {
		t.Errorf("headers of a problem: %v", r.header)
	}
	if p.Type != "about:blank" || p.Title != http.StatusText(r.status) || p.Status != r.status || p.RequestID == "" || p.RequestID != r.header.Get("X-Request-Id") {
		t.Errorf("problem %+v with status %d, ID %q", p, r.status, r.header.Get("X-Request-Id"))
	}
}

func TestProblem_NotFoundIsAlwaysTheSame(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	paths := []string{
		"/nothing", "/collections/graves", "/collections/graves/items", "/collections/sites/items/hidden", "/collections/sites/items/unknown",
		"/collections/sites/items/x/claims", "/sources/unknown", "/collections/sites/items/", "/collections/sites/items/%2e%2e", "/assets/x.js",
		"/collections/sites/items/a%2Fb", "/collections/sites/items/%FF",
	}
	for _, path := range paths {
		r := s.get(path)
		p := decode[problem](t, r)
		if r.status != 404 || p.Detail != "there is nothing at this address" {
			t.Errorf("GET %s = %d %s", path, r.status, r.body)
		}
		checkProblem(t, r, p)
	}
}

func TestProblem_MethodNotAllowed(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH"} {
		r := s.ask(method, "/collections/sites/items")
		if p := decode[problem](t, r); r.status != 405 || r.header.Get("Allow") != "GET, HEAD, OPTIONS" || p.Status != 405 {
			t.Errorf("%s = %d, Allow %q, %s", method, r.status, r.header.Get("Allow"), r.body)
		}
	}
}

func TestProblem_NoRelease(t *testing.T) {
	s := serve(t, nil)
	for _, path := range []string{"/?f=json", "/collections", "/collections/sites/items", "/sources", "/readyz", "/api"} {
		r := s.get(path)
		if p := decode[problem](t, r); r.status != 503 || r.header.Get("Retry-After") == "" || p.Detail != "no release is loaded yet" {
			t.Errorf("GET %s = %d %s", path, r.status, r.body)
		}
	}
	s.check([]row{{"/healthz", 200, []string{`{"status":"ok"}`}, nil}})
	s.holder.Swap(writeRelease(t, nil))
	s.check([]row{{"/readyz", 200, []string{`{"status":"ready","data_version":"`, `"published_on":"2026-11-23"}`}, nil}})
}
