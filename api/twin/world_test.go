package twin_test

import (
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/geo"
)

// record is one record of both vaults. Its ID, names, dates and all else that
// is public is the same in both; at says where each vault has it.
type record struct {
	data.Record
	at        [2]orb.Geometry
	approvals int            // people who decide to publish it
	shown     geo.Precision  // of the policy; PrecisionNone withholds
	villages  int            // that the policy wants in its cell
	mates     [2][]orb.Point // where the rest of its group is
	why       string         // what the two positions are beside
	cells     [2]geo.Cell
	past      *past // nil of most
}

// held reports that the public may not learn the position.
func (r record) held() bool { return r.shown != geo.PrecisionExact }

// cell is what the public may learn of the position, the zero Cell if nothing.
func (r record) cell(twin int) geo.Cell { return r.cells[twin] }

// findCell works a record's cell out a second time, from the rules and not from
// the program: the finest of the policy's precision or coarser that holds all
// of the record and of its group, and so many villages.
func (w *world) findCell(r record, twin int) geo.Cell {
	points := slices.Concat(vertices(r.at[twin]), r.mates[twin])
	if r.at[twin] == nil || !r.held() || r.shown == geo.PrecisionNone {
		return geo.Cell{}
	}
	for p := r.shown; p <= geo.PrecisionDegree; p++ {
		cell := geo.CellOf(points[0][0], points[0][1], p)
		isOutside := func(at orb.Point) bool { return geo.CellOf(at[0], at[1], p) != cell }
		if !slices.ContainsFunc(points, isOutside) && w.villagesIn(cell) >= r.villages {
			return cell
		}
	}
	return geo.Cell{}
}

func (w *world) villagesIn(c geo.Cell) (n int) {
	for _, r := range w.records {
		if r.Collection == data.Villages && c.Contains(vertices(r.at[0])[0][0], vertices(r.at[0])[0][1]) {
			n++
		}
	}
	return n
}

// claim is a claim of both vaults; where at is set, it is the claim's value.
type claim struct {
	data.Claim
	at        [2]orb.Geometry
	approvals int // people who decide to publish it, if more than one
	isHeld    bool
}

// world is what the two vaults hold.
type world struct {
	seed    uint64
	agents  []data.Agent
	sources []data.Source
	records []record
	claims  []claim
	figures []data.Figure
	// hidden are records that only one of the vaults has and that nobody may
	// know of, with the state of their publication.
	hidden [2][]hidden
}

type hidden struct {
	record
	state string
}

// maker draws a world from a seed.
type maker struct {
	*rand.Rand
	world
}

// newWorld draws a world with so many records that lie in cells, and an eighth
// more that lie across them.
func newWorld(seed uint64, held int) *world {
	m := &maker{rand.New(rand.NewPCG(seed, 11)), world{seed: seed}}
	m.addPublic(append(homes(), lonely()...)...)
	m.addHeld(held)
	m.addGroups(held / 15)
	m.addStatements()
	m.addHidden()
	m.addPast()
	m.addRivals()
	m.findCells()
	return &m.world
}

// small draws a world of few villages and of the records that add adds.
func small(seed uint64, add func(*maker)) *world {
	m := &maker{rand.New(rand.NewPCG(seed, 13)), world{seed: seed}}
	m.addPublic(lonely()[:1]...)
	add(m)
	m.addStatements()
	m.findCells()
	return &m.world
}

func (w *world) findCells() {
	for i, r := range w.records {
		w.records[i].cells = [2]geo.Cell{w.findCell(r, 0), w.findCell(r, 1)}
	}
}

// id is a public ID as the vault draws them.
func (m *maker) id() string {
	b := binary.BigEndian.AppendUint64(nil, m.Uint64())
	b = binary.BigEndian.AppendUint16(b, uint16(m.Uint64()))
	return base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding).EncodeToString(b)
}

func pick[T any](m *maker, list ...T) T { return list[m.IntN(len(list))] }

// The borders of zones and districts run here, inside cells of 0.1 degree.
const (
	zoneWest, zoneSouth = 46.0370001, 39.0420003
	zoneEast, zoneNorth = 47.5190007, 40.3330009
)

// homes are cells of 0.1 degree that hold villages enough: across the borders
// of zones, about 0,0, and at the world's edges.
func homes() (all []frame) {
	for _, at := range []orb.Point{
		{zoneWest, zoneSouth},
		{zoneEast, zoneNorth},
		{zoneEast, 39.15},
		{zoneWest, 39.95},
		{46.15, 39.95},
		{47.05, 40.25},
		{0, 0},
		{-1e-7, 0},
		{0, -1e-7},
		{-1e-7, -1e-7},
		{180, 0},
		{-180, 12},
		{-180, -90},
		{180, 90},
		{12.35, -45.65},
		{-70.15, -33.45},
	} {
		all = append(all, frameOf(geo.CellOf(at[0], at[1], geo.PrecisionTenth)))
	}
	return all
}

