package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What the demo says of itself is its folder's, and stays when the folder is
// published again.
func TestDemo_StaysAsItIsWhenPublished(t *testing.T) {
	dir := t.TempDir() + "/demo"
	for _, args := range [][]string{{"demo", "--data", dir}, {"publish", "--data", dir}} {
		code, stdout, stderr := runIn(t.Context(), t, args...)
		if code != exitOK {
			t.Fatalf("stele %q = %d\n%s", args, code, stderr)
		}
		if args[0] == "publish" && !strings.HasPrefix(stdout, "Nothing changes for its readers.") {
			t.Errorf("publishing the demo as it is says\n%s", stdout)
		}
	}
}

// What an operator has written is not replaced by the demo's.
func TestDemo_SparesWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "story.json")
	write(t, file, "{}")
	code, _, stderr := runIn(t.Context(), t, "demo", "--data", dir)
	if text, err := os.ReadFile(file); code != exitFailed || !strings.Contains(stderr, "has a story.json already") || err != nil || string(text) != "{}" {
		t.Errorf("demo = %d, %s; story.json is %q (%v)", code, stderr, text, err)
	}
}
