package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"stele/api/loadtest"
	"stele/data/benchdata"
	"stele/data/madeup"
)

// BenchmarkServe runs the program on a release of a million named villages, as a
// process of its own, and asks it over loopback.
func BenchmarkServe(b *testing.B) {
	n, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	dir, bin := b.TempDir(), program(b)
	file := folder(dir).release("public")
	if err := benchdata.NamedVillages(n).Write(b.Context(), file); err != nil {
		b.Fatal(err)
	}
	var start starts
	b.Run("start", func(b *testing.B) {
		start = timeStarts(b, bin, dir, 5)
		b.ReportMetric(start.wall, "s")
		b.ReportMetric(start.cpu, "cpu-s")
	})
	b.Run("memory", func(b *testing.B) { measureMemory(b, bin, dir) })
	b.Run("export", func(b *testing.B) { measureExport(b, bin, dir) })
	b.Run("rows", func(b *testing.B) {
		cutTail(b, file)
		rows := timeStarts(b, bin, dir, 1)
		b.ReportMetric(rows.wall, "s")
		b.ReportMetric(rows.wall/start.wall, "of-start")
	})
}

// starts are medians, in seconds: from the start of a process to the first features
// that it answers with, and the processor's time of one that did no more.
type starts struct{ wall, cpu float64 }

// timeStarts starts the program some times. The file is in the system's cache, as
// it is when it has just been copied to the machine.
func timeStarts(b *testing.B, bin, dir string, times int) starts {
	b.Helper()
	var wall, cpu []float64
	for b.Loop() {
		for range times {
			start := time.Now()
			p := startServing(b, bin, dir)
			p.get(b, "/collections/villages/items?bbox=46,39,46.5,39.5&limit=10")
			wall = append(wall, time.Since(start).Seconds())
			p.stop(b)
			used := p.cmd.ProcessState
			cpu = append(cpu, (used.UserTime() + used.SystemTime()).Seconds())
		}
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	return starts{wall[len(wall)/2], cpu[len(cpu)/2]}
}

// cutTail takes the foot off the release's tail, so that a server reads the rows.
func cutTail(b *testing.B, file string) {
	b.Helper()
	info, err := os.Stat(file)
	if err == nil {
		err = os.Truncate(file, info.Size()-64)
	}
	if err != nil {
		b.Fatal(err)
	}
}

const exportPath = "/collections/villages/export.geojson"

// everything is what makes a server touch all that it has of the villages.
func everything() []string {
	paths := []string{
		exportPath,
		"/collections/villages/stats?facets=kind,status,location_form,generalised,contested,name,name_en,name_az,updated,source",
		"/collections/villages/items?status=unknown&limit=1000",
		"/collections/villages/items?datetime=1993&certainty=certain&limit=1000",
		"/collections/villages/items?sortby=-name,name_az,updated&limit=1000",
		"/search?q=village+77",
		"/search?q=kend+7777",
		"/collections/villages/items/b000000000000777",
		"/collections/villages/items/b000000000000777/claims",
		"/collections/villages/items/b000000000000777/history",
	}
	for z := range 7 {
		paths = append(paths, fmt.Sprintf("/collections/villages/tiles/WebMercatorQuad/%d/%d/%d", z, 1<<z/2, 1<<z/2))
	}
	return paths
}

// measureMemory says what the server takes once all has been read, the mapped
// file included, which the system may take back whenever it likes.
func measureMemory(b *testing.B, bin, dir string) {
	p := startServing(b, bin, dir)
	defer p.stop(b)
	started, size := p.memory(b, "VmRSS"), 0
	for b.Loop() {
		size = p.get(b, exportPath)
		for _, path := range everything() {
			p.get(b, path)
		}
	}
	resident := p.memory(b, "VmRSS")
	b.ReportMetric(float64(size)/1e6, "geojson-MB")
	b.ReportMetric(started/1e6, "start-MB")
	b.ReportMetric(resident/1e6, "MB")
	b.ReportMetric(p.memory(b, "RssAnon")/1e6, "unmapped-MB")
	b.ReportMetric(resident/float64(size), "of-geojson")
}

// measureExport reads the whole layer, and says how much more memory the server
// took at most while it did. It has read all of it once before: what is mapped of
// the file counts neither way.
func measureExport(b *testing.B, bin, dir string) {
	p := startServing(b, bin, dir)
	defer p.stop(b)
	p.get(b, exportPath)
	before := p.memory(b, "VmRSS")
	p.forgetPeak(b)
	total := 0
	for b.Loop() {
		total += p.get(b, exportPath)
	}
	b.ReportMetric(float64(total)/1e6/b.Elapsed().Seconds(), "MB/s")
	b.ReportMetric((p.memory(b, "VmHWM")-before)/1e6, "MB-more")
}

// process is the program, serving.
type process struct {
	cmd  *exec.Cmd
	conn *loadtest.Conn
}

func startServing(b *testing.B, bin, dir string) *process {
	b.Helper()
	p := &process{cmd: exec.Command(bin, "serve", "--data", dir, "--addr", "127.0.0.1:0")}
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := announced.FindStringSubmatch(lines.Text()); m != nil {
			if p.conn, err = loadtest.Dial(b.Context(), strings.TrimPrefix(m[1], "http://")); err != nil {
				b.Fatal(err)
			}
			return p
		}
	}
	b.Fatalf("%s serve --data %s ended: %v", bin, dir, p.cmd.Wait())
	return nil
}

func (p *process) get(b *testing.B, path string) int {
	b.Helper()
	n, err := p.conn.Get(path)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func (p *process) stop(b *testing.B) {
	b.Helper()
	p.conn.Close()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		b.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		b.Error(err)
	}
}

// memory reads a line of /proc/PID/status, see proc(5), in bytes.
func (p *process) memory(b *testing.B, name string) float64 {
	b.Helper()
	if runtime.GOOS != "linux" {
		b.Skip("memory is read from Linux's /proc")
	}
	text, err := os.ReadFile(p.proc("status"))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			kB, err := strconv.ParseFloat(strings.Fields(value)[0], 64)
			if err != nil {
				b.Fatal(err)
			}
			return kB * 1024
		}
	}
	b.Fatalf("%s has no %s", p.proc("status"), name)
	return 0
}

// forgetPeak makes VmHWM begin anew.
func (p *process) forgetPeak(b *testing.B) {
	b.Helper()
	if err := os.WriteFile(p.proc("clear_refs"), []byte("5"), 0o200); err != nil {
		b.Fatal(err)
	}
}

func (p *process) proc(name string) string {
	return filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), name)
}
