package publish

import (
	"context"
	"slices"
	"strings"

	"stele/data"
	"stele/data/edtf"
	"stele/data/release"
	"stele/data/vault"
	"stele/geo"
)

// place is the public form of a reference: zero if its record is not cleared.
type place struct {
	ref  data.Ref // by public ID
	name string
}

// place looks ref's record up, once.
func (b *builder) place(ctx context.Context, ref data.Ref) (place, error) {
	if p, ok := b.places[ref]; ok || ref.IsZero() {
		return p, nil
	}
	r, ok, err := b.record(ctx, ref)
	if err != nil {
		return place{}, err
	}
	var p place
	if ok && b.isCleared(r.Source, r.AssertedBy) {
		p = place{ref: data.Ref{Collection: r.Collection, Key: r.ID}, name: displayName(b.publicNames(r.Names))}
	}
	b.places[ref] = p
	return p, nil
}

func (b *builder) addRecords(ctx context.Context) error {
	b.box = newOutbox()
	err := b.addAll(ctx)
	if written := b.box.close(); err == nil {
		err = written
	}
	return err
}

func (b *builder) addAll(ctx context.Context) error {
	collections, fields := map[string]data.Collection{}, map[string][]data.Field{}
	for _, c := range data.Collections() {
		collections[c.ID], fields[c.ID] = c, data.PublicFields(c)
	}
	for r, err := range b.view.Public(ctx) {
		if err != nil {
			return err
		}
		if err := b.addRecord(ctx, collections[r.Collection], fields[r.Collection], r.Cleared, r.Versions); err != nil {
			return err
		}
		b.done++
		if b.progress != nil && b.done%1000 == 0 {
			b.progress(b.done)
		}
	}
	if b.progress != nil {
		b.progress(b.done)
	}
	return nil
}

func (b *builder) addRecord(ctx context.Context, c data.Collection, fields []data.Field, r vault.Cleared, past []vault.Past) error {
	if !b.isCleared(r.Source, r.AssertedBy) {
		b.report.Held++
		return nil
	}
	at, err := b.place(ctx, r.Place)
	if err != nil {
		return err
	}
	shown, err := b.locate(ctx, r)
	if err != nil {
		return err
	}
	choices := b.choices(r)
	if b.verdict(r).Precision != geo.PrecisionExact {
		// What is said of a position that is not shown says where it is.
		choices = slices.DeleteFunc(choices, func(is chosen) bool { return is.property == "geometry" })
	}
	if err := b.addShown(ctx, r, choices); err != nil {
		return err
	}
	if r.RecordedAt, err = b.addHistory(ctx, fields, r, shown, past); err != nil {
		return err
	}
	if b.awaits(r) {
		b.report.Waiting[r.ID] = true
	}
	r = asShown(r, choices)
	values := b.values(r, at, shown)
	values["according_to"] = text(credit(b.accordingTo(r), choices))
	values["contested"] = values["contested"] == true || anyContested(choices)
	f := release.Feature{ID: r.ID, Geometry: shown.geometry, Earliest: r.When.Earliest(), Latest: r.When.Latest(), Values: make([]any, 0, len(fields))}
	for _, field := range fields {
		f.Values = append(f.Values, values[field.Name])
	}
	names := b.publicNames(r.Names)
	b.gate.checkRecord(r.Record, names)
	b.report.Features[c.ID]++
	return b.box.add(func() error {
		if err := b.out.AddFeature(ctx, c, f); err != nil {
			return err
		}
		return b.out.AddNames(ctx, data.Ref{Collection: c.ID, Key: r.ID}, names)
	})
}

// values gives the record's public fields by name; what is not there is null.
func (b *builder) values(r vault.Cleared, at place, shown location) map[string]any {
	e := b.evidence[data.Ref{Collection: r.Collection, Key: r.Key}]
	v := map[string]any{}
	for name, value := range r.Properties {
		v[name] = value
	}
	names := b.publicNames(r.Names)
	v["name"] = text(displayName(names))
	for _, language := range []string{"en", "az", "hy", "ru"} {
		v["name_"+language] = text(nameIn(names, language))
	}
	v["when"], v["when_role"] = text(r.When.String()), text(r.WhenRole)
	if !r.When.IsZero() {
		v["earliest"], v["latest"] = day(r.When.Earliest()), day(r.When.Latest())
	}
	v["place"], v["place_name"] = text(at.ref.String()), text(at.name)
	v["location_form"], v["generalised"], v["public_precision"] = shown.form(at), shown.generalised, text(shown.precision)
	v["precision_rule"] = text(shown.rule)
	if r.UncertaintyM > 0 && !shown.generalised {
		v["uncertainty_m"] = r.UncertaintyM
	}
	v["according_to"], v["source"] = text(b.accordingTo(r)), b.sources[r.Source].ID
	v["contested"], v["claim_count"], v["figure_count"] = e.contested, int64(e.claims), int64(e.figures)
	v["one_sided"] = b.perspectives(r, e) == 1
	v["updated"], _, _ = strings.Cut(r.RecordedAt, "T") // to the day: a finer time tells who worked when
	return v
}

// accordingTo names who asserts the record.
func (b *builder) accordingTo(r vault.Cleared) string {
	agent := r.AssertedBy
	if agent == "" {
		agent = b.sources[r.Source].Agent
	}
	return b.agents[agent].Name
}

// perspectives counts the named perspectives on a record, its own source's too.
func (b *builder) perspectives(r vault.Cleared, e evidence) int {
	own := b.sources[r.Source].Perspective
	if own == "" || e.perspectives[own] {
		return len(e.perspectives)
	}
	return len(e.perspectives) + 1
}

// publicNames names the names' sources by public ID; a name whose source is
// not cleared stays in.
func (b *builder) publicNames(names []data.Name) []data.Name {
	var public []data.Name
	for _, n := range names {
		if n.Source != "" {
			s, ok := b.sources[n.Source]
			if !ok {
				continue
			}
			n.Source = s.ID
		}
		public = append(public, n)
	}
	return public
}

// displayName is the English name, or else the first in Latin script, or else
// the first: for lists that show one. It privileges none; all names go out.
func displayName(names []data.Name) string {
	if n := nameIn(names, "en"); n != "" {
		return n
	}
	if i := slices.IndexFunc(names, func(n data.Name) bool { return n.Script == "Latn" }); i >= 0 {
		return names[i].Text
	}
	if len(names) > 0 {
		return names[0].Text
	}
	return ""
}

func nameIn(names []data.Name, language string) string {
	i := slices.IndexFunc(names, func(n data.Name) bool { return n.Language == language })
	if i < 0 {
		return ""
	}
	return names[i].Text
}

// text makes the empty text null.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// day makes an open end null, and a day that a GeoPackage DATE can't hold:
// those before the year 0 and after 9999.
func day(d edtf.Day) any {
	if d < edtf.DayOf(0, 1, 1) || d > edtf.DayOf(9999, 12, 31) {
		return nil
	}
	return d.String()
}
