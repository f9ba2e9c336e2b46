package api_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/api"
	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/ledger"
	"stele/data/release"
	"stele/geo"
)

// villages is a made release of points in clusters, as settlements lie: 200
// centres of the world, normally distributed around them.
type villages int

func (villages) Meta() release.Meta { return release.Meta{Version: "made", PublishedOn: "2026-11-23"} }

func (villages) Log(context.Context) (ledger.Entered, bool, error) {
	return ledger.Entered{}, false, nil
}

func (n villages) Features(_ context.Context, collection string) iter.Seq2[release.Feature, error] {
	return func(yield func(release.Feature, error) bool) {
		if collection != data.Villages {
			return
		}
		c, _ := data.CollectionByID(collection)
		fields := data.PublicFields(c)
		for i, p := range n.positions() {
			f := release.Feature{ID: fmt.Sprintf("v%015d", i), Geometry: p, Earliest: edtf.MinDay, Latest: edtf.MaxDay}
			for _, field := range fields {
				f.Values = append(f.Values, valueFor(field, i))
			}
			if i%3 > 0 {
				f.Earliest = edtf.DayOf(1988+i%30, 1+i%12, 1)
				f.Latest = f.Earliest + edtf.Day(i%700)
			}
			if !yield(f, nil) {
				return
			}
		}
	}
}

// positions are in the order that a release has.
func (n villages) positions() []orb.Point {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	var centres []orb.Point
	for range 200 {
		centres = append(centres, orb.Point{r.Float64()*300 - 150, r.Float64()*120 - 60})
	}
	points := make([]orb.Point, n)
	for i := range points {
		c := centres[r.IntN(len(centres))]
		points[i] = orb.Point{math.Round((c[0]+r.NormFloat64()*2)*1e5) / 1e5, math.Round((c[1]+r.NormFloat64()*2)*1e5) / 1e5}
	}
	slices.SortFunc(points, func(a, b orb.Point) int {
		ka, kb := geo.Hilbert(a[0], a[1]), geo.Hilbert(b[0], b[1])
		switch {
		case ka < kb:
			return -1
		case ka > kb:
			return 1
		}
		return 0
	})
	return points
}

// valueFor is what a village mostly says.
func valueFor(f data.Field, i int) any {
	switch f.Name {
	case "name", "name_en":
		return "Village " + strconv.Itoa(i)
	case "name_az":
		return "Kənd " + strconv.Itoa(i)
	case "kind":
		return []string{"village", "town", "hamlet"}[i%3]
	case "status":
		return []string{"inhabited", "abandoned", "destroyed", "resettled", "unknown"}[i%5]
	case "location_form":
		return "position"
	case "public_precision":
		return "exact"
	case "uncertainty_m":
		return float64(i%5) * 500
	case "according_to":
		return "GeoNames"
	case "source":
		return "zwih4mgi7ittjjxc"
	case "claim_count", "figure_count":
		return int64(0)
	case "updated":
		return "2026-11-23"
	}
	if f.Type == data.Boolean {
		return false
	}
	return nil
}

func (villages) Names(context.Context) iter.Seq2[release.Names, error] {
	return func(func(release.Names, error) bool) {}
}

func (villages) History(context.Context) iter.Seq2[release.Version, error] {
	return func(func(release.Version, error) bool) {}
}
func (villages) Agents(context.Context) ([]data.Agent, error)     { return nil, nil }
func (villages) Sources(context.Context) ([]data.Source, error)   { return nil, nil }
func (villages) Claims(context.Context) ([]data.Claim, error)     { return nil, nil }
func (villages) Figures(context.Context) ([]data.Figure, error)   { return nil, nil }
func (villages) Shown(context.Context) ([]release.Shown, error)   { return nil, nil }
func (villages) Lineage(context.Context) (release.Lineage, error) { return release.Lineage{}, nil }

// manyVillages is built once for all benchmarks: a million, or STELE_BENCH.
var manyVillages = sync.OnceValues(func() (*atlas.Atlas, error) {
	n := 1_000_000
	if text := os.Getenv("STELE_BENCH"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			return nil, err
		}
	}
	return atlas.Build(context.Background(), villages(n))
})

