package api_test

import (
	"bufio"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/api"
	"stele/data"
)

// Readers that stop reading take a chunk of memory each, however large the answer
// and whichever way it is encoded.
func TestBad_SlowReadersHoldNoMemory(t *testing.T) {
	const readers = 300
	a, _ := packedRelease(t, heavySites(60, 40_000))
	p := servePlain(t, a, time.Minute)
	more := peakOf(func() {
		for i := range readers {
			encoding := []string{"identity", "gzip", "br", "zstd"}[i%4]
			path := []string{"export.geojson", "items?limit=10000", "export.geojson?skipGeometry=true"}[i/4%3]
			p.send(p.dial(), http.MethodGet, "/collections/sites/"+path, "Accept-Encoding: "+encoding)
		}
		eventually(t, "all to be answered", func() bool { return p.begun.Load() == readers })
		if n := p.inside.Load(); n != readers {
			t.Errorf("%d of %d answers wait for their readers", n, readers)
		}
	})
	// An encoder is 0.4 to 3 MB; the rest is for goroutines and what a connection buffers.
	const each, encoder = api.ChunkBytes + 128<<10, 4 << 20
	if most := readers*each + api.MaxStreams*encoder; more > most {
		t.Errorf("%d readers that do not read took %d MB, want at most %d", readers, more>>20, most>>20)
	}
	t.Logf("%.1f MB for %d readers", float64(more)/1e6, readers)
}

// Of a large shape that is simplified no more is made than is read.
func TestBad_SlowReadersOfALargeShape(t *testing.T) {
	const readers, corners = 40, 150_000
	ring := make(orb.Ring, corners)
	for i := range ring {
		a := 2 * math.Pi * float64(i%(corners-1)) / (corners - 1)
		r := 10 + math.Sin(7*a) + 0.01*math.Sin(10_007*a)
		ring[i] = orb.Point{45 + r*math.Cos(a), 30 + r*math.Sin(a)}
	}
	p := servePlain(t, writeRelease(t, []made{{data.Sites, "coast", orb.Polygon{ring}, "1993", nil}}), time.Minute)
	more := peakOf(func() {
		for i := range readers {
			query := []string{"max-allowable-offset=0.0000001", "properties=name"}[i%2]
			p.send(p.dial(), http.MethodGet, "/collections/sites/items?"+query)
		}
		eventually(t, "all to be answered", func() bool { return p.begun.Load() == readers })
	})
	if n := p.inside.Load(); n != readers {
		t.Errorf("%d of %d answers wait for their readers", n, readers)
	}
	if most := readers * (api.ChunkBytes + 192<<10); more > most {
		t.Errorf("%d readers that do not read took %d KB, want at most %d", readers, more>>10, most>>10)
	}
}

// Of answers that are put together in a file there are only so many at a time: who
// asks for one more is told when to ask again, and all else is answered. What was
// sent, or is no longer wanted, makes place.
func TestBad_FilesAreBounded(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	a, _ := packedRelease(t, heavySites(60, 40_000))
	p := servePlain(t, a, time.Minute)
	one := func(method, path string) reply {
		c := p.dial()
		defer c.Close()
		p.send(c, method, path, "Connection: close")
		return p.hear(bufio.NewReader(c), method)
	}
	const gpkg, pmtiles = "/collections/sites/export.gpkg", "/collections/sites/export.pmtiles"
	var readers []*net.TCPConn
	for range api.MaxFiles {
		c := p.dial()
		p.send(c, http.MethodGet, gpkg)
		readers = append(readers, c)
	}
	eventually(t, "the files to be sent", func() bool { return p.begun.Load() == api.MaxFiles })
	if n := filesIn(t, os.TempDir()); n != api.MaxFiles {
		t.Errorf("%d temporary files are open, want %d", n, api.MaxFiles)
	}
	for _, path := range []string{gpkg, pmtiles, "/collections/sites/export?f=gpkg"} {
		r := one(http.MethodGet, path)
		wait, err := strconv.Atoi(r.header.Get("Retry-After"))
		if r.status != http.StatusServiceUnavailable || err != nil || wait < 1 || r.header.Get("ETag") != "" || r.header.Get("Content-Disposition") != "" || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s while %d are read = %d, %v", path, api.MaxFiles, r.status, r.header)
		}
		if got := decode[problem](t, r); !strings.Contains(got.Detail, "ask again later") {
			t.Errorf("%s: %+v", path, got)
		}
	}
	for path, status := range map[string]int{
		"/collections/sites/export.fgb?limit=1": 400, gpkg + "?bbox=x": 400,
		"/collections/sites/export.csv?skipGeometry=true&properties=name": 200, "/collections/sites/items?limit=1": 200,
	} {
		if r := one(http.MethodGet, path); r.status != status {
			t.Errorf("%s = %d, want %d", path, r.status, status)
		}
	}
	head := one(http.MethodHead, gpkg)
	if head.status != http.StatusOK {
		t.Errorf("HEAD = %d", head.status)
	}
	abandon(readers[0])
	eventually(t, "the one who left to make place", func() bool { return p.inside.Load() == api.MaxFiles-1 })
	for range 3 { // each makes place for the next
		if r := one(http.MethodGet, gpkg); r.status != http.StatusOK || !strings.HasPrefix(r.body, "SQLite format 3") {
			t.Errorf("after that = %d", r.status)
		}
	}
	if n := filesIn(t, os.TempDir()); n != api.MaxFiles-1 {
		t.Errorf("%d temporary files are open, want %d", n, api.MaxFiles-1)
	}
}

