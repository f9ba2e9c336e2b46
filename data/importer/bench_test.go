package importer_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/importer"
	"stele/data/madeup"
	"stele/data/vault"
)

// BenchmarkImport imports a GeoJSON file of villages with two names each, a
// million or STELE_BENCH of them: into an empty vault, the same file once more,
// and one in which each village has a new name.
func BenchmarkImport(b *testing.B) {
	size, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	folder, dir := b.TempDir(), ""
	first, second := filepath.Join(folder, "first.geojson"), filepath.Join(folder, "second.geojson")
	writeVillages(b, first, madeup.Villages{N: size})
	writeVillages(b, second, madeup.Villages{N: size, Revision: " B"})
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			if dir, err = os.MkdirTemp(folder, ""); err != nil { // the next ones need it too
				b.Fatal(err)
			}
			b.StartTimer()
			benchImport(b, dir, first, size)
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			benchImport(b, dir, first, size)
		}
	})
	b.Run("changed", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			benchImport(b, dir, [...]string{second, first}[n%2], size)
		}
	})
}

func writeVillages(b *testing.B, file string, v madeup.Villages) {
	b.Helper()
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	if err := v.WriteGeoJSON(f); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}

// benchImport does what stele import does.
func benchImport(b *testing.B, dir, file string, rows int) {
	b.Helper()
	meter := madeup.StartMeter()
	v, _, err := vault.Create(b.Context(), dir, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	batch, err := v.Begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer batch.Rollback()
	if err := batch.AddAgent(b.Context(), data.Agent{Key: "office", Name: "An office", Kind: "state_body"}); err != nil {
		b.Fatal(err)
	}
	source := data.Source{Key: "survey", Kind: "gazetteer", Title: "A survey", Agent: "office", Archive: data.Archive{State: "not_captured"}}
	if err := batch.AddSource(b.Context(), source); err != nil {
		b.Fatal(err)
	}
	in, err := os.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	report, err := importer.Read(b.Context(), in, batch, importer.Options{
		Collection: collection(b, data.Villages), Source: source.Key,
		Recorded: func(visit func(string, []data.Name, orb.Geometry) error) error {
			return batch.Named(b.Context(), data.Villages, visit)
		},
	})
	if err != nil || !report.OK() || report.Good != rows {
		b.Fatalf("%d good rows of %d, %v, %v", report.Good, rows, report.Problems, err)
	}
	if err := batch.Commit(b.Context(), vault.Import{Name: filepath.Base(file), By: "bench"}); err != nil {
		b.Fatal(err)
	}
	if err := v.Close(); err != nil {
		b.Fatal(err)
	}
	meter.Report(b, rows)
}
