package vault

import (
	"context"
	"fmt"
)

// Keyed is the newest version of a row with the key that other rows name it by.
type Keyed struct {
	Key string
	Pending
}

// keyed are the tables whose rows are named by key, with what an editor knows
// them by. No position is among it.
var keyed = map[string]string{
	"source": `title || ' (' || kind || ')'`,
	"agent":  `name || ' (' || kind || ')'`,
	"claim":  `subject || ' ' || property || CASE WHEN property = 'geometry' THEN '' ELSE ' ' || substr(value, 1, 60) END`,
	"figure": `scope || ' ' || measure || CASE WHEN word <> '' THEN ' "' || word || '"' ELSE '' END
		|| coalesce(' from ' || low, '') || coalesce(' ' || best, '') || coalesce(' to ' || high, '')`,
}

// Keyed lists at most limit rows of the entity "source", "agent", "claim" or
// "figure" by key, and counts them all.
func (v *Vault) Keyed(ctx context.Context, entity string, limit int) (rows []Keyed, total int, err error) {
	label, ok := keyed[entity]
	if !ok {
		return nil, 0, fmt.Errorf("%q has no keys to list", entity)
	}
	if err := v.read.QueryRowContext(ctx, `SELECT count(DISTINCT id) FROM `+entity).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("list %ss: %w", entity, err)
	}
	rows, err = list(ctx, v.read, `SELECT t.key, t.id, t.version, `+stateOf(entity)+`, `+label+` FROM `+entity+` t
		WHERE NOT EXISTS (SELECT 1 FROM `+entity+` n WHERE n.id = t.id AND n.version = t.version + 1) ORDER BY t.key, t.id LIMIT ?`,
		func(scan func(...any) error) (k Keyed, err error) {
			k.Entity = entity
			return k, scan(&k.Key, &k.ID, &k.Version, &k.State, &k.Label)
		}, limit)
	if err != nil {
		return nil, 0, fmt.Errorf("list %ss: %w", entity, err)
	}
	return rows, total, nil
}