// lonely are such cells with one record each: an attacker can tell it by a
// count alone.
func lonely() (all []frame) {
	for _, at := range []orb.Point{{61.15, 19.95}, {100.05, 10.05}, {110.05, -10.05}} {
		all = append(all, frameOf(geo.CellOf(at[0], at[1], geo.PrecisionTenth)))
	}
	return all
}

func box(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()}
}

// addPublic adds what anybody may know, with villages in these cells.
func (m *maker) addPublic(cells ...frame) {
	m.agents = []data.Agent{
		{ID: m.id(), Key: "office", Name: "An office", Kind: "state_body", Note: "A note for everybody"},
		{ID: m.id(), Key: "witness", Name: "set per twin", Kind: "person"},
	}
	for i := range 6 {
		s := data.Source{
			ID: m.id(), Key: fmt.Sprint("source-", i), Kind: "report", Title: fmt.Sprint("Report ", i), Agent: "office",
			Perspective: fmt.Sprint("side ", i%2), Archive: data.Archive{State: "captured", CapturedOn: "2026-02-01"},
		}
		if i > 3 {
			s.Agent, s.KnownThrough = "witness", "source-0"
		}
		m.sources = append(m.sources, s)
	}
	for _, home := range cells {
		for i := range 5 { // as many as a cell must hold to be shown
			at := spot{home.min.x + int64(1+i)*e7/100, home.min.y + int64(2+i)*e7/100}
			m.add(data.Villages, record{shown: geo.PrecisionExact, at: same(at.point())})
		}
	}
	m.add(data.Zones, record{shown: geo.PrecisionExact, at: same(box(zoneWest, zoneSouth, zoneEast, zoneNorth))})
	m.add(data.Zones, record{shown: geo.PrecisionExact, at: same(box(-20, -30, 20, 30))})
	m.add(data.Districts, record{shown: geo.PrecisionExact, at: same(box(zoneWest-1, zoneSouth, zoneEast-1, zoneNorth))})
	m.add(data.Districts, record{shown: geo.PrecisionExact, at: same(box(zoneWest, zoneNorth, zoneEast, zoneNorth+1))})
	for i := range 5 {
		r := record{shown: geo.PrecisionExact, approvals: 2, at: same(orb.Point{44.5 + float64(i)/2, 41.5})}
		r.Properties = map[string]any{"stage": "memorialised"}
		m.add(data.Sites, r)
	}
}

func same(g orb.Geometry) [2]orb.Geometry { return [2]orb.Geometry{g, g} }

// add completes a record with what its collection needs, and keeps it.
func (m *maker) add(collection string, r record) {
	m.records = append(m.records, m.complete(collection, r))
}

func (m *maker) complete(collection string, r record) record {
	n := len(m.records)
	r.ID, r.Collection, r.Key = m.id(), collection, fmt.Sprintf("%s-%d", collection, n)
	r.Source = fmt.Sprint("source-", m.IntN(len(m.sources)))
	r.approvals = max(r.approvals, 1)
	r.Names = []data.Name{
		{Text: fmt.Sprint("Name ", n), Language: "en", Script: "Latn"},
		{Text: fmt.Sprint("Adı ", n), Language: "az", Script: "Latn", Source: "source-1"},
	}
	r.When, r.WhenRole = m.date(), "happened"
	properties := map[string]any{
		data.Sites:     map[string]any{"kind": "burial_place", "stage": "reported", "protection": "unknown"},
		data.Villages:  map[string]any{"kind": "village", "status": "unknown"},
		data.Zones:     map[string]any{"kind": "contested_area", "perspective": "side 1", "geometry_basis": "a drawing"},
		data.Districts: map[string]any{"geometry_basis": "a drawing"},
		data.Events:    map[string]any{"kind": "excavation"},
	}[collection].(map[string]any)
	for name, value := range r.Properties {
		properties[name] = value
	}
	r.Properties = properties
	return r
}

func (m *maker) date() edtf.Date {
	text := pick(m, "1993-04", "1993~", "1993/2020-11", "1993-04-05", "199X", "2020-11-25/..", "")
	d, err := edtf.Parse(text)
	if err != nil && text != "" {
		panic(err)
	}
	return d
}
