package export_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"stele/data"
	"stele/data/export"
	"stele/geo"
	"stele/geo/pmtiles"
)

func unzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// archive reads PMTiles as its specification says.
type archive struct {
	t    *testing.T
	body []byte
}

func (a archive) number(at int) uint64 { return binary.LittleEndian.Uint64(a.body[at:]) }

func (a archive) part(at int) []byte { return a.body[a.number(at):][:a.number(at+8)] }

func (a archive) directory(zipped []byte) []pmtiles.Entry {
	b := unzip(a.t, zipped)
	next := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			a.t.Fatal("a directory is cut short")
		}
		b = b[n:]
		return v
	}
	entries := make([]pmtiles.Entry, next())
	id := uint64(0)
	for i := range entries {
		id += next()
		entries[i].ID = id
	}
	for i := range entries {
		entries[i].Run = uint32(next())
	}
	for i := range entries {
		entries[i].Length = uint32(next())
	}
	for i := range entries {
		if offset := next(); offset > 0 {
			entries[i].Offset = offset - 1
		} else {
			entries[i].Offset = entries[i-1].Offset + uint64(entries[i-1].Length)
		}
	}
	return entries
}

// tiles reads all tiles by ID.
func (a archive) tiles() map[uint64][]byte {
	all := map[uint64][]byte{}
	data := a.part(56)
	leaves := []byte(nil)
	if a.number(48) > 0 {
		leaves = a.part(40)
	}
	var read func(entries []pmtiles.Entry)
	read = func(entries []pmtiles.Entry) {
		for _, e := range entries {
			if e.Run == 0 {
				read(a.directory(leaves[e.Offset:][:e.Length]))
				continue
			}
			for i := range uint64(e.Run) {
				all[e.ID+i] = unzip(a.t, data[e.Offset:][:e.Length])
			}
		}
	}
	read(a.directory(a.part(8)))
	return all
}

// An archive has the tiles of the layer, all that are not empty down to
// its last zoom, at which no tile hides a feature in a count.
func TestPMTiles_HasTheTilesOfTheLayer(t *testing.T) {
	for name, list := range map[string][]made{"events of all shapes": awkward(), "many points": points(20_000), "nothing": nil} {
		collection := data.Events
		l, m := layer(t, collection, list)
		a := archive{t, written(t, "pmtiles", l, m, export.All())}
		maxZoom := uint32(a.body[101])
		if string(a.body[:8]) != "PMTiles\x03" || len(list) > 0 && maxZoom < 8 || a.number(8)+a.number(16) > 16384 {
			t.Errorf("%s: header %v", name, a.body[:127])
		}
		var about struct {
			Licence string
			Layers  []struct{ ID string } `json:"vector_layers"`
		}
		if err := json.Unmarshal(unzip(t, a.part(24)), &about); err != nil || about.Licence != meta.Licence || len(about.Layers) != 1 || about.Layers[0].ID != collection {
			t.Errorf("%s: metadata %+v, %v", name, about, err)
		}
		got := a.tiles()
		if uint64(len(got)) != a.number(72) {
			t.Errorf("%s: %d tiles, the header says %d", name, len(got), a.number(72))
		}
		want := 0
		level := []geo.TileID{{}}
		for z := uint32(0); z <= maxZoom; z++ {
			var next []geo.TileID
			for _, tile := range level {
				body, isWhole := l.TileWhole(nil, tile, export.All().Selection)
				if len(body) == 0 {
					continue
				}
				want++
				if !bytes.Equal(got[pmtiles.ID(tile)], body) {
					t.Fatalf("%s: tile %v differs", name, tile)
				}
				if z == maxZoom && !isWhole {
					t.Errorf("%s: tile %v of the last zoom counts", name, tile)
				}
				for i := range uint32(4) {
					next = append(next, geo.TileID{Z: z + 1, Row: 2*tile.Row + i/2, Col: 2*tile.Col + i%2})
				}
			}
			level = next
		}
		if len(got) != want {
			t.Errorf("%s: %d tiles, want %d", name, len(got), want)
		}
	}
}

func TestPMTiles_IsOfAWholeLayer(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	f, _ := export.ByExt(data.Events, "pmtiles")
	for _, change := range []func(*export.Query){
		func(q *export.Query) { q.BBox = &geo.BBox{} },
		func(q *export.Query) { q.SkipGeometry = true },
		func(q *export.Query) { q.Properties = []string{"name"} },
		func(q *export.Query) { q.ToleranceDeg = 1 },
	} {
		q := export.All()
		change(&q)
		if _, err := f.Prepare(t.Context(), l, m, q); !errors.Is(err, export.ErrTiles) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}
