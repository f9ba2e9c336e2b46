package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"stele/data/madeup"
)

// BenchmarkFolder takes a million villages with two names each, or STELE_BENCH of
// them, through a data folder as people do: import, approval, publication and
// verification, each by the program itself, whose peak of memory is its own.
//
//	go test -run '^$' -bench Folder ./cmd/stele
func BenchmarkFolder(b *testing.B) {
	n, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	f := benchFolder{n: n, bin: program(b), file: filepath.Join(b.TempDir(), "villages.geojson")}
	f.writeVillages(b)
	folders := b.TempDir() // outlives the benchmark that makes one
	b.Run("import", func(b *testing.B) {
		f.measure(b, f.importing, func() { f.dir = f.fresh(b, folders) })
	})
	if f.dir == "" { // only others are wanted
		f.dir = f.fresh(b, folders)
		f.stele(b, f.importing()...)
	}
	f.stele(b, "review", "approve", "--data", f.dir, "--by", "An editor", "--reason", "checked", "--all")
	b.Run("publish", func(b *testing.B) {
		f.measure(b, f.publishing, func() { os.RemoveAll(filepath.Join(f.dir, "releases")) })
	})
	if _, err := os.Stat(f.release()); err != nil {
		f.stele(b, f.publishing()...)
	}
	b.Run("verify", func(b *testing.B) {
		f.measure(b, func() []string { return []string{"verify", "--data", f.dir} }, func() {})
	})
	b.Run("verify-release", func(b *testing.B) {
		f.measure(b, func() []string { return []string{"verify", "--release", f.release()} }, func() {})
	})
}

type benchFolder struct {
	n              int // of villages
	bin, file, dir string
}

func (f *benchFolder) fresh(b *testing.B, in string) string {
	dir, err := os.MkdirTemp(in, "")
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

func (f *benchFolder) release() string { return filepath.Join(f.dir, "releases", "public.gpkg") }

func (f *benchFolder) importing() []string {
	return []string{"import", "--data", f.dir, "--collection", "villages", f.file, "--according-to", "An office", "--agent-kind", "state_body"}
}

func (f *benchFolder) publishing() []string { return []string{"publish", "--data", f.dir} }

func (f *benchFolder) writeVillages(b *testing.B) {
	file, err := os.Create(f.file)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	if err := (madeup.Villages{N: f.n}).WriteGeoJSON(file); err != nil {
		b.Fatal(err)
	}
}

func (f *benchFolder) stele(b *testing.B, args ...string) *os.ProcessState {
	b.Helper()
	cmd := exec.Command(f.bin, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("stele %q: %v\n%s", args, err, out)
	}
	return cmd.ProcessState
}

// measure runs a command line again and again, each time after what makes ready
// for it.
func (f *benchFolder) measure(b *testing.B, args func() []string, ready func()) {
	cpu, peak := 0.0, 0.0
	for b.Loop() {
		b.StopTimer()
		ready()
		line := args()
		b.StartTimer()
		done := f.stele(b, line...)
		cpu += (done.UserTime() + done.SystemTime()).Seconds()
		peak = max(peak, peakMiB(done))
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(f.n)/seconds, "rows/s")
	b.ReportMetric(seconds, "s")
	b.ReportMetric(cpu/float64(b.N), "cpu-s")
	if peak > 0 {
		b.ReportMetric(peak, "MiB-peak")
	}
}
