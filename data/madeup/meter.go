package madeup

import (
	"bytes"
	"os"
	"runtime/debug"
	"strconv"
	"testing"
	"time"
)

// Meter measures what work on many records takes, for a benchmark.
type Meter struct {
	start time.Time
	cpu   time.Duration
}

// StartMeter begins to measure. What the process needed before does not count,
// where the system can leave it out.
func StartMeter() Meter {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak begins anew
	return Meter{time.Now(), cpuTime()}
}

// Report adds to the figures of b, each only where the system tells it: rows a
// second, CPU time for a row in microseconds, and the most memory of the
// machine that the process has had meanwhile, in MiB.
func (m Meter) Report(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)/time.Since(m.start).Seconds(), "rows/s")
	if cpu := cpuTime() - m.cpu; cpu > 0 {
		b.ReportMetric(float64(cpu.Nanoseconds())/float64(rows)/1000, "cpu-us/row")
	}
	if peak, ok := peakMiB(); ok {
		b.ReportMetric(peak, "MiB-peak")
	}
}

// peakMiB reads the largest resident set from what Linux says of the process.
func peakMiB() (float64, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	_, rest, found := bytes.Cut(status, []byte("\nVmHWM:"))
	if fields := bytes.Fields(rest); found && len(fields) > 0 {
		kib, err := strconv.Atoi(string(fields[0]))
		return float64(kib) / 1024, err == nil
	}
	return 0, false
}
