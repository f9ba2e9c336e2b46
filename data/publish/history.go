package publish

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/release"
	"stele/data/textgate"
	"stele/data/vault"
	"stele/geo"
)

// todays are the fields that say how the record stands now, or follow from
// another field, or from the policy: they are no part of a past version.
var todays = []string{
	"contested", "claim_count", "figure_count", "one_sided", "updated", "precision_rule",
	"generalised", "public_precision", "location_form", "earliest", "latest",
}

// addHistory writes the public versions of a record: its own statements, each
// at today's precision (rule N7). A version that changes nothing public is none:
// it would tell that something else was changed. So would the time at which it
// was recorded, and so the one returned is that of the newest that is one.
func (b *builder) addHistory(ctx context.Context, fields []data.Field, r vault.Cleared, shown location, past []vault.Past) (updated string, err error) {
	past = slices.DeleteFunc(past, func(p vault.Past) bool {
		return !b.isCleared(p.Source, p.AssertedBy) || p.Version != r.Version && b.holdsPositions(p)
	})
	if len(past) == 1 { // as with most records of an import
		v := b.version(past[0], nil)
		v.Subject, v.Number = data.Ref{Collection: r.Collection, Key: r.ID}, 1
		return r.RecordedAt, b.box.add(func() error { return b.out.AddVersion(ctx, v) })
	}
	versions, updated, err := b.versions(ctx, fields, r, shown, past)
	if err != nil {
		return "", err
	}
	if len(versions) == 1 {
		versions[0].Changed = nil
	}
	for i, v := range versions {
		v.Subject, v.Number = data.Ref{Collection: r.Collection, Key: r.ID}, i+1
		if err := b.box.add(func() error { return b.out.AddVersion(ctx, v) }); err != nil {
			return "", err
		}
	}
	return updated, nil
}

// versions are those that say something else than the one before, the oldest
// first, and the time at which the newest was recorded. One that has only another
// name, which no field has, counts for the time alone.
func (b *builder) versions(ctx context.Context, fields []data.Field, r vault.Cleared, shown location, past []vault.Past) (all []release.Version, updated string, err error) {
	places, err := b.pastLocations(ctx, r, shown, past)
	if err != nil {
		return nil, "", err
	}
	before, named := map[string]string{}, ""
	for i, p := range past {
		at, err := b.place(ctx, p.Place)
		if err != nil {
			return nil, "", err
		}
		says := publicSays(fields, b.values(p.Cleared, at, places[i]), places[i].geometry)
		names := jsonText(b.publicNames(p.Names))
		changed := changes(before, says)
		if i == 0 || len(changed) > 0 || names != named {
			updated = p.RecordedAt
		}
		before, named = says, names
		if len(changed) == 0 && i > 0 {
			continue
		}
		text, err := json.Marshal(changed)
		if err != nil {
			return nil, "", err
		}
		all = append(all, b.version(p, text))
	}
	return all, updated, nil
}

func (b *builder) version(p vault.Past, changed json.RawMessage) release.Version {
	day, _, _ := strings.Cut(p.DecidedAt, "T")
	return release.Version{Day: day, Reason: b.reason(p), Changed: changed}
}

// holdsPositions reports a past version that the text gate would refuse today
// (rule T1). Such a text can't be mended, so the version is left out.
func (b *builder) holdsPositions(p vault.Past) bool {
	var g gate
	g.checkRecord(p.Record, b.publicNames(p.Names))
	return g.err() != nil
}

// reason is a decision's reason, or nothing if a position stands in it: a
// decision can't be mended, so the report says where. Most records of an import
// have one in common; of those, the report names the first.
func (b *builder) reason(p vault.Past) string {
	public, ok := b.reasons[p.Reason]
	if ok {
		return public
	}
	found := textgate.Find(p.Reason)
	for _, f := range found {
		b.report.Reasons = append(b.report.Reasons, Leak{p.Collection, p.ID, fmt.Sprintf("reason of version %d", p.Version), f})
	}
	if len(found) == 0 {
		public = p.Reason
		b.gate.check("decision", p.ID, "reason", public) // which may have a translation
	}
	if b.reasons == nil {
		b.reasons = map[string]string{}
	}
	b.reasons[p.Reason] = public
	return public
}

// publicSays is what a version says, as JSON by field; what it does not say is
// not there.
func publicSays(fields []data.Field, values map[string]any, geometry orb.Geometry) map[string]string {
	says := map[string]string{}
	for _, f := range fields {
		if v := jsonText(values[f.Name]); v != "" && !slices.Contains(todays, f.Name) {
			says[f.Name] = v
		}
	}
	if geometry != nil {
		says["geometry"] = string(geo.AppendGeometry(nil, geometry))
	}
	return says
}

// changes are the fields that one version says otherwise than the one before;
// null is what it says no more.
func changes(before, now map[string]string) map[string]json.RawMessage {
	changed := map[string]json.RawMessage{}
	for name, v := range now {
		if before[name] != v {
			changed[name] = json.RawMessage(v)
		}
	}
	for name := range before {
		if _, still := now[name]; !still {
			changed[name] = json.RawMessage("null")
		}
	}
	return changed
}
