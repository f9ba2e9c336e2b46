package api_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"stele/api"
)

// lines collects a log.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *lines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Split(strings.TrimSpace(l.text.String()), "\n")
}

func TestT5_LogTellsRouteAndNoQuery(t *testing.T) {
	var log lines
	s := serve(t, writeRelease(t, someSites()), func(c *api.Config) { c.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
	r := s.get("/collections/sites/items?bbox=46.4242,40,47,41&datetime=1993")
	s.get("/collections/sites/items/line1?f=nope")
	s.get("/secret-46.4242")
	s.ask("G46.4242", "/")
	s.Close() // lines are written after the answer
	got := log.all()
	if len(got) != 4 {
		t.Fatalf("%d lines: %q", len(got), got)
	}
	first := map[string]any{}
	if err := json.Unmarshal([]byte(got[0]), &first); err != nil {
		t.Fatal(err)
	}
	if first["route"] != "/collections/{collection}/items" || first["status"] != 200.0 || first["bytes"] != float64(len(r.body)) ||
		first["method"] != "GET" || first["request_id"] != r.header.Get("X-Request-Id") {
		t.Errorf("line %s", got[0])
	}
	for _, not := range []string{"46.4242", "bbox", "datetime", "1993", "line1", "secret", "127.0.0.1"} {
		if strings.Contains(strings.Join(got, "\n"), not) {
			t.Errorf("the log has %q: %s", not, got)
		}
	}
}

// A method that is refused was asked of a route all the same; a path that is
// none has no route, and is not told.
func TestLog_TellsTheRouteOfARefusedMethod(t *testing.T) {
	for _, test := range []struct {
		method, path, want string
		status             float64
	}{
		{"POST", "/collections/sites/items", "/collections/{collection}/items", 405},
		{"DELETE", "/collections/sites/items/line1", "/collections/{collection}/items/{id}", 405},
		{"BREW", "/", "/", 405},
		{"POST", "/secret", "none", 404},
		{"GET", "/secret", "none", 404},
		{"HEAD", "/collections", "/collections", 200},
	} {
		var log lines
		s := serve(t, writeRelease(t, someSites()), func(c *api.Config) { c.Logger = slog.New(slog.NewJSONHandler(&log, nil)) })
		s.ask(test.method, test.path)
		s.Close()
		var line struct {
			Route  string
			Status float64
		}
		if err := json.Unmarshal([]byte(log.all()[0]), &line); err != nil {
			t.Fatal(err)
		}
		if line.Route != test.want || line.Status != test.status {
			t.Errorf("%s %s is logged as %+v, want %s and %v", test.method, test.path, line, test.want, test.status)
		}
	}
}

// brokenFS panics where a front end is read.
type brokenFS struct{ fs.FS }

func (b brokenFS) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "assets/") {
		panic("a position: 46.4242")
	}
	return b.FS.Open(name)
}

func TestRecover_PanicIsAProblem(t *testing.T) {
	var log lines
	s := serve(t, nil, func(c *api.Config) {
		c.Logger = slog.New(slog.NewJSONHandler(&log, nil))
		c.Web = brokenFS{fstest.MapFS{"index.html": {Data: []byte("x")}}}
	})
	r := s.get("/assets/a.js", "Accept-Encoding: gzip")
	p := decode[problem](t, r)
	if r.status != 500 || p.Detail != "internal error" || strings.Contains(r.body, "46.4242") {
		t.Errorf("panic = %d %s", r.status, r.body)
	}
	checkProblem(t, r, p)
	if s.get("/healthz").status != 200 {
		t.Error("the server did not survive")
	}
	s.Close()
	text := strings.Join(log.all(), "\n")
	if !strings.Contains(text, `"msg":"panic"`) || !strings.Contains(text, p.RequestID) || strings.Contains(text, "46.4242") {
		t.Errorf("log %s", text)
	}
}
