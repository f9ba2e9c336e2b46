package made

import (
	"bytes"
	"os"
	"runtime/debug"
	"strconv"
)

// ResetPeak lets PeakMiB count anew, from what the process needs now. It does
// nothing where the system can't.
func ResetPeak() {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// PeakMiB is how much memory of the machine the process has had at most, since
// ResetPeak where that works and since its start otherwise. False means that the
// system does not tell.
func PeakMiB() (float64, bool) {
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
