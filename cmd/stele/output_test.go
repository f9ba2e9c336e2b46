package main

import (
	"bytes"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// contentsOf is what every file below a folder holds, by its path.
func contentsOf(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// refusesToWrite runs a command for each file that it must not write, and sees that
// the folder stays as it is.
func refusesToWrite(t *testing.T, dir, want string, args ...string) {
	t.Helper()
	before := contentsOf(t, dir)
	code, stdout, stderr := runIn(t.Context(), t, args...)
	if code != exitUsage || stdout != "" || !strings.Contains(stderr, want) || !strings.Contains(stderr, "; name a") {
		t.Errorf("stele %s = %d, %q %q; want %q and what to do", strings.Join(args, " "), code, stdout, stderr, want)
	}
	after := contentsOf(t, dir)
	for path, text := range before {
		// SQLite's own traffic beside the vault is no loss.
		if !bytes.Equal(text, after[path]) && !strings.HasSuffix(path, "-shm") && !strings.HasSuffix(path, "-wal") {
			t.Errorf("stele %s changed %s", strings.Join(args, " "), path)
		}
	}
	for path := range after {
		if _, was := before[path]; !was && !strings.Contains(path, "vault.db-") {
			t.Errorf("stele %s made %s", strings.Join(args, " "), path)
		}
	}
}

// No flag that names a file to write takes the place of what the data folder holds,
// whichever way its name leads there.
func TestOutput_SparesTheDataFolder(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "v")
	publishVillages(t, dir, "id,name,lon,lat\na,A,46,40\n")
	table, link, way := filepath.Join(top, "villages.csv"), filepath.Join(top, "link"), filepath.Join(top, "way")
	write(t, table, "id,name,lon,lat\nb,B,46,40\nc,C,46,412\n")
	write(t, filepath.Join(dir, "stele.json"), `{"title": "T", "story": "told.json"}`)
	for _, err := range []error{
		os.Symlink(filepath.Join(dir, "vault.db"), link), os.Symlink(dir, way), os.Link(filepath.Join(dir, "log.key"), filepath.Join(top, "key")),
		os.Mkdir(filepath.Join(dir, "policies"), 0o700),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	pipe := filepath.Join(top, "pipe")
	listener, err := net.Listen("unix", pipe)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for file, want := range map[string]string{
		filepath.Join(dir, "vault.db"):                     "that is the vault of the data folder",
		filepath.Join(dir, "vault.db-wal"):                 "that is a part of the vault",
		filepath.Join(dir, "log.key"):                      "that is the secret key of the log",
		filepath.Join(dir, "stele.json"):                   "that is what a release says of itself",
		filepath.Join(dir, "told.json"):                    "that is a file that stele.json names",
		filepath.Join(dir, "releases", "public.gpkg"):      "that is in releases",
		filepath.Join(dir, "releases", "new.gpkg"):         "that is in releases",
		filepath.Join(dir, "policies", "public.json"):      "that is in policies",
		filepath.Join(dir, "archive", "00", "original"):    "that is in archive",
		filepath.Join(way, "releases", "..", "vault.db"):   "that is the vault",
		filepath.Join(way, "vault.db-journal"):             "that is a part of the vault",
		filepath.Join(way, "policies", "..", "policies/x"): "that is in policies",
		link:                      "that is the vault",
		filepath.Join(top, "key"): "that is the secret key of the log",
		pipe:                      "that is a device or a pipe",
	} {
		refusesToWrite(t, top, want, "export", "--data", dir, "--collection", "villages", "-o", file)
		refusesToWrite(t, top, want, "publish", "--data", dir, "--dry-run", "--diff", file)
		refusesToWrite(t, top, want, "import", "--data", dir, "--collection", "villages", "--according-to", "A", table, "--rejects", file)
		refusesToWrite(t, top, want, "import", "--data", dir, "--collection", "villages", "--according-to", "A", table, "--dry-run", "--preview", file)
	}
	runs(t, "export", "--data", dir, "--collection", "villages", "-o", filepath.Join(dir, "out.geojson"))
	runs(t, "export", "--data", dir, "--collection", "villages", "-o", filepath.Join(dir, "out.geojson"))
	// A vault that is to be made is one, too.
	refusesToWrite(t, top, "that is the vault", "import", "--data", filepath.Join(top, "new"), "--collection", "villages", "--according-to", "A", table,
		"--rejects", filepath.Join(top, "new", "vault.db"))
}

// An import does not write over what it reads, nor over rows that were rejected before
// and may have been mended since.
func TestOutput_SparesWhatIsImported(t *testing.T) {
	top := t.TempDir()
	dir, table, shapes := filepath.Join(top, "v"), filepath.Join(top, "villages.csv"), filepath.Join(top, "villages.shp")
	link, mended := filepath.Join(top, "link.csv"), filepath.Join(top, "mend.csv")
	write(t, table, "id,name,lon,lat\nb,B,46,40\nc,C,46,412\n")
	write(t, shapes, "id,name\n")
	write(t, filepath.Join(top, "villages.dbf"), "")
	if err := os.Symlink(table, link); err != nil {
		t.Fatal(err)
	}
	args := []string{"import", "--data", dir, "--collection", "villages", "--according-to", "A"}
	with := func(more ...string) []string { return append(append([]string{}, args...), more...) }
	for _, file := range []string{table, link, filepath.Join(top, "v", "..", "villages.csv")} {
		refusesToWrite(t, top, "that is a file which is being read, "+table, with(table, "--rejects", file)...)
		refusesToWrite(t, top, "that is a file which is being read, "+table, with(table, "--dry-run", "--preview", file)...)
	}
	refusesToWrite(t, top, "that is a file which is being read", with(shapes, "--dry-run", "--preview", filepath.Join(top, "villages.dbf"))...)
	code, _, stderr := runIn(t.Context(), t, with(table, "--dry-run", "--rejects", mended, "--preview", mended)...)
	if code != exitUsage || !strings.Contains(stderr, "--rejects and --preview name one file") {
		t.Errorf("two outputs in one file = %d, %s", code, stderr)
	}
	runs(t, with(table, "--rejects", mended)...)
	refusesToWrite(t, top, "that file is there already, and may hold rows that somebody has mended; name another file, or take that one away", with(table, "--rejects", mended)...)
	if err := os.Remove(mended); err != nil {
		t.Fatal(err)
	}
	runs(t, with(table, "--rejects", mended)...)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
