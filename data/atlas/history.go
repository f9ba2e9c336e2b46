package atlas

import (
	"context"
	"encoding/json"
	"fmt"

	"stele/data"
	"stele/data/release"
)

// versionForm is the JSON of a public version of a feature.
type versionForm struct {
	Version int             `json:"version"`
	Day     string          `json:"day"`
	Reason  *string         `json:"reason"`
	Changed json.RawMessage `json:"changed"` // null of the only version: it is the feature
}

// buildHistory gives each feature its versions: they come by subject.
func (a *Atlas) buildHistory(ctx context.Context, src Source) error {
	for _, l := range a.layers {
		l.history = make([]uint32, l.Len())
		l.past.bytes = append(l.past.bytes, "[]"...)
		l.past.closeString()
	}
	interned := map[string]uint32{}
	var subject data.Ref
	var versions []versionForm
	for v, err := range src.History(ctx) {
		if err != nil {
			return fmt.Errorf("read history: %w", err)
		}
		if v.Subject != subject {
			if err := a.addHistory(subject, versions, interned); err != nil {
				return err
			}
			subject, versions = v.Subject, versions[:0]
		}
		versions = append(versions, formOfVersion(v))
	}
	if err := a.addHistory(subject, versions, interned); err != nil {
		return err
	}
	for _, l := range a.layers {
		l.past.clip()
	}
	return nil
}

func formOfVersion(v release.Version) versionForm {
	return versionForm{v.Number, v.Day, orNull(v.Reason), orNullValue(v.Changed)}
}

func (a *Atlas) addHistory(subject data.Ref, versions []versionForm, interned map[string]uint32) error {
	l, ok := a.Layer(subject.Collection)
	if !ok || len(versions) == 0 {
		return nil
	}
	i, ok := l.Index(subject.Key)
	if !ok {
		return fmt.Errorf("history of %s: there is no such feature", subject)
	}
	newestFirst := make([]versionForm, len(versions))
	for n, v := range versions {
		newestFirst[len(versions)-1-n] = v
	}
	text, err := json.Marshal(newestFirst)
	if err != nil {
		return fmt.Errorf("history of %s: %w", subject, err)
	}
	key := subject.Collection + string(text)
	at, ok := interned[key]
	if !ok {
		l.past.bytes = append(l.past.bytes, text...)
		l.past.closeString()
		at = uint32(len(l.past.ends) - 1)
		if len(versions) == 1 { // others hardly repeat
			interned[key] = at
		}
	}
	l.history[i] = at
	return nil
}

// History returns the public versions of feature i, the newest first, as a JSON
// array, not to be changed. A version has a number, the day and reason of the
// decision that let it out, and what it says otherwise than the one before.
func (l *Layer) History(i uint32) json.RawMessage { return l.past.at(l.history[i]) }
