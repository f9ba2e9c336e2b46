package data

import (
	"github.com/paulmach/orb"

	"stele/data/edtf"
)

// Record is one version of one site, village, zone, district or event. All of
// it is asserted by its source: it is a claim set. Single claims about it are
// Claim rows.
type Record struct {
	// ID is random and public. A file does not name it; the vault gives one
	// to a key that it sees for the first time.
	ID string
	// Key is what the record's file calls it, unique in its collection. It
	// stays in the vault: a key like "grave-46.13-39.97" would tell too much.
	Key        string
	Collection string
	Version    int // from 1; a new version supersedes the one before

	// Geometry is in lon, lat (CRS84), in degrees. Nil is a normal state: the
	// record is then located by Place alone, or not at all.
	Geometry orb.Geometry
	// UncertaintyM is the radius in metres within which the position is
	// believed to lie; 0 is "not stated".
	UncertaintyM float64
	// Place is the reference (collection/key) to the village or district
	// that the source names; zero if it names none.
	Place Ref

	// Group is the key of a location group: a grave, its event, its media.
	// Records of one group share one public cell; "" is none.
	Group string

	Names    []Name
	When     edtf.Date // zero if undated
	WhenRole string    // what When dates: a code of the vocabulary date_role

	// Properties holds the collection's own fields: string, int64, float64 or
	// bool by the field's type. An absent one is null.
	Properties map[string]any

	Source     string // key of the source
	AssertedBy string // key of the agent; "" is the source's own agent
	Locator    Locator
}

// Ref points at a record by collection and key, written "villages/bashlibel".
type Ref struct {
	Collection string
	Key        string
}

// Name is one name of a record. None is privileged: the reader picks the order.
type Name struct {
	Text     string    `json:"text"`
	Language string    `json:"language,omitempty"` // BCP 47, "az"
	Script   string    `json:"script,omitempty"`   // ISO 15924, "Latn"
	When     edtf.Date `json:"when,omitzero"`      // in use during; zero if not stated
	Source   string    `json:"source,omitempty"`   // key of the source of the name
}
