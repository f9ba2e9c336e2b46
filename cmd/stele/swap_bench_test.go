package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"stele/api/loadtest"
	"stele/data/benchdata"
	"stele/data/madeup"
)

// BenchmarkSwap replaces a release of a million villages several times while
// eight connections ask for boxes as fast as they can. What opens the next release
// takes its time from theirs: the answers asked for between the replacement of the
// file and the new release's coming into force are held against those before. One
// lost request fails it.
func BenchmarkSwap(b *testing.B) {
	n, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	file := filepath.Join(dir, "public.gpkg")
	editions := []string{file + ".0", file + ".1"}
	for i, path := range editions {
		if err := benchdata.Villages(n-i).WritePacked(b.Context(), path); err != nil {
			b.Fatal(err)
		}
	}
	replace(b, editions[0], file)
	url, w := serveSwapping(b, file)
	var steady, during []loadtest.Answer
	var opening time.Duration
	swapped := 0
	for b.Loop() {
		ctx, stop := context.WithCancel(b.Context())
		ended := make(chan struct{})
		var answers []loadtest.Answer
		var failed error
		go func() {
			defer close(ended)
			answers, failed = loadtest.Press(ctx, strings.TrimPrefix(url, "http://"), "/collections/villages/items?bbox=-60,-40,60,40&limit=66", 8)
		}()
		time.Sleep(3 * time.Second)
		quiet := time.Now()
		var swapping [][2]time.Time
		for range 6 {
			swapped++
			swapping = append(swapping, swapTo(b, w, editions[swapped%2], file))
			opening += swapping[len(swapping)-1][1].Sub(swapping[len(swapping)-1][0])
			time.Sleep(time.Second / 2)
		}
		stop()
		<-ended
		if failed != nil {
			b.Fatalf("a request was lost: %v", failed)
		}
		for _, a := range answers {
			if a.Asked.Before(quiet) {
				steady = append(steady, a)
			}
			for _, s := range swapping {
				if a.Asked.Add(a.Took).After(s[0]) && a.Asked.Before(s[1]) {
					during = append(during, a)
				}
			}
		}
	}
	before, meanwhile := loadtest.Percentile(steady, 99), loadtest.Percentile(during, 99)
	b.ReportMetric(float64(swapped), "swaps")
	b.ReportMetric(0, "lost")
	b.ReportMetric(float64(len(during)), "answers-during")
	b.ReportMetric(opening.Seconds()/float64(swapped), "s-to-swap")
	b.ReportMetric(before.Seconds()*1e3, "steady-p99-ms")
	b.ReportMetric(meanwhile.Seconds()*1e3, "swap-p99-ms")
	b.ReportMetric(meanwhile.Seconds()/before.Seconds(), "p99-of-steady")
}

// swapTo puts a copy of the release in place and returns when that was, and when
// it came into force.
func swapTo(b *testing.B, w *watcher, edition, file string) (window [2]time.Time) {
	b.Helper()
	version := func() string {
		a := w.holder.Acquire()
		defer a.Release()
		return a.Meta().Version
	}
	before := version()
	window[0] = time.Now()
	replace(b, edition, file)
	for version() == before {
		if time.Since(window[0]) > time.Minute {
			b.Fatal("the new release was not taken up within a minute")
		}
		time.Sleep(time.Millisecond)
	}
	window[1] = time.Now()
	return window
}

// replace puts another link to from in the place of to, in one step.
func replace(b *testing.B, from, to string) {
	b.Helper()
	if err := os.Link(from, to+".next"); err != nil {
		b.Fatal(err)
	}
	move(b, to+".next", to)
}
