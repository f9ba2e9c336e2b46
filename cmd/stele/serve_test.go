package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// safeBuffer is a buffer that one goroutine writes while another reads.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// serving is a running server.
type serving struct {
	url    string
	stdout *safeBuffer
	log    *safeBuffer
	stop   func() (code int) // stops it as Ctrl-C does
}

var announced = regexp.MustCompile(`Stele serves (http://\S+)`)

func startServer(t *testing.T, args ...string) serving {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := serving{stdout: new(safeBuffer), log: new(safeBuffer)}
	e := &env{stdin: strings.NewReader(""), stdout: s.stdout, stderr: s.log, now: time.Now, log: slog.New(slog.NewJSONHandler(s.log, nil))}
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...), e) }()
	s.stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { s.stop() })
	eventually(t, "the server to start", func() bool {
		select {
		case code := <-ended:
			t.Fatalf("serve ended with %d:\n%s%s", code, s.stdout, s.log)
		default:
		}
		if m := announced.FindStringSubmatch(s.stdout.String()); m != nil {
			s.url = m[1]
		}
		return s.url != ""
	})
	return s
}

// eventually waits for what another goroutine brings about.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for !done() {
		select {
		case <-deadline:
			t.Fatalf("waited 30 s for %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %s, %v: %s", url, r.Status, err, body)
	}
	return string(body)
}

func TestServe_Demo(t *testing.T) {
	s := startServer(t, "--demo")
	for _, want := range []string{"villages   13", "demo, removed at the end", "Ctrl-C stops it."} {
		if !strings.Contains(s.stdout.String(), want) {
			t.Errorf("serve says\n%s\nwithout %q", s.stdout, want)
		}
	}
	body := get(t, s.url+"/collections/villages/items?bbox=46.1,39.9,46.2,40")
	if !strings.Contains(body, `"numberMatched":1,`) || !strings.Contains(body, "Başlıbel") {
		t.Errorf("the box around Bashlibel holds %s", body)
	}
	dir := regexp.MustCompile(`data +(\S+)`).FindStringSubmatch(s.stdout.String())[1]
	if code := s.stop(); code != exitOK {
		t.Errorf("stopped with %d, want 0", code)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there after the end: %v", dir, err)
	}
	if strings.Contains(s.log.String(), "bbox") || strings.Contains(s.log.String(), "46.1") {
		t.Errorf("T5: the log holds where somebody looked:\n%s", s.log)
	}
}

// N2: the server works with the vault absent, and takes up a new release.
func TestN2_ServesWithoutAVaultAndTakesUpANewRelease(t *testing.T) {
	source, dir := t.TempDir(), t.TempDir()
	publishVillages(t, source, "id,name,lon,lat\na,First,46,40\n")
	file := filepath.Join(dir, "releases", "public.gpkg")
	if err := os.Mkdir(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	move(t, filepath.Join(source, "releases", "public.gpkg"), file)

	s := startServer(t, "--data", dir)
	if body := get(t, s.url+"/collections/villages/items"); !strings.Contains(body, "First") {
		t.Errorf("villages = %s, want First", body)
	}
	publishVillages(t, source, "id,name,lon,lat\nb,Second,46,40\n")
	move(t, filepath.Join(source, "releases", "public.gpkg"), file)
	eventually(t, "the new release", func() bool {
		return strings.Contains(get(t, s.url+"/collections/villages/items"), "Second")
	})
	if err := os.WriteFile(file+".bad", []byte("no release"), 0o644); err != nil {
		t.Fatal(err)
	}
	move(t, file+".bad", file)
	eventually(t, "the bad release to be refused", func() bool { return strings.Contains(s.log.String(), "not taken up") })
	if body := get(t, s.url+"/collections/villages/items"); !strings.Contains(body, "Second") {
		t.Errorf("after a bad file villages = %s, want what was there", body)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("serving left %v beside the releases", entries)
	}
}

func move(t testing.TB, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

// publishVillages imports a table into dir, approves it and publishes.
func publishVillages(t *testing.T, dir, table string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "villages.csv")
	if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"import", "--data", dir, "--collection", "villages", "--according-to", "An atlas", "--agent-kind", "data_provider", file},
		{"review", "approve", "--data", dir, "--by", "an editor", "--reason", "checked", "--all"},
		{"publish", "--data", dir},
	} {
		if code, stdout, stderr := runIn(t.Context(), t, args...); code != exitOK {
			t.Fatalf("stele %s = %d\n%s%s", strings.Join(args, " "), code, stdout, stderr)
		}
	}
}
