package api

import (
	"encoding/json"
	"net/http"
)

// agents lists all persons and bodies who assert.
func (s *server) agents(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		list := []json.RawMessage{}
		for _, id := range a.AgentIDs() {
			agent, _ := a.Agent(id)
			list = append(list, agent)
		}
		return struct {
			Agents        []json.RawMessage `json:"agents"`
			NumberMatched int               `json:"numberMatched"`
			Links         []link            `json:"links"`
		}{list, len(list), []link{c.self(typeJSON), {Href: c.href(nil), Rel: "root", Type: typeJSON}}}, nil
	}), nil
}

// agent answers with one agent and where to find what it asserts.
func (s *server) agent(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	id := c.pathValue("id")
	agent, ok := a.Agent(id)
	if !ok {
		return answer{}, errNotFound
	}
	return answer{contentType: typeJSON, etag: s.etag(c), build: func(h http.Header) (writeBody, error) {
		links := []link{
			c.self(typeJSON),
			{c.href(nil, "agents"), "collection", typeJSON, "All agents"},
			{c.href([]pair{{"asserted_by", id}}, "claims"), "related", typeJSON, "What it asserts"},
		}
		text, err := json.Marshal(append(links, c.correction(a.Meta().Contact)...))
		if err != nil {
			return nil, err
		}
		return bytesBody(h, agent[:len(agent)-1], []byte(`,"links":`), text, []byte("}\n")), nil
	}}, nil
}
