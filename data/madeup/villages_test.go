package madeup_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data"
	"stele/data/edtf"
	"stele/data/importer"
	"stele/data/madeup"
)

type kept []data.Record

func (*kept) See(context.Context, int, string, string) error { return nil }

func (k *kept) Add(_ context.Context, _ int, r data.Record) error {
	*k = append(*k, r)
	return nil
}

// The file that is written holds the villages that are given.
func TestVillages_AreThoseOfTheFile(t *testing.T) {
	v := madeup.Villages{N: 100, Revision: " B"}
	var file bytes.Buffer
	if err := v.WriteGeoJSON(&file); err != nil {
		t.Fatal(err)
	}
	villages, _ := data.CollectionByID(data.Villages)
	var got kept
	report, err := importer.Read(t.Context(), &file, &got, importer.Options{Collection: villages, Source: "survey"})
	if err != nil || !report.OK() || len(report.Notes) > 0 {
		t.Fatalf("Read = %v %v, %v", report.Problems, report.Notes, err)
	}
	var want kept
	for _, r := range v.All() {
		r.Source = "survey"
		want = append(want, r)
	}
	if d := cmp.Diff(want, got, cmp.Comparer(func(a, b edtf.Date) bool { return a == b })); d != "" {
		t.Errorf("villages (-given +written):\n%s", d)
	}
	if len(want) != 100 || want[3].Names[0].Text != "Village 3 B" {
		t.Errorf("%d villages, the fourth is %q", len(want), want[3].Names[0].Text)
	}
}
