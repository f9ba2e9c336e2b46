package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"testing"
)

// startBinary serves by the program itself, in a process of its own, until the test
// ends, and returns its address.
func startBinary(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command(program(t), append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	drained := make(chan struct{})
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil { // it tidies up after itself
			t.Error(err)
		}
		<-drained
		if err := cmd.Wait(); err != nil {
			t.Errorf("serve ended with %v", err)
		}
	})
	lines, url := bufio.NewScanner(out), ""
	for url == "" && lines.Scan() {
		if m := announced.FindStringSubmatch(lines.Text()); m != nil {
			url = m[1]
		}
	}
	go func() {
		io.Copy(io.Discard, out)
		close(drained)
	}()
	if url == "" {
		t.Fatal("the program ended before it served")
	}
	return url
}
