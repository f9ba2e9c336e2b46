package atlas

import (
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// A tile that holds more than tileFeatures records shows how many there are in
// each of tileCells x tileCells squares, and of which status; only what is larger
// than a square is drawn beside that. So a tile of a million records is some
// kilobytes, and painting it takes as long as painting two hundred.
const (
	tileFeatures = 256
	tileCells    = 16
	tileBuffer   = 1.0 / 64 // of a tile's width: 8 of its 512 pixels
)

// IsTileTag tells whether a feature in a tile has a field, beside its id: what a map
// needs to draw it. The rest is at its address.
func IsTileTag(f data.Field) bool {
	switch f.Name {
	case "name", "earliest", "latest", "place", "perspective":
		return true
	}
	return f.Type == data.Code || f.Type == data.Boolean
}

// IsArchiveTag is IsTileTag of the tiles of an archive. Nobody can be asked there
// for the rest, so they say themselves who says so, how precisely the place is
// shown, and the date in its own words.
func IsArchiveTag(f data.Field) bool {
	return IsTileTag(f) || f.Name == "according_to" || f.Name == "public_precision" || f.Name == "when"
}

// Tile appends the vector tile (MVT 2.1) of the features selected to dst; nothing
// if there are none with a geometry. The BBox of the selection is not asked for,
// but its Filter must be located in TileBox or more.
//
// Everything in it is published geometry, a generalised position its cell; a
// count stands at the centre of its square, whoever is counted.
func (l *Layer) Tile(dst []byte, t geo.TileID, s Selection) []byte {
	dst, _ = l.drawTile(dst, t, s, IsTileTag)
	return dst
}

// ArchiveTile is Tile with the tags of IsArchiveTag; isWhole tells whether it shows
// all its features one by one.
func (l *Layer) ArchiveTile(dst []byte, t geo.TileID, s Selection) (tile []byte, isWhole bool) {
	return l.drawTile(dst, t, s, IsArchiveTag)
}

func (l *Layer) drawTile(dst []byte, t geo.TileID, s Selection, isTag func(data.Field) bool) (tile []byte, isWhole bool) {
	d := newTileDrawing(l, t, &s)
	d.isTag = isTag
	runs, isFew := d.find()
	if isFew {
		for _, r := range runs {
			for i := r[0]; i < r[1]; i++ {
				d.draw(i)
			}
		}
	} else {
		d.count()
	}
	return d.mvt.AppendTo(dst), isFew
}

// TileBox is what a tile shows of the world: it with a narrow margin.
func TileBox(t geo.TileID) geo.BBox {
	b := t.Bound(tileBuffer)
	return geo.BBox{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}
}

// HalfPixelDeg is half a pixel's width, in degrees, of tiles of 512 pixels at the
// equator: a position that is nearer to a line is not seen.
func HalfPixelDeg(zoom uint32) float64 { return 360.0 / 512 / 2 / float64(uint64(1)<<zoom) }

// tileDrawing draws one tile.
type tileDrawing struct {
	layer *Layer
	tile  geo.TileID
	isTag func(data.Field) bool
	bound orb.Bound // with the buffer
	match matcher
	mvt   geo.MVTLayer
	cell  float64 // width of a square in degrees of longitude
	large []uint32
}

func newTileDrawing(l *Layer, t geo.TileID, s *Selection) *tileDrawing {
	box := TileBox(t)
	d := &tileDrawing{layer: l, tile: t, bound: box.Bounds()[0], cell: 360.0 / tileCells / float64(uint64(1)<<t.Z)}
	d.mvt.Name = l.collection.ID
	selection := *s
	selection.BBox = &box
	d.match = l.matcher(&selection)
	return d
}

// each visits the located features of the tile.
func (d *tileDrawing) each(visit func(low, high uint32) bool) {
	located := uint32(d.layer.located)
	d.match.each(0, func(low, high uint32) bool {
		return low < located && visit(low, min(high, located))
	})
}

// find returns the features of the tile, unless they are too many to be drawn.
func (d *tileDrawing) find() (runs [][2]uint32, isFew bool) {
	n := 0
	d.each(func(low, high uint32) bool {
		n += int(high - low)
		runs = append(runs, [2]uint32{low, high})
		return n <= tileFeatures
	})
	return runs, n <= tileFeatures
}

// count draws squares with counts, and what is larger than a square.
func (d *tileDrawing) count() {
	status, ok := d.layer.column(d.layer.collection.Status)
	statuses := 1
	if ok && status.size() < 64 {
		statuses = status.size() + 1
	} else {
		status = nil
	}
	counts := make([]uint32, tileCells*tileCells*statuses)
	d.findLarge()
	large := d.large
	z, row, col := d.tile.Z, d.tile.Row, d.tile.Col
	shift := 32 - z
	d.each(func(low, high uint32) bool {
		for i := low; i < high; i++ {
			if len(large) > 0 && large[0] == i {
				large = large[1:]
				continue
			}
			m := d.layer.marks[i]
			// A shift by 32 is 0 in Go, which is right for the whole world.
			if m[0]>>shift != col || m[1]>>shift != row {
				continue // in the buffer: another tile counts it
			}
			cell := m[1]<<z>>28*tileCells + m[0]<<z>>28
			if status != nil {
				counts[int(cell)*statuses+int(status.codes.at(i))]++
			} else {
				counts[cell]++
			}
		}
		return true
	})
	for cell := range uint32(tileCells * tileCells) {
		d.drawCount(cell, status, counts[int(cell)*statuses:][:statuses])
	}
	for _, i := range d.large {
		d.draw(i)
	}
}

// findLarge finds what is larger than a square, unless that is too many too.
func (d *tileDrawing) findLarge() {
	if d.layer.widest <= d.cell {
		return
	}
	d.each(func(low, high uint32) bool {
		for i := low; i < high; i++ {
			if b := d.layer.bounds[i]; max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]) > d.cell {
				d.large = append(d.large, i)
			}
		}
		return len(d.large) <= tileFeatures
	})
	if len(d.large) > tileFeatures {
		d.large = nil
	}
}

