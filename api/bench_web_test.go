package api_test

import (
	"os"
	"os/exec"
	"testing"

	"stele/api"
	"stele/web"
)

// BenchmarkWeb times the map in Chromium over the made world of villages, a
// million or STELE_BENCH: see web/bench.mjs, which prints the figures. It is for
// make bench-web, which sets STELE_BENCH_WEB and builds the front end before.
func BenchmarkWeb(b *testing.B) {
	if os.Getenv("STELE_BENCH_WEB") == "" {
		b.Skip("STELE_BENCH_WEB is not set: make bench-web")
	}
	dist, ok := web.Dist()
	if !ok {
		b.Fatal("the front end is not built")
	}
	a, err := manyVillages()
	if err != nil {
		b.Fatal(err)
	}
	s := serve(b, a, func(c *api.Config) { c.Web = dist })
	for b.Loop() {
		command := exec.CommandContext(b.Context(), "node", "bench.mjs", s.URL+"/")
		command.Dir, command.Stdout, command.Stderr = "../web", os.Stderr, os.Stderr
		if err := command.Run(); err != nil {
			b.Fatal(err)
		}
	}
}
