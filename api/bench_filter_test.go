package api_test

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"time"

	"stele/data/atlas"
)

// firstByte notes when the first byte of a body was written.
type firstByte struct {
	discard
	at  time.Time
	cpu time.Duration // of the process, until then
}

func (f *firstByte) Write(b []byte) (int, error) {
	if f.at.IsZero() {
		f.at, f.cpu = time.Now(), cpuTime()
	}
	return len(b), nil
}

// starAround is the polygon of that kind that meets about so many villages.
func starAround(b *testing.B, h http.Handler, l *atlas.Layer, wanted int) string {
	b.Helper()
	narrow, wide := 0.0, 30.0
	for range 25 {
		radius := (narrow + wide) / 2
		w := &discard{header: http.Header{}}
		h.ServeHTTP(w, filtered(starFilter(l, radius), 1))
		n, err := strconv.Atoi(w.header.Get("Ogc-Numbermatched"))
		if err != nil {
			b.Fatal(err)
		}
		if n < wanted {
			narrow = radius
		} else {
			wide = radius
		}
	}
	return starFilter(l, wide)
}

func filtered(filter string, limit int) *http.Request {
	return httptest.NewRequest(http.MethodGet, fmt.Sprintf("/collections/villages/items?limit=%d&%s", limit, url.Values{"filter": {filter}}.Encode()), nil)
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
		{"star-of-few", starAround(b, h, l, l.Len()/10_000)},
		{"star-of-hundredth", starAround(b, h, l, l.Len()/100)}, // 10,000 of a million
	} {
		b.Run(c.name, func(b *testing.B) {
			r := filtered(c.filter, 10_000)
			var first, cpu time.Duration
			matched := ""
			for b.Loop() {
				start, used, w := time.Now(), cpuTime(), &firstByte{discard: discard{header: http.Header{}}}
				h.ServeHTTP(w, r)
				first, cpu = first+w.at.Sub(start), cpu+w.cpu-used
				matched = w.header.Get("Ogc-Numbermatched")
			}
			n, err := strconv.Atoi(matched)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n), "matched")
			b.ReportMetric(first.Seconds()*1e3/float64(b.N), "ms-to-first-byte")
			b.ReportMetric(cpu.Seconds()*1e3/float64(b.N), "cpu-ms-to-first-byte")
			b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms")
		})
	}
}
