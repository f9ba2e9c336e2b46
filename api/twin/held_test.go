package twin_test

import (
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// class is a kind of record whose position is held, by what the policy says.
type class struct {
	collection, stage, protection string
	shown                         geo.Precision
}

func (m *maker) class(i int) class {
	switch i % 5 {
	case 0:
		return class{data.Sites, pick(m, "excavation_started", "exhumed_partly"), "none", geo.PrecisionTenth}
	case 1:
		return class{data.Sites, "located", pick(m, "guarded", "fenced", "legally_protected"), geo.PrecisionTenth}
	case 2:
		return class{data.Sites, pick(m, "exhumed_fully", "remains_returned"), "unknown", geo.PrecisionHundredth}
	case 3:
		return class{data.Events, "", "", geo.PrecisionTenth}
	}
	return class{data.Sites, pick(m, "reported", "located", "disturbed", "memorialised"), pick(m, "unknown", "none", "inaccessible"), geo.PrecisionNone}
}

// addHeld adds the records that the vaults have in different positions.
func (m *maker) addHeld(n int) {
	for i, f := range lonely() {
		c := class{[]string{data.Sites, data.Sites, data.Events}[i], "located", "fenced", geo.PrecisionTenth}
		m.addClass(c, record{shown: c.shown, why: "lonely", at: [2]orb.Geometry{f.anywhere(m.Rand).point(), f.anywhere(m.Rand).point()}})
	}
	for i := range n {
		c := m.class(i)
		r := record{shown: c.shown}
		spots, why := m.spots(c.shown)
		r.why = why
		for twin, s := range spots {
			f := frameOf(geo.CellOf(s.point()[0], s.point()[1], grain(c.shown)))
			kind := pick(m, "point", "point", "line", "polygon", "points") // not always the same in both
			r.at[twin] = f.shape(m.Rand, kind, s)
		}
		m.addClass(c, r)
	}
	for i := range n / 8 {
		m.addSpanning(m.class(i))
	}
	m.addClass(class{data.Sites, "located", "fenced", geo.PrecisionTenth}, record{shown: geo.PrecisionTenth, why: "nowhere"})
}

// grain is the size of the cells in which a position is made.
func grain(p geo.Precision) geo.Precision {
	if p == geo.PrecisionNone {
		return geo.PrecisionTenth
	}
	return p
}

func (m *maker) addClass(c class, r record) {
	if c.collection == data.Sites {
		r.Properties = map[string]any{"stage": c.stage, "protection": c.protection}
	}
	if m.IntN(3) == 0 {
		r.Place = data.Ref{Collection: data.Villages, Key: fmt.Sprintf("villages-%d", m.IntN(5))}
	}
	if r.shown == geo.PrecisionTenth {
		r.villages = 5
	}
	m.add(c.collection, r)
}

// addGroups adds graves with an event each, which share one cell: that of the
// coarser rule of the two.
func (m *maker) addGroups(n int) {
	for i := range n {
		c := class{data.Sites, "exhumed_fully", "unknown", geo.PrecisionTenth}
		if i%3 == 0 {
			c = class{data.Sites, "located", "unknown", geo.PrecisionNone}
		}
		home := pick(m, homes()...)
		event := home
		if i%4 == 1 { // only the cell of one degree holds both
			degree := frameOf(geo.CellOf(home.min.point()[0], home.min.point()[1], geo.PrecisionDegree))
			p := degree.anywhere(m.Rand).point()
			event = frameOf(geo.CellOf(p[0], p[1], geo.PrecisionTenth))
		}
		var at [2][2]orb.Geometry // of the grave and of the event, in each vault
		for twin := range at {
			at[0][twin], at[1][twin] = home.anywhere(m.Rand).point(), event.anywhere(m.Rand).point()
		}
		for k, collection := range []string{data.Sites, data.Events} {
			r := record{shown: c.shown, why: "group", at: at[k]}
			r.mates = [2][]orb.Point{vertices(at[1-k][0]), vertices(at[1-k][1])}
			r.Group = fmt.Sprint("group-", i)
			c.collection = collection
			m.addClass(c, r)
		}
	}
}

// addSpanning adds a record that several cells of its precision share, so that
// it is shown in a coarser one, or not at all.
func (m *maker) addSpanning(c class) {
	r := record{shown: c.shown, why: "over cells"}
	at := m.somewhere()
	coarser := geo.PrecisionDegree
	if c.shown == geo.PrecisionHundredth {
		coarser = geo.PrecisionTenth
	}
	f := frameOf(geo.CellOf(at.point()[0], at.point()[1], coarser))
	r.at[0], r.at[1] = f.span(m.Rand), f.span(m.Rand)
	if m.IntN(4) == 0 { // no cell at all holds these
		r.at[0] = orb.LineString{spot{46*e7 - 7, at.y}.point(), spot{46*e7 + 1, at.y}.point()}
		r.at[1] = orb.LineString{spot{-7*e7 - 1, at.y / 2}.point(), spot{-7 * e7, at.y / 2}.point()}
	}
	m.addClass(c, r)
}

// somewhere is mostly in a cell with villages, so that it has several members,
// or in one region, and otherwise anywhere in the world.
func (m *maker) somewhere() spot {
	switch m.IntN(6) {
	case 0, 1, 2, 3:
		return pick(m, homes()...).anywhere(m.Rand)
	case 4:
		return spot{455_000_000 + m.Int64N(30_000_000), 390_000_000 + m.Int64N(20_000_000)}
	}
	return spot{m.Int64N(360*e7+1) - 180*e7, m.Int64N(180*e7+1) - 90*e7}
}

// spots draws two positions in one cell of p: the places that a careless
// program tells apart. Where nothing is shown, the two may be anywhere.
func (m *maker) spots(p geo.Precision) ([2]spot, string) {
	at := m.somewhere()
	inCell := func(s spot) frame { return frameOf(geo.CellOf(s.point()[0], s.point()[1], grain(p))) }
	switch kind := m.IntN(6); {
	case kind == 0:
		return inCell(at).corners(), "cell border"
	case kind == 1:
		border := tileCorner(m.Rand, m.IntN(15))
		if m.IntN(2) == 0 {
			border = tileCornerNear(at, 12+m.IntN(3))
		}
		return inCell(border).across(border), "tile border"
	case kind == 2:
		border := spot{pick(m, toE7(zoneWest), toE7(zoneEast)), toE7(zoneSouth) + m.Int64N(12_000_000)}
		if m.IntN(2) == 0 {
			border = pick(m, spot{toE7(zoneWest), toE7(zoneSouth)}, spot{toE7(zoneEast), toE7(zoneNorth)})
		}
		return inCell(border).across(border), "zone border"
	case kind == 3:
		edge := spot{pick(m, int64(-180), 0, 180) * e7, pick(m, int64(-90), 0, 90) * e7}
		edge.x -= m.Int64N(2) // one step west and south of 0,0 is another cell
		edge.y -= m.Int64N(2)
		edge = spot{max(edge.x, -180*e7), max(edge.y, -90*e7)}
		return [2]spot{edge, inCell(edge).anywhere(m.Rand)}, "the world's edge or 0,0"
	case p == geo.PrecisionNone:
		return [2]spot{at, m.somewhere()}, "far apart"
	}
	f := inCell(at)
	return [2]spot{f.anywhere(m.Rand), f.anywhere(m.Rand)}, "anywhere"
}

// addStatements adds claims and figures about every third record, rival ones
// among them, and rival positions, which have the position's own rule.
func (m *maker) addStatements() {
	for i, r := range m.records {
		if i%3 != 0 && r.why != "nowhere" {
			continue
		}
		subject := data.Ref{Collection: r.Collection, Key: r.Key}
		about := func(property, value string, disputes ...string) claim {
			id := m.id()
			return claim{Claim: data.Claim{
				ID: id, Key: "claim-" + id, Subject: subject, Property: property, Value: json.RawMessage(value),
				Assertion: data.Assertion{Source: fmt.Sprint("source-", m.IntN(len(m.sources))), Rank: "normal", Disputes: disputes, AssertedBy: pick(m, "", "witness")},
			}}
		}
		first := about("stage", `"located"`)
		position := about("geometry", "")
		if r.held() && m.IntN(3) == 0 {
			position.Property = "location"
		}
		position.at = r.at
		m.claims = append(m.claims, first, about("stage", `"reported"`, first.Key))
		if r.at[0] != nil {
			position.approvals = r.approvals
			m.claims = append(m.claims, position)
		}
		if r.why == "nowhere" { // rivals that agree in one vault and not in the other
			at, other := m.somewhere().point(), m.somewhere().point()
			for _, pair := range [][2]orb.Geometry{{at, at}, {at, other}} {
				rival := about("geometry", "")
				rival.at = pair
				m.claims = append(m.claims, rival)
			}
		}
		m.figures = append(m.figures, data.Figure{
			ID: m.id(), Key: fmt.Sprint("figure-", i), Scope: subject, Measure: "killed", Word: "dozens",
			Assertion: data.Assertion{Source: "source-2", Rank: "normal"},
		})
	}
}

// addHidden adds records that are not published, other ones to each vault.
func (m *maker) addHidden() {
	for twin := range m.hidden {
		for i := range 8 + 5*twin {
			r := m.complete(data.Sites, record{why: "hidden", shown: geo.PrecisionNone})
			r.at[twin] = m.somewhere().point()
			r.Key = fmt.Sprintf("hidden-%d-%d", twin, i)
			state := []string{data.Draft, data.InReview, data.Embargoed, data.Withdrawn}[i%4]
			m.hidden[twin] = append(m.hidden[twin], hidden{r, state})
		}
	}
}
