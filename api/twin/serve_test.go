package twin_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"stele/api"
	"stele/data/atlas"
	"stele/data/release"
)

var seed = flag.Uint64("seed", 19930403, "seed of the twins")

// host is what both servers are called, so that their links are alike.
const host = "stele.example"

// pair is both twins, published.
type pair struct {
	world *world
	twins [2]*twin
	files [2][]byte // the releases
	atlas [2]*atlas.Atlas
	heads [2]string // the checkpoints of the vaults' own logs
	known func() *scanner
}

// twins are made once for all tests, which only read them.
var twins = sync.OnceValues(func() (*pair, error) {
	dir, err := os.MkdirTemp("", "stele-twin-")
	if err != nil {
		return nil, err
	}
	p := &pair{world: newWorld(*seed, 220)}
	p.known = sync.OnceValue(p.newScanner)
	for n := range p.twins {
		err = errors.Join(err, p.publish(context.Background(), n, dir))
	}
	return p, errors.Join(err, os.RemoveAll(dir)) // what is served does without the vault
})

// publish makes vault n and its release in dir, and reads the release.
func (p *pair) publish(ctx context.Context, n int, dir string) error {
	p.twins[n] = newTwin(p.world, n, dir)
	v, err := p.twins[n].build(ctx)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, fmt.Sprintf("release-%d", n), "public.gpkg")
	// Twice, and between the releases the vaults go on with what nobody sees: more
	// in the one than in the other.
	err = errors.Join(publishTo(ctx, v, path), p.twins[n].embargoDrafts(ctx, v), publishTo(ctx, v, path))
	if err == nil {
		p.heads[n], err = v.Checkpoint(ctx)
	}
	if err = errors.Join(err, v.Close()); err != nil {
		return err
	}
	if p.files[n], err = os.ReadFile(path); err != nil {
		return err
	}
	p.atlas[n], err = load(path)
	return err
}

func load(path string) (*atlas.Atlas, error) {
	r, err := release.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	a, err := atlas.Build(context.Background(), r)
	return a, errors.Join(err, r.Close())
}

// both gives the twins to a test, which may run beside the others.
func both(t *testing.T) *pair {
	t.Helper()
	t.Parallel()
	t.Logf("seed %d", *seed)
	p, err := twins()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// handler is the service of a release, as the program makes it.
func handler(a *atlas.Atlas) http.Handler {
	c := api.Config{Atlas: new(atlas.Holder), Build: "twin", Now: func() time.Time { return time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC) }}
	c.Atlas.Swap(a)
	c.Web = fstest.MapFS{
		"index.html":       {Data: []byte("<!doctype html><title>Map</title>")},
		"sw.js":            {Data: []byte("self;")},
		"assets/app.js":    {Data: []byte(strings.Repeat("let a = 1;\n", 200))},
		"assets/app.js.gz": {Data: []byte("not really gzip")},
	}
	return api.New(c)
}

// server is a service behind a socket.
type server struct {
	url    string
	client *http.Client
}

func serve(t *testing.T, h http.Handler) *server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config, s.Listener = api.Server("", h), api.Listener(s.Listener)
	s.Start()
	t.Cleanup(s.Close)
	client := &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(client.CloseIdleConnections)
	return &server{s.URL, client}
}

// request is what both servers are asked. Headers are "Name: value".
type request struct {
	method, path string
	headers      []string
}

func get(path string, headers ...string) request { return request{http.MethodGet, path, headers} }

func (r request) String() string {
	return strings.Join(append([]string{r.method + " " + r.path}, r.headers...), ", ")
}

// reply is all that a client sees, without the clock of the connection and the
// random name of the request.
type reply struct {
	status int
	proto  string
	header http.Header
	length int64
	body   []byte
}

// ask sends a request. A path that takes POST begins with that, and has its body
// of JSON behind a space.
func (s *server) ask(t *testing.T, r request) reply {
	t.Helper()
	var body io.Reader
	if rest, ok := strings.CutPrefix(r.path, "POST "); ok {
		path, text, _ := strings.Cut(rest, " ")
		r.method, r.path, body = http.MethodPost, path, strings.NewReader(text)
		r.headers = append(r.headers[:len(r.headers):len(r.headers)], "Content-Type: application/json")
	}
	q, err := http.NewRequestWithContext(t.Context(), r.method, s.url+r.path, body)
	if err != nil {
		t.Fatal(err)
	}
	q.Host = host
	for _, h := range r.headers {
		name, value, _ := strings.Cut(h, ": ")
		q.Header.Add(name, value)
	}
	response, err := s.client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%v: %v", r, err)
	}
	id := response.Header.Get("X-Request-Id")
	if len(id) != 16 {
		t.Fatalf("%v: the request's ID is %q, want 16 characters", r, id)
	}
	response.Header.Del("Date")
	response.Header.Set("X-Request-Id", "the request's ID")
	text = bytes.ReplaceAll(text, []byte(`"request_id":"`+id+`"`), []byte(`"request_id":"the request's ID"`))
	return reply{response.StatusCode, response.Proto, response.Header, response.ContentLength, text}
}

func (s *server) get(t *testing.T, path string) reply {
	t.Helper()
	return s.ask(t, get(path))
}
