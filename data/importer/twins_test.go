package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/importer"
)

func TestTwins_ByNameAndDistance(t *testing.T) {
	file := "id,name,lon,lat,uncertainty_m\n" +
		"a,Başlıbel,46.1,39.9,\n" + // of row 2, and of the vault's v1
		"b,Башлыбель,46.101,39.9,\n" +
		"c,Başlıbel,46.2,39.9,\n" + // 8.5 km away
		"d,Başlıbel,46.216,39.9,500\n" + // 1.4 km from c, and not known better than to 500 m
		"v2,Laçın,46.5,39.5,\n" + // the vault's own
		"e,Laçın,,,\n"
	recorded := func(visit func(string, []data.Name, orb.Geometry) error) error {
		for _, r := range []struct {
			key, name string
			at        orb.Point
		}{{"v1", "BAŞLIBEL", orb.Point{46.1, 39.905}}, {"v2", "Laçın", orb.Point{46.5, 39.5}}} {
			if err := visit(r.key, []data.Name{{Text: r.name}}, r.at); err != nil {
				return err
			}
		}
		return nil
	}
	var l list
	report, err := importer.Read(t.Context(), strings.NewReader(file), &l, importer.Options{
		Collection: collection(t, "villages"), Source: "survey", Recorded: recorded,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []importer.Twin{
		{Row: 1, Name: "Başlıbel", OtherKey: "v1", DistanceM: 556},
		{Row: 2, Name: "Башлыбель", OtherRow: 1, OtherKey: "a", DistanceM: 85},
		{Row: 4, Name: "Başlıbel", OtherRow: 3, OtherKey: "c", DistanceM: 1365},
	}
	if diff := cmp.Diff(want, report.Twins); diff != "" {
		t.Errorf("twins (-want +got):\n%s", diff)
	}
	const note = `3 rows may be what there is already, by name and place (1000 m): row 1 "Başlıbel" is 556 m from the record "v1" in the vault; ` +
		`row 2 "Башлыбель" is 85 m from row 1; row 4 "Başlıbel" is 1365 m from row 3`
	if len(report.Notes) != 1 || report.Notes[0] != note {
		t.Errorf("notes are %q, want %q", report.Notes, note)
	}
	if report.Good != 6 {
		t.Errorf("%d good rows, want 6: a twin is no problem", report.Good)
	}
}
