package vault

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// groupsOf goes through the location groups that the versions of a record were in.
func (r *redactor) groupsOf(ctx context.Context, id string, e entity, rows [][]any) error {
	done := map[any]bool{"": true}
	for _, row := range rows {
		group := row[e.of("location_group")]
		if done[group] {
			continue
		}
		done[group] = true
		if err := r.groupOf(ctx, id, group); err != nil {
			return err
		}
	}
	return nil
}

// groupOf takes out the anchors of a location group that a redacted record was
// in. Each is the centre of all members: with the others' positions it gives the
// position of the one that is gone. Those who are left get an anchor of their
// own, from which on their cells are sticky again (rule G6). Who was never let out
// has no part in an anchor, and its redaction moves none.
func (r *redactor) groupOf(ctx context.Context, id string, group any) error {
	var wasOut, left int
	if err := r.tx.QueryRowContext(ctx, `SELECT count(*) FROM decision WHERE entity = 'record' AND id = ? AND state = 'published'`, id).Scan(&wasOut); err != nil {
		return err
	}
	if err := r.tx.QueryRowContext(ctx, `SELECT count(*) FROM record WHERE location_group = ?`, group).Scan(&left); err != nil {
		return err
	}
	if wasOut == 0 && left > 0 {
		return nil
	}
	name := fmt.Sprintf("group %v", group)
	subjects, err := r.subjectsOf(ctx, name)
	if err != nil {
		return err
	}
	if err := r.anchorsOf(ctx, id, name); err != nil {
		return err
	}
	box, ok, err := r.boxOf(ctx, group)
	if err != nil || !ok {
		return err
	}
	return r.anchorAt(ctx, subjects, AnchorAt(box.Center()))
}

// subjectsOf lists the anchored subjects of that name for each audience. One that
// might be of another group, whose key ends alike, is left to the next publish.
func (r *redactor) subjectsOf(ctx context.Context, name string) (subjects []string, err error) {
	rows, err := readAll(ctx, r.tx, `SELECT DISTINCT subject FROM anchor WHERE substr(subject, -length(?1) - 1) = ' ' || ?1 ORDER BY subject`, 1, name)
	for _, row := range rows {
		subject, _ := row[0].(string)
		if !strings.Contains(strings.TrimSuffix(subject, name), " group ") {
			subjects = append(subjects, subject)
		}
	}
	return subjects, err
}

// boxOf is the box around the positions of a group's cleared records, false if
// there are none.
func (r *redactor) boxOf(ctx context.Context, group any) (box orb.Bound, ok bool, err error) {
	for member, err := range (&View{tx: r.tx}).records(ctx, ` AND t.location_group = ?`, group) {
		switch {
		case err != nil:
			return box, false, err
		case member.Geometry == nil:
		case ok:
			box = box.Union(member.Geometry.Bound())
		default:
			box, ok = member.Geometry.Bound(), true
		}
	}
	return box, ok, nil
}

func (r *redactor) anchorAt(ctx context.Context, subjects []string, at Anchor) error {
	if len(subjects) == 0 {
		return nil
	}
	anchors := map[string]Anchor{}
	for _, s := range subjects {
		anchors[s] = at
	}
	return r.addAnchors(ctx, anchors)
}
