// Package policy decides how precisely a record's position may be shown to an
// audience. A policy is a file that people can read; what it does not name, it
// withholds.
package policy

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"stele/data"
	"stele/data/vocab"
	"stele/geo"
)

// Policy is the ordered rules for one audience. The first that fits decides.
type Policy struct {
	Version  string `json:"version"`
	Audience string `json:"audience"`
	Note     string `json:"note"`
	Rules    []Rule `json:"rules"`

	base *Policy // the default policy, if this is another
}

// Rule fits a record of its collection whose stage and protection are among
// those named; a list that is empty fits any.
type Rule struct {
	Name       string   `json:"name"`
	Collection string   `json:"collection"`
	Stage      []string `json:"stage,omitempty"`
	Protection []string `json:"protection,omitempty"`
	// Official, if set, wants the record's position_officially_published.
	Official bool `json:"position_officially_published,omitempty"`

	Precision geo.Precision `json:"precision"`
	// K is how many villages a cell must hold at least; one that holds fewer is
	// made coarser until it does, or withheld. Nil, where the file does not say, is
	// DefaultK; 0 asks for none.
	K *int `json:"k,omitempty"`
	// Approvals is how many people must have decided to publish the record
	// before the rule fits it; until then the rules after it are asked.
	Approvals int `json:"approvals,omitempty"`
}

// DefaultK is how many villages a cell holds at least unless its rule says
// another number: a cell with one village in it names the village.
const DefaultK = 5

// villages is K, or what stands for it; 0 where no cell is shown.
func (r Rule) villages() int {
	switch {
	case r.Precision == geo.PrecisionNone || r.Precision == geo.PrecisionExact:
		return 0
	case r.K == nil:
		return DefaultK
	}
	return *r.K
}

//go:embed *.json
var files embed.FS

// Audiences lists the audiences that Stele has a policy for, "public" first.
func Audiences() []string { return []string{"public", "partner"} }

// Public returns the default policy, the one for everybody.
func Public() (Policy, error) {
	text, err := files.ReadFile("public.json")
	if err != nil {
		return Policy{}, err
	}
	return Parse(text)
}

// ForAudience returns the policy of an audience: the file AUDIENCE.json in the
// folder dir, if there is one (dir may be ""), or else Stele's own. What it
// shows more finely than the default policy does takes two approvals.
func ForAudience(audience, dir string) (Policy, error) {
	if !fs.ValidPath(audience) || strings.Contains(audience, "/") {
		return Policy{}, fmt.Errorf("%q can't be the name of an audience", audience)
	}
	file := filepath.Join(dir, audience+".json")
	text, err := os.ReadFile(file)
	if dir == "" || errors.Is(err, fs.ErrNotExist) {
		text, err = files.ReadFile(audience + ".json")
	}
	if errors.Is(err, fs.ErrNotExist) {
		return Policy{}, fmt.Errorf("there is no policy for the audience %q: Stele has public and partner; another one would be %s", audience, file)
	}
	if err != nil {
		return Policy{}, err
	}
	p, err := Parse(text)
	if err != nil {
		return Policy{}, fmt.Errorf("%s: %w", file, err)
	}
	if p.Audience != audience {
		return Policy{}, fmt.Errorf("%s: policy %s is for the audience %q, not %q", file, p.Version, p.Audience, audience)
	}
	base, err := Public()
	p.base = &base
	return p, err
}

// Parse reads a policy file and refuses what it does not know.
func Parse(text []byte) (Policy, error) {
	var p Policy
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Policy{}, fmt.Errorf("policy: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return Policy{}, errors.New("policy: something stands behind its end")
	}
	if p.Version == "" || p.Audience == "" {
		return Policy{}, fmt.Errorf("policy: version and audience are needed")
	}
	for _, r := range p.Rules {
		if err := r.check(); err != nil {
			return Policy{}, fmt.Errorf("policy %s: rule %s: %w", p.Version, r.Name, err)
		}
	}
	return p, nil
}

func (r Rule) check() error {
	if _, ok := data.CollectionByID(r.Collection); !ok {
		return fmt.Errorf("unknown collection %q", r.Collection)
	}
	for vocabulary, codes := range map[string][]string{"stage": r.Stage, "protection": r.Protection} {
		for _, c := range codes {
			if !vocab.Has(vocabulary, c) {
				return fmt.Errorf("unknown %s %q", vocabulary, c)
			}
		}
	}
	// Below 0 either would fit whatever comes, and open what a rule is to close.
	if r.K != nil && *r.K < 0 {
		return fmt.Errorf("k is %d; it counts villages, and 0 asks for none", *r.K)
	}
	if r.Approvals < 0 {
		return fmt.Errorf("approvals is %d; it counts people, and 0 asks for no more than the record's release", r.Approvals)
	}
	return nil
}

// Verdict is what a policy says of one record.
type Verdict struct {
	Precision geo.Precision
	Rule      string // the rule's name; "" if none fits
	K         int
}

func (r Rule) verdict() Verdict { return Verdict{r.Precision, r.Name, r.villages()} }

// finerApprovals is how many people must have decided to publish a record
// before a policy may show it more finely than the default one does.
const finerApprovals = 2

// Decide says how a record that approvals people have decided to publish may
// be shown.
func (p Policy) Decide(r data.Record, approvals int) Verdict {
	v := p.first(r, approvals)
	if p.base == nil || approvals >= finerApprovals {
		return v
	}
	least := p.base.first(r, approvals)
	if v.Finer(least) {
		return least
	}
	return v
}

// Awaits reports that the approval of one more person would show the record
// more finely, or with fewer villages around it, than those that it has.
func (p Policy) Awaits(r data.Record, approvals int) bool {
	return p.Decide(r, approvals+1).Finer(p.Decide(r, approvals))
}

// AsksTwice reports that a record of the collection may have something to gain
// from a second approval. Where it says no, Awaits need not be asked.
func (p Policy) AsksTwice(collection string) bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool {
		return r.Collection == collection && (r.Approvals >= finerApprovals || p.base != nil && p.base.mayBeCoarser(r))
	})
}

// mayBeCoarser reports that p shows some record of the rule's collection less
// finely than the rule.
func (p Policy) mayBeCoarser(rule Rule) bool {
	own := slices.DeleteFunc(slices.Clone(p.Rules), func(r Rule) bool { return r.Collection != rule.Collection })
	return len(own) == 0 || slices.ContainsFunc(own, func(r Rule) bool {
		return rule.verdict().Finer(r.verdict())
	})
}

// Finer reports that v shows more than w: more finely, or with fewer villages
// around it.
func (v Verdict) Finer(w Verdict) bool {
	return v.Precision.Finer(w.Precision) || v.Precision == w.Precision && v.K < w.K
}

func (p Policy) first(r data.Record, approvals int) Verdict {
	for _, rule := range p.Rules {
		if rule.fits(r) && approvals >= rule.Approvals {
			return rule.verdict()
		}
	}
	return Verdict{}
}

func (r Rule) fits(rec data.Record) bool {
	if r.Collection != rec.Collection || !among(r.Stage, rec.Properties["stage"]) || !among(r.Protection, rec.Properties["protection"]) {
		return false
	}
	return !r.Official || rec.Properties["position_officially_published"] == true
}

func among(codes []string, value any) bool {
	if len(codes) == 0 {
		return true
	}
	code, _ := value.(string)
	return slices.Contains(codes, code)
}
