package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/vault"
	"stele/geo"
)

// explain prints what a release for a policy's audience makes of a record, and
// why, indented by two.
func (e *env) explain(ctx context.Context, v *vault.Vault, p policy.Policy, id string) error {
	o, err := publish.Explain(ctx, v, p, id)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "  %s would see it as: %s\n", p.Audience, shownAs(o))
	for _, line := range append(reasons(o), pastOf(o)...) {
		fmt.Fprintf(e.stdout, "    %s\n", line)
	}
	return nil
}

// pastOf says which versions the history has, and what each says otherwise than
// the one before. A single one is the record as it is.
func pastOf(o publish.Outcome) (lines []string) {
	if len(o.Past) < 2 {
		return nil
	}
	lines = append(lines, fmt.Sprintf("its history has %d public versions (N7):", len(o.Past)))
	for _, v := range o.Past {
		when := "once approved"
		if v.Day != "" {
			when = fmt.Sprintf("of %s, %q", v.Day, v.Reason)
		}
		lines = append(lines, fmt.Sprintf("  %d %s: %s", v.Number, when, changedWords(v.Changed)))
	}
	return lines
}

// changedWords are the fields that a version says otherwise, with what it says.
func changedWords(changed json.RawMessage) string {
	var values map[string]json.RawMessage
	if json.Unmarshal(changed, &values) != nil {
		return string(changed)
	}
	var words []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		text := string(values[name])
		if g, err := geo.ReadGeometry(values[name]); name == "geometry" && err == nil && g != nil {
			text = geo.WKT(g)
		}
		words = append(words, name+" "+text)
	}
	return strings.Join(words, ", ")
}

func shownAs(o publish.Outcome) string {
	if o.Precision == "" {
		return "a record without a position" + placed(o)
	}
	approved := "once approved"
	switch {
	case o.Approvals == 1:
		approved = "with 1 approval"
	case o.Approvals > 1:
		approved = fmt.Sprintf("with %d approvals", o.Approvals)
	}
	name, coarser, ok := strings.Cut(o.Rule, ", ")
	if ok {
		approved = coarser + ", " + approved
	}
	text := fmt.Sprintf("%s (rule %s of %s, %s)", o.Precision, orNone(name), o.Policy.Version, approved)
	switch {
	case o.Waits && o.Approvals == 0:
		text += ", and more finely with a second approval"
	case o.Waits:
		text += ", waits for a second approval"
	}
	return text
}

func placed(o publish.Outcome) string {
	if o.PlaceName == "" {
		return ""
	}
	return ", placed at " + o.PlaceName
}

func orNone(rule string) string {
	if rule == "" {
		return "none"
	}
	return rule
}

// reasons are what else decides, besides the rule that fits the record.
func reasons(o publish.Outcome) (lines []string) {
	say := func(is bool, format string, args ...any) {
		if is {
			lines = append(lines, fmt.Sprintf(format, args...))
		}
	}
	say(o.Held, "it stays in: its source, or the agent who asserts it, is not approved")
	say(o.InForce > 0 && o.InForce != o.Version, "until version %d is approved, version %d stays public", o.Version, o.InForce)
	if o.Precision != "" {
		say(o.Claimed != o.Own, "claims about it ask for more care: %s by rule %s; by itself it is %s by rule %s",
			o.Claimed.Precision, orNone(o.Claimed.Rule), o.Own.Precision, orNone(o.Own.Rule))
		say(o.Grouped != o.Claimed, "its location group asks for more care: %s by rule %s; by itself it is %s by rule %s (G5)",
			o.Grouped.Precision, orNone(o.Grouped.Rule), o.Claimed.Precision, orNone(o.Claimed.Rule))
		lines = append(lines, reasonsOfCell(o)...)
		say(o.PlaceName != "", "placed at %s", o.PlaceName)
	}
	say(len(o.HeldBack) > 0, "claims that may hold its position stay in, because it is not shown exactly: %s (N2)", properties(o.HeldBack))
	say(len(o.Contested) > 0, "contested, and shown with its rivals: %s (P5)", strings.Join(o.Contested, ", "))
	for _, l := range o.Leaks {
		say(true, "the text gate stops the publication: %s (T1)", l)
	}
	return lines
}

func reasonsOfCell(o publish.Outcome) (lines []string) {
	if o.Grouped.Precision == geo.PrecisionExact || o.Grouped.Precision == geo.PrecisionNone {
		return nil
	}
	switch {
	case o.Fits == geo.PrecisionNone:
		lines = append(lines, "it reaches, with its location group, over several cells of every size (G4)")
	case o.Fits != o.Grouped.Precision:
		lines = append(lines, fmt.Sprintf("it reaches, with its location group, over several cells of %s degrees; one of %s holds it (G4)", o.Grouped.Precision, o.Fits))
	}
	if o.Fits != geo.PrecisionNone && o.Villages < o.Grouped.K {
		lines = append(lines, fmt.Sprintf("its cell of %s degrees holds %d of the %d known villages that the rule asks for (G7)", o.Fits, o.Villages, o.Grouped.K))
	}
	if o.Geometry != nil {
		b := o.Geometry.Bound()
		lines = append(lines, fmt.Sprintf("the cell is %v,%v,%v,%v; a small correction does not move it (G6)", b.Min[0], b.Min[1], b.Max[0], b.Max[1]))
	}
	return lines
}

func properties(claims []data.Claim) string {
	var names []string
	for _, c := range claims {
		if !slices.Contains(names, c.Property) {
			names = append(names, c.Property)
		}
	}
	return strings.Join(names, ", ")
}

// explainClaim prints what a claim that may hold a position, or that the text
// gate stops, becomes for each audience; of any other claim nothing.
func (e *env) explainClaim(ctx context.Context, v *vault.Vault, policies []policy.Policy, id string) error {
	c, err := v.NewestClaim(ctx, id)
	if err != nil {
		return err
	}
	for _, l := range publish.CheckClaim(c) {
		fmt.Fprintf(e.stdout, "  the text gate stops the publication: %s (T1)\n", l)
	}
	if !publish.MayHoldPosition(c) {
		return nil
	}
	record, err := v.RecordID(ctx, c.Subject)
	if errors.Is(err, vault.ErrUnknown) {
		return nil
	}
	if err != nil {
		return err
	}
	row, err := v.Row(ctx, id)
	if err != nil {
		return err
	}
	about, err := v.NewestRecord(ctx, record)
	if err != nil {
		return err
	}
	for _, p := range policies {
		o, err := publish.Explain(ctx, v, p, record)
		if err != nil {
			return err
		}
		// As if both were approved, once at least.
		approvals := min(max(1, o.Approvals), max(1, row.Approvals()))
		switch {
		case !o.IsExact:
			fmt.Fprintf(e.stdout, "  %s would not see it: it may hold a position, and that of %s is not shown exactly (N2)\n", p.Audience, c.Subject)
		case p.Decide(about, approvals).Precision != geo.PrecisionExact:
			fmt.Fprintf(e.stdout, "  %s would see it once a second person has approved it: it may hold a position, as exact as that of %s (N6)\n", p.Audience, c.Subject)
		default:
			fmt.Fprintf(e.stdout, "  %s would see it: it may hold a position, and that of %s is shown exactly\n", p.Audience, c.Subject)
		}
	}
	return nil
}
