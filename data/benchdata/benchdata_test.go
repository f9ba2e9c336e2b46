package benchdata_test

import (
	"errors"
	"path/filepath"
	"testing"

	"stele/data"
	"stele/data/atlas"
	"stele/data/benchdata"
)

// What benchmarks read is a release as any other.
func TestWrite_IsARelease(t *testing.T) {
	path := filepath.Join(t.TempDir(), "public.gpkg")
	if err := benchdata.NamedVillages(300).Write(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := atlas.VerifyTail(t.Context(), path); err != nil {
		t.Error(err)
	}
	check(t, path, data.Villages, 300)
}

// What is written without rows is served like what has them.
func TestOpen_IsTheReleaseWithRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "public.gpkg")
	r := benchdata.Villages(300)
	if err := r.Write(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	packed, err := r.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Release()
	written := check(t, path, data.Villages, 300)
	l, _ := packed.Layer(data.Villages)
	for i := range uint32(300) {
		if got, want := string(l.Encoded(i)), string(written.Encoded(i)); got != want {
			t.Fatalf("without rows feature %d is %s, with rows %s", i, got, want)
		}
	}
}

func TestReal_AllPlacesAreThere(t *testing.T) {
	cities, err := benchdata.Cities(".", 1)
	if errors.Is(err, benchdata.ErrNotFetched) {
		t.Skip(err)
	} else if err != nil {
		t.Fatal(err)
	}
	districts, err := benchdata.Districts(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		release    *benchdata.Release
		collection string
		want       int
	}{{cities, data.Villages, 171_075}, {districts, data.Districts, 4_596}} {
		a, err := test.release.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if l, _ := a.Layer(test.collection); l.Len() != test.want {
			t.Errorf("there are %d %s, want %d", l.Len(), test.collection, test.want)
		}
		a.Release()
	}
}

// check opens a release and counts its features.
func check(t *testing.T, path, collection string, want int) *atlas.Layer {
	t.Helper()
	a, err := atlas.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Release)
	l, _ := a.Layer(collection)
	if l.Len() != want {
		t.Fatalf("%s has %d %s, want %d", path, l.Len(), collection, want)
	}
	return l
}
