package main

import (
	"fmt"

	"stele/data"
	"stele/data/vocab"
)

// agentFlags say what an agent is that a command records. Who is not said to be
// anything else is a person, whose name stays in without consent (rule P2).
type agentFlags struct {
	AgentKind    string `default:"person" placeholder:"KIND" help:"What the agent is: a code of the vocabulary agent_kind. A person's name is published only with --agent-consent."`
	AgentConsent bool   `aliases:"consent" help:"The person's consent to be named is recorded."`
}

func (f agentFlags) check() error {
	if !vocab.Has("agent_kind", f.AgentKind) {
		return usageError(fmt.Sprintf("--agent-kind %q is none of %v", f.AgentKind, vocab.Codes("agent_kind")))
	}
	return nil
}

func (f agentFlags) agent(key, name string) data.Agent {
	return data.Agent{Key: key, Name: name, Kind: f.AgentKind, Consent: f.AgentConsent}
}
