package release

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/paulmach/orb"

	"stele/data/edtf"
)

// Feature is one published record: only what the release's audience may see.
type Feature struct {
	ID string // random, stable between releases
	// Geometry is the published one in lon, lat degrees: exact, a cell's
	// polygon, or nil.
	Geometry orb.Geometry
	// Values holds one value for each of data.PublicFields of its collection:
	// nil, string, int64, float64 or bool.
	Values []any
	// Earliest and Latest bound the date, both inclusive; MinDay and MaxDay
	// where it is open or there is none.
	Earliest, Latest edtf.Day
}

// Meta says what a release is.
type Meta struct {
	// Version is the SHA-256 of the published content, in hex. Equal content
	// gives an equal version, whenever and wherever it was built.
	Version string `json:"version"`
	// Format names the shape of the tables; Commit fills it in, and Open
	// refuses any other (ErrFormat).
	Format        string `json:"format"`
	Audience      string `json:"audience"`
	PolicyVersion string `json:"policy_version"`
	Policy        string `json:"policy"`       // how positions are made coarser, in words
	PublishedOn   string `json:"published_on"` // YYYY-MM-DD
	Title         string `json:"title"`
	Description   string `json:"description"`
	Attribution   string `json:"attribution"`
	Licence       string `json:"licence"`
	Contact       string `json:"contact"` // where to ask for correction or takedown
	// BaseMap is the address of tiles or of an archive of tiles that the map page
	// draws below the data: see CheckBaseMap; "" if it has its own base map alone.
	BaseMap            string `json:"base_map,omitempty"`
	BaseMapAttribution string `json:"base_map_attribution,omitempty"`
	// Story is a guided view as JSON (see data/story); "" if there is none.
	Story string `json:"story,omitempty"`
	// Translations are of texts that the release holds, as JSON (see
	// data/translation); "" if there are none.
	Translations string `json:"translations,omitempty"`
}

// Tag names all that the release says, of itself too, in a few letters.
func (m Meta) Tag() string {
	text, _ := json.Marshal(m) // strings always marshal
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
