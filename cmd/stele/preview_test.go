package main

import (
	"path/filepath"
	"strings"
	"testing"

	"stele/data/publish"
)

func TestInALine(t *testing.T) {
	long := `{"a":{"az":"` + strings.Repeat("x", mostInALine) + `"},"b":1,"c":2}`
	for _, c := range []struct{ was, is, want string }{
		{"A", "B", `title is "B", was "A"`},
		{long, `{"b":1,"c":3,"d":4}`, "title: 1 added, 1 changed, 1 gone; --diff FILE has all of them"},
		{"", long, "title: 3 added, 0 changed, 0 gone; --diff FILE has all of them"},
		{strings.Repeat("x", 400), "B", "title is another text: --diff FILE has it and the one before whole"},
	} {
		if got := inALine(publish.MetaDifference{Member: "title", Was: c.was, Is: c.is}); got != c.want {
			t.Errorf("%.20s... to %.20s... = %s, want %s", c.was, c.is, got, c.want)
		}
	}
}

// A claim whose words are translated takes a translation along: the table of
// what changes is still to be seen.
func TestPublish_ADryRunIsShort(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	if code, _, errs := runIn(t.Context(), t, "demo", "--data", dir); code != 0 {
		t.Fatal(errs)
	}
	_, list, _ := runIn(t.Context(), t, "claim", "list", "--data", dir)
	id := ""
	for line := range strings.Lines(list) {
		if strings.Contains(line, "site-stage-located") {
			id = strings.Fields(line)[1]
		}
	}
	if code, _, errs := runIn(t.Context(), t, "review", "withdraw", "--data", dir, "--by", "A. Editor", "--reason", "a test", id); code != 0 {
		t.Fatal(list, errs)
	}
	code, out, errs := runIn(t.Context(), t, "publish", "--data", dir, "--dry-run")
	if code != 0 || !strings.Contains(out, "translations: 0 added, 0 changed, 1 gone") || len(out) > 3000 {
		t.Errorf("publish --dry-run = %d, %d bytes: %.2000s %s", code, len(out), out, errs)
	}
}
