package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"stele/data"
	"stele/data/edtf"
	"stele/data/vault"
	"stele/data/vocab"
)

type sourceCommand struct {
	Add  sourceAddCommand  `cmd:"" help:"Record a source, and keep its original."`
	List sourceListCommand `cmd:"" help:"List the sources by their keys."`
}

func (sourceCommand) Help() string {
	return `A source is what records and claims rest on; its original is kept in the data folder, by its hash.

Example:
  stele source add report.pdf --data ~/stele --key report-7 --title "Report 7" --kind report --agent office --agent-name "An office"
  stele source list --data ~/stele`
}

type sourceListCommand struct{ keyedList }

func (sourceListCommand) Help() string {
	return `Lists each source with its key, by which rows, claims and figures name it, and with its ID, by which it is reviewed.

Example:
  stele source list --data ~/stele`
}

func (c sourceListCommand) Run(ctx context.Context, e *env) error { return c.print(ctx, e, "source") }

type sourceAddCommand struct {
	Data      string `required:"" type:"path" placeholder:"DIR" help:"The data folder. Its vault is made if there is none."`
	Key       string `required:"" placeholder:"KEY" help:"Your name for the source; stays in the vault."`
	Title     string `required:"" placeholder:"TEXT" help:"Its title, or your description of it."`
	Kind      string `required:"" placeholder:"KIND" help:"What it is: a code of the vocabulary source_kind, such as news_article or report."`
	Agent     string `required:"" placeholder:"KEY" help:"Who asserts what it says: key of an agent in the vault."`
	AgentName string `placeholder:"NAME" help:"Record that agent too, under this name."`
	agentFlags
	Author        string `placeholder:"NAME" help:"Personal author; published only with --author-consent."`
	AuthorConsent bool   `help:"The author's consent to be named is recorded."`
	Publisher     string `placeholder:"NAME" help:"Who published it."`
	Published     string `placeholder:"DATE" help:"When it was published (EDTF)."`
	Language      string `placeholder:"TAG" help:"Its language (BCP 47)."`
	URL           string `name:"url" placeholder:"URL" help:"Where it was: an address that begins with https:// or http://."`
	Perspective   string `placeholder:"TEXT" help:"Whose side it speaks for, in neutral words."`
	Licence       string `placeholder:"TEXT" help:"Its licence."`
	Rights        string `default:"restricted" enum:"open,restricted,confidential" help:"What may be said of the copy: ${enum}. The copy itself is never public."`
	CapturedOn    string `placeholder:"DAY" help:"When it was captured (YYYY-MM-DD); today if not given."`
	CapturedBy    string `placeholder:"NAME" help:"Who captured it; --by if not given. Stays in the vault."`
	KnownThrough  string `placeholder:"KEY" help:"The source in which this one was seen quoted, where it was not seen itself."`
	Note          string `placeholder:"TEXT" help:"A note, which may be published."`
	ArchiveState  string `default:"not_captured" enum:"not_captured,lost_online,withheld" help:"Why there is no FILE: ${enum}."`
	By            string `env:"USER" default:"unnamed" placeholder:"NAME" help:"Who records it; stays in the vault."`
	File          string `arg:"" optional:"" help:"The original; - is standard input. Without it the source is recorded as not captured."`
}

func (sourceAddCommand) Help() string {
	return `Copies the original into the archive of the data folder, by the hash of its content, and records the source as a draft.
The same file again is kept once. The same key with other content is the source's next version: it has what is given then,
and nothing of the version before, so that flags and FILE are given again. What is missing of it is said.

Examples:
  stele source add report.pdf --data ~/stele --key report-7 --title "Report 7" --kind report --agent office --agent-name "An office" --agent-kind state_body
  stele source add --data ~/stele --key statement --title "A statement" --kind official_report --agent office --known-through report-7`
}

