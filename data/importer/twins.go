package importer

import (
	"errors"
	"fmt"
	"hash/maphash"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/fold"
)

// Twin is a row that may be about the same thing as another one: both have a
// name that sounds alike in some language, and lie close together, and their
// ids differ. It is no problem: who imports decides.
type Twin struct {
	Row       int     `json:"row"`
	Name      string  `json:"name"`
	OtherRow  int     `json:"other_row,omitempty"` // of the file, or 0
	OtherKey  string  `json:"other_key,omitempty"` // of the record in the vault, or of the other row
	DistanceM float64 `json:"distance_m"`
}

// Recorded calls visit with the records of a collection that there are already,
// of each at least its newest version.
type Recorded func(visit func(key string, names []data.Name, at orb.Geometry) error) error

const (
	// twinM is how far apart two positions of one place may be, in metres.
	twinM = 1000
	// maxNamed bounds the names that are remembered, of the file and of what
	// there is already; a place called as many others is held against the last
	// ones of them.
	maxNamed   = 400_000
	maxSameKey = 16
	maxTwins   = 50
)

// twins finds them.
type twins struct {
	seed    maphash.Seed
	named   []named
	newest  map[uint64]int32 // in named, plus 1, by the name as it sounds
	full    bool
	scratch []uint64
}

type named struct {
	lon, lat float32 // to a metre or two
	row      int32   // 0 is in the vault
	before   int32   // in named, plus 1, of the same name
	key      string
}

func newTwins(recorded Recorded) (*twins, error) {
	t := &twins{seed: maphash.MakeSeed(), newest: map[uint64]int32{}}
	err := recorded(func(key string, names []data.Name, at orb.Geometry) error {
		if at != nil {
			t.add(t.sounds(names), named{key: key}, at.Bound().Center())
		}
		if t.full {
			return errFull
		}
		return nil
	})
	if errors.Is(err, errFull) {
		err = nil
	}
	return t, err
}

// errFull ends the reading of names that there is no room for.
var errFull = errors.New("as many names as are remembered")

// sounds are the record's names as they sound, each once.
func (t *twins) sounds(names []data.Name) []uint64 {
	all := t.scratch[:0]
	for _, name := range names {
		if key := maphash.String(t.seed, fold.Fold(name.Text)); !slices.Contains(all, key) {
			all = append(all, key)
		}
	}
	t.scratch = all
	return all
}

func (t *twins) add(sounds []uint64, n named, at orb.Point) {
	n.lon, n.lat = float32(at[0]), float32(at[1])
	for _, key := range sounds {
		if t.full = len(t.named) >= maxNamed; t.full {
			return
		}
		n.before = t.newest[key]
		t.named = append(t.named, n)
		t.newest[key] = int32(len(t.named))
	}
}

// find returns the nearest one of another id with a name of the record.
func (t *twins) find(r *data.Record, sounds []uint64, at orb.Point) (found named, distanceM float64, ok bool) {
	reach := twinM + min(r.UncertaintyM, 5*twinM)
	for _, key := range sounds {
		next := t.newest[key]
		for range maxSameKey {
			if next == 0 {
				break
			}
			n := t.named[next-1]
			next = n.before
			d := metresApart(at, orb.Point{float64(n.lon), float64(n.lat)})
			if n.key == r.Key && r.Key != "" || d > reach || ok && d >= distanceM {
				continue
			}
			found, distanceM, ok = n, d, true
		}
	}
	return found, distanceM, ok
}

// see looks for a twin of a good row, and remembers the row.
func (t *twins) see(report *Report, j *judged) {
	r := &j.record
	if r.Geometry == nil || len(r.Names) == 0 {
		return
	}
	at, sounds := r.Geometry.Bound().Center(), t.sounds(r.Names)
	found, distanceM, ok := t.find(r, sounds, at)
	switch {
	case !ok:
	case len(report.Twins) < maxTwins:
		report.Twins = append(report.Twins, Twin{j.row, r.Names[0].Text, int(found.row), found.key, math.Round(distanceM)})
	default:
		report.MoreTwins++
	}
	t.add(sounds, named{row: int32(j.row), key: r.Key}, at)
}

// metresApart is good enough for what is a kilometre apart.
func metresApart(a, b orb.Point) float64 {
	const metres = math.Pi * 6371008.8 / 180 // of a degree
	dLon := math.Abs(a[0] - b[0])
	dLon = min(dLon, 360-dLon)
	return metres * math.Hypot(dLon*math.Cos(a[1]*math.Pi/180), a[1]-b[1])
}

// String is "row 9 "Başlıbel" is 40 m from row 3".
func (t Twin) String() string {
	other := "the record " + quote(t.OtherKey) + " in the vault"
	if t.OtherRow > 0 {
		other = fmt.Sprintf("row %d", t.OtherRow)
	}
	return fmt.Sprintf("row %d %s is %.0f m from %s", t.Row, quote(t.Name), t.DistanceM, other)
}

// noteTwins tells the first of them.
func (im *importing) noteTwins() {
	r := &im.report
	if im.giver.twins != nil && im.giver.twins.full {
		r.Notes = append(r.Notes, fmt.Sprintf("rows with the name and place of others were looked for among the first %d names only", maxNamed))
	}
	n := len(r.Twins) + r.MoreTwins
	if n == 0 {
		return
	}
	const most = 5
	note := fmt.Sprintf("%d row%s may be what there is already, by name and place (%d m):", n, plural(n), twinM)
	for i, twin := range r.Twins[:min(most, n)] {
		if i > 0 {
			note += ";"
		}
		note += " " + twin.String()
	}
	if n > most {
		note += fmt.Sprintf("; and %d more", n-most)
	}
	r.Notes = append(r.Notes, note)
}
