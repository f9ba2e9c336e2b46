package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far long work is: a bar on a terminal, a plain line every
// few seconds otherwise.
type progress struct {
	w    io.Writer
	what string
	unit string
	bar  *progressbar.ProgressBar
	now  func() time.Time
	next time.Time // when the next plain line is due
}

const progressEvery = 5 * time.Second

// progress starts to show work of total steps; 0 is an unknown number.
func (e *env) progress(what, unit string, total int64) *progress {
	p := &progress{w: e.stderr, what: what, unit: unit, now: e.now, next: e.now().Add(progressEvery)}
	if f, ok := e.stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if total == 0 {
			total = -1
		}
		p.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(what),
			progressbar.OptionShowBytes(unit == "bytes"), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetPredictTime(total > 0))
	}
	return p
}

// at says that n steps are done.
func (p *progress) at(n int64) {
	if p.bar != nil {
		p.bar.Set64(n)
		return
	}
	if now := p.now(); now.After(p.next) {
		fmt.Fprintf(p.w, "%s: %d %s\n", p.what, n, p.unit)
		p.next = now.Add(progressEvery)
	}
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		p.bar.Finish()
	}
}
