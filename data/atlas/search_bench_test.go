package atlas_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

// manyNames is a release of n names: four of each village, in syllables as they
// occur around here.
func manyNames(n int) made {
	r := rand.New(rand.NewPCG(1, 1))
	syllables := strings.Fields("baş kənd qara ağ dərə lı li çay su bel qaya daş göl yuxarı aşağı xan abad van kar şen ler dağ bulaq ter zor " +
		"mə hə sə na ra ja vi go lu zi pa ta mar gar sar dza tsa khn oba köy yal ik eni ovs rus ost kal baj zan gil")
	name := func() string {
		var b strings.Builder
		for range 3 + r.IntN(3) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		if r.IntN(4) == 0 {
			b.WriteString(" " + syllables[r.IntN(len(syllables))] + syllables[r.IntN(len(syllables))])
		}
		return b.String()
	}
	m := made{features: map[string][]release.Feature{}, names: map[string][]data.Name{}}
	for i := range n / 4 {
		id := fmt.Sprintf("v%07d", i)
		var names []data.Name
		for _, language := range []string{"az", "en", "hy", "ru"} {
			names = append(names, data.Name{Text: name(), Language: language})
		}
		m.names["villages/"+id] = names
		m.features[data.Villages] = append(m.features[data.Villages], feature(data.Villages, id, nil, map[string]any{"name": names[0].Text}))
	}
	return m
}

// BenchmarkSearch asks 100,000 names; the comment of the index has the figures
// for a million.
func BenchmarkSearch(b *testing.B) {
	const names = 100_000
	m := manyNames(names)
	m.names["villages/v0000007"][0].Text = "Başlıbel"
	a := build(b, m)
	for _, bench := range []struct{ name, text string }{
		{"exact", "Bashlibel"},
		{"prefix", "qarak"},
		{"OneLetter", "a"},
		{"words", "bel qara"},
		{"fuzzy", "Bashlivel"},
		{"fuzzy2", "Bashlivelkendt"},
		{"nothing", "xyzzyxyzzyxyzzy"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			matched := 0
			for b.Loop() {
				matched, _ = a.Search(atlas.Search{Text: bench.text, Limit: 20})
			}
			b.ReportMetric(float64(matched), "matched")
		})
	}
}

func BenchmarkBuildWithNames(b *testing.B) {
	m := manyNames(100_000)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		a := build(b, m)
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(a)
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "MB")
}
