package twin_test

import (
	"database/sql"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	"github.com/google/go-cmp/cmp"
)

// Before anything is compared: the twins do differ, and only inside their cells.
func TestTwins_DifferInsideTheirCellsOnly(t *testing.T) {
	p := both(t)
	counts := map[string]int{}
	for _, r := range p.world.records {
		if !r.held() {
			continue
		}
		if a, b := r.cell(0), r.cell(1); a != b {
			t.Errorf("%s (%s) lies in the cells %v and %v", r.ID, r.why, a, b)
		}
		if r.at[0] != nil && slices.Equal(vertices(r.at[0]), vertices(r.at[1])) {
			t.Errorf("%s (%s) lies at the same place in both", r.ID, r.why)
		}
		counts[r.why]++
		counts[r.shown.String()]++
	}
	t.Logf("records held: %v", counts)
	for _, why := range []string{"cell border", "tile border", "zone border", "the world's edge or 0,0", "far apart", "over cells", "anywhere", "0.1", "0.01", "withheld"} {
		if counts[why] < 5 {
			t.Errorf("%d records are of the kind %s, want some", counts[why], why)
		}
	}
}

func TestN1_EveryRouteHasRequests(t *testing.T) {
	p := both(t)
	listed, err := patterns(handler(p.atlas[0]))
	if err != nil {
		t.Fatal(err)
	}
	unknown, gone := uncovered(listed)
	for _, pattern := range unknown {
		t.Errorf("route %s: nothing asks it; write its requests in requests_test.go", pattern)
	}
	for _, pattern := range gone {
		t.Errorf("route %s is not in the router any more", pattern)
	}
	// And a new one would be seen.
	if unknown, _ := uncovered(append(listed, "/tiles/{z}/{x}/{y}")); !slices.Equal(unknown, []string{"/tiles/{z}/{x}/{y}"}) {
		t.Errorf("with a new route, uncovered = %v", unknown)
	}
	// And so would a new method on an old path.
	table := chi.NewRouter()
	table.Get("/claims", http.NotFound)
	table.Post("/claims", http.NotFound)
	listed, err = patterns(table)
	if unknown, _ := uncovered(listed); err != nil || !slices.Equal(unknown, []string{"POST /claims"}) {
		t.Errorf("with a new method, uncovered = %v (%v)", unknown, err)
	}
}

// N1, the master test.
func TestN1_TwinsAnswerAlikeOnEveryRoute(t *testing.T) {
	p := both(t)
	for pattern, route := range routes() {
		t.Run(pattern, func(t *testing.T) {
			c := compare(t, handler(p.atlas[0]), handler(p.atlas[1]))
			c.isOfLog = route.isOfLog
			if err := c.all(route.paths(p.world)); err != nil {
				t.Errorf("route %s: %v", pattern, err)
			}
			t.Logf("%d requests to each twin", c.asked)
		})
	}
}

// all compares the paths of a route.
func (c *comparer) all(paths []string) error {
	c.t.Helper()
	for i, path := range paths {
		if err := c.path(path, isThorough(i)); err != nil {
			return err
		}
	}
	return nil
}

// isThorough reports that the path of this number is asked in every way.
func isThorough(i int) bool { return i < 8 || i%30 == 0 }

// What the routes serve cannot differ if the files do not, in any table, also of
// an index. The log's hashes are salted.
func TestN1_ReleaseFilesHoldTheSame(t *testing.T) {
	p := both(t)
	a, b := dump(t, p.files[0]), dump(t, p.files[1])
	for name := range a {
		if diff := cmp.Diff(a[name], b[name]); diff != "" {
			t.Errorf("table %s differs: %.1000s", name, diff)
		}
	}
	if len(a) != len(b) || len(a["sites"]) == 0 || len(a["rtree_sites_geom_node"]) == 0 {
		t.Errorf("the files have the tables %v and %v", slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b)))
	}
}

// dump gives the rows of all tables of a release but the log's, as text, in
// their own order.
func dump(t *testing.T, file []byte) map[string][]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.gpkg")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string][]string{"schema": rowsOf(t, db, "SELECT name, sql FROM sqlite_master")}
	for _, name := range rowsOf(t, db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'search'") {
		if name = strings.Trim(name, "[]"); !strings.HasPrefix(name, "stele_log") {
			all[name] = rowsOf(t, db, `SELECT * FROM "`+name+`"`)
		}
	}
	all["sqlite_sequence"] = slices.DeleteFunc(all["sqlite_sequence"], func(row string) bool { return strings.HasPrefix(row, "[stele_log") })
	return all
}

func rowsOf(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	row, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		to[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprint(row))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