// drawCount draws a square: how many, most of which status, and how many of each.
func (d *tileDrawing) drawCount(cell uint32, status *column, counts []uint32) {
	total, most := uint32(0), 0
	for code, n := range counts {
		total += n
		if code > 0 && n > 0 && (most == 0 || n > counts[most]) {
			most = code
		}
	}
	if total == 0 {
		return
	}
	const width = geo.MVTExtent / tileCells
	m := &d.mvt
	m.Begin(geo.MVTPoint)
	m.AddPoints(geo.TilePoint{X: int32(cell%tileCells*width + width/2), Y: int32(cell/tileCells*width + width/2)})
	m.TagInt("count", int64(total))
	if status != nil {
		if most > 0 {
			m.TagString(status.field.Name, status.value(uint32(most)).Text)
		}
		for code, n := range counts {
			if code > 0 && n > 0 {
				m.TagInt("count_"+status.value(uint32(code)).Text, int64(n))
			}
		}
	}
	m.End()
}

// draw draws one feature, once for each kind of geometry that it has. Most are
// points, which need not be made geometries to be clipped.
func (d *tileDrawing) draw(i uint32) {
	if p, ok := d.layer.pointAt(i); ok {
		if d.bound.Contains(p) {
			d.mvt.Begin(geo.MVTPoint)
			d.mvt.AddPoints(d.tile.Project(geo.MVTExtent, p))
			d.end(i)
		}
		return
	}
	g, ok := d.layer.shapes.simplified(i, HalfPixelDeg(d.tile.Z))
	if !ok {
		g = d.layer.GeometryAt(i)
	}
	g = geo.Clip(g, d.bound)
	if g == nil {
		return
	}
	for _, kind := range kindsOf(g) {
		d.mvt.Begin(kind)
		d.mvt.AddGeometry(d.tile, g)
		d.end(i)
	}
}

// end ends a feature, with its tags.
func (d *tileDrawing) end(i uint32) {
	d.mvt.TagString("id", d.layer.ids.text(i))
	for n := range d.layer.columns {
		d.tag(&d.layer.columns[n], i)
	}
	d.mvt.End()
}

func (d *tileDrawing) tag(c *column, i uint32) {
	code := c.codes.at(i)
	if code == 0 || !d.isTag(c.field) {
		return
	}
	if c.field.Type == data.Boolean {
		d.mvt.TagBool(c.field.Name, c.value(code).Number != 0)
		return
	}
	d.mvt.TagString(c.field.Name, c.texts.text(code-1))
}

// kindsOf lists the kinds of MVT geometry that a geometry has parts of.
func kindsOf(g orb.Geometry) []geo.MVTKind {
	switch g := g.(type) {
	case orb.Point, orb.MultiPoint:
		return []geo.MVTKind{geo.MVTPoint}
	case orb.LineString, orb.MultiLineString:
		return []geo.MVTKind{geo.MVTLine}
	case orb.Collection:
		var kinds []geo.MVTKind
		for _, member := range g {
			for _, kind := range kindsOf(member) {
				if !slices.Contains(kinds, kind) {
					kinds = append(kinds, kind)
				}
			}
		}
		return kinds
	}
	return []geo.MVTKind{geo.MVTPolygon}
}
