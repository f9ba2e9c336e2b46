package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
)

// results are the metrics of one run of the benchmarks.
type results struct {
	Features int    `json:"features"` // of the layers that are large
	CPU      string `json:"cpu"`
	// Load is how many processes were at work at the end (Linux's load average over
	// 15 minutes; 0 elsewhere): far above the processors' number, times say little.
	Load float64 `json:"load"`
	// Figures are by package, benchmark and unit: "api BBox/7 answers/s".
	Figures map[string]float64 `json:"figures"`

	failed []string // benchmarks
}

func keyOf(pkg, name, unit string) string { return pkg + " " + name + " " + unit }

var procs = regexp.MustCompile(`-[0-9]+$`)

// read takes the metrics out of what go test -bench prints, and passes each line on
// as soon as it is there.
func read(in io.Reader, progress io.Writer) (results, error) {
	r := results{Figures: map[string]float64{}}
	pkg := ""
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		fmt.Fprintln(progress, line)
		switch {
		case strings.HasPrefix(line, "pkg: stele/"):
			pkg = strings.TrimPrefix(line, "pkg: stele/")
		case strings.HasPrefix(line, "cpu: "):
			r.CPU = strings.TrimPrefix(line, "cpu: ")
		case strings.HasPrefix(strings.TrimSpace(line), "--- FAIL: Benchmark"):
			r.failed = append(r.failed, strings.Fields(line)[2])
		case strings.HasPrefix(line, "Benchmark"):
			r.add(pkg, strings.Fields(line))
		}
	}
	return r, lines.Err()
}

// add takes a name, a number of rounds, and pairs of value and unit; anything else
// that begins like that is a log line.
func (r *results) add(pkg string, words []string) {
	if len(words) < 4 || len(words)%2 != 0 {
		return
	}
	name := procs.ReplaceAllString(strings.TrimPrefix(words[0], "Benchmark"), "")
	for i := 2; i < len(words); i += 2 {
		v, err := strconv.ParseFloat(words[i], 64)
		if err != nil {
			return
		}
		r.Figures[keyOf(pkg, name, words[i+1])] = v
	}
}

// loadAverage reads Linux's /proc/loadavg.
func loadAverage() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if words := strings.Fields(string(text)); err == nil && len(words) > 2 {
		if v, err := strconv.ParseFloat(words[2], 64); err == nil {
			return v
		}
	}
	return 0
}

// where says what the figures were measured with.
func (r results) where() string {
	text := counted(r.Features) + ", " + r.CPU
	if r.Load > 0 {
		text += ", load " + number(r.Load)
	}
	return text
}

// load reads the figures in the repository. At first there are none.
func load(path string) (r results, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return results{}, nil
	}
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// keep writes what was measured in the place of what was kept; or, if only some of
// it was measured, that only.
func keep(measured, kept results, some bool) error {
	if len(measured.failed) > 0 {
		return fmt.Errorf("nothing is kept, for these failed: %s", strings.Join(measured.failed, ", "))
	}
	if some {
		if kept.Features != measured.Features {
			return fmt.Errorf("figures of %d features are not kept beside those of %d", measured.Features, kept.Features)
		}
		measured.CPU, measured.Load = cmp.Or(measured.CPU, kept.CPU), cmp.Or(kept.Load, measured.Load)
		for key, v := range kept.Figures {
			if _, ok := measured.Figures[key]; !ok {
				measured.Figures[key] = v
			}
		}
	} else if missing := missing(measured); len(missing) > 0 {
		return fmt.Errorf("nothing is kept, for these benchmarks said nothing: %s", strings.Join(missing, ", "))
	}
	text, err := json.MarshalIndent(measured, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(keptFile, append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(keptTable, []byte(renderKept(measured)), 0o644)
}
