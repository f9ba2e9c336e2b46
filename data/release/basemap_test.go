package release_test

import (
	"strings"
	"testing"

	"stele/data/release"
)

func TestCheckBaseMap(t *testing.T) {
	const whose = "A map of others"
	for _, test := range []struct{ address, attribution, want string }{
		{"", "", ""},
		{"https://tiles.example.org/{z}/{x}/{y}.png", whose, ""},
		{"http://127.0.0.1:8081/a/{z}/{y}/{x}?key=1", whose, ""},
		{"https://tiles.example.org/region.pmtiles", whose, ""},
		{"https://tiles.example.org/region.pmtiles?version=2", whose, ""},
		{"https://tiles.example.org/region.pmtiles", "", "base_map.attribution is missing"},
		{"", whose, "not an address of tiles"},
		{"https://tiles.example.org/{z}.png", whose, "not an address of tiles"},
		{"https://tiles.example.org/{z}/{x}.pmtiles", whose, "nor of a PMTiles archive"},
		{"https://tiles.example.org/region.mbtiles", whose, "nor of a PMTiles archive"},
		{"region.pmtiles", whose, "not an address"},
		{"file:///region.pmtiles", whose, "not an address"},
		{"https://me:secret@tiles.example.org/region.pmtiles", whose, "not an address"},
		{"https://tiles.example.org;x/region.pmtiles", whose, "not an address"},
	} {
		err := release.CheckBaseMap(test.address, test.attribution)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("CheckBaseMap(%q, %q) = %v, want %q", test.address, test.attribution, err, test.want)
		}
	}
}

func TestIsArchive(t *testing.T) {
	for address, want := range map[string]bool{
		"https://tiles.example.org/region.pmtiles":     true,
		"https://tiles.example.org/region.pmtiles?a=b": true,
		"https://tiles.example.org/{z}/{x}/{y}.png":    false,
		"https://tiles.example.org/?a=region.pmtiles":  false,
		"": false,
	} {
		if got := release.IsArchive(address); got != want {
			t.Errorf("IsArchive(%q) = %v", address, got)
		}
	}
}
