// Package publish takes what the vault's decisions let out, holds it against a
// policy, and writes it as a release. It is the only way from the one to the
// other, and what it does not know how to clear it leaves out.
package publish

import (
	"context"
	"errors"
	"fmt"

	"stele/data"
	"stele/data/atlas"
	"stele/data/policy"
	"stele/data/release"
	"stele/data/vault"
	"stele/geo"
)

// Report counts what went out, by collection, and what stayed in.
type Report struct {
	Meta     release.Meta
	Features map[string]int // by collection
	Withheld int            // features whose position stays in the vault
	Lone     int            // of these, those whose cell would hold too few villages (rule G7) at any size
	Cells    int            // features shown as a cell
	Held     int            // cleared records left out because their source is not cleared
	HeldBack int            // claims left out because they may hold a position that is not shown
	// Waiting has the public IDs of features that one person approved, and that
	// would be shown more finely if a second did.
	Waiting map[string]bool
	// WaitingClaims counts the claims of positions that one person approved, and
	// that would be shown beside the record's if a second did.
	WaitingClaims int
	// Reasons are the places of positions in the reasons of decisions, each
	// reason once. They are left out of the history.
	Reasons []Leak
}

// Progress is told how many records are through. It may be nil.
type Progress func(records int)

// Release builds a release of v under p and puts it at path. What stood there
// is replaced in one step when the new one is whole, and the new one's log says
// what became different; meta needs all members but Version, Format, Audience and
// those of the policy.
func Release(ctx context.Context, v *vault.Vault, p policy.Policy, path string, meta release.Meta, progress Progress) (Report, error) {
	return ReleaseIf(ctx, v, p, path, meta, progress, nil)
}

// Agree looks at a finished release before it goes out. An error keeps it in.
type Agree func(ctx context.Context, r Report, c *Comparison) error

// ReleaseIf is Release, if agree says so. Where it does not, the vault and the
// path are as they were; the report says what would have gone out.
func ReleaseIf(ctx context.Context, v *vault.Vault, p policy.Policy, path string, meta release.Meta, progress Progress, agree Agree) (Report, error) {
	w, err := release.Create(ctx, path)
	if err != nil {
		return Report{}, err
	}
	var report Report
	anchors := map[string]vault.Anchor{}
	err = v.View(ctx, func(view *vault.View) error {
		b := &builder{view: view, policy: p, out: w, progress: progress, report: Report{Features: map[string]int{}, Waiting: map[string]bool{}}, anchors: anchors}
		if err := b.gate.checkMeta(meta, p); err != nil {
			return err
		}
		if err := b.build(ctx); err != nil {
			return err
		}
		report = b.report
		report.HeldBack = b.gate.held
		var err error
		if meta.Translations, err = b.gate.translated(); err != nil {
			return err
		}
		return b.gate.err()
	})
	if err != nil {
		return Report{}, errors.Join(fmt.Errorf("publish: %w", err), w.Abort())
	}
	meta.Audience, meta.PolicyVersion, meta.Policy = p.Audience, p.Version, p.Note
	_, err = w.CommitTo(ctx, meta, release.Finish{Log: &notary{v: v}, Tail: atlas.WriteTail, Follow: func(newer *release.Reader) (line release.Lineage, err error) {
		report.Meta = newer.Meta()
		c, unread := compare(ctx, path, newer)
		defer func() { err = errors.Join(err, c.close()) }()
		if agree != nil {
			if err := agree(ctx, report, c); err != nil {
				return release.Lineage{}, err
			}
		}
		// Before the release goes out, so that no cell is public without its anchor.
		if err := v.AddAnchors(ctx, anchors); err != nil {
			return release.Lineage{}, err
		}
		return follow(ctx, c, unread)
	}})
	return report, err
}

// output takes what goes out: a release does.
type output interface {
	AddAgent(context.Context, data.Agent) error
	AddSource(context.Context, data.Source) error
	AddClaim(context.Context, data.Claim) error
	AddFigure(context.Context, data.Figure) error
	AddShown(context.Context, release.Shown) error
	AddVersion(context.Context, release.Version) error
	AddFeature(context.Context, data.Collection, release.Feature) error
	AddNames(context.Context, data.Ref, []data.Name) error
}

// builder holds what one release is built with. All maps are by key.
type builder struct {
	view     *vault.View
	policy   policy.Policy
	out      output
	trial    *vault.Cleared // a record taken as if its newest version were approved; nil when publishing
	box      *outbox        // to out, for the rows of records
	progress Progress
	report   Report
	gate     gate
	done     int

	agents     map[string]data.Agent
	agentNames map[string]string // by public ID
	sources    map[string]data.Source
	said       said // until it is known what of it is held back
	evidence   map[data.Ref]evidence
	links      map[string]string         // public IDs of cleared claims and figures
	claims     map[data.Ref][]data.Claim // cleared, in public form but for the subject; by property and ID
	figures    []data.Figure             // likewise, but for the scope
	disputed   map[string]bool           // public IDs on either side of a dispute
	places     map[data.Ref]place
	groups     map[string]group        // by the group's key
	villages   map[geo.Cell]int        // how many the gazetteer has; nil until asked for
	anchors    map[string]vault.Anchor // new ones, by subject
	reasons    map[string]string       // of decisions, as they may be published
	twice      map[string]bool         // by collection, see policy.AsksTwice
}

func (b *builder) build(ctx context.Context) error {
	for _, step := range []func(context.Context) error{b.addAgents, b.addSources, b.findEvidence, b.findGroups, b.holdBack, b.addEvidence, b.addRecords} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) addAgents(ctx context.Context) error {
	list, err := b.view.Agents(ctx)
	if err != nil {
		return err
	}
	b.agents, b.agentNames = make(map[string]data.Agent, len(list)), make(map[string]string, len(list))
	for _, a := range list {
		key := a.Key
		a = publicAgent(a)
		b.agents[key], b.agentNames[a.ID] = a, a.Name
		b.gate.checkAgent(a)
		if err := b.out.AddAgent(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// publicAgent takes out the name of a person who has not agreed to its
// publication, and the note that may name them.
func publicAgent(a data.Agent) data.Agent {
	a.Key = ""
	if a.Kind == "person" && !a.Consent {
		a.Name, a.Note = "a person", ""
	}
	return a
}

func (b *builder) addSources(ctx context.Context) error {
	list, err := b.view.Sources(ctx)
	if err != nil {
		return err
	}
	b.sources = make(map[string]data.Source, len(list))
	for _, s := range list {
		// A source goes out with its agent or not at all.
		if _, ok := b.agents[s.Agent]; ok {
			b.sources[s.Key] = s
		}
	}
	for _, s := range list {
		if _, ok := b.sources[s.Key]; !ok {
			continue
		}
		s = b.publicSource(s)
		b.gate.checkSource(s)
		if err := b.out.AddSource(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// publicSource names agents and sources by public ID and leaves out an
// author's name without consent.
func (b *builder) publicSource(s data.Source) data.Source {
	s.Key = ""
	if !s.AuthorConsent {
		s.Author = ""
	}
	s.AuthorConsent = false
	s.Archive = s.Archive.Public()
	s.Agent = b.agents[s.Agent].ID
	s.KnownThrough = b.sources[s.KnownThrough].ID
	return s
}
