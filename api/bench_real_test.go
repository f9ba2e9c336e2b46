package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"stele/data"
	"stele/data/atlas"
	"stele/data/benchdata"
	"stele/geo"
)

const benchdataDir = "../data/benchdata"

// realService serves a release of real places.
func realService(b *testing.B, r *benchdata.Release, err error, collection string) (http.Handler, *atlas.Layer) {
	b.Helper()
	if errors.Is(err, benchdata.ErrNotFetched) {
		b.Skip(err)
	} else if err != nil {
		b.Fatal(err)
	}
	a, err := r.Open(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(a.Release)
	l, _ := a.Layer(collection)
	return handlerOf(a), l
}

// BenchmarkCities asks for boxes and tiles of the 171,075 named places of the
// world, and of six times as many, of which five are made.
func BenchmarkCities(b *testing.B) {
	for name, times := range map[string]int{"real": 1, "sixfold": 6} {
		b.Run(name, func(b *testing.B) {
			r, err := benchdata.Cities(benchdataDir, times)
			h, l := realService(b, r, err, data.Villages)
			b.Run("box", func(b *testing.B) {
				box, found := boxOfAbout(l, uint32(l.Len()/2), 66)
				versus(b, h, itemsIn(box))
				b.ReportMetric(float64(found), "features")
			})
			b.Run("tiles", func(b *testing.B) { drawTiles(b, l, 8) })
			b.Run("search", func(b *testing.B) {
				for b.Loop() {
					ask(b, h, "/search?q=Bashlibel&limit=20")
				}
			})
		})
	}
}

// BenchmarkDistricts asks for the 4,596 districts of the world, whole and
// simplified, and for tiles of them, which are all drawn and none counted.
func BenchmarkDistricts(b *testing.B) {
	r, err := benchdata.Districts(benchdataDir)
	h, l := realService(b, r, err, data.Districts)
	for _, zoom := range []int{2, 5, 8} {
		b.Run("zoom"+strconv.Itoa(zoom), func(b *testing.B) {
			length := 0
			for b.Loop() {
				length = ask(b, h, fmt.Sprintf("/collections/districts/items?limit=10000&zoom-level=%d", zoom))
			}
			b.ReportMetric(float64(length)/1e3, "KB")
		})
	}
	b.Run("box", func(b *testing.B) {
		box, found := boxOfAbout(l, uint32(l.Len()/2), 66)
		versus(b, h, "/collections/districts/items?limit=10000&bbox="+box)
		b.ReportMetric(float64(found), "features")
	})
	b.Run("tiles", func(b *testing.B) { drawTiles(b, l, 8) })
}

// drawTiles draws the tiles over features all over the layer, from the world's
// down to zoom, each anew.
func drawTiles(b *testing.B, l *atlas.Layer, zoom uint32) {
	b.Helper()
	from, to := atlas.AllTime()
	var tiles []geo.TileID
	for n := range 8 {
		tiles = append(tiles, tilesOver(l, uint32((2*n+1)*l.Len()/16), zoom)...)
	}
	largest := 0
	for b.Loop() {
		for _, t := range tiles {
			largest = max(largest, len(l.Tile(nil, t, atlas.Selection{From: from, To: to})))
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N*len(tiles)), "ms/tile")
	b.ReportMetric(float64(largest)/1e3, "largest-KB")
}
