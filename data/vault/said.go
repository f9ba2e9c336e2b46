package vault

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Saying is one thing that a row says, in words of the vault.
type Saying struct{ Name, Text string }

// Said returns what the newest version of the source, agent, claim or figure with
// that public ID says, in the order in which it is recorded; what it does not say
// is not there. It is for editors: positions and names are among it. Of any other
// ID it is ErrUnknown.
func (v *Vault) Said(ctx context.Context, id string) ([]Saying, error) {
	for _, e := range versioned {
		if e.table == "record" {
			continue
		}
		rows, err := readAll(ctx, v.read, "SELECT "+joined(e.content)+" FROM "+e.table+" WHERE id = ? ORDER BY version DESC LIMIT 1", len(e.content), id)
		if err != nil {
			return nil, fmt.Errorf("read %s %s: %w", e.table, id, err)
		}
		if len(rows) > 0 {
			return sayings(e, rows[0])
		}
	}
	return nil, fmt.Errorf("%s: %w", id, ErrUnknown)
}

// sayings takes a row's content apart. Columns that repeat what the JSON of an
// assertion or source says are left out.
func sayings(e entity, row []any) (all []Saying, err error) {
	var rest map[string]json.RawMessage
	if at := slices.IndexFunc(e.content, func(c string) bool { return c == "assertion" || c == "body" }); at >= 0 {
		text, _ := row[at].(string)
		if err := json.Unmarshal([]byte(text), &rest); err != nil {
			return nil, err
		}
	}
	for i, name := range e.content {
		_, again := rest[name]
		if row[i] == nil || again || slices.Contains([]string{"assertion", "body", "earliest", "latest"}, name) {
			continue
		}
		all = say(all, name, fmt.Sprint(row[i]))
	}
	names := make([]string, 0, len(rest))
	for name := range rest {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		text := string(rest[name])
		var plain string
		if json.Unmarshal(rest[name], &plain) == nil {
			text = plain
		}
		all = say(all, name, text)
	}
	return all, nil
}

func say(all []Saying, name, text string) []Saying {
	if text == "" || text == "null" {
		return all
	}
	return append(all, Saying{name, text})
}
