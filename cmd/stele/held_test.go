package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Half of a position each, under whatever name, as stele claim add takes them.
var heldClaims = []struct{ property, value, digits string }{
	{"latitude", "39.97753", "97753"},
	{"longitude", "46.13007", "13007"},
	{"easting", "596543", "596543"},
	{"northing", "4425678", "4425678"},
	{"lat_e4", "399775", "399775"},
	{"lon_e4", "461300", "461300"},
	{"first", "39,98765", "98765"},
	{"second", "46.12345", "12345"},
	{"hochwert", "4 426 999", "426 999"},
	{"x", "4 427 111,5", "427 111"},
	{"grid_a", "8596777", "8596777"},
	{"about", "39 58 39", "39 58 39"},
	{"enlem", "39,95151", "95151"},
	{"uzunluq", "46.15151", "15151"},
	{"shirota", "39,94242", "94242"},
	{"dolgota", "46,14242", "14242"},
	{"laynutyun", "３９．９３３３", "９３３３"},
	{"nested", `{"a": 39.9, "b": 461.171717}`, "171717"},
	{"lat_min", "58.656565", "656565"},
	{"m_from_school", "313131", "313131"},
	{"geometry", `{"type":"Point","coordinates":[46.1234567,39.9876543]}`, "1234567"},
}

