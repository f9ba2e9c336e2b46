package importer_test

import (
	"encoding/csv"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stele/data"
)

// What the standard library writes is read back, whatever the cells hold.
func TestCSV_ReadsWhatIsWritten(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		delim := []rune(",;\t")[random.IntN(3)]
		table := [][]string{{"id", "name", "description"}}
		for range 1 + random.IntN(5) {
			table = append(table, []string{"k" + randomText(random), randomText(random), randomText(random) + "."})
		}
		var file strings.Builder
		w := csv.NewWriter(&file)
		w.Comma = delim
		if err := w.WriteAll(table); err != nil {
			t.Fatal(err)
		}
		records, report, err := read(t, "villages", file.String())
		if err != nil {
			t.Fatalf("%v\n%s", err, file.String())
		}
		if diff := cmp.Diff(trimmed(table[1:]), cellsOf(t, records)); diff != "" && report.OK() {
			t.Fatalf("cells (-written +read):\n%s\n%q", diff, file.String())
		}
		for _, p := range report.Problems {
			if p.Field != "id" { // two random ids may be the same
				t.Fatalf("%v\n%q", p, file.String())
			}
		}
	}
}

func randomText(random *rand.Rand) string {
	letters := []rune("ab\",;\t\nə ")
	var b strings.Builder
	for range random.IntN(6) {
		b.WriteRune(letters[random.IntN(len(letters))])
	}
	return b.String()
}

func trimmed(table [][]string) [][]string {
	var all [][]string
	for _, row := range table {
		var cells []string
		for _, cell := range row {
			cells = append(cells, strings.TrimSpace(cell))
		}
		all = append(all, cells)
	}
	return all
}

func cellsOf(t *testing.T, records []data.Record) [][]string {
	t.Helper()
	var all [][]string
	for _, r := range records {
		name := ""
		if len(r.Names) > 0 {
			name = r.Names[0].Text
		}
		description, ok := r.Properties["description"].(string)
		if !ok {
			t.Fatalf("no description in %+v", r)
		}
		all = append(all, []string{r.Key, name, description})
	}
	return all
}
