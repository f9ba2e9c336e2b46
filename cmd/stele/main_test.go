package main

import (
	"bytes"
	"context"
	"database/sql"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"stele": main})
}

// The scripts in testdata/script run the program as people do.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: os.Getenv("UPDATE") != "", Cmds: map[string]func(*testscript.TestScript, bool, []string){"getid": getID}})
}

// getID sets $ID to the public ID of the record collection/key in the vault d, or
// of the row table:key, such as claim:letter-stage.
func getID(ts *testscript.TestScript, _ bool, args []string) {
	query := "SELECT id FROM record WHERE collection = ? AND key = ?"
	collection, key, _ := strings.Cut(args[0], "/")
	switch table, rest, _ := strings.Cut(args[0], ":"); table {
	case "agent", "source", "claim", "figure":
		query, collection, key = "SELECT id FROM "+table+" WHERE '' = ? AND key = ?", "", rest
	}
	db, err := sql.Open("sqlite", "file:"+ts.MkAbs("d/vault.db")+"?mode=ro")
	ts.Check(err)
	defer db.Close()
	var id string
	ts.Check(db.QueryRow(query, collection, key).Scan(&id))
	ts.Setenv("ID", id)
}

// runIn runs one command line and returns its exit code and what it printed.
func runIn(ctx context.Context, t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	e := &env{
		stdin: strings.NewReader(""), stdout: &out, stderr: &errs, log: slog.New(slog.DiscardHandler),
		now: func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) },
	}
	code = run(ctx, args, e)
	return code, out.String(), errs.String()
}

// missing skips a test whose tool is not here; where all of them have to be, that is
// a failure.
func missing(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// Nobody but this machine reaches a server that was not told to listen elsewhere.
func TestServe_ListensOnThisMachineByDefault(t *testing.T) {
	var c cli
	parser, err := kong.New(&c, kong.Name("stele"), kong.Vars{"formats": formatNames()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse([]string{"serve", "--demo"}); err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(c.Serve.Addr)
	if err != nil || host != "127.0.0.1" || port != "8080" {
		t.Errorf("serve listens on %q by default (%v), want 127.0.0.1:8080", c.Serve.Addr, err)
	}
}

func TestRun_ExitCodes(t *testing.T) {
	dir := t.TempDir()
	tests := []struct {
		args string
		code int
		want string // in either output
	}{
		{"", exitOK, "stele serve --demo"},
		{"--help", exitOK, "Read files into the vault, as drafts."},
		{"import --help", exitOK, "Examples:"},
		{"serve --help", exitOK, "stele serve --demo"},
		{"publish --help", exitOK, "Examples:"},
		{"export --help", exitOK, "Examples:"},
		{"review approve --help", exitOK, "Examples:"},
		{"version", exitOK, "stele development"},
		{"nonsense", exitUsage, "nonsense"},
		{"serve", exitUsage, "--demo"},
		{"serve --demo --data " + dir, exitUsage, "--demo"},
		{"import --data " + dir, exitUsage, "--collection"},
		{"import --data " + dir + " --collection graves x.csv", exitUsage, "graves"},
		{"export --data " + dir + " --collection sites --format shp", exitUsage, "shp"},
		{"publish --data " + dir + " --audience nobody", exitUsage, "nobody"},
		{"review approve --data " + dir + " --by me --reason why", exitUsage, "--all"},
		{"review approve --data " + dir + " --all", exitUsage, "--by"},
		{"claim --help", exitOK, "stele claim add --data"},
		{"source --help", exitOK, "stele source add report.pdf"},
		{"log --help", exitOK, "stele log check proof.json"},
		{"claim add --help", exitOK, "Example:"},
		{"demo --help", exitOK, "Examples:"},
		{"policy --help", exitOK, "stele policy explain"},
		{"policy explain --help", exitOK, "Examples:"},
		{"figure --help", exitOK, "stele figure add --data"},
		{"figure add --help", exitOK, "--word dozens"},
		{"figure list --help", exitOK, "Example:"},
		{"agent --help", exitOK, "stele agent add --data"},
		{"agent add --help", exitOK, "--consent"},
		{"claim add --data " + dir + " --key k --subject sites/a --property stage --value dug --source s", exitUsage, "reported, located"},
		{"claim add --data " + dir + " --key k --subject graves/a --property stage --value located --source s", exitUsage, "graves"},
		{"claim add --data " + dir + " --key k --subject sites/a --property geometry --value x --source s", exitUsage, "--value"},
		{"claim add --data " + dir + " --key k --subject sites/a --property note --value x --source s --bytes 9-3", exitUsage, "--bytes"},
		{"claim add --data " + dir + " --key k --subject sites/a --property 39.98N46.13E --value x --source s", exitUsage, "--property"},
		{"source add --data " + dir + " --key k --title t --kind report --agent a --language 39.98N", exitUsage, "--language"},
		{"serve --demo --base-url ftp://x", exitUsage, "--base-url"},
		{"serve --demo --base-url https://a.b/?q=1", exitUsage, "--base-url"},
		{"review --help", exitOK, "Example:"},
		{"version --help", exitOK, "Example:"},
		{"import --data " + dir + "/new --collection sites nofile.csv", exitFailed, "nofile.csv"},
		{"serve --data " + dir, exitFailed, "stele publish"},
		{"publish --data " + dir, exitFailed, "stele import"},
		{"export --data " + dir + " --collection sites", exitFailed, "stele publish"},
		{"serve --demo --addr 127.0.0.1:none", exitFailed, "--addr"},
		{"verify --help", exitOK, "--checkpoint"},
		{"source add --help", exitOK, "Examples:"},
		{"log prove --help", exitOK, "Example:"},
		{"redact --help", exitOK, "cannot be"},
		{"verify", exitUsage, "--data"},
		{"verify --data " + dir, exitFailed, "there is no vault"},
		{"verify --release " + dir + "/none.gpkg", exitFailed, "none.gpkg"},
		{"verify --release x --all", exitUsage, "--key only"},
		{"log key --data " + dir, exitFailed, "there is no vault"},
		{"log key --data " + dir + " --audience pubic", exitUsage, `there is no policy for the audience "pubic"`},
		{"policy explain --data " + dir, exitOK, "Policy public-1"},
		{"policy explain --data " + dir + "/nowhere", exitFailed, dir + "/nowhere does not exist"},
		{"policy explain --data " + dir + "/nowhere k3v9c2m7q4xw5t6z", exitFailed, dir + "/nowhere does not exist"},
		{"log check " + dir + "/none.json", exitFailed, "none.json"},
		{"redact --data " + dir + " --by me abc", exitUsage, "--reason"},
		{"source add --data " + dir + " --key k --title T --kind report --agent a --captured-on today", exitUsage, "2021-04-26"},
		{"source add --data " + dir + " --key k --title T --kind report --agent a --published 1993-13", exitUsage, "--published"},
	}
	for _, test := range tests {
		t.Run(test.args, func(t *testing.T) {
			code, stdout, stderr := runIn(t.Context(), t, strings.Fields(test.args)...)
			if code != test.code || !strings.Contains(stdout+stderr, test.want) {
				t.Errorf("exit code %d, want %d with %q in:\n%s%s", code, test.code, test.want, stdout, stderr)
			}
			if code == exitOK && stderr != "" || code != exitOK && !strings.HasPrefix(stderr, "stele: ") {
				t.Errorf("stderr = %q", stderr)
			}
		})
	}
}
