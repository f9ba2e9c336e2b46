package publish

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"

	"stele/data"
	"stele/data/edtf"
	"stele/data/release"
	"stele/data/vault"
	"stele/data/vocab"
	"stele/geo"
)

// chosen is the choice for one property of a record.
type chosen struct {
	property string
	Choice
	own   string // the record's own value, canonical
	agent string // who says the value of the record's field, by name; "" if the record's own account does
}

// choices decides for every property of a record that has claims, by name.
func (b *builder) choices(r vault.Cleared) []chosen {
	claims := b.claims[data.Ref{Collection: r.Collection, Key: r.Key}]
	var all []chosen
	for len(claims) > 0 { // they are sorted by property
		n := 1
		for n < len(claims) && claims[n].Property == claims[0].Property {
			n++
		}
		all = append(all, b.choice(r, claims[0].Property, claims[:n]))
		claims = claims[n:]
	}
	return all
}

func (b *builder) choice(r vault.Cleared, property string, claims []data.Claim) chosen {
	value, single := b.ownValue(r, property)
	own := Said{Value: value, Account: b.ownAccount(r)}
	said := make([]Said, len(claims))
	for i, c := range claims {
		said[i] = Said{ID: c.ID, Account: account(c.Assertion), Rank: c.Rank, InDispute: b.disputed[c.ID]}
		said[i].Value, said[i].Unfit = canonical(r.Collection, c)
	}
	is := chosen{property: property, Choice: Choose(single, own, said), own: value}
	if !single || is.Claim == "" || is.Value == value {
		return is
	}
	for _, c := range claims {
		if c.ID == is.Claim && account(c.Assertion) != own.Account {
			is.agent = b.agentNames[c.AssertedBy]
		}
	}
	return is
}

// ownValue is what the record itself says of a property, canonical, and
// whether a record can have only one value of it.
func (b *builder) ownValue(r vault.Cleared, property string) (value string, single bool) {
	switch property {
	case "when":
		return jsonText(text(r.When.String())), true
	case "place":
		return jsonText(text(b.places[r.Place].ref.String())), true
	case "geometry":
		if r.Geometry == nil {
			return "", true
		}
		return string(geo.AppendGeometry(nil, r.Geometry)), true
	}
	c, _ := data.CollectionByID(r.Collection)
	_, single = c.Field(property)
	return jsonText(r.Properties[property]), single
}

func (b *builder) ownAccount(r vault.Cleared) string {
	return account(b.publicAssertion(data.Assertion{Source: r.Source, AssertedBy: r.AssertedBy}))
}

// account is who says it and where, of an assertion in its public form.
func account(a data.Assertion) string { return a.Source + " " + a.AssertedBy }

// canonical gives a claim's value as a text that is equal for equal values, and
// whether it is unfit to be shown as the record's.
func canonical(collection string, c data.Claim) (value string, unfit bool) {
	var v any
	if json.Unmarshal(c.Value, &v) != nil || v == nil {
		return "", true
	}
	switch c.Property {
	case "geometry":
		g, err := geo.ReadGeometry(c.Value)
		if err != nil {
			return jsonText(v), true
		}
		return string(geo.AppendGeometry(nil, g)), true
	case "place":
		return jsonText(v), true
	case "when":
		s, _ := v.(string)
		_, err := edtf.Parse(s)
		return jsonText(v), err != nil
	}
	of, _ := data.CollectionByID(collection)
	if f, ok := of.Field(c.Property); ok {
		_, fits := fieldValue(f, v)
		return jsonText(v), !fits
	}
	return jsonText(v), false
}

// fieldValue gives a decoded JSON value the type of a field, if it fits.
func fieldValue(f data.Field, v any) (any, bool) {
	switch v := v.(type) {
	case string:
		switch f.Type {
		case data.Text:
			return v, v != ""
		case data.Code:
			return v, vocab.Has(f.Vocabulary, v)
		case data.Date:
			d, err := edtf.Parse(v)
			return v, err == nil && d.Earliest().String() == v
		}
	case bool:
		return v, f.Type == data.Boolean
	case float64:
		if f.Type == data.Integer {
			return int64(v), v == math.Trunc(v) && math.Abs(v) < 1<<53
		}
		return v, f.Type == data.Number
	}
	return nil, false
}

// jsonText is v as JSON with sorted members; "" for nil.
func jsonText(v any) string {
	if v == nil {
		return ""
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // a value that came out of JSON, or of a field
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// asShown is the record with the values that are shown of it. Its position is
// its own always: that goes by the policy.
func asShown(r vault.Cleared, all []chosen) vault.Cleared {
	cloned := false
	c, _ := data.CollectionByID(r.Collection)
	for _, is := range all {
		if is.Value == is.own {
			continue
		}
		if is.property == "when" {
			r.When = dateOf(is.Value)
			continue
		}
		f, ok := c.Field(is.property)
		if !ok {
			continue
		}
		if !cloned {
			cloned, r.Properties = true, cloneOf(r.Properties)
		}
		var v any
		if is.Value != "" && json.Unmarshal([]byte(is.Value), &v) == nil {
			v, _ = fieldValue(f, v)
		}
		r.Properties[is.property] = v
	}
	return r
}

func dateOf(value string) edtf.Date {
	var text string
	if value == "" || json.Unmarshal([]byte(value), &text) != nil {
		return edtf.Date{}
	}
	d, _ := edtf.Parse(text) // Choose shows none that does not parse
	return d
}

func cloneOf(m map[string]any) map[string]any {
	c := make(map[string]any, len(m)+1)
	for k, v := range m {
		c[k] = v
	}
	return c
}

// addShown writes how the record's properties came to their values.
func (b *builder) addShown(ctx context.Context, r vault.Cleared, all []chosen) error {
	for _, is := range all {
		s := release.Shown{
			Subject: data.Ref{Collection: r.Collection, Key: r.ID}, Property: is.property, Rule: is.Rule,
			Claim: is.Claim, Contested: is.Contested, Rivals: is.Rivals,
		}
		if is.Value != "" {
			s.Value = json.RawMessage(is.Value)
		}
		if is.OwnRival {
			s.Own = json.RawMessage(is.own)
		}
		if err := b.box.add(func() error { return b.out.AddShown(ctx, s) }); err != nil {
			return err
		}
	}
	return nil
}

// credit adds to who says the record the names of those who say single values.
func credit(accordingTo string, all []chosen) string {
	for _, is := range all {
		if is.agent != "" {
			accordingTo += "; " + is.property + " according to " + is.agent
		}
	}
	return strings.TrimPrefix(accordingTo, "; ")
}

func anyContested(all []chosen) bool {
	return slices.ContainsFunc(all, func(is chosen) bool { return is.Contested })
}
