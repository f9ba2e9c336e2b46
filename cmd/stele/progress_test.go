package main

import (
	"bytes"
	"testing"
	"time"
)

// Where nobody watches a terminal, a line now and then is enough.
func TestProgress_PlainLines(t *testing.T) {
	var out bytes.Buffer
	at := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	e := &env{stderr: &out, now: func() time.Time { return at }}
	p := e.progress("import a.csv", "bytes", 1000)
	for _, step := range []struct {
		after time.Duration
		n     int64
		want  string
	}{
		{0, 10, ""},
		{progressEvery, 20, ""},
		{time.Millisecond, 30, "import a.csv: 30 bytes\n"},
		{progressEvery, 40, ""},
		{time.Second, 50, "import a.csv: 50 bytes\n"},
	} {
		at = at.Add(step.after)
		p.at(step.n)
		if got := out.String(); got != step.want {
			t.Errorf("after %v more at %d it says %q, want %q", step.after, step.n, got, step.want)
		}
		out.Reset()
	}
	p.end()
	if out.Len() > 0 {
		t.Errorf("at the end it says %q", out.String())
	}
}
