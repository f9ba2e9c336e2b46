package export

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
	"stele/geo/pmtiles"
)

// An archive goes down to the zoom at which every tile shows its features one by
// one, but to lastZoom at most and, for the sake of shapes, to firstZoom at
// least; and no further once it has mostTiles.
const (
	firstZoom = 8
	lastZoom  = 14
	mostTiles = 200_000
)

// ErrTiles means that what was asked does not go with tiles, which are of a whole
// layer, in a form of their own.
var ErrTiles = errors.New("tiles are made of a whole layer: without bbox, properties, skipGeometry, zoom-level or max-allowable-offset")

// prepareTiles archives the tiles that the server gives, with what else a feature
// must say where no server is at hand. They go to a temporary file, for the directory comes first.
func prepareTiles(s *source) (func(io.Writer) error, error) {
	if s.query.BBox != nil || !s.query.IsWhole() {
		return nil, ErrTiles
	}
	return func(w io.Writer) (err error) {
		f, err := os.CreateTemp("", "stele-*.tiles")
		if err != nil {
			return err
		}
		_ = os.Remove(f.Name()) // see gpkg.Write
		defer func() {
			err = errors.Join(err, f.Close())
			if gone := os.Remove(f.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
				err = errors.Join(err, gone)
			}
		}()
		p := pyramid{source: s, out: bufio.NewWriterSize(f, 1<<18), known: map[[16]byte]pmtiles.Entry{}}
		if err := p.build(); err != nil {
			return err
		}
		head, err := p.archive.Head()
		if err != nil {
			return err
		}
		if _, err := w.Write(head); err != nil {
			return err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return err
		}
		_, err = io.Copy(w, f)
		return err
	}, nil
}

// pyramid makes the tiles, zoom by zoom, and at each zoom in the order of the
// archive, below those that have something in them.
type pyramid struct {
	*source
	archive pmtiles.Archive
	out     *bufio.Writer
	zipper  pmtiles.Zipper
	known   map[[16]byte]pmtiles.Entry // by what is in them: of a large shape many tiles are alike
	tile    []byte
}

func (p *pyramid) build() (err error) {
	if p.archive.Metadata, err = p.metadata(); err != nil {
		return err
	}
	p.archive.Bound = geo.BoundOf(nil)
	if b, ok := p.layer.Extent(); ok {
		p.archive.Bound = b
	}
	level := []geo.TileID{{}}
	for z := uint32(0); len(level) > 0; z++ {
		full, isWhole, err := p.level(level)
		if err != nil {
			return err
		}
		p.archive.MaxZoom = z
		if isWhole && z >= firstZoom || z == lastZoom || len(p.archive.Entries)+4*len(full) > mostTiles {
			break
		}
		level = level[:0:0]
		for _, t := range full {
			for i := range uint32(4) {
				level = append(level, geo.TileID{Z: z + 1, Row: 2*t.Row + i/2, Col: 2*t.Col + i%2})
			}
		}
		slices.SortFunc(level, func(a, b geo.TileID) int { return cmp.Compare(pmtiles.ID(a), pmtiles.ID(b)) })
	}
	return p.out.Flush()
}

// level adds the tiles that are not empty, and returns them; isWhole tells whether
// they show all of their features one by one.
func (p *pyramid) level(tiles []geo.TileID) (full []geo.TileID, isWhole bool, err error) {
	isWhole = true
	for _, t := range tiles {
		if err := p.ended(); err != nil {
			return nil, false, err
		}
		body, whole := p.layer.TileWhole(p.tile[:0], t, p.query.Selection)
		if p.tile = body; len(body) == 0 {
			continue
		}
		full, isWhole = append(full, t), isWhole && whole
		if err := p.add(pmtiles.ID(t), body); err != nil {
			return nil, false, err
		}
	}
	return full, isWhole, nil
}

func (p *pyramid) add(id uint64, body []byte) error {
	hash := sha256.Sum256(body)
	key := [16]byte(hash[:])
	e, ok := p.known[key]
	if !ok {
		zipped, err := p.zipper.Zip(body)
		if err != nil {
			return err
		}
		if _, err := p.out.Write(zipped); err != nil {
			return err
		}
		e = pmtiles.Entry{Length: uint32(len(zipped)), Offset: p.archive.Size}
		p.known[key] = e
		p.archive.Size += uint64(len(zipped))
		p.archive.Contents++
	}
	if n := len(p.archive.Entries); n > 0 {
		if last := &p.archive.Entries[n-1]; last.Offset == e.Offset && last.ID+uint64(last.Run) == id {
			last.Run++
			return nil
		}
	}
	e.ID, e.Run = id, 1
	p.archive.Entries = append(p.archive.Entries, e)
	return nil
}

// metadata says what is in the tiles, as TileJSON does.
func (p *pyramid) metadata() ([]byte, error) {
	of := p.layer.Collection()
	fields := map[string]string{"id": "String", "count": "Number"}
	for _, f := range p.layer.Fields() {
		if !atlas.IsTileTag(f) {
			continue
		}
		fields[f.Name] = "String"
		if f.Type == data.Boolean {
			fields[f.Name] = "Boolean"
		}
	}
	return json.Marshal(map[string]any{
		"name": of.Title, "description": of.Description, "attribution": p.meta.Attribution, "licence": p.meta.Licence, "contact": p.meta.Contact,
		"published_on": p.meta.PublishedOn, "data_version": p.meta.Version, "type": "overlay", "version": "1.0.0",
		"vector_layers": []map[string]any{{"id": of.ID, "description": of.Description, "fields": fields}},
	})
}
