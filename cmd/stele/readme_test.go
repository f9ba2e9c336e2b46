package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data"
	"stele/data/export"
)

// ruleIDs are all rules that there are, so that none is left out of the table
// unnoticed. There is no P3.
func ruleIDs() []string {
	ids := []string{"P1", "P2", "P4", "P5", "P6", "P7", "P8"}
	for letter, n := range map[string]int{"G": 7, "N": 11, "T": 6} {
		for i := range n {
			ids = append(ids, fmt.Sprintf("%s%d", letter, i+1))
		}
	}
	slices.Sort(ids)
	return ids
}

func TestReadme_HasEveryRule(t *testing.T) {
	var ids []string
	for _, r := range ruleTable(t) {
		ids = append(ids, r.Rule)
	}
	slices.Sort(ids)
	if d := cmp.Diff(ruleIDs(), ids); d != "" {
		t.Errorf("the table's rules are not those there are (-want +got):\n%s", d)
	}
}

var ruleTest = regexp.MustCompile(`(?:^func Test|test\(")([GNTP]\d+)(?:_|: )`)

// testsOfRules finds, by rule, the files with tests named for it.
func testsOfRules(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && (d.Name() == "node_modules" || d.Name() == ".git") {
				return fs.SkipDir
			}
			return err
		}
		if !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, ".spec.ts") {
			return nil
		}
		text, err := os.ReadFile(path)
		file := filepath.ToSlash(strings.TrimPrefix(path, "../../"))
		for line := range strings.Lines(string(text)) {
			if m := ruleTest.FindStringSubmatch(strings.TrimSpace(line)); m != nil && !slices.Contains(found[m[1]], file) {
				found[m[1]] = append(found[m[1]], file)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func ruleTable(t *testing.T) []rule {
	t.Helper()
	all, err := rules()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The table of rules, which stele policy explain prints and README.md has, names
// the tests that there are: UPDATE=1 writes both.
func TestReadme_NamesTheTestOfEachRule(t *testing.T) {
	found := testsOfRules(t)
	var table, lines strings.Builder
	table.WriteString("| rule | promise | tests |\n|---|---|---|\n")
	for i, r := range ruleTable(t) {
		files := found[r.Rule]
		if len(files) == 0 {
			t.Errorf("no test is named for rule %s", r.Rule)
			continue
		}
		links := make([]string, len(files))
		for i, f := range files {
			links[i] = fmt.Sprintf("[%s](%s)", strings.TrimSuffix(filepath.Base(f), "_test.go"), f)
		}
		fmt.Fprintf(&table, "| %s | %s | %s |\n", r.Rule, r.Promise, strings.Join(links, ", "))
		if i > 0 {
			lines.WriteString(",\n")
		}
		fmt.Fprintf(&lines, ` {"rule": %q, "promise": %q, "tests": ["%s"]}`, r.Rule, r.Promise, strings.Join(files, `", "`))
	}
	if want := "[\n" + lines.String() + "\n]\n"; want != string(rulesJSON) {
		if os.Getenv("UPDATE") == "" {
			t.Error("rules.json is out of date: UPDATE=1 go test ./cmd/stele -run Readme")
		} else if err := os.WriteFile("rules.json", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	inReadme(t, "rules", table.String())
}

// README.md's table of addresses has each path of the served description
// once, and no other: {c} stands for any collection, {id} for any identifier.
func TestReadme_HasEachAddressOnce(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(text), "| address | what it gives |\n|---|---|\n")
	if !ok {
		t.Fatal("README.md has no table of addresses")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	told := map[string]int{}
	for row := range strings.Lines(table) {
		addresses, _, _ := strings.Cut(strings.TrimPrefix(row, "|"), "|")
		for _, m := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(addresses, -1) {
			told[m[1]]++
		}
	}

	var served struct {
		Paths map[string]any `json:"paths"`
	}
	if err := json.Unmarshal([]byte(get(t, startServer(t, "--demo").url+"/api")), &served); err != nil {
		t.Fatal(err)
	}
	of := map[string]bool{}
	for path := range served.Paths {
		of[asInReadme(path)] = true
	}
	if len(of) < 20 {
		t.Fatalf("the server describes %d paths, want all", len(of))
	}
	for path := range of {
		if told[path] != 1 {
			t.Errorf("README.md's table has %s %d times, want once", path, told[path])
		}
	}
	for address := range told {
		if !of[address] {
			t.Errorf("README.md's table has %s, which the server does not describe", address)
		}
	}
}

// Its table of formats has each format once, and no other.
func TestReadme_HasEachFormatOnce(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| `ext` | format | what to know of it |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	told := map[string]int{}
	for row := range strings.Lines(table) {
		exts, _, _ := strings.Cut(strings.TrimPrefix(row, "|"), "|")
		for _, m := range regexp.MustCompile("`([^`]*)`").FindAllStringSubmatch(exts, -1) {
			told[m[1]]++
		}
	}
	for _, f := range export.Formats("") {
		if told[f.Ext] != 1 {
			t.Errorf("README.md's table of formats has %s %d times, want once", f.Ext, told[f.Ext])
		}
	}
	if len(told) != len(export.Formats("")) {
		t.Errorf("README.md's table of formats has %v", told)
	}
}

// asInReadme writes a path of the served description as README.md has it.
func asInReadme(path string) string {
	if at, ext, ok := strings.Cut(path, "/export."); ok {
		if _, known := export.ByExt("", ext); known {
			path = at + "/export.{ext}"
		}
	}
	path = regexp.MustCompile(`\{\w+Id\}`).ReplaceAllString(path, "{id}")
	for _, c := range data.Collections() {
		if rest, ok := strings.CutPrefix(path+"/", "/collections/"+c.ID+"/"); ok {
			return strings.TrimSuffix("/collections/{c}/"+rest, "/")
		}
	}
	return path
}

// inReadme compares the part of README.md between two markers with what it
// should be, or writes it.
func inReadme(t *testing.T, name, want string) {
	t.Helper()
	const file = "../../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	from, to := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, ok1 := strings.Cut(string(text), from)
	got, after, ok2 := strings.Cut(rest, to)
	if !ok1 || !ok2 {
		t.Fatalf("README.md has no %s ... %s", strings.TrimSpace(from), to)
	}
	if got == want {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatalf("README.md's part %q is out of date: UPDATE=1 go test ./cmd/stele -run Readme", name)
	}
	if err := os.WriteFile(file, []byte(before+from+want+to+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
