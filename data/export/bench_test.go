package export_test

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/export"
	"stele/data/madeup"
	"stele/data/release"
)

// villages are points with what a gazetteer says of each.
func villages(n int) iter.Seq[made] {
	return func(yield func(made) bool) {
		for i := range n {
			name := fmt.Sprintf("Village %d", i)
			more := yield(made{fmt.Sprintf("v%015d", i), orb.Point{44 + float64(i%1000)/200, 38 + float64(i/1000)/500}, map[string]any{
				"name": name, "name_en": name, "name_az": fmt.Sprintf("Kənd %d", i), "kind": []string{"village", "town", "hamlet"}[i%3],
				"status": []string{"inhabited", "abandoned", "destroyed", "resettled", "unknown"}[i%5], "location_form": "position",
				"public_precision": "exact", "uncertainty_m": float64(i%5) * 500, "according_to": "GeoNames", "source": "zwih4mgi7ittjjxc",
				"generalised": false, "contested": false, "one_sided": false, "claim_count": int64(0), "figure_count": int64(0), "updated": "2026-11-23",
			}})
			if !more {
				return
			}
		}
	}
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// drivers are GDAL's, of the formats that it writes too.
var drivers = map[string]string{"gpkg": "GPKG", "fgb": "FlatGeobuf", "parquet": "Parquet", "csv": "CSV", "kml": "KML", "shp.zip": "ESRI Shapefile", "geojsons": "GeoJSONSeq"}

// BenchmarkWrite writes a million points, or STELE_BENCH of them, in the formats
// that are asked to be quick, and BenchmarkWriteOthers a fifth of them in all
// others: features a second, by the clock and by CPU time, how much more memory
// that took, and how many times faster it is than ogr2ogr, which writes the same
// from our GeoJSON in the same run.
func BenchmarkWrite(b *testing.B) { benchWrite(b, 1, true) }

func BenchmarkWriteOthers(b *testing.B) { benchWrite(b, 5, false) }

func benchWrite(b *testing.B, part int, isAsked bool) {
	n, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	n /= part
	l, m := layerOf(b, data.Villages, villages(n))
	dir := b.TempDir()
	source := filepath.Join(dir, "villages.geojson")
	writeGeoJSON(b, source, l, m)
	for _, f := range export.Formats(data.Villages) {
		if slices.Contains([]string{"gpkg", "fgb", "parquet"}, f.Ext) != isAsked {
			continue
		}
		b.Run(f.Ext, func(b *testing.B) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			size, used := counter(0), cpu()
			for b.Loop() {
				write, err := f.Prepare(b.Context(), l, m, export.All())
				if err != nil {
					b.Fatal(err)
				}
				if err := write(&size); err != nil {
					b.Fatal(err)
				}
			}
			used = cpu() - used
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "features/s")
			b.ReportMetric(float64(n*b.N)/used.Seconds(), "features/cpu-s")
			b.ReportMetric(float64(size)/float64(b.N)/1e6, "MB")
			b.ReportMetric(float64(after.Sys-before.Sys)/1e6, "MB-more")
			b.StopTimer()
			if took := ogr2ogr(b, drivers[f.Ext], source, filepath.Join(dir, "theirs."+f.Ext)); took > 0 {
				b.ReportMetric(took.Seconds()*float64(b.N)/used.Seconds(), "ogr2ogr-cpu/cpu")
			}
		})
	}
}

func writeGeoJSON(b *testing.B, path string, l *atlas.Layer, m release.Meta) {
	b.Helper()
	format, _ := export.ByExt(data.Villages, "geojson")
	write, err := format.Prepare(b.Context(), l, m, export.All())
	if err != nil {
		b.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(write(file), file.Close()); err != nil {
		b.Fatal(err)
	}
}

// ogr2ogr returns the CPU time that GDAL takes; 0 if it is not here or has no
// such driver.
func ogr2ogr(b *testing.B, driver, source, target string) time.Duration {
	b.Helper()
	path, err := exec.LookPath("ogr2ogr")
	if err != nil || driver == "" {
		return 0
	}
	cmd := exec.CommandContext(b.Context(), path, "-f", driver, target, source)
	if cmd.Run() != nil {
		return 0
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
