package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobodysID is a user who owns nothing: root may write whatever a mode forbids.
const nobodysID = 65534

// asNobody runs the program as somebody to whom modes apply.
func asNobody(t *testing.T, bin string, args ...string) (stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(bin, args...)
	var out, errs strings.Builder
	cmd.Dir, cmd.Stdout, cmd.Stderr = filepath.Dir(bin), &out, &errs
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodysID, Gid: nobodysID}}
	}
	if err := cmd.Run(); cmd.ProcessState == nil {
		missing(t, "the program does not run as another user: %v", err)
	}
	return out.String(), errs.String()
}

// openFolder is a folder that other users reach, with the program in it.
func openFolder(t *testing.T) (dir, bin string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "stele-unwritable-*") // not t.TempDir, which is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	from, err := os.Open(program(t))
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	bin = filepath.Join(dir, "stele")
	to, err := os.OpenFile(bin, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(to, from)
	for _, err := range []error{err, to.Close(), os.Chmod(bin, 0o755), os.Chmod(dir, 0o755)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir, bin
}

// A vault that a user cannot write is there, and is told of as what it is.
func TestOpen_SaysThatAFolderCannotBeWritten(t *testing.T) {
	top, bin := openFolder(t)
	dir := filepath.Join(top, "v")
	publishVillages(t, dir, "id,name,lon,lat\na,A,46,40\n")
	file := filepath.Join(dir, "vault.db")
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	for _, test := range []struct {
		name             string
		ofFolder, ofFile os.FileMode
		commands         []string
		want             string
	}{
		{"a folder to be read", 0o555, 0o444, []string{"review list", "publish", "log key", "source list"}, "stele: open vault " + file + ": this user cannot write the file or its folder"},
		{"a file of another's", 0o555, 0, []string{"review list", "publish"}, "stele: open vault " + file + ": this user cannot write the file or its folder"},
		{"a file to be read", 0o777, 0o444, []string{"review approve --by B --reason R --all", "agent add --key b --name B"}, "\nThe vault can be read by this user, but not written: "},
	} {
		for path, mode := range map[string]os.FileMode{dir: test.ofFolder, file: test.ofFile} {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
		for _, command := range test.commands {
			_, stderr := asNobody(t, bin, append(strings.Fields(command), "--data", dir)...)
			if !strings.Contains(stderr, test.want) || strings.Contains(stderr, "makes one") {
				t.Errorf("%s: stele %s says\n%s\nwant %s", test.name, command, stderr, test.want)
			}
		}
	}
}
