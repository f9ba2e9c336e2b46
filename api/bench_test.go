package api_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"stele/api"
	"stele/api/loadtest"
	"stele/data"
	"stele/data/atlas"
	"stele/data/benchdata"
	"stele/data/madeup"
	"stele/geo"
)

// manyVillages is made once for all benchmarks.
var manyVillages = sync.OnceValues(func() (*atlas.Atlas, error) {
	n, err := madeup.Size()
	if err != nil {
		return nil, err
	}
	return benchdata.Villages(n).Open(context.Background())
})

func benchService(b *testing.B) (http.Handler, *atlas.Layer) {
	b.Helper()
	a, err := manyVillages()
	if err != nil {
		b.Fatal(err)
	}
	l, _ := a.Layer(data.Villages)
	return handlerOf(a), l
}

func handlerOf(a *atlas.Atlas) http.Handler {
	holder := new(atlas.Holder)
	holder.Swap(a)
	return api.New(api.Config{Atlas: holder})
}

// fixed answers with the same bytes and headers as an answer of a handler, from
// memory: what net/http can do at most.
func fixed(b *testing.B, h http.Handler, path string) (http.Handler, int) {
	b.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		b.Fatalf("GET %s = %d %s", path, w.Code, w.Body)
	}
	body, header := bytes.Clone(w.Body.Bytes()), w.Header().Clone()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		_, _ = w.Write(body)
	}), len(body)
}

// turn is what a server did while it was pressed.
type turn struct{ perSecond, perCPUSecond, p99 float64 }

// press asks a server over eight connections for a quarter of a second.
func press(b *testing.B, addr, path string) turn {
	b.Helper()
	start, cpu := time.Now(), cpuTime()
	ctx, cancel := context.WithTimeout(b.Context(), time.Second/4)
	defer cancel()
	answers, err := loadtest.Press(ctx, addr, path, 8)
	if err != nil {
		b.Fatal(err)
	}
	n := float64(len(answers))
	return turn{n / time.Since(start).Seconds(), n / (cpuTime() - cpu).Seconds(), loadtest.Percentile(answers, 99).Seconds()}
}

// versus holds a handler against one that writes the same bytes from memory: the
// answers a second, those for each second of processor time, which matter where the
// machine has other work too, and the 99th percentile of the times. Client and
// server share the machine, so only the ratios mean something; they take short
// turns, and the ratio is the median of those of neighbours.
func versus(b *testing.B, h http.Handler, path string) {
	b.Helper()
	same, size := fixed(b, h, path)
	ours, theirs := startServer(h), httptest.NewServer(same)
	defer ours.Close()
	defer theirs.Close()
	var perSecond, ratio, ofCPU, ofP99 []float64
	for b.Loop() {
		for range 12 {
			x, y := press(b, ours.Listener.Addr().String(), path), press(b, theirs.Listener.Addr().String(), path)
			perSecond, ratio = append(perSecond, x.perSecond), append(ratio, x.perSecond/y.perSecond)
			ofCPU, ofP99 = append(ofCPU, x.perCPUSecond/y.perCPUSecond), append(ofP99, x.p99/y.p99)
		}
	}
	b.ReportMetric(float64(size)/1e3, "KB")
	b.ReportMetric(median(perSecond), "answers/s")
	b.ReportMetric(median(ratio), "of-fixed-bytes")
	b.ReportMetric(median(ofCPU), "of-fixed-bytes-by-cpu")
	b.ReportMetric(median(ofP99), "p99-of-fixed-bytes")
}

// boxOfAbout finds a box around a feature that about n others are in.
func boxOfAbout(l *atlas.Layer, around uint32, n int) (string, int) {
	from, to := atlas.AllTime()
	b, _ := l.BoxAt(around)
	low, high := 0.0, 40.0
	var box geo.BBox
	found := 0
	for range 40 {
		half := (low + high) / 2
		box = geo.BBox{West: max(b.Min[0]-half, -180), South: max(b.Min[1]-half/2, -90), East: min(b.Min[0]+half, 180), North: min(b.Min[1]+half/2, 90)}
		found = l.Query(atlas.Query{Selection: atlas.Selection{BBox: &box, From: from, To: to}, Limit: 1}).Matched
		if found == n {
			break
		}
		if found < n {
			low = half
		} else {
			high = half
		}
	}
	return box.String(), found
}

func itemsIn(box string) string { return "/collections/villages/items?limit=10000&bbox=" + box }

// BenchmarkBBox asks for boxes of a million villages.
func BenchmarkBBox(b *testing.B) {
	h, l := benchService(b)
	for _, n := range []int{7, 66, 274, 1800} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			box, found := boxOfAbout(l, uint32(l.Len()/2), n)
			versus(b, h, itemsIn(box))
			b.ReportMetric(float64(found), "features")
		})
	}
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// discard is a connection to nobody.
type discard struct {
	header http.Header
	length int
	status int
}

func (d *discard) Header() http.Header { return d.header }

func (d *discard) Write(b []byte) (int, error) {
	d.length += len(b)
	return len(b), nil
}

func (d *discard) WriteHeader(status int) { d.status = status }

// ask is what an answer takes without a socket. It returns the length of its body.
func ask(b *testing.B, h http.Handler, path string) int {
	b.Helper()
	d := &discard{header: http.Header{}}
	h.ServeHTTP(d, httptest.NewRequest(http.MethodGet, path, nil))
	if d.status != http.StatusOK {
		b.Fatalf("GET %s = %d", path, d.status)
	}
	return d.length
}

// BenchmarkHandler is what an answer takes without a socket.
func BenchmarkHandler(b *testing.B) {
	h, l := benchService(b)
	box, _ := boxOfAbout(l, uint32(l.Len()/2), 66)
	r := httptest.NewRequest(http.MethodGet, itemsIn(box), nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(&discard{header: http.Header{}}, r)
	}
}
