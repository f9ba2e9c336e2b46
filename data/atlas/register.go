package atlas

import (
	"context"
	"encoding/json"
	"fmt"

	"stele/data"
)

// register holds the sources and agents of a release, encoded, by ID.
type register struct {
	sourceIDs []string // in the release's order
	agentIDs  []string
	sources   map[string]entry
	agents    map[string]entry
}

// entry is one encoded source or agent and what it leads to.
type entry struct {
	json json.RawMessage
	name string // an agent's name or a source's title
	// Of a source:
	agent, knownThrough, perspective string
}

// sourceForm is the JSON of a source. Every member is always present.
type sourceForm struct {
	ID           string      `json:"id"`
	Kind         string      `json:"kind"`
	Title        string      `json:"title"`
	Author       *string     `json:"author"`
	Publisher    *string     `json:"publisher"`
	Published    *string     `json:"published"`
	Language     *string     `json:"language"`
	URL          *string     `json:"url"`
	Perspective  *string     `json:"perspective"`
	Agent        *string     `json:"agent"`
	AgentName    *string     `json:"agent_name"`
	Licence      *string     `json:"licence"`
	Archive      archiveForm `json:"archive"`
	KnownThrough *string     `json:"known_through"`
	Note         *string     `json:"note"`
}

type archiveForm struct {
	State      *string `json:"state"`
	SHA256     *string `json:"sha256"`
	Bytes      *int64  `json:"bytes"`
	MediaType  *string `json:"media_type"`
	CapturedOn *string `json:"captured_on"`
}

type agentForm struct {
	ID   string  `json:"id"`
	Name string  `json:"name"`
	Kind string  `json:"kind"`
	Note *string `json:"note"`
}

func buildRegister(ctx context.Context, src Source) (register, error) {
	r := register{sources: map[string]entry{}, agents: map[string]entry{}}
	agents, err := src.Agents(ctx)
	if err != nil {
		return r, fmt.Errorf("read agents: %w", err)
	}
	agentNames := map[string]string{}
	for _, a := range agents {
		agentNames[a.ID] = a.Name
		text, err := json.Marshal(agentForm{ID: a.ID, Name: a.Name, Kind: a.Kind, Note: orNull(a.Note)})
		if err != nil {
			return r, fmt.Errorf("agent %s: %w", a.ID, err)
		}
		r.agents[a.ID] = entry{json: text, name: a.Name}
		r.agentIDs = append(r.agentIDs, a.ID)
	}
	sources, err := src.Sources(ctx)
	if err != nil {
		return r, fmt.Errorf("read sources: %w", err)
	}
	for _, s := range sources {
		if err := r.addSource(s, agentNames[s.Agent]); err != nil {
			return r, fmt.Errorf("source %s: %w", s.ID, err)
		}
	}
	return r, nil
}

func (r *register) addSource(s data.Source, agentName string) error {
	text, err := json.Marshal(formOfSource(s, agentName))
	if err != nil {
		return err
	}
	if _, twice := r.sources[s.ID]; twice {
		return fmt.Errorf("listed twice")
	}
	r.sourceIDs = append(r.sourceIDs, s.ID)
	r.sources[s.ID] = entry{json: text, name: s.Title, agent: s.Agent, knownThrough: s.KnownThrough, perspective: s.Perspective}
	return nil
}

func formOfSource(s data.Source, agentName string) sourceForm {
	form := sourceForm{
		ID: s.ID, Kind: s.Kind, Title: s.Title,
		Publisher: orNull(s.Publisher), Published: orNull(s.Published.String()), Language: orNull(s.Language),
		URL: orNull(s.URL), Perspective: orNull(s.Perspective), Agent: orNull(s.Agent), AgentName: orNull(agentName),
		Licence: orNull(s.Licence), KnownThrough: orNull(s.KnownThrough), Note: orNull(s.Note),
		Archive: archiveForm{
			State: orNull(s.Archive.State), SHA256: orNull(s.Archive.SHA256),
			MediaType: orNull(s.Archive.MediaType), CapturedOn: orNull(s.Archive.CapturedOn),
		},
	}
	if s.AuthorConsent { // a release holds no other; this is the second lock on the door
		form.Author = orNull(s.Author)
	}
	if s.Archive.Bytes > 0 {
		form.Archive.Bytes = &s.Archive.Bytes
	}
	return form
}

// orNull turns the empty text, which is how "not stated" is kept, into null.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// SourceIDs returns the IDs of all sources in the release's order.
func (a *Atlas) SourceIDs() []string { return append([]string(nil), a.register.sourceIDs...) }

// Source returns a source as a JSON object, not to be changed.
func (a *Atlas) Source(id string) (json.RawMessage, bool) {
	e, ok := a.register.sources[id]
	return e.json, ok
}

// AgentIDs returns the IDs of all agents in the release's order.
func (a *Atlas) AgentIDs() []string { return append([]string(nil), a.register.agentIDs...) }

// Agent returns an agent as a JSON object, not to be changed.
func (a *Atlas) Agent(id string) (json.RawMessage, bool) {
	e, ok := a.register.agents[id]
	return e.json, ok
}
