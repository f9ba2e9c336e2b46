package main

import (
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
