package release

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"stele/data"
)

// AddNames adds the names of the record subject (a Ref by public ID). A name's
// Source is a public ID too, here and in all rows below.
func (w *Writer) AddNames(_ context.Context, subject data.Ref, names []data.Name) error {
	of := any(subject.String())
	for i, n := range names {
		w.values = append(w.values[:0], of, n.Text, null(n.Language), null(n.Script), null(n.When.String()), null(n.Source))
		w.key = appendNumbered(w.key[:0], of.(string), i, 4)
		if err := w.stage(nameTable.name, of.(string), w.values); err != nil {
			return err
		}
	}
	return nil
}

// appendNumbered appends a text, a space and a number with zeros before it.
func appendNumbered(to []byte, text string, n, digits int) []byte {
	var space [20]byte
	number := strconv.AppendInt(space[:0], int64(n), 10)
	to = append(append(to, text...), ' ')
	for range digits - len(number) {
		to = append(to, '0')
	}
	return append(to, number...)
}

// AddAgent adds an agent in its public form.
func (w *Writer) AddAgent(_ context.Context, a data.Agent) error {
	return w.put(agentTable.name, a.ID, []any{a.ID, a.Name, a.Kind, null(a.Note)})
}

// AddSource adds a source in its public form.
func (w *Writer) AddSource(_ context.Context, s data.Source) error {
	var size any
	if s.Archive.Bytes > 0 {
		size = s.Archive.Bytes
	}
	return w.put(sourceTable.name, s.ID, []any{
		s.ID, s.Kind, s.Title, null(s.Author), null(s.Publisher), null(s.Published.String()), null(s.Language), null(s.URL),
		null(s.Perspective), s.Agent, null(s.Licence), s.Archive.State, null(s.Archive.SHA256), size, null(s.Archive.MediaType),
		null(s.Archive.CapturedOn), null(s.KnownThrough), null(s.Note),
	})
}

// AddClaim adds a claim in its public form.
func (w *Writer) AddClaim(_ context.Context, c data.Claim) error {
	row := []any{c.ID, c.Subject.String(), c.Property, string(c.Value), null(c.When.String()), null(c.WhenRole)}
	return w.putAssertion(claimTable, c.Subject.String()+" "+c.Property+" "+c.ID, row, c.Assertion)
}

// AddFigure adds a figure in its public form.
func (w *Writer) AddFigure(_ context.Context, f data.Figure) error {
	row := []any{
		f.ID, f.Scope.String(), f.Measure, number(f.Low), number(f.Best), number(f.High),
		null(f.Comparator), null(f.Word), null(f.When.String()), null(f.WhenRole),
	}
	return w.putAssertion(figureTable, f.Scope.String()+" "+f.Measure+" "+f.ID, row, f.Assertion)
}

func (w *Writer) putAssertion(t table, sort string, row []any, a data.Assertion) error {
	locator := any(nil)
	if a.Locator != (data.Locator{}) {
		text, err := json.Marshal(a.Locator)
		if err != nil {
			return err
		}
		locator = string(text)
	}
	return w.put(t.name, sort, append(row, a.AssertedBy, a.Source, list(a.Via), locator, a.Rank,
		list(a.Disputes), list(a.Supports), null(a.Perspective), null(a.Note), null(a.Recorded.At), null(a.Recorded.By), a.Recorded.Version))
}

func (w *Writer) putMeta(ctx context.Context, m Meta) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	var members map[string]string
	if err := json.Unmarshal(text, &members); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		if err := w.insert(ctx, metaTable, key, members[key]); err != nil {
			return err
		}
	}
	return nil
}

// null makes the empty text SQL's null.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func number(n *int64) any {
	if n == nil {
		return nil
	}
	return *n
}

// list makes a list of IDs JSON text.
func list(ids []string) any {
	if len(ids) == 0 {
		return nil
	}
	text, _ := json.Marshal(ids) // strings always marshal
	return string(text)
}
