package geo_test

import (
	"math/rand/v2"
	"testing"
	"time"
)

// newRandom returns a generator with a fresh seed, which every failure must print.
func newRandom(t testing.TB) (*rand.Rand, uint64) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0)), seed
}