func (c sourceAddCommand) Run(ctx context.Context, e *env) error {
	s, err := c.source(e)
	if err != nil {
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
	if c.File != "" {
		if s.Archive, err = c.keep(ctx, e); err != nil {
			return err
		}
	}
	rows, err := c.record(ctx, v, s)
	if err != nil {
		return err
	}
	for _, r := range rows {
		switch {
		case r.Entity == "source":
			r.print(e, ": "+about(s.Archive))
		case r.Version > 1 && !r.IsSame: // whoever names an agent again may not know that it was there
			r.print(e, "")
		}
	}
	return nil
}

// about says in words what is kept of the original.
func about(a data.Archive) string {
	if a.SHA256 == "" {
		return a.State
	}
	return fmt.Sprintf("%s, %s, %d bytes, SHA-256 %s", a.State, a.MediaType, a.Bytes, a.SHA256)
}

// source is what the flags say of the source.
func (c sourceAddCommand) source(e *env) (s data.Source, err error) {
	s = data.Source{
		Key: c.Key, Kind: c.Kind, Title: c.Title, Author: c.Author, AuthorConsent: c.AuthorConsent, Publisher: c.Publisher,
		Language: c.Language, URL: c.URL, Perspective: c.Perspective, Agent: c.Agent, Licence: c.Licence,
		KnownThrough: c.KnownThrough, Note: c.Note, Archive: data.Archive{State: c.ArchiveState},
	}
	if !vocab.Has("source_kind", c.Kind) {
		return s, usageError(fmt.Sprintf("--kind %q is none of %v", c.Kind, vocab.Codes("source_kind")))
	}
	if err := c.check(); err != nil {
		return s, err
	}
	if err := data.CheckLanguage(c.Language); err != nil {
		return s, usageError("--language: " + err.Error())
	}
	if err := data.CheckURL(c.URL); err != nil {
		return s, usageError("--url: " + err.Error())
	}
	if _, err := time.Parse(time.DateOnly, c.capturedOn(e)); err != nil {
		return s, usageError(fmt.Sprintf("--captured-on %q is not a day such as 2021-04-26", c.CapturedOn))
	}
	if c.Published != "" {
		if s.Published, err = edtf.Parse(c.Published); err != nil {
			return s, usageError("--published: " + err.Error())
		}
	}
	return s, nil
}

func (c sourceAddCommand) capturedOn(e *env) string {
	if c.CapturedOn == "" {
		return e.now().UTC().Format(time.DateOnly)
	}
	return c.CapturedOn
}

// keep copies the original into the archive. It is durable before the vault
// speaks of it; a program that ends between leaves a file that nobody names.
func (c sourceAddCommand) keep(ctx context.Context, e *env) (data.Archive, error) {
	in, _, err := e.open(ctx, c.File)
	if err != nil {
		return data.Archive{}, err
	}
	defer in.Close()
	head := bufio.NewReaderSize(in, sniffed)
	start, err := head.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return data.Archive{}, err
	}
	if len(start) == 0 {
		return data.Archive{}, fmt.Errorf("%s is empty", c.File)
	}
	by := c.CapturedBy
	if by == "" {
		by = c.By
	}
	kept := data.Archive{State: "captured", MediaType: mediaTypeOf(start, c.File), CapturedOn: c.capturedOn(e), CapturedBy: by, Rights: c.Rights}
	kept.SHA256, kept.Bytes, err = folder(c.Data).archive().Add(ctx, head)
	return kept, err
}

// record enters the source, its copy and, if it is named, its agent.
func (c sourceAddCommand) record(ctx context.Context, v *vault.Vault, s data.Source) ([]entered, error) {
	b, err := v.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer b.Rollback()
	if c.AgentName != "" {
		if err := b.AddAgent(ctx, c.agent(c.Agent, c.AgentName)); err != nil {
			return nil, err
		}
	}
	name := "source " + s.Key
	if c.File != "" {
		name = filepath.Base(c.File)
		if err := b.AddFile(ctx, vault.File{SHA256: s.Archive.SHA256, Bytes: s.Archive.Bytes, MediaType: s.Archive.MediaType}, c.By); err != nil {
			return nil, err
		}
	}
	if err := b.AddSource(ctx, s); err != nil {
		return nil, err
	}
	return enter(ctx, v, b, vault.Import{Name: name, Format: "source", SHA256: s.Archive.SHA256, Bytes: s.Archive.Bytes, By: c.By})
}
