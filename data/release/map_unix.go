//go:build unix

package release

import (
	"os"
	"syscall"
)

// mapFile maps a part of a file that begins at a multiple of tailAlign.
// The system's pages may be larger, so the mapping begins before it.
func mapFile(f *os.File, offset, length int64) (*Tail, error) {
	if length == 0 {
		return &Tail{}, nil
	}
	before := offset % int64(os.Getpagesize())
	mapped, err := syscall.Mmap(int(f.Fd()), offset-before, int(length+before), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return &Tail{bytes: mapped[before:], unmap: func() error { return syscall.Munmap(mapped) }}, nil
}
