package atlas_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/release"
)

func TestBuild_Refuses(t *testing.T) {
	at := func(id string, lon float64) release.Feature { return feature(data.Sites, id, orb.Point{lon, 40}, nil) }
	backwards := at("a", 46)
	backwards.Earliest, backwards.Latest = 10, 9
	short := at("a", 46)
	short.Values = nil
	ordered := inOrder([]release.Feature{at("a", 46), at("b", 10)})
	tests := []struct {
		name     string
		features []release.Feature
		want     string
	}{
		{"another order", []release.Feature{ordered[1], ordered[0]}, "against the order"},
		{"the same twice", []release.Feature{at("a", 46), at("a", 46)}, "feature a comes after a"},
		{"an ID twice", inOrder([]release.Feature{at("a", 46), at("a", 10)}), "two features have the ID a"},
		{"days turned round", []release.Feature{backwards}, "earliest day 1970-01-11 is after"},
		{"values missing", []release.Feature{short}, "0 values"},
		{"a place after none", []release.Feature{feature(data.Sites, "a", nil, nil), feature(data.Sites, "b", orb.Point{180, -90}, nil)}, "comes after one that has none"},
	}
	for _, test := range tests {
		_, err := atlas.Build(t.Context(), made{features: map[string][]release.Feature{data.Sites: test.features}})
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "read sites") {
			t.Errorf("%s: Build = %v, want an error with %q", test.name, err, test.want)
		}
	}
}

func TestLayer_ExtentAndPeriod(t *testing.T) {
	dated := func(f release.Feature, from, to edtf.Day) release.Feature {
		f.Earliest, f.Latest = from, to
		return f
	}
	tests := []struct {
		name        string
		features    []release.Feature
		extent      orb.Bound
		located     bool
		first, last edtf.Day
	}{
		{"nothing", nil, orb.Bound{}, false, edtf.MinDay, edtf.MaxDay},
		{"undated, nowhere", []release.Feature{feature(data.Sites, "a", nil, nil)}, orb.Bound{}, false, edtf.MinDay, edtf.MaxDay},
		{
			"two", inOrder([]release.Feature{
				dated(feature(data.Sites, "a", orb.Point{46, 40}, nil), 5, 10),
				dated(feature(data.Sites, "b", orb.Point{45, 41}, nil), 7, 20),
				feature(data.Sites, "c", nil, nil),
			}), orb.Bound{Min: orb.Point{45, 40}, Max: orb.Point{46, 41}}, true, 5, 20,
		},
		{"still going on", []release.Feature{dated(feature(data.Sites, "a", nil, nil), 5, edtf.MaxDay)}, orb.Bound{}, false, 5, edtf.MaxDay},
	}
	for _, test := range tests {
		l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: test.features}}), data.Sites)
		extent, located := l.Extent()
		if located != test.located || located && extent != test.extent {
			t.Errorf("%s: Extent() = %v, %v, want %v, %v", test.name, extent, located, test.extent, test.located)
		}
		if first, last := l.Period(); first != test.first || last != test.last {
			t.Errorf("%s: Period() = %v, %v, want %v, %v", test.name, first, last, test.first, test.last)
		}
	}
}

func TestLayer_Index(t *testing.T) {
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: randomFeatures(seeded(t), 200)}}), data.Sites)
	for i := range uint32(l.Len()) {
		if got, ok := l.Index(l.ID(i)); !ok || got != i {
			t.Errorf("Index(%q) = %d, %v, want %d", l.ID(i), got, ok, i)
		}
	}
	for _, id := range []string{"", "f", "f00000x", "zzz"} {
		if i, ok := l.Index(id); ok {
			t.Errorf("Index(%q) = %d, want none", id, i)
		}
	}
}

func TestHolder_Swap(t *testing.T) {
	var h atlas.Holder
	if h.Current() != nil {
		t.Error("a new holder holds an atlas")
	}
	first, second := build(t, made{}), build(t, made{})
	if previous := h.Swap(first); previous != nil || h.Current() != first {
		t.Errorf("Swap(first) = %p, current %p", previous, h.Current())
	}
	if previous := h.Swap(second); previous != first || h.Current() != second {
		t.Errorf("Swap(second) = %p, current %p", previous, h.Current())
	}
}

func TestBuild_FromReleaseFile(t *testing.T) {
	features := randomFeatures(seeded(t), 150)
	path := filepath.Join(t.TempDir(), "r.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	sites, _ := data.CollectionByID(data.Sites)
	var want []string
	for i, f := range features {
		want = append(want, f.ID)
		f := features[len(features)-1-i] // any order: the writer sorts
		if err := w.AddFeature(t.Context(), sites, f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(t.Context(), release.Meta{PublishedOn: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	a, err := atlas.Build(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	l := layerOf(t, a, data.Sites)
	q := atlas.Query{}
	q.From, q.To = atlas.AllTime()
	if diff := cmp.Diff(want, idsOf(l, l.Query(q).Indexes)); diff != "" {
		t.Errorf("order of the file: %s", diff)
	}
	if len(a.Meta().Version) != 64 {
		t.Errorf("Meta().Version = %q", a.Meta().Version)
	}
}
