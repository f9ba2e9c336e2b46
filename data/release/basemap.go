package release

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// CheckBaseMap refuses a base map whose address nothing can be asked from, or
// that nobody is named for. Both empty is no base map, which is right.
//
// An address is that of single tiles, with {z}, {x} and {y} in it, or that of one
// PMTiles archive, which a browser reads by ranges.
func CheckBaseMap(address, attribution string) error {
	if address == "" && attribution == "" {
		return nil
	}
	u, err := url.Parse(strings.NewReplacer("{z}", "0", "{x}", "0", "{y}", "0").Replace(address))
	isWeb := err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && !strings.ContainsAny(u.Host, " ;,'\"{}")
	if !isWeb || !isTiles(address) && !IsArchive(address) {
		return fmt.Errorf("base_map.url %q is not an address of tiles such as https://tiles.example.org/{z}/{x}/{y}.png, nor of a PMTiles archive such as https://tiles.example.org/region.pmtiles", address)
	}
	if attribution == "" {
		return errors.New("base_map.attribution is missing: say whose map it is")
	}
	return nil
}

// IsArchive tells whether a base map is one PMTiles archive.
func IsArchive(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.HasSuffix(u.Path, ".pmtiles") && !strings.Contains(address, "{")
}

func isTiles(address string) bool {
	for _, part := range []string{"{z}", "{x}", "{y}"} {
		if strings.Count(address, part) != 1 {
			return false
		}
	}
	return true
}
