//go:build unix

package release

import (
	"errors"
	"os"
	"syscall"
)

// lock locks a file for as long as it is open. SQLite's locks, which are of
// another kind, are let go whenever the process closes the file once.
func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrBusy
	}
	return os.NewSyscallError("flock", err)
}
