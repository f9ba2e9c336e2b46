package api_test

import (
	"strings"
	"testing"

	"stele/api"
)

func TestLanding_Negotiates(t *testing.T) {
	s := serve(t, writeRelease(t, nil), withWeb)
	tests := []struct {
		path, accept string
		html         bool
	}{
		{"/", "", false},
		{"/", "*/*", false},
		{"/", "application/json", false},
		{"/", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
		{"/", "application/json, text/html;q=0.9", false},
		{"/", "application/json;q=0.5, text/html", true},
		{"/", "text/html;q=0", false},
		{"/?f=json", "text/html", false},
		{"/?f=html", "application/json", true},
	}
	for _, test := range tests {
		r := s.get(test.path, "Accept: "+test.accept)
		isHTML := r.header.Get("Content-Type") == "text/html; charset=utf-8" && r.body == indexPage
		isJSON := r.header.Get("Content-Type") == "application/json" && strings.HasPrefix(r.body, `{"title":`)
		if r.status != 200 || isHTML != test.html || isJSON == test.html {
			t.Errorf("GET %s with %q = %d %v %.80s", test.path, test.accept, r.status, r.header, r.body)
		}
		if vary := strings.Join(r.header.Values("Vary"), ", "); vary != "Accept-Encoding, Accept" || r.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("GET %s: Vary %q, Cache-Control %q", test.path, vary, r.header.Get("Cache-Control"))
		}
	}
}

func TestLanding_Links(t *testing.T) {
	s := serve(t, writeRelease(t, nil))
	p := decode[page](t, s.get("/"))
	want := map[string]string{
		"service-desc": "application/vnd.oai.openapi+json;version=3.0", "conformance": "application/json", "data": "application/json",
		"self": "application/json", "alternate": "text/html", "related": "application/json",
	}
	for rel, contentType := range want {
		found := false
		for _, l := range p.Links {
			if l["rel"] != rel {
				continue
			}
			found = true
			r := s.get(strings.TrimPrefix(l["href"], s.URL))
			got, _, _ := strings.Cut(r.header.Get("Content-Type"), "; charset")
			if l["type"] != contentType || !strings.HasPrefix(l["href"], s.URL+"/") || r.status != 200 || got != contentType {
				t.Errorf("link %v leads to %d %s", l, r.status, r.header.Get("Content-Type"))
			}
		}
		if !found {
			t.Errorf("no link %s", rel)
		}
	}
	s.check([]row{
		{"/?f=json", 200, []string{`"title":"Test release"`, `"rel":"license"`, `"mailto:correct@example.org","rel":"help"`, `"attribution":"Nobody"`}, nil},
		{"/conformance", 200, []string{`"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"`, "conf/geojson", "conf/oas30", "features-2/1.0/conf/crs", "ogcapi-features-3/1.0/conf/filter", "cql2/1.0/conf/temporal-functions"}, []string{"array-functions", "conf/functions", "conf/html"}},
	})
}

func TestLanding_WithoutFrontEnd(t *testing.T) {
	s := serve(t, writeRelease(t, nil), func(*api.Config) {})
	s.check([]row{
		{"/?f=html", 200, []string{"make build", "?f=json"}, []string{"<script", "<style", "style="}},
	})
}

func TestLanding_BaseURL(t *testing.T) {
	a := writeRelease(t, nil)
	tests := []struct {
		name      string
		configure func(*api.Config)
		headers   []string
		want      string
	}{
		{"configured", func(c *api.Config) { c.BaseURL = "https://example.org/stele/" }, nil, "https://example.org/stele/?f=json"},
		{"configured beats forwarded", func(c *api.Config) { c.BaseURL, c.TrustForwarded = "https://example.org", true }, []string{"X-Forwarded-Host: evil.example"}, "https://example.org/?f=json"},
		{"forwarded is not believed", nil, []string{"X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https"}, ""},
		{"forwarded is trusted", func(c *api.Config) { c.TrustForwarded = true }, []string{"X-Forwarded-Host: good.example", "X-Forwarded-Proto: https"}, "https://good.example/?f=json"},
	}
	for _, test := range tests {
		configure := test.configure
		if configure == nil {
			configure = func(*api.Config) {}
		}
		s := serve(t, a, configure)
		if test.want == "" {
			test.want = s.URL + "/?f=json"
		}
		if got := decode[page](t, s.get("/?f=json", test.headers...)).link("self"); got != test.want {
			t.Errorf("%s: self is %s, want %s", test.name, got, test.want)
		}
	}
	s := serve(t, a, func(c *api.Config) { c.TrustForwarded = true })
	for _, host := range []string{"a/b", `a"b`, "a b", "a?b", "<x>", "[", ":80"} {
		if r := s.get("/?f=json", "X-Forwarded-Host: "+host); r.status != 400 || !strings.Contains(r.body, "host") {
			t.Errorf("host %q = %d %s", host, r.status, r.body)
		}
	}
}

func TestPrefersHTML_Hostile(t *testing.T) {
	for _, accept := range []string{"text/html;q=2", "text/html;q=NaN", "text/html;q=", ";;;,,,", "text/html;q=-1", "TEXT/html;q=0x1"} {
		if api.PrefersHTML([]string{accept}) {
			t.Errorf("PrefersHTML(%q)", accept)
		}
	}
}