// N2: a position that is withheld does not go public through claims: not by the
// way that an editor goes, and not in any table of the release or any answer.
func TestN2_NoClaimGivesAWithheldPositionAway(t *testing.T) {
	dir := t.TempDir()
	data, sites := filepath.Join(dir, "d"), filepath.Join(dir, "sites.csv")
	if err := os.WriteFile(sites, []byte("id,name,kind,stage,lon,lat\nmill,A mill,burial_place,reported,46.13007,39.97753\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	step(t, words(t, "source add --data "+data+` --key report --title "A report" --kind report --agent office --agent-name "An office" --agent-kind state_body`))
	step(t, []string{"import", "--data", data, "--collection", "sites", "--source", "report", sites})
	add := func(key, property, value string) string {
		return step(t, []string{"claim", "add", "--data", data, "--key", key, "--subject", "sites/mill", "--property", property, "--value", value, "--source", "report"})
	}
	for i, c := range heldClaims {
		said := add(fmt.Sprint("held-", i), c.property, c.value)
		if !strings.Contains(said, "may be a position") {
			t.Errorf("claim add --property %s --value %q does not warn: %s", c.property, c.value, said)
		}
	}
	open := map[string]string{"persons_buried": "12", "people_affected": "1 000 000", "valid_from": "1993-04-02", "depth_m": "1.25", "file_no": "596544", "located_in": "the village", "stage": "located"}
	for property, value := range open {
		if said := add(property, property, value); strings.Contains(said, "position") {
			t.Errorf("claim add --property %s --value %q warns: %s", property, value, said)
		}
	}
	step(t, []string{"review", "approve", "--data", data, "--by", "Ada", "--reason", "checked", "--all"})
	// A geometry has the rule of the position itself, and is not counted.
	if said, want := step(t, []string{"publish", "--data", data}), fmt.Sprintf("%d of the claims stay in", len(heldClaims)-1); !strings.Contains(said, want) {
		t.Errorf("publish says\n%s\nwithout %q", said, want)
	}
	public := allOf(t, filepath.Join(data, "releases", "public.gpkg"))
	s := startServer(t, "--data", data)
	for _, path := range []string{"/claims?limit=1000", "/collections/sites/items", "/changes", "/figures", "/sources"} {
		public[path] = get(t, s.url+path)
	}
	for where, text := range public {
		for _, c := range heldClaims {
			if strings.Contains(text, c.digits) {
				t.Errorf("%s holds %q, of %s", where, c.digits, c.property)
			}
		}
	}
	for property, value := range open {
		if !strings.Contains(public["/claims?limit=1000"], `"`+property+`"`) || !strings.Contains(public["/claims?limit=1000"], `"`+value+`"`) {
			t.Errorf("/claims has no %s %q", property, value)
		}
	}
	tellsOfHeld(t, data)
}

// tellsOfHeld asks what an editor is told of the claims that stay in.
func tellsOfHeld(t *testing.T, data string) {
	t.Helper()
	show := func(query string) string {
		return step(t, []string{"review", "show", "--data", data, idsOf(t, data, query)[0]})
	}
	if said := show("SELECT id FROM claim WHERE property = 'latitude'"); !strings.Contains(said, "public would not see it: it may hold a position, and that of sites/mill is not shown exactly (N2)") {
		t.Errorf("review show of the latitude says\n%s", said)
	}
	if said := show("SELECT id FROM claim WHERE property = 'depth_m'"); strings.Contains(said, "would") {
		t.Errorf("review show of the depth says\n%s", said)
	}
	if said := show("SELECT id FROM record WHERE key = 'mill'"); !strings.Contains(said, "claims that may hold its position stay in") || !strings.Contains(said, "latitude") {
		t.Errorf("review show of the site says\n%s", said)
	}
}

// allOf is all that a release holds: each table's values, and its bytes.
func allOf(t *testing.T, path string) map[string]string {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{"the file": string(file)}
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range column(t, db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'") {
		all["table "+table] = strings.Join(tableRows(t, db, table), "\n")
	}
	if len(all) < 10 {
		t.Errorf("the release has only %d tables", len(all)-1)
	}
	return all
}

func column(t *testing.T, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

func tableRows(t *testing.T, db *sql.DB, table string) (lines []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `SELECT * FROM "`+table+`"`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values, to := make([]any, len(names)), make([]any, len(names))
		for i := range values {
			to[i] = &values[i]
		}
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		var line bytes.Buffer
		for _, v := range values {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			fmt.Fprintf(&line, "%v|", v)
		}
		lines = append(lines, line.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// What an editor is told of a rival position is what the release then does: it
// takes two people's approval of its own, whatever the record has.
func TestReviewShow_APositionClaimedTakesTwo(t *testing.T) {
	dir := t.TempDir()
	data, sites := filepath.Join(dir, "d"), filepath.Join(dir, "sites.csv")
	if err := os.WriteFile(sites, []byte("id,name,kind,stage,lon,lat\nstone,A memorial,burial_place,memorialised,46.13007,39.97753\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	step(t, words(t, "source add --data "+data+` --key report --title "A report" --kind report --agent office --agent-name "An office" --agent-kind state_body`))
	step(t, []string{"import", "--data", data, "--collection", "sites", "--source", "report", sites})
	step(t, words(t, "claim add --data "+data+` --key rival --subject sites/stone --property latitude --value 39.98765 --source report`))
	ids := idsOf(t, data, "SELECT id FROM claim", "SELECT id FROM record")
	claim, record := ids[0], ids[1]
	approve := func(by string, which ...string) {
		step(t, append([]string{"review", "approve", "--data", data, "--by", by, "--reason", "checked"}, which...))
	}
	tells := func(want string, isOut bool) {
		t.Helper()
		if said := step(t, []string{"review", "show", "--data", data, claim}); !strings.Contains(said, want) {
			t.Errorf("review show says\n%s\nwithout %q", said, want)
		}
		step(t, []string{"publish", "--data", data})
		in := false
		for _, text := range allOf(t, filepath.Join(data, "releases", "public.gpkg")) {
			in = in || strings.Contains(text, "39.98765")
		}
		if in != isOut {
			t.Errorf("the claim is in the release: %v, want %v", in, isOut)
		}
	}
	approve("Ada", "--all")
	tells("public would not see it: it may hold a position, and that of sites/stone is not shown exactly (N2)", false)
	approve("Ben", record)
	tells("public would see it once a second person has approved it", false)
	approve("Ben", claim)
	tells("public would see it: it may hold a position, and that of sites/stone is shown exactly", true)
}

// idsOf are the first IDs that queries of the vault find.
func idsOf(t *testing.T, data string, queries ...string) (ids []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(data, "vault.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, query := range queries {
		var id string
		if err := db.QueryRow(query).Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}
