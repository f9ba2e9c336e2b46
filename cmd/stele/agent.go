package main

import (
	"context"
	"fmt"

	"stele/data"
	"stele/data/vault"
	"stele/data/vocab"
)

type agentCommand struct {
	Add  agentAddCommand  `cmd:"" help:"Record a person or body who asserts."`
	List agentListCommand `cmd:"" help:"List the agents by their keys."`
}

func (agentCommand) Help() string {
	return `An agent is a person or body who asserts what a source, claim or figure says.

Examples:
  stele agent add --data ~/stele --key office --name "An office" --kind state_body
  stele agent list --data ~/stele`
}

type agentListCommand struct{ keyedList }

func (agentListCommand) Help() string {
	return `Lists each agent with its key, by which sources, claims and figures name it, and with its ID, by which it is reviewed.
The names of persons are among it, whether they may be published or not.

Example:
  stele agent list --data ~/stele`
}

func (c agentListCommand) Run(ctx context.Context, e *env) error { return c.print(ctx, e, "agent") }

type agentAddCommand struct {
	Data    string `required:"" type:"path" placeholder:"DIR" help:"The data folder. Its vault is made if there is none."`
	Key     string `required:"" placeholder:"KEY" help:"Your name for the agent; stays in the vault."`
	Name    string `required:"" placeholder:"NAME" help:"The agent's name. A person's is published only with --consent."`
	Kind    string `default:"person" placeholder:"KIND" help:"What the agent is: a code of the vocabulary agent_kind, such as state_body or media."`
	Consent bool   `help:"The person's consent to be named is recorded."`
	Note    string `placeholder:"TEXT" help:"A note, which may be published, of a person only with --consent."`
	By      string `env:"USER" default:"unnamed" placeholder:"NAME" help:"Who records it; stays in the vault."`
}

func (agentAddCommand) Help() string {
	return `Records who asserts, as a draft. Who is not said to be anything else is a person, who goes into a release as "a person"
until consent to the name is recorded. The same key with another name, kind, consent or note is the agent's next version:
it has what is given then, and nothing of the version before.

Examples:
  stele agent add --data ~/stele --key office --name "An office" --kind state_body
  stele agent add --data ~/stele --key writer --name "A. Writer" --consent`
}

func (c agentAddCommand) Run(ctx context.Context, e *env) error {
	if err := checkAgentKind("--kind", c.Kind); err != nil {
		return err
	}
	v, made, err := vault.Create(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	if made {
		fmt.Fprintf(e.stdout, "Made a new vault in %s\n", c.Data)
	}
	b, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer b.Rollback()
	if err := b.AddAgent(ctx, data.Agent{Key: c.Key, Name: c.Name, Kind: c.Kind, Consent: c.Consent, Note: c.Note}); err != nil {
		return err
	}
	rows, err := enter(ctx, v, b, vault.Import{Name: "agent " + c.Key, Format: "agent", By: c.By})
	if err != nil {
		return err
	}
	shown := "under that name"
	if c.Kind == "person" && !c.Consent {
		shown = `as "a person", until consent to the name is recorded`
	}
	for _, r := range rows {
		r.print(e, fmt.Sprintf(". Once approved, it is published %s", shown))
	}
	return nil
}

func checkAgentKind(flag, kind string) error {
	if !vocab.Has("agent_kind", kind) {
		return usageError(fmt.Sprintf("%s %q is none of %v", flag, kind, vocab.Codes("agent_kind")))
	}
	return nil
}

// agentFlags say what an agent is that a command records. Who is not said to be
// anything else is a person, whose name stays in without consent (rule P2).
type agentFlags struct {
	AgentKind    string `default:"person" placeholder:"KIND" help:"What the agent is: a code of the vocabulary agent_kind. A person's name is published only with --agent-consent."`
	AgentConsent bool   `aliases:"consent" help:"The person's consent to be named is recorded."`
}

func (f agentFlags) check() error { return checkAgentKind("--agent-kind", f.AgentKind) }

func (f agentFlags) agent(key, name string) data.Agent {
	return data.Agent{Key: key, Name: name, Kind: f.AgentKind, Consent: f.AgentConsent}
}
