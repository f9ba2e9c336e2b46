package madeup

import (
	"fmt"
	"os"
	"strconv"
)

// Size is how many records benchmarks take for many: a million, or the number in
// STELE_BENCH.
func Size() (int, error) {
	text := os.Getenv("STELE_BENCH")
	if text == "" {
		return 1_000_000, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1000 {
		return 0, fmt.Errorf("STELE_BENCH is %q, not a number of features from 1000 on", text)
	}
	return n, nil
}
