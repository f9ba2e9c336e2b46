package vault

import (
	"context"
	"encoding/json"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// recordColumns gives the columns of a record from collection to locator.
func recordColumns(r data.Record) ([]any, error) {
	var geometry any
	if r.Geometry != nil {
		geometry = geo.AppendWKB(nil, r.Geometry)
	}
	names, err := json.Marshal(r.Names)
	if err != nil {
		return nil, err
	}
	properties, err := json.Marshal(r.Properties)
	if err != nil {
		return nil, err
	}
	locator := []byte("{}")
	if r.Locator != (data.Locator{}) {
		if locator, err = json.Marshal(r.Locator); err != nil {
			return nil, err
		}
	}
	var uncertainty any
	if r.UncertaintyM > 0 {
		uncertainty = r.UncertaintyM
	}
	earliest, latest := days(r.When)
	return []any{
		r.Collection, r.Key, geometry, uncertainty, r.Place.String(), r.Group, string(names),
		r.When.String(), earliest, latest, r.WhenRole, string(properties), r.Source, r.AssertedBy, string(locator),
	}, nil
}

// Extent is the box of the districts and villages that the vault has, as far as
// a few thousand of them tell; the zero box if there are none.
func (b *Batch) Extent(ctx context.Context) (orb.Bound, error) {
	var box orb.Bound
	boxes, err := list(ctx, b.tx, `SELECT geometry FROM record WHERE collection IN ('districts', 'villages') AND geometry IS NOT NULL
		ORDER BY collection, key LIMIT 5000`, func(scan func(...any) error) (orb.Bound, error) {
		var wkb []byte
		if err := scan(&wkb); err != nil {
			return orb.Bound{}, err
		}
		g, err := geo.ParseWKB(wkb)
		if err != nil {
			return orb.Bound{}, err
		}
		return g.Bound(), nil
	})
	for i, next := range boxes {
		if box = box.Union(next); i == 0 {
			box = next
		}
	}
	return box, err
}

const recordSelect = `t.id, t.version, t.collection, t.key, t.geometry, t.uncertainty_m, t.place, t.location_group, t.names,
	t.when_text, t.when_role, t.properties, t.source, t.asserted_by, t.locator, t.recorded_at`

// scanRecord reads the columns of recordSelect; extra takes what follows them.
func scanRecord(scan func(...any) error, extra ...any) (data.Record, string, error) {
	var raw rawRecord
	if err := scan(append(raw.dest(), extra...)...); err != nil {
		return raw.Record, "", err
	}
	var d decoder
	r, err := d.record(raw)
	return r, raw.recordedAt, err
}
