package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"stele/data/atlas"
	"stele/data/vault"
)

// program returns the path of the program: what make built, or one built now.
func program(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("STELE_BIN"); path != "" {
		return path
	}
	path := filepath.Join(t.TempDir(), "stele")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}

// endless feeds rows to a program until it goes away.
func endless(w io.WriteCloser) {
	defer w.Close()
	b := bufio.NewWriter(w)
	b.WriteString("name,lon,lat\n")
	for {
		if _, err := b.WriteString("A village,46,40\n"); err != nil {
			return
		}
	}
}

// interrupted starts an import that never ends and sends it a signal once it
// has read a good deal.
func interrupted(t *testing.T, dir string, sig os.Signal) (*exec.Cmd, string, error) {
	t.Helper()
	cmd := exec.Command(program(t), "import", "--data", dir, "--collection", "villages", "--according-to", "An atlas", "--agent-kind", "data_provider", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go endless(in)
	eventually(t, "rows in the vault's log", func() bool {
		info, err := os.Stat(filepath.Join(dir, vault.FileName+"-wal"))
		return err == nil && info.Size() > 1<<20
	})
	if err := cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	return cmd, errs.String(), err
}

func rowsIn(t *testing.T, dir string) int {
	t.Helper()
	v, err := vault.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	_, n, err := v.Pending(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestInterrupt_ImportLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	cmd, stderr, _ := interrupted(t, dir, os.Interrupt)
	if code := cmd.ProcessState.ExitCode(); code != exitFailed || !strings.Contains(stderr, "stopped; what was not finished has changed nothing") {
		t.Errorf("Ctrl-C ends an import with code %d:\n%s", code, stderr)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("an interrupted import left %v (%v), want the vault alone", files, err)
	}
	if n := rowsIn(t, dir); n != 0 {
		t.Errorf("an interrupted import left %d rows", n)
	}
}

func TestKill_ImportLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := interrupted(t, dir, os.Kill); err == nil {
		t.Error("the import went through")
	}
	if n := rowsIn(t, dir); n != 0 {
		t.Errorf("a killed import left %d rows", n)
	}
}

// stopper is Ctrl-C once something has been written.
type stopper struct {
	io.Writer
	stop func()
}

func (s stopper) Write(p []byte) (int, error) {
	defer s.stop()
	return s.Writer.Write(p)
}

func TestInterrupt_ExportKeepsTheOldFile(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, villageTable(2000, "Village"))
	a, err := atlas.Open(t.Context(), folder(dir).release("public"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Release()
	out := filepath.Join(t.TempDir(), "villages.geojson")
	if err := os.WriteFile(out, []byte("the old one"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	wrote := 0
	n, err := writeFile(out, func(w io.Writer) (int, error) {
		return exportCommand{Collection: "villages", Format: "geojson"}.write(ctx, a, stopper{w, func() {
			wrote++
			if left, _ := filepath.Glob(out + ".part-*"); len(left) != 1 {
				t.Errorf("while it writes there are %v, want one unfinished file", left)
			}
			stop()
		}})
	})
	if !errors.Is(err, context.Canceled) || wrote != 1 || n != 0 {
		t.Errorf("an interrupted export ends after %d writes and %d features with %v", wrote, n, err)
	}
	if text, err := os.ReadFile(out); err != nil || string(text) != "the old one" {
		t.Errorf("the old file is now %.40q (%v)", text, err)
	}
	if files, _ := os.ReadDir(filepath.Dir(out)); len(files) != 1 {
		t.Errorf("an interrupted export left %v, want the old file alone", files)
	}
}

// A reader who waits for a terminal is not kept waiting after Ctrl-C.
func TestInterrupt_SilentInput(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	in, _ := io.Pipe()
	r := untilDone(ctx, in)
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := r.Read(make([]byte, 1)); err == nil {
		t.Error("a read of silent input ended without an error")
	}
}

func TestInterrupt_ServeEndsCleanly(t *testing.T) {
	cmd := exec.Command(program(t), "serve", "--demo", "--addr", "127.0.0.1:0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "Ctrl-C") {
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("SIGTERM ends serve with %v, want exit code 0", err)
	}
}

// P1: whenever a publish is killed, readers have the old release or the new
// one, whole.
func TestP1_KilledPublishLeavesOldOrNew(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, villageTable(2000, "Old"))
	file := filepath.Join(dir, "releases", "public.gpkg")
	old := versionOf(t, file)
	table := filepath.Join(t.TempDir(), "villages.csv")
	if err := os.WriteFile(table, []byte(villageTable(2000, "New")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"import", "--data", dir, "--collection", "villages", "--according-to", "An atlas", "--agent-kind", "data_provider", table},
		{"review", "approve", "--data", dir, "--by", "an editor", "--reason", "checked", "--all"},
	} {
		if code, _, stderr := runIn(t.Context(), t, args...); code != exitOK {
			t.Fatal(stderr)
		}
	}
	bin := program(t)
	seen := map[string]int{}
	for round := range 25 {
		cmd := exec.Command(bin, "publish", "--data", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(round) * 25 * time.Millisecond) // when to kill, not what to wait for
		cmd.Process.Kill()
		cmd.Wait()
		seen[versionOf(t, file)]++
	}
	if code, _, stderr := runIn(t.Context(), t, "publish", "--data", dir); code != exitOK {
		t.Fatalf("publish after the kills: %s", stderr)
	}
	latest := versionOf(t, file)
	if latest == old || seen[old] == 0 || seen[old]+seen[latest] != 25 {
		t.Errorf("killed publishes left the versions %v; want the old %.12s some times and otherwise the new %.12s", seen, old, latest)
	}
	if left, _ := filepath.Glob(file + ".part*"); len(left) != 0 {
		t.Errorf("unfinished releases are left: %v", left)
	}
}

func villageTable(n int, name string) string {
	var b strings.Builder
	b.WriteString("id,name,lon,lat\n")
	for i := range n {
		fmt.Fprintf(&b, "v%d,%s %d,%.3f,%.3f\n", i, name, i, 45+float64(i%50)/50, 39+float64(i/50)/50)
	}
	return b.String()
}

// versionOf opens a release and reads all of it.
func versionOf(t *testing.T, file string) string {
	t.Helper()
	a, err := atlas.Open(t.Context(), file)
	if err != nil {
		t.Fatalf("the release can't be read: %v", err)
	}
	defer a.Release()
	if l, ok := a.Layer("villages"); !ok || l.Len() != 2000 {
		t.Fatalf("the release has not all villages")
	}
	return a.Meta().Version
}
