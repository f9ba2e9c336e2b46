package atlas

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"stele/data"
	"stele/data/release"
)

// Dossier is all that is said about one feature, and who says it where.
type Dossier struct {
	Subject Subject `json:"subject"`
	// OneSided reports that only one perspective is recorded; it is the
	// feature's property of that name.
	OneSided     bool              `json:"one_sided"`
	Perspectives []string          `json:"perspectives"` // sorted
	Names        json.RawMessage   `json:"names"`
	Properties   []ClaimedProperty `json:"properties"`
	Figures      []json.RawMessage `json:"figures"`
	// Sources holds every source that one of the above names, the feature's
	// own, and those through which they are known; Agents who speaks in them.
	Sources map[string]json.RawMessage `json:"sources"`
	Agents  map[string]json.RawMessage `json:"agents"`
}

// ClaimedProperty is one property with all its rival claims.
type ClaimedProperty struct {
	Property string `json:"property"`
	// Contested reports that one of the claims disputes another or is
	// disputed by one, or that there are rivals to the value shown.
	Contested bool `json:"contested"`
	// Shown is which value the record shows; nil if the release does not say.
	Shown *ShownValue `json:"shown"`
	// Rivals counts the values that stand against the one shown; RivalClaims
	// are the claims among them. The record's own value may be one more.
	Rivals      int               `json:"rivals"`
	RivalClaims []string          `json:"rival_claims"`
	Claims      []json.RawMessage `json:"claims"`
}

// ShownValue is the value of a property that a record shows, and why it does.
type ShownValue struct {
	Value json.RawMessage `json:"value"` // null if none is shown before the others
	Rule  string          `json:"rule"`
	Claim *string         `json:"claim"` // null if it is the record's own alone
	// RecordValue is what the record's own source says, where that is not
	// shown; null otherwise.
	RecordValue json.RawMessage `json:"record_value"`
}

// dossier is the stored part of a Dossier.
type dossier struct {
	properties []ClaimedProperty
	figures    []json.RawMessage
	measures   []string // those of figures in dispute
	// What the statements name, with repeats.
	sources, agents, perspectives []string
}

func dossierOf(all map[data.Ref]*dossier, subject data.Ref) *dossier {
	d := all[subject]
	if d == nil {
		d = &dossier{}
		all[subject] = d
	}
	return d
}

// disputed returns the IDs of all statements on either side of a dispute.
func disputed(claims []data.Claim, figures []data.Figure) map[string]bool {
	ids := map[string]bool{}
	note := func(id string, disputes []string) {
		for _, other := range disputes {
			ids[id], ids[other] = true, true
		}
	}
	for _, c := range claims {
		note(c.ID, c.Disputes)
	}
	for _, f := range figures {
		note(f.ID, f.Disputes)
	}
	return ids
}

func (d *dossier) addClaim(c data.Claim, inDispute bool) error {
	text, err := json.Marshal(formOfClaim(c))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(d.properties, func(p ClaimedProperty) bool { return p.Property == c.Property })
	if i < 0 {
		i = len(d.properties)
		d.properties = append(d.properties, ClaimedProperty{Property: c.Property, RivalClaims: []string{}})
	}
	p := &d.properties[i]
	p.Claims = append(p.Claims, text)
	p.Contested = p.Contested || inDispute
	d.note(c.Assertion)
	return nil
}

// addShown says which of the claimed values is shown.
func (d *dossier) addShown(s release.Shown) {
	for i := range d.properties {
		p := &d.properties[i]
		if p.Property != s.Property {
			continue
		}
		p.Shown = &ShownValue{orNullValue(s.Value), s.Rule, orNull(s.Claim), orNullValue(s.Own)}
		p.Contested = p.Contested || s.Contested
		p.Rivals, p.RivalClaims = len(s.Rivals), orEmpty(s.Rivals)
		if s.Own != nil {
			p.Rivals++
		}
	}
}

func (d *dossier) addFigure(f data.Figure, inDispute bool) error {
	text, err := json.Marshal(formOfFigure(f))
	if err != nil {
		return err
	}
	if inDispute && !slices.Contains(d.measures, f.Measure) {
		d.measures = append(d.measures, f.Measure)
	}
	d.figures = append(d.figures, text)
	d.note(f.Assertion)
	return nil
}

func (d *dossier) note(a data.Assertion) {
	d.sources = append(append(d.sources, a.Source), a.Via...)
	d.agents = append(d.agents, a.AssertedBy)
	d.perspectives = append(d.perspectives, a.Perspective)
}

// Dossier returns what is said about a feature; false if there is no such
// feature in the release.
func (a *Atlas) Dossier(collection, id string) (Dossier, bool, error) {
	layer, ok := a.Layer(collection)
	if !ok {
		return Dossier{}, false, nil
	}
	i, ok := layer.Index(id)
	if !ok {
		return Dossier{}, false, nil
	}
	own, err := ownStatement(layer, i)
	if err != nil {
		return Dossier{}, true, fmt.Errorf("%s/%s: %w", collection, id, err)
	}
	stored := a.dossiers[data.Ref{Collection: collection, Key: id}]
	if stored == nil {
		stored = &dossier{}
	}
	d := Dossier{
		Subject: Subject{collection, id}, OneSided: own.OneSided, Names: own.names,
		Properties: append([]ClaimedProperty{}, stored.properties...),
		Figures:    append([]json.RawMessage{}, stored.figures...),
		Sources:    map[string]json.RawMessage{}, Agents: map[string]json.RawMessage{},
	}
	perspectives := map[string]bool{}
	for _, p := range stored.perspectives {
		perspectives[p] = true
	}
	for _, source := range slices.Concat(stored.sources, own.sources) {
		a.cite(&d, source, perspectives)
	}
	for _, agent := range stored.agents {
		a.introduce(&d, agent)
	}
	delete(perspectives, "")
	d.Perspectives = append([]string{}, slices.Sorted(maps.Keys(perspectives))...)
	return d, true, nil
}

// cite adds a source, its agent, its perspective and the sources it is known
// through.
func (a *Atlas) cite(d *Dossier, source string, perspectives map[string]bool) {
	for {
		e, ok := a.register.sources[source]
		if _, cited := d.Sources[source]; !ok || cited {
			return
		}
		d.Sources[source] = e.json
		perspectives[e.perspective] = true
		a.introduce(d, e.agent)
		source = e.knownThrough
	}
}

func (a *Atlas) introduce(d *Dossier, agent string) {
	if e, ok := a.register.agents[agent]; ok {
		d.Agents[agent] = e.json
	}
}

// own is what the record itself states: it is a claim set of its source.
type own struct {
	OneSided bool
	names    json.RawMessage
	sources  []string
}

// ownStatement reads it back from the encoded feature and names: this route is
// not so hot that a million villages should keep it twice.
func ownStatement(l *Layer, i uint32) (own, error) {
	var feature struct {
		Properties struct {
			Source   string `json:"source"`
			OneSided bool   `json:"one_sided"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(l.Encoded(i), &feature); err != nil {
		return own{}, err
	}
	o := own{OneSided: feature.Properties.OneSided, names: l.namesOf(i), sources: []string{feature.Properties.Source}}
	if len(o.names) == 0 {
		o.names = json.RawMessage("[]")
		return o, nil
	}
	var names []nameForm
	if err := json.Unmarshal(o.names, &names); err != nil {
		return own{}, err
	}
	for _, n := range names {
		if n.Source != nil {
			o.sources = append(o.sources, *n.Source)
		}
	}
	return o, nil
}
