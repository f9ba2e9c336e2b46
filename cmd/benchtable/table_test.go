package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const printed = `goos: linux
pkg: stele/api
cpu: A processor
BenchmarkBBox/7-2         	       1	6021896167 ns/op	         5.791 KB	         0.7900 of-fixed-bytes	         0.8463 p99-of-fixed-bytes
BenchmarkBBox/66-2        	       1	6021896167 ns/op	         5.791 KB	         0.9000 of-fixed-bytes	         3.500 p99-of-fixed-bytes
BenchmarkHandler-2        	   72328	     18680 ns/op	   11844 B/op	      96 allocs/op
--- FAIL: BenchmarkStats/new
    bench_tile_test.go:71: it counts nothing
pkg: stele/data/importer
BenchmarkRead/csv-2       	       3	 500000000 ns/op	        20.5 MB/s	    100000 rows/s
PASS
`

func printedResults(t *testing.T) (results, string) {
	t.Helper()
	var progress bytes.Buffer
	r, err := read(strings.NewReader(printed), &progress)
	if err != nil {
		t.Fatal(err)
	}
	r.Features, r.Load = 1_000_000, 3.5
	return r, progress.String()
}

func TestRead_PassesAllOn(t *testing.T) {
	r, progress := printedResults(t)
	if progress != printed {
		t.Errorf("passed on %q", progress)
	}
	if r.CPU != "A processor" || r.Figures["api BBox/7 of-fixed-bytes"] != 0.79 || r.Figures["data/importer Read/csv rows/s"] != 100000 {
		t.Errorf("read %+v", r)
	}
}

func TestRender_SaysWhatIsReachedMissedAndMissing(t *testing.T) {
	r, _ := printedResults(t)
	kept := results{Features: 1_000_000, Figures: map[string]float64{"api BBox/7 of-fixed-bytes": 1.58}}
	whole := render(r, kept, true)
	for _, want := range []string{
		"| at least 0.8 | 0.79 | **missed** | 1.58 | 0.5 | `go test -run '^$' -bench '^BenchmarkBBox$' ./api` |",
		"| at least 0.8 | 0.9 | reached |  |  |",
		"| at most 3 | 3.5 | **missed** |",
		"| at most 60 ms | not measured | **missed** |",
		"| api: Handler |  | 18.7 µs |",
		"| data/importer: Read/csv |  | 20.5 MB/s |",
		"2 of 45 reached.",
		"BenchmarkStats/new failed.",
		"1,000,000 features, A processor, load 3.5\n",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("the table lacks %q:\n%s", want, whole)
		}
	}
	if part := render(r, results{}, false); strings.Contains(part, "not measured") || strings.Contains(part, "say little") {
		t.Errorf("a table of some benchmarks is\n%s", part)
	}
	kept.Features = 1000
	if table := render(r, kept, true); !strings.Contains(table, "kept are of 1,000 features") {
		t.Errorf("figures of another size are not told apart:\n%s", table)
	}
	if names := strings.Join(missing(r), ", "); !strings.Contains(names, "Swap (lost)") || strings.Contains(names, "BBox/7 ") {
		t.Errorf("missing are %s", names)
	}
}

// In the repository the numbers and the table made of them say the same.
func TestKept_TableIsOfTheNumbers(t *testing.T) {
	kept, err := load(filepath.Base(keptFile))
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile(filepath.Base(keptTable))
	if err != nil {
		t.Fatal(err)
	}
	if want := renderKept(kept); string(table) != want {
		t.Errorf("%s is not the table of %s; make bench KEEP=1 writes both. It would be\n%s", keptTable, keptFile, want)
	}
	if names := missing(kept); len(names) > 0 {
		t.Errorf("%s lacks %v", keptFile, names)
	}
}

// Every figure has its benchmark.
func TestFigures_AreMeasured(t *testing.T) {
	meter, err := os.ReadFile(filepath.Join("..", "..", "data", "madeup", "meter.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range figures {
		top, _, _ := strings.Cut(f.name, "/")
		files, _ := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(f.pkg), "*_test.go"))
		all := slices.Clone(meter)
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, text...)
		}
		if !bytes.Contains(all, []byte("\nfunc Benchmark"+top+"(b *testing.B)")) {
			t.Errorf("%q: %s has no Benchmark%s", f.what, f.pkg, top)
		}
		if f.unit != "ns/op" && !bytes.Contains(all, []byte(`"`+f.unit+`"`)) {
			t.Errorf("%q: nothing in %s reports %s", f.what, f.pkg, f.unit)
		}
	}
}
