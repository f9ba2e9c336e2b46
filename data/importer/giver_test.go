package importer_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"stele/data"
	"stele/data/importer"
)

// Rows go to the sink some at a time, but problems stand in the order of the
// file, whoever found them.
func TestRead_ProblemsInOrder(t *testing.T) {
	var file strings.Builder
	var want []string
	file.WriteString("id,name,lon,lat\n")
	for row := 1; row <= 1000; row++ {
		key, lat := fmt.Sprint("k", row), 40
		switch {
		case row%90 == 0:
			key = "k1"
			want = append(want, fmt.Sprintf(`row %d: id: the same id stands in row 1 (value "k1")`, row))
		case row%50 == 0:
			lat = 412
			want = append(want, fmt.Sprintf("row %d: lat: 412 is outside -90..90", row))
		case row == 999:
			key = "k100" // of a row with another problem
			want = append(want, `row 999: id: the same id stands in row 100 (value "k100")`)
		}
		fmt.Fprintf(&file, "%s,A village,46,%d\n", key, lat)
	}
	records, report, err := read(t, data.Villages, file.String())
	if err != nil || report.Rows != 1000 || report.Good != 1000-len(want) || len(records) != report.Good {
		t.Errorf("%d rows, %d good, %d given, %v", report.Rows, report.Good, len(records), err)
	}
	wantMessages(t, report, want...)
}

// full takes so many rows.
type full struct {
	list
	most int
}

var errFull = errors.New("the disk is full")

func (f *full) Add(ctx context.Context, row int, r data.Record) error {
	if len(f.records) == f.most {
		return errFull
	}
	return f.list.Add(ctx, row, r)
}

func TestRead_EndsWithTheSink(t *testing.T) {
	for _, most := range []int{0, 63, 64, 999, 5000} {
		sink := full{most: most}
		in := tableOf(1_000_000, "")
		report, err := importer.Read(t.Context(), in, &sink, importer.Options{Collection: collection(t, data.Villages), Source: "survey"})
		if want := fmt.Sprintf("row %d: the disk is full", most+1); !errors.Is(err, errFull) || err.Error() != want {
			t.Errorf("Read = %v, want %s", err, want)
		}
		if report.Rows != most+1 || report.Good != most || report.SHA256 != "" || in.i > most+5000 {
			t.Errorf("a sink that takes %d rows: the report has %d, %d of them good; %d were read", most, report.Rows, report.Good, in.i)
		}
	}
}
