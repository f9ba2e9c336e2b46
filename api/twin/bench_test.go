package twin_test

import (
	"os"
	"os/exec"
	"testing"
)

// BenchmarkTwins runs all tests of this package, as `go test` does.
func BenchmarkTwins(b *testing.B) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if out, err := exec.Command(self, "-test.run=.").CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s")
}
