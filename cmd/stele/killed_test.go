package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Whatever is killed whenever, the folder verifies: the log is written in the
// transaction that it is about, and a file before the vault speaks of it.
func TestKill_FolderStaysVerifiable(t *testing.T) {
	dir, bin := t.TempDir(), program(t)
	publishVillages(t, dir, villageTable(2000, "Old"))
	original := filepath.Join(t.TempDir(), "original.txt")
	if err := os.WriteFile(original, []byte(villageTable(5000, "Words")), 0o600); err != nil {
		t.Fatal(err)
	}
	for round := range 12 {
		table := filepath.Join(t.TempDir(), "villages.csv")
		if err := os.WriteFile(table, []byte(villageTable(3000, fmt.Sprint("Round ", round))), 0o600); err != nil {
			t.Fatal(err)
		}
		commands := [][]string{
			{"import", "--data", dir, "--collection", "villages", "--according-to", "An atlas", "--agent-kind", "data_provider", table},
			{"review", "approve", "--data", dir, "--by", "an editor", "--reason", "checked", "--all"},
			{"publish", "--data", dir},
			{"source", "add", original, "--data", dir, "--key", fmt.Sprint("round", round), "--title", "A report", "--kind", "report", "--agent", "office", "--agent-name", "An office"},
		}
		cmd := exec.Command(bin, commands[round%len(commands)]...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(round) * 20 * time.Millisecond) // when to kill, not what to wait for
		cmd.Process.Kill()
		cmd.Wait()
		if code, stdout, stderr := runIn(t.Context(), t, "verify", "--data", dir, "--all"); code != exitOK {
			t.Fatalf("after %q was killed in round %d:\n%s%s", commands[round%len(commands)][0], round, stdout, stderr)
		}
	}
}