func benchService(b *testing.B) (http.Handler, *atlas.Layer) {
	b.Helper()
	a, err := manyVillages()
	if err != nil {
		b.Fatal(err)
	}
	holder := new(atlas.Holder)
	holder.Swap(a)
	l, _ := a.Layer(data.Villages)
	return api.New(api.Config{Atlas: holder}), l
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

// press asks a server over eight connections for a while and returns answers a
// second and the 99th percentile of their times.
func press(b *testing.B, h http.Handler, path string) (perSecond float64, p99 time.Duration) {
	b.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	const clients, duration = 8, 2 * time.Second
	times := make([][]time.Duration, clients)
	var all sync.WaitGroup
	start := time.Now()
	for c := range clients {
		all.Go(func() {
			conn, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			reader := bufio.NewReaderSize(conn, 256<<10)
			for time.Since(start) < duration {
				asked := time.Now()
				if err := askOnce(conn, reader, path); err != nil {
					b.Errorf("GET %s: %v", path, err)
					return
				}
				times[c] = append(times[c], time.Since(asked))
			}
		})
	}
	all.Wait()
	took := time.Since(start)
	sorted := slices.Concat(times...)
	slices.Sort(sorted)
	if len(sorted) == 0 {
		b.Fatal("no answer")
	}
	return float64(len(sorted)) / took.Seconds(), sorted[len(sorted)*99/100]
}

// askOnce sends a request and reads the answer to its end: a client as cheap as
// can be, since it takes its time from the server's.
func askOnce(conn net.Conn, r *bufio.Reader, path string) error {
	if _, err := io.WriteString(conn, "GET "+path+" HTTP/1.1\r\nHost: example.org\r\n\r\n"); err != nil {
		return err
	}
	length := -1
	for n := 0; ; n++ {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		if n == 0 && !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
			return fmt.Errorf("answer %s", line)
		}
		if text, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(text))); err != nil {
				return err
			}
		}
		if len(bytes.TrimSpace(line)) == 0 {
			break
		}
	}
	if length < 0 {
		return errors.New("an answer without a length")
	}
	_, err := r.Discard(length)
	return err
}

// boxOfAbout finds a box around a village that about n others are in.
func boxOfAbout(l *atlas.Layer, n int) (string, int) {
	from, to := atlas.AllTime()
	b, _ := l.BoxAt(uint32(l.Len() / 2))
	low, high := 0.0, 40.0
	var box geo.BBox
	found := 0
	for range 40 {
		half := (low + high) / 2
		box = geo.BBox{West: b.Min[0] - half, South: b.Min[1] - half/2, East: b.Min[0] + half, North: b.Min[1] + half/2}
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

// BenchmarkBBox asks for boxes of a million villages over eight connections, and
// holds the answers a second and the 99th percentile against a handler that
// writes the same bytes from memory, in turns. Client and server share the
// machine, so only the ratios mean something.
func BenchmarkBBox(b *testing.B) {
	h, l := benchService(b)
	for _, n := range []int{7, 66, 274, 1800} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			box, found := boxOfAbout(l, n)
			path := "/collections/villages/items?limit=10000&bbox=" + box
			same, size := fixed(b, h, path)
			var ours, theirs, oursP99, theirsP99 []float64
			for b.Loop() {
				perSecond, p99 := press(b, h, path)
				ours, oursP99 = append(ours, perSecond), append(oursP99, p99.Seconds())
				perSecond, p99 = press(b, same, path)
				theirs, theirsP99 = append(theirs, perSecond), append(theirsP99, p99.Seconds())
			}
			b.ReportMetric(float64(found), "features")
			b.ReportMetric(float64(size)/1e3, "KB")
			b.ReportMetric(median(ours), "answers/s")
			b.ReportMetric(median(ours)/median(theirs), "of-fixed-bytes")
			b.ReportMetric(median(oursP99)/median(theirsP99), "p99-of-fixed-bytes")
		})
	}
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}

// BenchmarkTile makes tiles anew, at zooms at which they count by squares, and
// asks for one that is kept.
func BenchmarkTile(b *testing.B) {
	h, l := benchService(b)
	from, to := atlas.AllTime()
	all := atlas.Selection{From: from, To: to}
	at, _ := l.BoxAt(uint32(l.Len() / 2))
	x, y := geo.Mercator(at.Min[0], at.Min[1])
	for z := range uint32(7) {
		b.Run(fmt.Sprintf("z%d", z), func(b *testing.B) {
			t := geo.TileID{Z: z, Row: uint32(uint64(y) >> (32 - z)), Col: uint32(uint64(x) >> (32 - z))}
			size := 0
			for b.Loop() {
				size = len(l.Tile(nil, t, all))
			}
			b.ReportMetric(float64(size)/1e3, "KB")
		})
	}
	b.Run("kept", func(b *testing.B) {
		path := "/collections/villages/tiles/WebMercatorQuad/0/0/0"
		same, _ := fixed(b, h, path)
		var ratios []float64
		for b.Loop() {
			ours, _ := press(b, h, path)
			theirs, _ := press(b, same, path)
			ratios = append(ratios, ours/theirs)
		}
		b.ReportMetric(median(ratios), "of-fixed-bytes")
	})
}

