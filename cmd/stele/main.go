// Command stele imports, reviews, publishes and serves maps of burial sites,
// villages and occupation zones.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"stele/data/vault"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// cli is the tree of commands; each is a file of its own.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Serve the map and the API."`
	Import  importCommand  `cmd:"" help:"Read files into the vault, as drafts."`
	Review  reviewCommand  `cmd:"" help:"See what waits for a decision, and decide."`
	Policy  policyCommand  `cmd:"" help:"Say how precisely positions are shown, and why."`
	Publish publishCommand `cmd:"" help:"Build the release that the server shows."`
	Export  exportCommand  `cmd:"" help:"Write a published collection to a file."`
	Source  sourceCommand  `cmd:"" help:"Record sources and keep their originals."`
	Agent   agentCommand   `cmd:"" help:"Record who asserts."`
	Claim   claimCommand   `cmd:"" help:"Record single statements."`
	Figure  figureCommand  `cmd:"" help:"Record single counts."`
	Demo    demoCommand    `cmd:"" help:"Make a data folder with the demo in it."`
	Verify  verifyCommand  `cmd:"" help:"Check that nothing was changed behind the program's back."`
	Log     logCommand     `cmd:"" help:"Keys, checkpoints and proofs of the log of changes."`
	Redact  redactCommand  `cmd:"" help:"Take rows out of the vault for good."`
	Version versionCommand `cmd:"" help:"Say which version this is."`
}

// env is what a command may touch of the world around it.
type env struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	now    func() time.Time
	log    *slog.Logger
}

const description = `Stele maps burial sites, villages and occupation zones: who says what, and how well it is known.

A row goes one way: stele import (to the vault, as a draft), stele review (a person decides), stele publish (to a
release, as precise as the policy allows), stele serve. Try it with: stele serve --demo`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C does not wait; nothing half done is left by that either
	code := run(ctx, os.Args[1:], &env{
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now,
		log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	os.Exit(code)
}

// run runs one command line and returns its exit code.
func run(ctx context.Context, args []string, e *env) int {
	exit := -1
	parser, err := kong.New(&cli{}, kong.Name("stele"), kong.Description(description),
		kong.Writers(e.stdout, e.stderr), kong.Exit(func(code int) { exit = code }),
		kong.Vars{"formats": formatNames()},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(e))
	if err != nil {
		fmt.Fprintln(e.stderr, "stele:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exit >= 0 { // --help has been printed
		return exit
	}
	if err != nil {
		fmt.Fprintf(e.stderr, "stele: %v\nstele --help and stele COMMAND --help say more.\n", err)
		return exitUsage
	}
	return e.report(ctx, command.Run())
}

// report says on stderr why a command failed, if it did, and gives its code.
func (e *env) report(ctx context.Context, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintln(e.stderr, "stele:", err)
		return exitUsage
	case ctx.Err() != nil: // whatever it broke: a statement, a read, a wait
		fmt.Fprintln(e.stderr, "stele: stopped; what was not finished has changed nothing")
		return exitFailed
	}
	fmt.Fprintln(e.stderr, "stele:", err)
	if errors.Is(err, vault.ErrUnknown) {
		fmt.Fprintln(e.stderr, "IDs are listed by stele review list, source list, agent list, claim list and figure list; a key of one's own is no ID.")
	}
	if vault.IsUnwritable(err) && !errors.Is(err, vault.ErrUnwritable) { // it was opened to be read
		fmt.Fprintln(e.stderr, "The vault can be read by this user, but not written: run stele as the owner of its file and folder, or give the right to write.")
	}
	return exitFailed
}

// usageError is a mistake on the command line that the parser cannot see.
type usageError string

func (u usageError) Error() string { return string(u) }
