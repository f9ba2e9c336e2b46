package main

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var filterRow = regexp.MustCompile("(?m)^\\| (\\w+) \\| `(.*)` \\| (\\d+) \\|$")

// README.md's filters find in the demo what stands beside them.
func TestReadme_FiltersFindWhatItSays(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "<!-- filters -->")
	table, _, ok := strings.Cut(rest, "<!-- /filters -->")
	rows := filterRow.FindAllStringSubmatch(table, -1)
	if !ok || len(rows) != strings.Count(table, "\n| ")-1 {
		t.Fatalf("README.md has %d filters in\n%s", len(rows), table)
	}
	c := startConformance(t)
	for _, row := range rows {
		if ids := c.valid(t, row[1], row[2]); strconv.Itoa(len(ids)) != row[3] {
			t.Errorf("%s: %s finds %d, README.md says %s", row[1], row[2], len(ids), row[3])
		}
	}
}
