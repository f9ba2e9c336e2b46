package vault_test

import (
	"testing"

	"stele/data"
	"stele/data/madeup"
	"stele/data/vault"
)

// BenchmarkBatch imports villages, 20,000 at a time.
func BenchmarkBatch(b *testing.B) {
	const n = 20000
	for b.Loop() {
		importVillages(b, b.TempDir(), n)
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "rows/s")
}

func importVillages(b *testing.B, dir string, n int) {
	v, _, err := vault.Create(b.Context(), dir, clock)
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	batch, err := v.Begin(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	batch.AddAgent(b.Context(), data.Agent{Key: "office", Name: "An office", Kind: "state_body"})
	batch.AddSource(b.Context(), data.Source{Key: "atlas", Kind: "gazetteer", Title: "An atlas", Agent: "office", Archive: data.Archive{State: "not_captured"}})
	for i, r := range (madeup.Villages{N: n}).All() {
		r.Source = "atlas"
		if err := batch.Add(b.Context(), i+1, r); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Commit(b.Context(), vault.Import{Name: "bench", By: "bench"}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkVerify reads a vault of villages and holds it against its log.
func BenchmarkVerify(b *testing.B) {
	const n = 200000
	dir := b.TempDir()
	importVillages(b, dir, n)
	for b.Loop() {
		_, err := vault.Verify(b.Context(), dir, vault.Verifying{Found: func(f vault.Fault) error {
			b.Fatal(f)
			return nil
		}})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "rows/s")
}
