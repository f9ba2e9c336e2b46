package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// recorder stands before a server and keeps the addresses that are asked for:
// the server's own log holds no query.
type recorder struct {
	*httptest.Server
	mu        sync.Mutex
	asked     []string
	encodings map[string]bool // of the answers about features
}

func record(t *testing.T, server string) *recorder {
	t.Helper()
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{encodings: map[string]bool{}}
	proxy := &httputil.ReverseProxy{Rewrite: func(p *httputil.ProxyRequest) {
		p.SetURL(to)
		p.Out.Host = p.In.Host // links are to lead through here again
	}, ModifyResponse: func(a *http.Response) error {
		if strings.HasSuffix(a.Request.URL.Path, "/items") {
			r.mu.Lock()
			r.encodings[a.Header.Get("Content-Encoding")] = true
			r.mu.Unlock()
		}
		return nil
	}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		r.asked = append(r.asked, q.URL.String())
		r.mu.Unlock()
		proxy.ServeHTTP(w, q)
	}))
	t.Cleanup(r.Close)
	return r
}

// filters are those that items was asked for.
func (r *recorder) filters(t *testing.T) (all []string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, address := range r.asked {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if f := u.Query().Get("filter"); f != "" && strings.HasSuffix(u.Path, "/items") {
			all = append(all, f)
		}
	}
	return all
}

// What GDAL is asked for by -where it asks the server for, and finds as many as
// if it read all and looked itself.
func TestGDAL_PushesWhereDown(t *testing.T) {
	s := startServer(t, "--demo")
	all := s.url + "/collections/villages/export.geojson"
	for _, c := range []struct{ where, filter string }{
		{"kind = 'town'", "kind = 'town'"},
		{"kind <> 'town'", "kind <> 'town'"},
		{"kind = 'town' AND name_hy IS NOT NULL", "kind = 'town'"},
		{"kind = 'town' OR name = 'Zar'", "OR"},
		{"NOT (kind = 'town')", "NOT"},
		{"uncertainty_m >= 5000 AND claim_count > 0", "claim_count > 0"},
		{"contested = 1", "contested = 1"},
		{"name_az = 'Başlıbel'", "Başlıbel"},
		{"name IN ('Zar', 'Vank')", ""}, // GDAL 3.6 knows no IN to send
	} {
		r := record(t, s.url)
		out := gdal(t, "ogrinfo", "-ro", "-al", "-so", "-where", c.where, "OAPIF:"+r.URL+"/", "villages")
		want := count(t, gdal(t, "ogrinfo", "-ro", "-al", "-so", "-where", c.where, all))
		if n := count(t, out); n != want || n == 0 {
			t.Errorf("-where %q finds %d by the API and %d in the file", c.where, n, want)
		}
		filters := r.filters(t)
		if c.filter == "" {
			continue
		}
		if len(filters) == 0 || !strings.Contains(filters[0], c.filter) {
			t.Errorf("-where %q asked for %q, want %q pushed down", c.where, filters, c.filter)
		}
	}
}
