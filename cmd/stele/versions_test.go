package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fakePath is a folder with the named programs, which print what they are
// given, and the few that a script needs.
func fakePath(t *testing.T, print map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"bash", "dirname", "sed", "env"} {
		real, err := exec.LookPath(name)
		if err != nil {
			missing(t, "a program that the script needs is missing: %v", err)
		}
		if err := os.Symlink(real, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range print {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/usr/bin/env bash\necho '"+text+"'\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// make says which Go, Node or npm is missing or too old, and where to get it.
func TestVersions(t *testing.T) {
	const goSays, nodeSays = "Get it at https://go.dev/dl/", "Get it at https://nodejs.org/"
	for _, test := range []struct {
		what  string
		print map[string]string
		want  string // on stderr; "" is fine
	}{
		{"go", map[string]string{"go": "go1.26.3"}, ""},
		{"go", map[string]string{"go": "go1.27rc1"}, ""},
		{"go", map[string]string{"go": "go2.0"}, ""},
		{"go", map[string]string{"go": "go1.9.7"}, "Stele needs Go 1.26 or newer; here is 1.9.7. " + goSays},
		{"go", nil, "Stele needs Go 1.26 or newer; here is none. " + goSays},
		{"node", map[string]string{"node": "v20.0.0", "npm": "9.2.0"}, ""},
		{"node", map[string]string{"node": "v24.1.0", "npm": "11.0.0"}, ""},
		{"node", map[string]string{"node": "v18.20.4", "npm": "9.2.0"}, "Stele needs Node 20.0 or newer; here is 18.20.4. " + nodeSays},
		{"node", map[string]string{"npm": "9.2.0"}, "Stele needs Node 20.0 or newer; here is none. " + nodeSays},
		{"node", map[string]string{"node": "v20.0.0"}, "Stele needs npm 7.0 or newer; here is none. " + nodeSays},
	} {
		cmd := exec.Command("../../.ci/versions", test.what)
		cmd.Env = []string{"PATH=" + fakePath(t, test.print)}
		out, err := cmd.CombinedOutput()
		if (err == nil) != (test.want == "") || !strings.HasPrefix(string(out), test.want) || test.want == "" && len(out) > 0 {
			t.Errorf(".ci/versions %s with %v = %v, %q, want %q", test.what, test.print, err, out, test.want)
		}
	}
}

// A test that did not run fails the build in CI, and is named everywhere.
func TestSkips(t *testing.T) {
	line := func(action, test string) string {
		return `{"Time":"2026-11-25T12:00:00Z","Action":"` + action + `","Package":"stele/cmd/stele","Test":"` + test + `","Elapsed":0}` + "\n"
	}
	for _, c := range []struct {
		said, ci string
		ok       bool
		names    string
	}{
		{line("pass", "TestA"), "true", true, ""},
		{line("pass", "TestA") + line("skip", "TestB/part"), "true", false, "Not run: stele/cmd/stele TestB/part\n"},
		{line("skip", "TestB"), "", true, "Not run: stele/cmd/stele TestB\n"},
		{line("skip", "TestQGIS_LoadsFiltersAndReads"), "true", true, ""},
		{`{"Action":"skip","Package":"stele/web","Elapsed":0}` + "\n", "true", true, ""}, // it has no tests
	} {
		file := filepath.Join(t.TempDir(), "test.json")
		if err := os.WriteFile(file, []byte(c.said), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("../../.ci/skips", file)
		cmd.Env = append(os.Environ(), "CI="+c.ci)
		out, err := cmd.CombinedOutput()
		if (err == nil) != c.ok || string(out) != c.names {
			t.Errorf(".ci/skips of %s with CI=%s = %v, %q, want %q", c.said, c.ci, err, out, c.names)
		}
	}
}
