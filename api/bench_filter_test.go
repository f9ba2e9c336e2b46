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
				start, w := time.Now(), &firstByte{discard: discard{header: http.Header{}}}
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
