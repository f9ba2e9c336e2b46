package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var draftClaim = regexp.MustCompile(`(?m)^(\S+) +claim +1 +draft`)

// README.md's walk runs as it stands. Where it says that the claim stands beside
// its rival, and that it is gone, a server is asked.
func TestReadme_Walk(t *testing.T) {
	walk := walkIn(t, "../../README.md")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("letter.txt", []byte("A letter.\n\nNo digging has been seen, and nobody was brought home.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said := map[string]string{} // what each command printed, by its first two words
	id, asked := "", 0
	for line := range strings.Lines(walk) {
		args := words(t, strings.ReplaceAll(strings.TrimSpace(line), " ID", " "+id))[1:]
		command := strings.Join(args[:2], " ")
		if command == "review withdraw" {
			standsBesideItsRival(t, id)
			asked++
		}
		stdout := step(t, args)
		said[command] += stdout
		if m := draftClaim.FindStringSubmatch(stdout); m != nil {
			id = m[1]
		}
	}
	for command, want := range map[string]string{
		"source add": "captured", "review submit": "Submitted: 4", "publish --data": "changed", "verify --data": "OK", "log prove": `"proof"`,
		"log check": "OK: claim " + id + " version 1",
	} {
		if !strings.Contains(said[command], want) {
			t.Errorf("stele %s says\n%s\nwithout %q", command, said[command], want)
		}
	}
	if asked != 1 {
		t.Errorf("the walk withdraws %d times, want once", asked)
	}
	saysWhatChanges(t, "changes.geojson")
	wantsSite(t, "sites.geojson", map[string]any{"contested": true, "one_sided": false, "claim_count": 7.0, "figure_count": 2.0})
	if figures := get(t, startServer(t, "--data", "walk").url+"/figures/ranges?measure=remains_recovered"); !strings.Contains(figures, `"word":"nobody"`) {
		t.Errorf("the figure is not there any more: %s", figures)
	}
	wantsSite(t, "after.geojson", map[string]any{"contested": false, "one_sided": false, "claim_count": 6.0, "figure_count": 2.0})
	stage := stageClaims(t)
	if stage.Contested || stage.index(id) >= 0 {
		t.Errorf("after its withdrawal the claim %s stands among %+v", id, stage)
	}
}

func walkIn(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok1 := strings.Cut(string(text), "<!-- walk -->\n")
	walk, _, ok2 := strings.Cut(rest, "<!-- /walk -->")
	if !ok1 || !ok2 {
		t.Fatalf("%s has no walk", file)
	}
	return walk
}

// step runs one command, with > FILE at its end as a shell has it, and returns
// what it printed.
func step(t *testing.T, args []string) string {
	t.Helper()
	file := ""
	if i := slices.Index(args, ">"); i >= 0 {
		file, args = args[i+1], args[:i]
	}
	code, stdout, stderr := runIn(t.Context(), t, args...)
	if code != exitOK {
		t.Fatalf("stele %q = %d\n%s%s", args, code, stdout, stderr)
	}
	if file != "" {
		if err := os.WriteFile(file, []byte(stdout), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return stdout
}

// saysWhatChanges reads the dry run's file: the site is changed, and who says so
// and where is new.
func saysWhatChanges(t *testing.T, file string) {
	t.Helper()
	var got []string
	for _, f := range features(t, file) {
		got = append(got, f.Properties["change"].(string)+" "+f.Properties["collection"].(string)+" "+f.Properties["name"].(string))
		if f.Geometry != nil {
			t.Errorf("%s: %v has a position: %+v", file, f.ID, f.Geometry)
		}
	}
	want := []string{"changed sites Burial places, Bashlibel, as reported", "added sources A letter to the commission", "added agents A reader of the article"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s says (-want +got):\n%s", file, d)
	}
}

func wantsSite(t *testing.T, file string, want map[string]any) {
	t.Helper()
	all := features(t, file)
	if len(all) != 1 {
		t.Fatalf("%s holds %d sites, want one", file, len(all))
	}
	for name, value := range want {
		if got := all[0].Properties[name]; got != value {
			t.Errorf("%s: %s = %v, want %v", file, name, got, value)
		}
	}
}

// property is what /claims beside an item says of one of its properties.
type property struct {
	Property    string
	Contested   bool
	Rivals      int
	RivalClaims []string `json:"rival_claims"`
	Claims      []struct {
		ID       string
		Value    any
		Disputes []string
	}
}

func (p property) index(id string) int {
	for i, c := range p.Claims {
		if c.ID == id {
			return i
		}
	}
	return -1
}

// stageClaims asks a server over the walk's folder what is claimed of the stage
// of its one site.
func stageClaims(t *testing.T) property {
	t.Helper()
	s := startServer(t, "--data", "walk")
	defer s.stop()
	var items struct{ Features []struct{ ID string } }
	var about struct{ Properties []property }
	decode(t, get(t, s.url+"/collections/sites/items"), &items)
	if len(items.Features) != 1 {
		t.Fatalf("the server has the sites %+v, want one", items)
	}
	decode(t, get(t, s.url+"/collections/sites/items/"+items.Features[0].ID+"/claims"), &about)
	i := slices.IndexFunc(about.Properties, func(p property) bool { return p.Property == "stage" })
	if i < 0 {
		t.Fatalf("nothing is claimed of the site's stage: %+v", about)
	}
	return about.Properties[i]
}

// standsBesideItsRival asks for the claim and for what it disputes.
func standsBesideItsRival(t *testing.T, id string) {
	t.Helper()
	stage := stageClaims(t)
	i := stage.index(id)
	if i < 0 || !stage.Contested || stage.Rivals != 1 || !slices.Equal(stage.RivalClaims, []string{id}) {
		t.Fatalf("the claim %s does not stand as the one rival: %+v", id, stage)
	}
	claim := stage.Claims[i]
	if claim.Value != "reported" || len(claim.Disputes) != 1 {
		t.Fatalf("the claim is published as %+v", claim)
	}
	if j := stage.index(claim.Disputes[0]); j < 0 || stage.Claims[j].Value != "excavation_started" {
		t.Errorf("what the claim disputes is not beside it: %+v", stage)
	}
}

func decode(t *testing.T, text string, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), to); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
}

// words divides a command line as a shell does, as far as README.md goes.
func words(t *testing.T, line string) []string {
	t.Helper()
	var all []string
	for _, m := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		all = append(all, m[1]+m[2])
	}
	return all
}
