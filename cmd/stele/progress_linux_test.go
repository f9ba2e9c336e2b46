package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// terminal opens a pseudo-terminal: what is written to the one is read from the
// other.
func terminal(t *testing.T) (write, read *os.File) {
	t.Helper()
	read, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		missing(t, "there is no pseudo-terminal here: %v", err)
	}
	t.Cleanup(func() { read.Close() })
	var locked, number int32
	for request, arg := range map[uintptr]*int32{syscall.TIOCSPTLCK: &locked, syscall.TIOCGPTN: &number} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, read.Fd(), request, uintptr(unsafe.Pointer(arg))); errno != 0 {
			missing(t, "there is no pseudo-terminal here: %v", errno)
		}
	}
	write, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		missing(t, "there is no pseudo-terminal here: %v", err)
	}
	t.Cleanup(func() { write.Close() })
	return write, read
}

// On a terminal there is a bar, which goes away at the end.
func TestProgress_BarOnATerminal(t *testing.T) {
	for _, test := range []struct {
		total int64
		want  string
	}{{200, "50%"}, {0, "100/-"}} {
		write, read := terminal(t)
		var got safeBuffer
		go func() {
			b := make([]byte, 1<<12)
			for {
				n, err := read.Read(b)
				if err != nil {
					return
				}
				got.Write(b[:n])
			}
		}()
		e := &env{stderr: write, now: time.Now}
		p := e.progress("publish", "records", test.total)
		eventually(t, "the bar", func() bool {
			p.at(100)
			return strings.Contains(got.String(), "publish") && strings.Contains(got.String(), test.want)
		})
		p.end()
		fmt.Fprint(write, "done")
		eventually(t, "the end", func() bool { return strings.HasSuffix(got.String(), "done") })
		line := got.String()[strings.LastIndexByte(got.String(), '\r')+1:]
		if strings.Contains(line, "publish") || !strings.HasSuffix(line, "done") {
			t.Errorf("the bar of %d is still there: %q", test.total, line)
		}
	}
}
