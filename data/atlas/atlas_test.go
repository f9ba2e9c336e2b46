package atlas_test

import (
	"strings"
	"testing"

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