// BenchmarkStats counts a million by year and five properties, for a filter that
// is new and for all.
func BenchmarkStats(b *testing.B) {
	_, l := benchService(b)
	facets := []string{"kind", "status", "location_form", "generalised", "contested"}
	from, to := atlas.AllTime()
	for name, s := range map[string]atlas.Selection{
		"all":    {From: from, To: to},
		"filter": {From: edtf.DayOf(1993, 1, 1), To: edtf.DayOf(1994, 12, 31), Where: []atlas.Condition{{Field: "kind", AnyOf: []atlas.Value{{Text: "village"}}}}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				l.Stats(s, facets)
			}
		})
	}
}

// BenchmarkExport reads a whole layer over a socket, and says how much more
// memory the process took at most.
func BenchmarkExport(b *testing.B) {
	h, _ := benchService(b)
	server := httptest.NewServer(h)
	defer server.Close()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	total := int64(0)
	buffer := make([]byte, 1<<20)
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	for b.Loop() {
		r, err := client.Get(server.URL + "/collections/villages/export.geojson")
		if err != nil {
			b.Fatal(err)
		}
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r.Body, buffer)
		r.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		total += n
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(total)/1e6/b.Elapsed().Seconds(), "MB/s")
	b.ReportMetric(float64(after.Sys-before.Sys)/1e6, "MB-more")
}

// firstByte notes when the first byte of a body was written.
type firstByte struct {
	discard
	at time.Time
}

func (f *firstByte) Write(b []byte) (int, error) {
	if f.at.IsZero() {
		f.at = time.Now()
	}
	return len(b), nil
}

// starFilter is S_INTERSECTS with a polygon of 200 corners, in and out, around a
// village.
func starFilter(l *atlas.Layer, radius float64) string {
	b, _ := l.BoxAt(uint32(l.Len() / 2))
	var text, first string
	for i := range 200 {
		r, sin, cos := radius*(1-0.3*float64(i%2)), math.Sin(math.Pi*float64(i)/100), math.Cos(math.Pi*float64(i)/100)
		corner := fmt.Sprintf("%.6f %.6f", b.Min[0]+r*cos, b.Min[1]+r*sin)
		if text += corner + ","; i == 0 {
			first = corner
		}
	}
	return "S_INTERSECTS(geometry,POLYGON((" + text + first + ")))"
}

// BenchmarkFilter asks a million villages by CQL2, from the request to the first
// byte of the answer and to its end.
func BenchmarkFilter(b *testing.B) {
	h, l := benchService(b)
	for _, c := range []struct{ name, filter string }{
		{"equality", "status = 'destroyed'"},
		{"equalities", "status = 'destroyed' AND uncertainty_m = 500"},
		{"200 corners, some", starFilter(l, 0.2)},
		{"200 corners, 10,000", starFilter(l, 6)},
	} {
		b.Run(c.name, func(b *testing.B) {
			path := "/collections/villages/items?limit=10000&" + url.Values{"filter": {c.filter}}.Encode()
			r := httptest.NewRequest(http.MethodGet, path, nil)
			var first time.Duration
			matched := ""
			for b.Loop() {
				start, w := time.Now(), &firstByte{discard: discard{http.Header{}}}
				h.ServeHTTP(w, r)
				first += w.at.Sub(start)
				matched = w.header.Get("Ogc-Numbermatched")
			}
			n, err := strconv.Atoi(matched)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n), "matched")
			b.ReportMetric(first.Seconds()*1e3/float64(b.N), "ms-to-first-byte")
		})
	}
}

// discard is a connection to nobody.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

// BenchmarkHandler is what an answer takes without a socket.
func BenchmarkHandler(b *testing.B) {
	h, l := benchService(b)
	box, _ := boxOfAbout(l, 66)
	r := httptest.NewRequest(http.MethodGet, "/collections/villages/items?limit=10000&bbox="+box, nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(&discard{http.Header{}}, r)
	}
}
