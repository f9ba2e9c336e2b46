package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"stele/data/archive"
	"stele/data/vault"
)

// output is a file that a command is to write, as a flag names it. Writing takes
// the place of what is there, so what must not be lost is refused before any work
// is done.
type output struct {
	flag, path string // no path, and - for standard output, is no file
}

// otherName is what mends a name that is refused.
const otherName = "name another file"

// check refuses a file that belongs to the data folder, or that is one of those
// that the command reads.
func (o output) check(f folder, read ...string) error {
	if o.path == "" || o.path == "-" {
		return nil
	}
	if what := f.own(o.path); what != "" {
		return o.refuse(what, "name a file elsewhere")
	}
	for _, file := range read {
		if file != "-" && isPartOf(o.path, file) {
			return o.refuse("that is a file which is being read, "+file, otherName)
		}
	}
	if info, err := os.Stat(o.path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return o.refuse("that is a device or a pipe, and a file would take its place", otherName)
	}
	return nil
}

// checkNew refuses a file that is there already, too.
func (o output) checkNew(f folder, read ...string) error {
	if err := o.check(f, read...); err != nil || o.path == "" {
		return err
	}
	if info, err := os.Lstat(o.path); err == nil && !info.IsDir() {
		return o.refuse("that file is there already, and may hold rows that somebody has mended", otherName+", or take that one away")
	}
	return nil
}

func (o output) refuse(what, fix string) error {
	return usageError(fmt.Sprintf("%s %s: %s; %s", o.flag, o.path, what, fix))
}

// own says what a path is of the data folder's own files, whether it is there yet
// or not; "" is none of them.
func (f folder) own(path string) string {
	files := []struct{ name, what string }{
		{vault.FileName, "the vault"}, {vault.KeyName, "the secret key of the log"}, {operatorFile, "what a release says of itself"},
	}
	for _, ext := range []string{"-wal", "-shm", "-journal"} {
		files = append(files, struct{ name, what string }{vault.FileName + ext, "a part of the vault"})
	}
	for _, name := range f.toldFiles() {
		files = append(files, struct{ name, what string }{name, "a file that stele.json names"})
	}
	for _, file := range files {
		if isSame(path, filepath.Join(string(f), file.name)) {
			return "that is " + file.what + " of the data folder"
		}
	}
	for _, dir := range []struct{ name, what string }{
		{archive.FolderName, "originals of sources"}, {"releases", "releases"}, {"policies", "policies"},
	} {
		if isBelow(path, filepath.Join(string(f), dir.name)) {
			return "that is in " + dir.name + ", where the data folder has its " + dir.what
		}
	}
	return ""
}

// toldFiles are the files of the folder that its stele.json names. Whether that is as
// it should be is for those to say who need it.
func (f folder) toldFiles() (names []string) {
	var o operator
	text, err := os.ReadFile(filepath.Join(string(f), operatorFile))
	if err != nil || json.Unmarshal(text, &o) != nil {
		return nil
	}
	for _, name := range []string{o.Story, o.Translations} {
		if name != "" && filepath.IsLocal(name) {
			names = append(names, name)
		}
	}
	return names
}

// isPartOf reports that path is the file, or lies beside a shapefile as its part.
func isPartOf(path, file string) bool {
	if isSame(path, file) {
		return true
	}
	stem, isShape := strings.CutSuffix(strings.ToLower(file), ".shp")
	if !isShape {
		return false
	}
	for _, ext := range []string{".dbf", ".prj", ".cpg", ".DBF", ".PRJ", ".CPG"} {
		if isSame(path, file[:len(stem)]+ext) {
			return true
		}
	}
	return false
}

// isSame reports that two names are of one file, by whichever way they lead there.
func isSame(a, b string) bool {
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	if err == nil && err2 == nil {
		return os.SameFile(one, other)
	}
	return errors.Is(err, os.ErrNotExist) && errors.Is(err2, os.ErrNotExist) && resolved(a) == resolved(b)
}

// isBelow reports that a path leads into the folder dir, however far.
func isBelow(path, dir string) bool {
	for at := resolved(path); at != filepath.Dir(at); at = filepath.Dir(at) {
		if isSame(filepath.Dir(at), dir) {
			return true
		}
	}
	return false
}

// resolved is the path without symbolic links, as far as it is there.
func resolved(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if straight, err := filepath.EvalSymlinks(abs); err == nil {
		return straight
	}
	if dir := filepath.Dir(abs); dir != abs {
		return filepath.Join(resolved(dir), filepath.Base(abs))
	}
	return abs
}
