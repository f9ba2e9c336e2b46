package release

import (
	"context"
	"encoding/json"
	"errors"
	"iter"

	"stele/data"
)

// Shown says which of the values claimed for a property its record shows, and
// why. Everything is named by public ID.
type Shown struct {
	Subject  data.Ref
	Property string
	// Value is the value shown, as JSON; nil if the claims stand side by side
	// and none is shown.
	Value json.RawMessage
	Rule  string // in words: see publish.Choose
	Claim string // the claim whose value it is; "" if it is the record's own alone
	// Own is what the record's own source says, where that is not shown.
	Own       json.RawMessage
	Contested bool
	Rivals    []string // claims that stand against what is shown
}

// Version is one public version of a record.
type Version struct {
	Subject data.Ref
	Number  int    // from 1; counts public versions only
	Day     string // YYYY-MM-DD: when it was let out
	Reason  string // of that decision
	// Changed holds what this version says otherwise than the one before, as
	// a JSON object by field ("geometry" among them). It is nil for the only
	// version of a record, which is its feature.
	Changed json.RawMessage
}

// AddShown adds how a property came to its value.
func (w *Writer) AddShown(_ context.Context, s Shown) error {
	return w.put(shownTable.name, s.Subject.String()+" "+s.Property, []any{
		s.Subject.String(), s.Property, null(string(s.Value)), s.Rule, null(s.Claim), null(string(s.Own)), s.Contested, list(s.Rivals),
	})
}

// AddVersion adds a public version of a record.
func (w *Writer) AddVersion(_ context.Context, v Version) error {
	subject := v.Subject.String()
	w.key = appendNumbered(w.key[:0], subject, v.Number, 9)
	w.values = append(w.values[:0], subject, v.Number, v.Day, null(v.Reason), null(string(v.Changed)))
	return w.stage(historyTable.name, subject, w.values)
}

// Shown returns how contested and claimed properties came to their values, by
// subject and property.
func (r *Reader) Shown(ctx context.Context) (all []Shown, err error) {
	err = r.each(ctx, shownTable, func(scan func(...any) error) error {
		var s Shown
		var value, own string
		err := scan(text{&s.Subject}, &s.Property, orNull{&value}, &s.Rule, orNull{&s.Claim}, orNull{&own}, &s.Contested, jsonText{&s.Rivals})
		s.Value, s.Own = rawOrNil(value), rawOrNil(own)
		all = append(all, s)
		return err
	})
	return all, err
}

// History yields the public versions of all records, by subject and number.
func (r *Reader) History(ctx context.Context) iter.Seq2[Version, error] {
	return history(func(t table, row rowFunc) error { return r.each(ctx, t, row) })
}

func history(each eachRow) iter.Seq2[Version, error] {
	return func(yield func(Version, error) bool) {
		err := each(historyTable, func(scan func(...any) error) error {
			var v Version
			var changed string
			if err := scan(text{&v.Subject}, &v.Number, dayText{&v.Day}, orNull{&v.Reason}, orNull{&changed}); err != nil {
				return err
			}
			v.Changed = rawOrNil(changed)
			if !yield(v, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(Version{}, err)
		}
	}
}

func rawOrNil(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}
