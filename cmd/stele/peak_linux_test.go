package main

import (
	"os"
	"syscall"
)

// peakMiB is the most memory that a program has had, in MiB; 0 where that is not
// known.
func peakMiB(done *os.ProcessState) float64 {
	used, ok := done.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(used.Maxrss) / 1024
}