// filesIn counts the files below a folder that the process has open, removed or not.
func filesIn(t *testing.T, dir string) (n int) {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("the system does not say which files are open: no /proc")
	}
	for _, entry := range open {
		if to, err := os.Readlink("/proc/self/fd/" + entry.Name()); err == nil && strings.HasPrefix(to, dir+"/") {
			n++
		}
	}
	return n
}

// Who does not read is dropped after a chunk's time; who reads slowly is served,
// for many times as long.
func TestBad_OnlyReadersWhoStopAreDropped(t *testing.T) {
	const chunk = 700 * time.Millisecond
	a, _ := packedRelease(t, heavySites(100, 40_000))
	p := servePlain(t, a, chunk)
	for range 20 {
		p.send(p.dial(), http.MethodGet, "/collections/sites/export.geojson")
	}
	if err := readSlowly(p.addr, 3*chunk); err != nil {
		t.Errorf("a reader who is slow and reads was not served: %v", err)
	}
	eventually(t, "all who do not read to be dropped", func() bool { return p.begun.Load() == 21 && p.inside.Load() == 0 })
}

// readSlowly reads a whole export in about the time given, steadily.
func readSlowly(addr string, all time.Duration) error {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	response, err := client.Get("http://" + addr + "/collections/sites/export.geojson")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	const steps = 60
	part := response.ContentLength/steps + 1
	tick := time.NewTicker(all / steps)
	defer tick.Stop()
	for {
		<-tick.C
		if _, err := io.CopyN(io.Discard, response.Body, part); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// Clients that vanish in the midst of an answer leave nothing behind: the release
// that they were reading is freed as soon as another is in force.
func TestBad_VanishedClientsLetGoOfTheRelease(t *testing.T) {
	a, path := packedRelease(t, heavySites(60, 40_000))
	p := servePlain(t, a, time.Minute)
	before, open := inUse(), files(t)
	const clients = 40
	var all []*net.TCPConn
	for i := range clients {
		c := p.dial()
		p.send(c, http.MethodGet, "/collections/sites/export.geojson", "Accept-Encoding: "+[]string{"identity", "gzip", "br", "zstd"}[i%4])
		if _, err := io.ReadFull(c, make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	p.holder.Swap(writeRelease(t, someSites()))
	if p.inside.Load() != clients || !isMapped(t, path) {
		t.Fatalf("%d of %d are being answered, and the release that they read is mapped: %v", p.inside.Load(), clients, isMapped(t, path))
	}
	for _, c := range all {
		abandon(c)
	}
	eventually(t, "all handlers to end", func() bool { return p.inside.Load() == 0 })
	eventually(t, "the old release to be freed", func() bool { return !isMapped(t, path) })
	eventually(t, "all sockets to be closed", func() bool { return files(t) <= open+2 })
	if more := inUse() - before; more > 16<<20 {
		t.Errorf("%d clients that vanished left %d KB behind", clients, more>>10)
	}
	c := p.dial()
	p.send(c, http.MethodGet, "/collections/sites/items?limit=1")
	if r := p.hear(bufio.NewReader(c), http.MethodGet); r.status != http.StatusOK {
		t.Errorf("after that the service answers %d", r.status)
	}
}
