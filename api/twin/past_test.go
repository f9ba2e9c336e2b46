package twin_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/vault"
	"stele/geo"
)

// past is a version of a record that was let out before the one of today.
type past struct {
	stage     string
	at        [2]orb.Geometry
	approvals int
	cell      geo.Cell // that is shown of it; zero if none is, or today's
}

// addPast gives the records whose position is public a past that must stay in, as
// graves have of which a memorial was made, and some that are held one that was
// public: both may be told only as precisely as then and as today.
func (m *maker) addPast() {
	held := 0
	for i := range m.records {
		r := &m.records[i]
		switch {
		case r.Collection != data.Sites || r.Group != "" || r.why == "over cells" || r.why == "nowhere":
		case !r.held():
			r.past = m.graveBefore(i)
		case held%5 == 0:
			r.past = &past{stage: "memorialised", approvals: 2, at: m.besideToday(*r)}
			fallthrough
		default:
			held++
		}
	}
}

// graveBefore is anywhere in the two vaults, or anywhere in a cell that is shown.
func (m *maker) graveBefore(i int) *past {
	p := &past{stage: "reported", approvals: 1}
	precision := geo.PrecisionNone
	switch i % 4 {
	case 1:
		p.stage, p.approvals = "memorialised", 1
	case 2:
		p.stage, precision = "exhumed_partly", geo.PrecisionTenth
	case 3:
		p.stage, precision = "exhumed_fully", geo.PrecisionHundredth
	}
	if precision == geo.PrecisionNone {
		p.at = [2]orb.Geometry{m.somewhere().point(), m.somewhere().point()}
		return p
	}
	home := pick(m, homes()[:6]...).anywhere(m.Rand).point()
	p.cell = geo.CellOf(home[0], home[1], precision)
	f := frameOf(p.cell)
	p.at = [2]orb.Geometry{f.anywhere(m.Rand).point(), f.anywhere(m.Rand).point()}
	return p
}

// besideToday is another place in the record's cell; anywhere, if it has none.
func (m *maker) besideToday(r record) [2]orb.Geometry {
	if r.shown == geo.PrecisionNone {
		return [2]orb.Geometry{m.somewhere().point(), m.somewhere().point()}
	}
	today := vertices(r.at[0])[0]
	f := frameOf(geo.CellOf(today[0], today[1], r.shown))
	return [2]orb.Geometry{f.anywhere(m.Rand).point(), f.anywhere(m.Rand).point()}
}

// addRivals adds to the positions that two people let out others, which one did.
func (m *maker) addRivals() {
	for _, r := range m.records {
		if r.held() || r.Collection != data.Sites {
			continue
		}
		id := m.id()
		m.claims = append(m.claims, claim{isHeld: true, at: [2]orb.Geometry{m.somewhere().point(), m.somewhere().point()}, Claim: data.Claim{
			ID: id, Key: "claim-" + id, Subject: data.Ref{Collection: r.Collection, Key: r.Key}, Property: "geometry", Value: json.RawMessage("null"),
			Assertion: data.Assertion{Source: "source-1", Rank: "preferred"},
		}})
	}
}

// fillPast records the past and lets it out.
func (t *twin) fillPast(ctx context.Context, v *vault.Vault) error {
	var twice []string
	err := t.add(ctx, v, func(b *vault.Batch) error {
		err := errors.Join(t.addAgents(ctx, b), t.addSources(ctx, b))
		for i, r := range t.world.records {
			if r.past == nil {
				continue
			}
			row := t.row(r, i)
			row.Properties, row.Geometry, row.Place = maps.Clone(r.Properties), r.past.at[t.n], data.Ref{}
			row.Properties["stage"] = r.past.stage
			if err = errors.Join(err, b.Add(ctx, i+1, row)); r.past.approvals > 1 {
				twice = append(twice, r.ID)
			}
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("record the past: %w", err)
	}
	if _, err := v.DecidePending(ctx, t.decision(data.Published, 2)); err != nil {
		return err
	}
	return v.DecideEach(ctx, t.decision(data.Published, 3), twice)
}

// Before anything is compared: there is a past, and some of it is told.
func TestTwins_HaveAPast(t *testing.T) {
	p := both(t)
	history := strings.Join(dump(t, p.files[0])["history"], "\n")
	told, held := 0, 0
	for _, r := range p.world.records {
		if r.past == nil {
			continue
		}
		if held++; r.past.cell == (geo.Cell{}) {
			continue
		}
		told++
		if !strings.Contains(history, string(geo.AppendGeometry(nil, r.past.cell.Polygon()))) {
			t.Errorf("the release does not show the cell %v that %s lay in", r.past.cell, r.ID)
		}
	}
	if told < 2 || held < 10 {
		t.Errorf("%d records have a past, of %d a cell is shown", held, told)
	}
}
