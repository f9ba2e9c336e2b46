package release

import (
	"context"
	"encoding/json"

	"stele/data"
	"stele/data/edtf"
)

// Agents returns all agents in their public form, by ID. In a public form Key
// is empty, and whatever names another row names it by public ID (a Ref's Key
// is the record's ID).
func (r *Reader) Agents(ctx context.Context) (all []data.Agent, err error) {
	err = r.each(ctx, agentTable, func(scan func(...any) error) error {
		var a data.Agent
		err := scan(&a.ID, &a.Name, &a.Kind, orNull{&a.Note})
		all = append(all, a)
		return err
	})
	return all, err
}

// Sources returns all sources in their public form, by ID.
func (r *Reader) Sources(ctx context.Context) (all []data.Source, err error) {
	err = r.each(ctx, sourceTable, func(scan func(...any) error) error {
		var s data.Source
		var size *int64
		err := scan(&s.ID, &s.Kind, &s.Title, orNull{&s.Author}, orNull{&s.Publisher}, date{&s.Published}, orNull{&s.Language}, orNull{&s.URL},
			orNull{&s.Perspective}, &s.Agent, orNull{&s.Licence}, &s.Archive.State, orNull{&s.Archive.SHA256}, &size, orNull{&s.Archive.MediaType},
			orNull{&s.Archive.CapturedOn}, orNull{&s.KnownThrough}, orNull{&s.Note})
		if size != nil {
			s.Archive.Bytes = *size
		}
		all = append(all, s)
		return err
	})
	return all, err
}

// Claims returns all claims in their public form, by subject, property and ID.
func (r *Reader) Claims(ctx context.Context) (all []data.Claim, err error) {
	err = r.each(ctx, claimTable, func(scan func(...any) error) error {
		var c data.Claim
		var value string
		dest := []any{&c.ID, text{&c.Subject}, &c.Property, &value, date{&c.When}, orNull{&c.WhenRole}}
		err := scan(append(dest, assertion(&c.Assertion)...)...)
		c.Value = json.RawMessage(value)
		all = append(all, c)
		return err
	})
	return all, err
}

// Figures returns all figures in their public form, by scope, measure and ID.
func (r *Reader) Figures(ctx context.Context) (all []data.Figure, err error) {
	err = r.each(ctx, figureTable, func(scan func(...any) error) error {
		var f data.Figure
		dest := []any{
			&f.ID,
			text{&f.Scope},
			&f.Measure, &f.Low, &f.Best, &f.High,
			orNull{&f.Comparator},
			orNull{&f.Word},
			date{&f.When},
			orNull{&f.WhenRole},
		}
		err := scan(append(dest, assertion(&f.Assertion)...)...)
		all = append(all, f)
		return err
	})
	return all, err
}

// assertion is where the assertionColumns land.
func assertion(a *data.Assertion) []any {
	return []any{
		&a.AssertedBy, &a.Source,
		jsonText{&a.Via},
		jsonText{&a.Locator},
		&a.Rank,
		jsonText{&a.Disputes},
		jsonText{&a.Supports},
		orNull{&a.Perspective},
		orNull{&a.Note},
		orNull{&a.Recorded.At},
		orNull{&a.Recorded.By},
		&a.Recorded.Version,
	}
}

// orNull scans text; null is the empty one.
type orNull struct{ to *string }

func (o orNull) Scan(v any) error {
	*o.to, _ = v.(string)
	return nil
}

// date scans EDTF text; null is no date.
type date struct{ to *edtf.Date }

func (d date) Scan(v any) (err error) {
	if s, ok := v.(string); ok {
		*d.to, err = edtf.Parse(s)
	}
	return err
}

// text scans what reads itself from text.
type text struct {
	to interface{ UnmarshalText([]byte) error }
}

func (t text) Scan(v any) error {
	s, _ := v.(string)
	return t.to.UnmarshalText([]byte(s))
}

// jsonText scans JSON; null leaves the value as it is.
type jsonText struct{ to any }

func (j jsonText) Scan(v any) error {
	if s, ok := v.(string); ok {
		return json.Unmarshal([]byte(s), j.to)
	}
	return nil
}
