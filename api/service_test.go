package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/api"
	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/release"
)

// service is the real server over a socket, serving a real release file.
type service struct {
	*httptest.Server
	t      testing.TB
	holder *atlas.Holder
	client *http.Client
}

func fixedNow() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// serve starts a service of a release; nil starts one without.
func serve(t testing.TB, a *atlas.Atlas, configure ...func(*api.Config)) *service {
	t.Helper()
	config := api.Config{Atlas: new(atlas.Holder), Now: fixedNow}
	if a != nil {
		config.Atlas.Swap(a)
	}
	for _, f := range configure {
		f(&config)
	}
	server := startServer(api.New(config))
	t.Cleanup(server.Close)
	// Tests ask for encodings themselves.
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	t.Cleanup(client.CloseIdleConnections)
	return &service{server, t, config.Atlas, client}
}

// startServer serves as the program does.
func startServer(h http.Handler) *httptest.Server {
	server := httptest.NewUnstartedServer(h)
	server.Config = api.Server("", h)
	server.Listener = api.Listener(server.Listener)
	server.Start()
	return server
}

// reply is an answer that was read to its end.
type reply struct {
	status int
	header http.Header
	body   string
}

// ask sends a request; headers are "Name: value".
func (s *service) ask(method, path string, headers ...string) reply {
	s.t.Helper()
	return s.send(method, path, "", headers...)
}

// post sends a body of JSON.
func (s *service) post(path, body string, headers ...string) reply {
	s.t.Helper()
	return s.send(http.MethodPost, path, body, append([]string{"Content-Type: application/json"}, headers...)...)
}

func (s *service) send(method, path, body string, headers ...string) reply {
	s.t.Helper()
	var sent io.Reader
	if body != "" {
		sent = strings.NewReader(body)
	}
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, sent)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		request.Header.Add(name, value)
	}
	response, err := s.client.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	return reply{response.StatusCode, response.Header, string(text)}
}

func (s *service) get(path string, headers ...string) reply {
	s.t.Helper()
	return s.ask(http.MethodGet, path, headers...)
}

// decode reads a JSON body.
func decode[T any](t testing.TB, r reply) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.body), &v); err != nil {
		t.Fatalf("%v in %d %s", err, r.status, r.body)
	}
	return v
}

// row is one line of a table of requests.
type row struct {
	path   string
	status int
	has    []string // what the body must contain
	hasNot []string
}

func (s *service) check(rows []row) {
	s.t.Helper()
	for _, row := range rows {
		got := s.get(row.path)
		if got.status != row.status {
			s.t.Errorf("GET %s = %d %s, want %d", row.path, got.status, got.body, row.status)
			continue
		}
		for _, want := range row.has {
			if !strings.Contains(got.body, want) {
				s.t.Errorf("GET %s has no %s:\n%s", row.path, want, got.body)
			}
		}
		for _, not := range row.hasNot {
			if strings.Contains(got.body, not) {
				s.t.Errorf("GET %s has %s:\n%s", row.path, not, got.body)
			}
		}
	}
}

// made is what goes into a release file.
type made struct {
	collection string
	id         string
	geometry   orb.Geometry
	when       string
	values     map[string]any
}

// writeRelease makes a real release file and reads it back.
func writeRelease(t testing.TB, features []made, more ...func(*release.Writer) error) *atlas.Atlas {
	t.Helper()
	path := filepath.Join(t.TempDir(), "release.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range features {
		c, f := m.feature(t)
		if err := w.AddFeature(t.Context(), c, f); err != nil {
			t.Fatal(err)
		}
	}
	for _, add := range more {
		if err := add(w); err != nil {
			t.Fatal(err)
		}
	}
	meta := release.Meta{
		Audience: "public", PublishedOn: "2026-11-23", Title: "Test release", Description: "Made for tests.",
		Attribution: "Nobody", Licence: "https://creativecommons.org/licenses/by/4.0/", Contact: "correct@example.org",
	}
	if _, err := w.Commit(t.Context(), meta); err != nil {
		t.Fatal(err)
	}
	return load(t, path)
}

func (m made) feature(t testing.TB) (data.Collection, release.Feature) {
	c, ok := data.CollectionByID(m.collection)
	if !ok {
		t.Fatalf("no collection %s", m.collection)
	}
	f := release.Feature{ID: m.id, Geometry: m.geometry, Earliest: edtf.MinDay, Latest: edtf.MaxDay}
	values := map[string]any{"name": m.id}
	for name, v := range m.values {
		values[name] = v
	}
	if m.when != "" {
		date, err := edtf.Parse(m.when)
		if err != nil {
			t.Fatal(err)
		}
		values["when"] = m.when
		if f.Earliest = date.Earliest(); f.Earliest != edtf.MinDay {
			values["earliest"] = f.Earliest.String()
		}
		if f.Latest = date.Latest(); f.Latest != edtf.MaxDay {
			values["latest"] = f.Latest.String()
		}
	}
	for _, field := range data.PublicFields(c) {
		f.Values = append(f.Values, values[field.Name])
	}
	return c, f
}

// someSites are sites of all forms: on a line along latitude 40, at both sides
// of 180 degrees, a triangle, and without a position or date.
func someSites() []made {
	at := func(lon, lat float64) orb.Geometry { return orb.Point{lon, lat} }
	sites := []made{
		{data.Sites, "fiji-east", at(-179.5, -17), "2001-05", nil},
		{data.Sites, "fiji-west", at(179.5, -17), "2002", nil},
		{data.Sites, "triangle", orb.Polygon{{{10, 10}, {20, 10}, {10, 20}, {10, 10}}}, "1990/1995", nil},
		{data.Sites, "unlocated", nil, "1993-04", map[string]any{"place_name": "Başlıbel", "generalised": true, "public_precision": "withheld"}},
		{data.Sites, "undated", at(47, 39), "", nil},
		{data.Sites, "open", at(47, 39.5), "1993-04-01/..", nil},
	}
	for i := range 9 {
		sites = append(sites, made{data.Sites, fmt.Sprintf("line%d", i), at(46+float64(i)/10, 40), fmt.Sprintf("1993-04-%02d", i+1), nil})
	}
	return sites
}

// load reads a release file into memory, as the program does.
func load(t testing.TB, path string) *atlas.Atlas {
	t.Helper()
	r, err := release.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	a, err := atlas.Build(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
