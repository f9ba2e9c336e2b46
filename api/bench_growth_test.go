package api_test

import (
	"testing"
	"time"

	"stele/api/loadtest"
	"stele/data"
	"stele/data/benchdata"
	"stele/data/madeup"
)

// BenchmarkGrowth asks for boxes of 66 features of a tenth, all and five times of
// the villages. The layers take turns, box by box, so that what else the machine
// does slows all alike, and each of many boxes lies where nobody has just been: it
// is in memory, for what the disk takes is not asked, but in no cache of the
// processor.
func BenchmarkGrowth(b *testing.B) {
	size, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	sizes := []int{size / 10, size, 5 * size}
	const boxes = 256
	var conns []*loadtest.Conn
	var addrs []string
	var paths [][]string
	for _, n := range sizes {
		a, err := benchdata.Villages(n).Open(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		defer a.Release()
		l, _ := a.Layer(data.Villages)
		var list []string
		for i := range boxes {
			box, _ := boxOfAbout(l, uint32((2*i+1)*l.Len()/(2*boxes)), 66)
			list = append(list, itemsIn(box))
		}
		server := startServer(handlerOf(a))
		defer server.Close()
		addrs, paths = append(addrs, server.Listener.Addr().String()), append(paths, list)
	}
	for _, addr := range addrs { // now that they are asked at once: a server does not wait long
		c, err := loadtest.Dial(b.Context(), addr)
		if err != nil {
			b.Fatal(err)
		}
		defer c.Close()
		conns = append(conns, c)
	}
	times := make([][]float64, len(sizes))
	bytes := make([]int, len(sizes))
	round := func() {
		for i := range boxes {
			for s, c := range conns {
				start := time.Now()
				n, err := c.Get(paths[s][i])
				if err != nil {
					b.Fatal(err)
				}
				times[s] = append(times[s], time.Since(start).Seconds()*1e6)
				bytes[s] += n
			}
		}
	}
	round()
	clear(times)
	clear(bytes)
	for b.Loop() {
		round()
	}
	for s, name := range []string{"tenth", "whole", "fivefold"} {
		b.ReportMetric(median(times[s]), name+"-us")
		b.ReportMetric(float64(bytes[s])/float64(len(times[s]))/1e3, name+"-KB")
	}
	b.ReportMetric(median(times[1])/median(times[0]), "tenth-to-whole")
	b.ReportMetric(median(times[2])/median(times[1]), "whole-to-fivefold")
}
