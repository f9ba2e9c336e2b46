package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"stele/api"
)

const (
	swaps          = 4
	clients        = 4
	mostRequests   = 20_000 // of one client
	villagesOfSwap = 50
)

// edition reads a list of villages and returns the one word that all of their
// names begin with.
func edition(client *http.Client, url string) (string, error) {
	r, err := client.Get(url)
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s, %w", r.Status, err)
	}
	var list struct {
		Matched  int `json:"numberMatched"`
		Features []struct{ Properties struct{ Name string } }
	}
	if err := json.Unmarshal(body, &list); err != nil {
		return "", err
	}
	names := map[string]bool{}
	for _, f := range list.Features {
		word, _, _ := strings.Cut(f.Properties.Name, " ")
		names[word] = true
	}
	if len(list.Features) != villagesOfSwap || list.Matched != villagesOfSwap || len(names) != 1 {
		return "", fmt.Errorf("%d features of %d, of the editions %v", len(list.Features), list.Matched, names)
	}
	for word := range names {
		return word, nil
	}
	return "", nil
}

// readers ask until stop is closed, half of them over kept connections, half
// over a new one each time.
type readers struct {
	url  string
	stop chan struct{}
	wait sync.WaitGroup

	mu   sync.Mutex
	last [clients]string // the edition that each had last
	err  error           // of the first request that was lost
}

func (r *readers) start() {
	for i := range clients {
		r.wait.Go(func() { r.read(i) })
	}
}

func (r *readers) read(i int) {
	transport := &http.Transport{DisableKeepAlives: i%2 == 1}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
	for range mostRequests {
		select {
		case <-r.stop:
			return
		default:
		}
		word, err := edition(client, r.url)
		r.mu.Lock()
		r.last[i], r.err = word, cmp.Or(r.err, err)
		r.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// have reports that all readers are at that edition, or one has lost a request.
func (r *readers) have(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, word := range r.last {
		if r.err == nil && word != name {
			return false
		}
	}
	return true
}

// serveSwapping serves the release at file as stele serve does, and looks for a
// new one often.
func serveSwapping(t testing.TB, file string) (url string, w *watcher) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w = &watcher{path: file, log: slog.New(slog.DiscardHandler), every: 5 * time.Millisecond}
	if err := w.load(ctx); err != nil {
		t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, api.Server("", api.New(api.Config{Atlas: &w.holder})), l, w) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve ended with %v", err)
		}
	})
	return "http://" + l.Addr().String(), w
}

// While releases replace one another, every request is answered, out of one of them.
func TestServe_SwapsLoseNoRequest(t *testing.T) {
	source, dir := t.TempDir(), t.TempDir()
	file := filepath.Join(dir, "public.gpkg")
	next := func(n int) string { return fmt.Sprintf("%s.%d", file, n) }
	name := func(n int) string { return fmt.Sprintf("Edition%d", n) }
	for n := range swaps + 1 {
		publishVillages(t, source, villageTable(villagesOfSwap, name(n)))
		move(t, filepath.Join(source, "releases", "public.gpkg"), next(n))
	}
	move(t, next(0), file)
	url, _ := serveSwapping(t, file)
	r := &readers{url: url + "/collections/villages/items?limit=1000", stop: make(chan struct{})}
	r.start()
	for n := range swaps + 1 {
		if n > 0 {
			move(t, next(n), file)
		}
		eventually(t, name(n), func() bool { return r.have(name(n)) })
	}
	close(r.stop)
	r.wait.Wait()
	if r.err != nil {
		t.Errorf("a request was lost: %v", r.err)
	}
}
