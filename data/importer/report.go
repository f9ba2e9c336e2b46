package importer

import (
	"github.com/paulmach/orb"

	"stele/geo"
)

// Report says what a file held.
type Report struct {
	Format string `json:"format"` // one of the formats of this package
	Rows   int    `json:"rows"`   // features, or rows of the table below its head
	Good   int    `json:"good"`   // rows given to the sink and taken by it
	// Problems are the first Options.MaxProblems in the order of the file;
	// all problems of a row are told.
	Problems     []Problem `json:"problems"`
	MoreProblems int       `json:"more_problems"` // found beyond those
	// Notes say what was read otherwise than written or not read at all, each
	// with a count. They do not stand in the way of an import.
	Notes  []string `json:"notes"`
	SHA256 string   `json:"sha256"` // of the whole input, hexadecimal; "" if it was not read to its end. Of a loose shapefile, of its parts one after the other
	Bytes  int64    `json:"bytes"`  // read

	CRS      string `json:"crs"`                // that the positions were read in, "EPSG:4326"
	Encoding string `json:"encoding,omitempty"` // of the texts, where it is not always UTF-8
	// Twins are rows that may be what another row, or the vault, has already, the
	// first 50 of them. They do not stand in the way of an import.
	Twins     []Twin `json:"twins,omitempty"`
	MoreTwins int    `json:"more_twins,omitempty"`

	// RejectsMap is what of Options.Map the rejects have columns for, if they are
	// wanted: they are to be read with it.
	RejectsMap map[string]string `json:"-"`

	Layer  string         `json:"layer,omitempty"` // read, of those that the file has
	Shapes map[string]int `json:"shapes"`          // good rows by type of geometry, "none" is without
	Extent *[4]float64    `json:"extent"`          // of the good rows: west, south, east, north; nil if none has a position
}

// OK reports whether the file has no problem.
func (r Report) OK() bool { return len(r.Problems) == 0 && r.MoreProblems == 0 }

func (r *Report) add(p Problem, limit int) {
	if len(r.Problems) < limit {
		r.Problems = append(r.Problems, p)
	} else {
		r.MoreProblems++
	}
}

// see counts the geometry of a good row.
func (r *Report) see(g orb.Geometry) {
	if r.Shapes == nil {
		r.Shapes = map[string]int{}
	}
	if g == nil {
		r.Shapes["none"]++
		return
	}
	r.Shapes[g.GeoJSONType()]++
	b := geo.BoundOf(g)
	if r.Extent == nil {
		r.Extent = &[4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		return
	}
	e := r.Extent
	e[0], e[1], e[2], e[3] = min(e[0], b.Min[0]), min(e[1], b.Min[1]), max(e[2], b.Max[0]), max(e[3], b.Max[1])
}
