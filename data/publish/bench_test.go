package publish_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// BenchmarkRelease publishes 20,000 villages with three names each.
func BenchmarkRelease(b *testing.B) {
	const n = 20000
	v, _, err := vault.Create(b.Context(), b.TempDir(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	w := base()
	for i := range n {
		w.records = append(w.records, data.Record{
			Key: fmt.Sprint(i), Collection: data.Villages, Source: "report", Geometry: orb.Point{44 + float64(i%600)/100, 38 + float64(i/600)/10},
			Names: []data.Name{
				{Text: fmt.Sprint("Village ", i), Language: "en", Script: "Latn"},
				{Text: fmt.Sprint("Kənd ", i), Language: "az", Script: "Latn"},
				{Text: fmt.Sprint("Село ", i), Language: "ru", Script: "Cyrl"},
			},
			Properties: map[string]any{"kind": "village", "status": "unknown"},
		})
	}
	if err := w.fill(b.Context(), v); err != nil {
		b.Fatal(err)
	}
	if _, err := v.DecidePending(b.Context(), data.Decision{State: data.Published, By: "x", Reason: "y"}); err != nil {
		b.Fatal(err)
	}
	p, err := policy.Public()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := publish.Release(b.Context(), v, p, filepath.Join(b.TempDir(), "public.gpkg"), release.Meta{}, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "records/s")
}
