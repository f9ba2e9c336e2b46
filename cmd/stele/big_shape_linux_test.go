package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const corners = 1_400_000

// writeCoast writes a zone with one border of so many corners, each bay of which has
// bays, as a file.
func writeCoast(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	w.WriteString(`{"type":"Feature","properties":{"name":"Coast","kind":"claimed_territory","perspective":"x","geometry_basis":"georeferenced_map"},` +
		`"geometry":{"type":"Polygon","coordinates":[[`)
	var b []byte
	for i := range corners {
		a := 2 * math.Pi * float64(i%(corners-1)) / (corners - 1)
		r := 20 + 3*math.Sin(7*a) + 2*math.Sin(31*a) + 0.5*math.Sin(401*a) + 0.01*math.Sin(60_001*a)
		if b = b[:0]; i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendFloat(append(b, '['), 45+r*math.Cos(a), 'f', 7, 64)
		b = strconv.AppendFloat(append(b, ','), 30+r*math.Sin(a), 'f', 7, 64)
		w.Write(append(b, ']'))
	}
	w.WriteString("]]}}")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// measured runs the program and bounds its memory. What takes its time by the
// square of the corners would not end before the context does.
func measured(ctx context.Context, t *testing.T, bin string, mostMB int64, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(ctx, bin, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, out)
	}
	if got := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10; got > mostMB {
		t.Errorf("%s took %d MB, want at most %d", args[0], got, mostMB)
	}
}

// A border of 1.4 million corners, as that of the largest country at a scale of
// 10 m has, goes all the way: in, through the gates, and out in every form.
func TestBad_ABorderOfAMillionCorners(t *testing.T) {
	if testing.Short() {
		missing(t, "-short leaves it out: it takes seconds")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	dir, bin, file := t.TempDir(), program(t), filepath.Join(t.TempDir(), "coast.geojson")
	writeCoast(t, file)
	measured(ctx, t, bin, 1000, "import", "--data", dir, "--collection", "zones", "--according-to", "An office", "--agent-kind", "state_body", file)
	measured(ctx, t, bin, 100, "review", "approve", "--data", dir, "--by", "an editor", "--reason", "checked", "--all")
	measured(ctx, t, bin, 1000, "publish", "--data", dir)

	url, peak := startProgram(ctx, t, bin, dir)
	at := url + "/collections/zones/"
	whole := sizeOf(ctx, t, at+"items")
	if whole < corners*20 {
		t.Errorf("the items have %d bytes", whole)
	}
	for path, most := range map[string]int{
		"export.geojson":                           whole,
		"items?zoom-level=4":                       200_000,
		"items?max-allowable-offset=0.0000001":     whole,
		"export.geojson?zoom-level=8":              5_000_000,
		"items?bbox=44,29,46,31&properties=name":   whole,
		"items?bbox=45,49,46,50&skipGeometry=true": 3000,
		"tiles/WebMercatorQuad/0/0/0":              25_000,
		"tiles/WebMercatorQuad/6/25/44":            25_000,
		"tiles/WebMercatorQuad/14/6700/10000":      25_000,
		"stats":                                    3000,
	} {
		for _, encoding := range []string{"identity", "zstd"} {
			if n := sizeOf(ctx, t, at+path, encoding); n == 0 || n > most {
				t.Errorf("%s, %s, has %d bytes, want at most %d", path, encoding, n, most)
			}
		}
	}
	if got := peak(); got > 400 {
		t.Errorf("the server took %d MB", got)
	}
}

// startProgram serves a data folder in a process of its own; peak is the most
// memory that it had, in MB.
func startProgram(ctx context.Context, t *testing.T, bin, dir string) (url string, peak func() int) {
	t.Helper()
	cmd := exec.CommandContext(ctx, bin, "serve", "--data", dir, "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	for url == "" && lines.Scan() {
		if m := announced.FindStringSubmatch(lines.Text()); m != nil {
			url = m[1]
		}
	}
	go io.Copy(io.Discard, out)
	return url, func() int {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(status), "VmHWM:")
		kb, err := strconv.Atoi(strings.Fields(text)[0])
		if err != nil {
			t.Fatal(err)
		}
		return kb >> 10
	}
}

// sizeOf reads an answer, plainly unless an encoding is named.
func sizeOf(ctx context.Context, t *testing.T, url string, encoding ...string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", strings.Join(append(encoding, "identity;q=0.1"), ","))
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	n, err := io.Copy(io.Discard, response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s after %d bytes, %v", url, response.Status, n, err)
	}
	return int(n)
}
