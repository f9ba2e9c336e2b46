package importer_test

import (
	"errors"
	"os"
	"os/exec"
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

// BenchmarkImport_Formats reads the same villages from what ogr2ogr makes of
// them: without a vault, and into an empty one.
func BenchmarkImport_Formats(b *testing.B) {
	ogr2ogr, err := exec.LookPath("ogr2ogr")
	if err != nil {
		b.Skip("ogr2ogr is missing: apt-get install gdal-bin")
	}
	size, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	folder := b.TempDir()
	source := filepath.Join(folder, "villages.geojson")
	writeVillages(b, source, madeup.Villages{N: size})
	for _, format := range []struct {
		name string
		args []string
	}{
		{"villages.geojson", nil},
		{"villages.csv", []string{"-lco", "GEOMETRY=AS_XY"}},
		{"villages.shp", []string{"-lco", "ENCODING=UTF-8"}},
		{"villages.gpkg", nil},
		{"villages.fgb", nil},
		{"villages.kml", []string{"-f", "KML"}},
	} {
		file := filepath.Join(folder, format.name)
		if file != source {
			args := append([]string{file, source}, format.args...)
			if out, err := exec.CommandContext(b.Context(), ogr2ogr, args...).CombinedOutput(); err != nil {
				b.Fatalf("ogr2ogr: %v\n%s", err, out)
			}
		}
		b.Run("read/"+filepath.Ext(file)[1:], func(b *testing.B) {
			for b.Loop() {
				meter := madeup.StartMeter()
				in, err := os.Open(file)
				if err != nil {
					b.Fatal(err)
				}
				report, err := importer.Read(b.Context(), in, &nothing{}, importer.Options{Collection: collection(b, data.Villages), Source: "survey"})
				if err = errors.Join(err, in.Close()); err != nil || report.Good != size {
					b.Fatalf("%d good rows of %d, %v, %v", report.Good, size, report.Problems, err)
				}
				meter.Report(b, size)
			}
		})
		b.Run("import/"+filepath.Ext(file)[1:], func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				dir, err := os.MkdirTemp(folder, "")
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				benchImport(b, dir, file, size)
			}
		})
	}
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
