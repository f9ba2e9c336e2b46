package api_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Many requests, each on a connection of its own, leave no goroutine and no socket
// behind.
func TestBad_ManyConnections(t *testing.T) {
	requests, clients := 10_000, 50
	if underRace {
		requests = 2000
	}
	p := servePlain(t, writeRelease(t, someSites()), time.Minute)
	goroutines, open := runtime.NumGoroutine(), files(t)
	var all sync.WaitGroup
	failed := make(chan error, clients)
	more := peakOf(func() {
		for range clients {
			all.Go(func() {
				for i := range requests / clients {
					if err := askAndLeave(p.addr, i); err != nil {
						failed <- err
						return
					}
				}
			})
		}
		all.Wait()
	})
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	eventually(t, "all goroutines to end", func() bool { return runtime.NumGoroutine() <= goroutines+2 })
	eventually(t, "all sockets to be closed", func() bool { return files(t) <= open+2 })
	if more > 32<<20 {
		t.Errorf("%d requests took %d MB at most", requests, more>>20)
	}
}

// askAndLeave opens a connection, reads one answer and resets the connection,
// which leaves the system nothing to remember. Some ask in two pieces.
func askAndLeave(addr string, i int) error {
	dialed, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	c := dialed.(*net.TCPConn)
	defer abandon(c)
	text := requestText(http.MethodGet, "/collections/sites/items?limit=1")
	cut := i % 3 * len(text) / 3
	for _, part := range []string{text[:cut], text[cut:]} {
		if _, err := io.WriteString(c, part); err != nil {
			return err
		}
	}
	response, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || !bytes.HasSuffix(body, []byte("}]}\n"))) {
		err = fmt.Errorf("answer %s %s", response.Status, body)
	}
	return err
}

// Requests that come in one piece are answered in their order, each as if it had
// come alone.
func TestBad_Pipelining(t *testing.T) {
	p := servePlain(t, writeRelease(t, someSites()), time.Minute)
	alone := func(method, path string, headers ...string) reply {
		c := p.dial()
		p.send(c, method, path, headers...)
		return p.hear(bufio.NewReader(c), method)
	}
	tag := alone(http.MethodGet, "/collections/sites/items?limit=3").header.Get("ETag")
	requests := [][]string{
		{http.MethodGet, "/collections/sites/items?limit=3"},
		{http.MethodHead, "/collections/sites/items?limit=3"},
		{http.MethodGet, "/collections/sites/items?limit=3", "If-None-Match: " + tag},
		{http.MethodGet, "/collections/sites/items?limit=0"},
		{http.MethodGet, "/collections/sites/tiles/WebMercatorQuad/5/0/0"},
		{http.MethodGet, "/none"},
		{http.MethodHead, "/none"},
		{http.MethodOptions, "/collections"},
		{http.MethodGet, "/collections/sites/export.geojson", "Accept-Encoding: gzip"},
		{http.MethodDelete, "/collections/sites/items"},
	}
	requests = append(requests, requests...)
	status := []int{200, 200, 304, 400, 204, 404, 404, 204, 200, 405}
	var text strings.Builder
	for _, r := range requests {
		text.WriteString(requestText(r[0], r[1], r[2:]...))
	}
	c := p.dial()
	if _, err := io.WriteString(c, text.String()); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(c)
	for i, r := range requests {
		got, want := p.hear(reader, r[0]), alone(r[0], r[1], r[2:]...)
		for _, h := range []http.Header{got.header, want.header} {
			h.Del("Date")
			h.Del("X-Request-Id")
		}
		got.body, want.body = withoutRequestID(got.body), withoutRequestID(want.body)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(reply{})); diff != "" || got.status != status[i%len(status)] {
			t.Errorf("answer %d, %s = %d: %s", i, strings.Join(r, " "), got.status, diff)
		}
	}
}

// withoutRequestID cuts off the one part of a problem that is never the same.
func withoutRequestID(body string) string {
	body, _, _ = strings.Cut(body, `"request_id":`)
	return body
}

// What is too long is refused in words that say what to do, and what is just not
// too long is answered.
func TestBad_LongQueries(t *testing.T) {
	p := servePlain(t, writeRelease(t, someSites()), time.Minute)
	list := func(n int, of func(i int) string) string {
		var all []string
		for i := range n {
			all = append(all, of(i))
		}
		return strings.Join(all, ",")
	}
	words := func(i int) string { return fmt.Sprintf("w%d", i) }
	items := "/collections/sites/items?"
	tests := []struct {
		path   string
		status int
		has    string
	}{
		{items + "kind=" + list(2500, words), 200, `"numberMatched":0`},
		{items + "kind=" + list(1000, words) + ",well", 200, `"numberMatched":0`},
		{items + "kind=" + list(4000, words), 414, "at most 16384"},
		{items + "name=" + strings.Repeat("n", 16_000), 200, `"numberMatched":0`},
		{items + "name=" + strings.Repeat("%C6%8F", 2700), 200, `"numberMatched":0`},
		{items + "name=" + strings.Repeat("n", 17_000), 414, "at most 16384"},
		{items + "bbox=" + list(2000, func(int) string { return "1" }), 400, `"parameter":"bbox"`},
		{items + "sortby=" + list(1000, words), 400, `"parameter":"sortby"`},
		{items + "sortby=name,kind,stage,place,source", 400, `"parameter":"sortby"`},
		{items + "properties=" + list(1500, func(int) string { return "name" }), 200, `"properties":{"name":"fiji-east"}`},
		{items + "next=" + strings.Repeat("A", 15_000), 400, "token is too long"},
		{items + "limit=" + strings.Repeat("9", 101), 400, `"parameter":"limit"`},
		{items + strings.Repeat("x=1&", 3000), 400, `"parameter":"x"`},
		{items + strings.Repeat("&", 15_000) + "limit=1", 200, `"numberReturned":1`},
		{items + list(1, func(int) string { return strings.Repeat("name=a&", 2000) }), 400, "given twice"},
		{"/collections/sites/stats?facets=" + list(2000, func(int) string { return "kind" }), 200, `"property":"kind"`},
		{"/figures/sum?measure=killed&scope=" + list(500, func(i int) string { return "sites/" + words(i) }), 400, "at most 20"},
		{"/search?q=" + strings.Repeat("q", 10_000), 400, `"parameter":"q"`},
		{"/collections/" + strings.Repeat("x", 16_000), 404, ""},
		{"/collections/" + strings.Repeat("x/", 8000), 404, ""},
		{"/" + strings.Repeat("x", 19_000), 414, "at most 16384"},
	}
	c := p.dial()
	reader := bufio.NewReader(c)
	for _, test := range tests {
		p.send(c, http.MethodGet, test.path)
		if got := p.hear(reader, http.MethodGet); got.status != test.status || !strings.Contains(got.body, test.has) {
			t.Errorf("%.60s of %d bytes = %d %.300s, want %d and %s", test.path, len(test.path), got.status, got.body, test.status, test.has)
		}
	}
	// Beyond that net/http reads no further, and says so.
	c = p.dial()
	p.send(c, http.MethodGet, "/"+strings.Repeat("x", 40_000))
	if got := p.hear(bufio.NewReader(c), http.MethodGet); got.status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("an address of 40 KB = %d", got.status)
	}
}
