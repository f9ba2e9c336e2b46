package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"stele/data/atlas"
	"stele/data/edtf"
	"stele/geo"
)

// tilesOver are the tiles from the whole world down to zoom that hold a feature.
func tilesOver(l *atlas.Layer, feature, zoom uint32) (list []geo.TileID) {
	at, _ := l.BoxAt(feature)
	x, y := geo.Mercator(at.Min[0], at.Min[1])
	for z := range zoom + 1 {
		list = append(list, geo.TileID{Z: z, Row: uint32(uint64(y) >> (32 - z)), Col: uint32(uint64(x) >> (32 - z))})
	}
	return list
}

// BenchmarkTile makes tiles anew, at zooms at which they count by squares, and
// asks for one that is kept.
func BenchmarkTile(b *testing.B) {
	h, l := benchService(b)
	from, to := atlas.AllTime()
	all := atlas.Selection{From: from, To: to}
	b.Run("new", func(b *testing.B) {
		tiles := tilesOver(l, uint32(l.Len()/2), 6)
		times, largest := make([][]float64, len(tiles)), 0
		var together []float64
		for b.Loop() {
			for z, t := range tiles {
				start := time.Now()
				largest = max(largest, len(l.Tile(nil, t, all)))
				times[z] = append(times[z], time.Since(start).Seconds()*1e3)
				together = append(together, times[z][len(times[z])-1])
			}
		}
		for z := range tiles {
			b.ReportMetric(median(times[z]), fmt.Sprintf("z%d-ms", z))
		}
		b.ReportMetric(median(together), "median-ms")
		b.ReportMetric(float64(largest)/1e3, "largest-KB")
	})
	b.Run("kept", func(b *testing.B) { versus(b, h, "/collections/villages/tiles/WebMercatorQuad/0/0/0") })
}

// BenchmarkStats asks for counts by year and five properties of a million: of all,
// again and again, and by a filter that nobody has asked for before.
func BenchmarkStats(b *testing.B) {
	h, _ := benchService(b)
	const path = "/collections/villages/stats?facets=kind,status,location_form,generalised,contested"
	b.Run("kept", func(b *testing.B) {
		checkStats(b, h, path)
		for b.Loop() {
			ask(b, h, path)
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms")
	})
	b.Run("new", func(b *testing.B) {
		first := edtf.DayOf(1989, 1, 1)
		newPath := func() string {
			first++
			return fmt.Sprintf("%s&kind=village&datetime=%v/2015-06-30", path, first)
		}
		checkStats(b, h, newPath())
		for b.Loop() {
			ask(b, h, newPath())
		}
		b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms")
	})
}

// checkStats makes sure that what is timed counts something.
func checkStats(b *testing.B, h http.Handler, path string) {
	b.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	var counts struct {
		NumberMatched int
		Years         []any
		Facets        []struct{ Values []any }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &counts); err != nil {
		b.Fatal(err)
	}
	if counts.NumberMatched == 0 || len(counts.Years) < 20 || len(counts.Facets) != 5 || len(counts.Facets[0].Values) == 0 {
		b.Fatalf("GET %s = %s", path, w.Body)
	}
}
