package api_test

import (
	"bufio"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"stele/api"
	"stele/data/atlas"
	"stele/data/release"
)

// plain is the service as stele serve runs it, for clients that are no good: they
// hold its sockets themselves.
type plain struct {
	t      *testing.T
	addr   string
	holder *atlas.Holder
	inside atomic.Int64 // requests that are being answered
	begun  atomic.Int64 // answers of which something was written
}

// servePlain serves a release, and waits for its readers only so long.
func servePlain(t *testing.T, a *atlas.Atlas, chunk time.Duration) *plain {
	t.Helper()
	p := &plain{t: t, holder: new(atlas.Holder)}
	p.holder.Swap(a)
	h := api.NewImpatient(api.Config{Atlas: p.holder, Now: fixedNow}, chunk, time.Hour)
	server := api.Server("", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.inside.Add(1)
		defer p.inside.Add(-1)
		h.ServeHTTP(&begins{ResponseWriter: w, begun: &p.begun}, r)
	}))
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.addr = l.Addr().String()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(api.Listener(narrow{l})) }()
	t.Cleanup(func() {
		server.Close()
		<-ended
	})
	return p
}

// begins counts an answer when something of it is written.
type begins struct {
	http.ResponseWriter
	begun *atomic.Int64
	once  sync.Once
}

func (b *begins) Write(text []byte) (int, error) {
	b.once.Do(func() { b.begun.Add(1) })
	return b.ResponseWriter.Write(text)
}

func (b *begins) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// narrow has the system keep little of what is sent, so that an answer soon waits
// for its reader.
type narrow struct{ net.Listener }

func (n narrow) Accept() (net.Conn, error) {
	c, err := n.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return c, c.(*net.TCPConn).SetWriteBuffer(16 << 10)
}

// dial opens a connection, which is closed at the end of the test at the latest.
// The system keeps little for it too.
func (p *plain) dial() *net.TCPConn {
	p.t.Helper()
	dialed, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.t.Fatal(err)
	}
	c := dialed.(*net.TCPConn)
	p.t.Cleanup(func() { c.Close() })
	if err := c.SetReadBuffer(16 << 10); err != nil {
		p.t.Fatal(err)
	}
	return c
}

// send asks and reads nothing.
func (p *plain) send(c net.Conn, method, path string, headers ...string) {
	p.t.Helper()
	if _, err := io.WriteString(c, requestText(method, path, headers...)); err != nil {
		p.t.Fatal(err)
	}
}

func requestText(method, path string, headers ...string) string {
	lines := append([]string{method + " " + path + " HTTP/1.1", "Host: example.org"}, headers...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n"
}

// hear reads one answer.
func (p *plain) hear(r *bufio.Reader, method string) reply {
	p.t.Helper()
	response, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		p.t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatalf("%s after %d bytes: %v", response.Status, len(body), err)
	}
	return reply{response.StatusCode, response.Header, string(body)}
}

// abandon closes a connection so that the other side hears of it by a reset.
func abandon(c *net.TCPConn) {
	_ = c.SetLinger(0)
	c.Close()
}

// eventually waits for what another goroutine brings about.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for !done() {
		select {
		case <-deadline:
			t.Fatalf("waited 30 s for %s", what)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// inUse is what the process has of Go's memory, with its stacks, after a
// collection.
func inUse() int {
	runtime.GC() // what pools hold goes with the second
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc + m.StackInuse)
}

// peakOf returns how much more memory there was at most while f ran than before.
func peakOf(f func()) int {
	before := inUse()
	stop, most := make(chan struct{}), make(chan int)
	go func() {
		peak := 0
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, int(m.HeapAlloc+m.StackInuse))
			select {
			case <-stop:
				most <- peak
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	f()
	close(stop)
	return <-most - before
}

// missing skips a test that cannot be tried here; in CI that is a failure.
func missing(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// files counts the open files of the process, sockets among them.
func files(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		missing(t, "open files cannot be counted here: %v", err)
	}
	return len(list)
}

// isMapped reports that a file lies in the memory of the process.
func isMapped(t *testing.T, path string) bool {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		missing(t, "mapped files cannot be listed here: %v", err)
	}
	return strings.Contains(string(maps), path)
}

// heavySites are so many sites with a text of so many bytes each, which takes up
// about as much room compressed.
func heavySites(n, size int) (sites []made) {
	r := rand.New(rand.NewPCG(1, 2))
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for _, m := range manySites(n) {
		text := make([]byte, size)
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
		}
		m.values = map[string]any{"description": string(text)}
		sites = append(sites, m)
	}
	return sites
}

// packedRelease is a release file with its pack, opened where it lies.
func packedRelease(t *testing.T, features []made) (a *atlas.Atlas, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "release.gpkg")
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
	if _, err := w.CommitTo(t.Context(), release.Meta{PublishedOn: "2026-11-23"}, release.Finish{Tail: atlas.WriteTail}); err != nil {
		t.Fatal(err)
	}
	if a, err = atlas.Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	return a, path
}
