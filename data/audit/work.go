package audit

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"stele/data/vault"
)

// part is a part of the work, with what it has found. Parts go on beside one
// another and have an order, so that the report is the same whichever ends first.
type part struct {
	context.Context
	end    context.CancelFunc // ends the part and those after it
	all    bool               // go on after a fault
	lines  []Line
	faults []vault.Fault
	err    error
}

// parts makes n parts in their order.
func (a *auditor) parts(ctx context.Context, n int) []*part {
	list := make([]*part, n)
	for i := range list {
		p := &part{all: a.options.All}
		p.Context, p.end = context.WithCancel(ctx)
		list[i], ctx = p, p.Context
	}
	return list
}

// errEnough ends a part at its first fault.
var errEnough = errors.New("one fault is enough")

// do does the part's work. Where one fault is enough or it cannot go on, it ends
// the parts after it: those before it may still find what comes first.
func (p *part) do(work func(*part) error) {
	if p.err = p.Err(); p.err == nil {
		p.err = work(p)
	}
	if p.err != nil {
		p.end()
	}
}

func (p *part) found(f vault.Fault) error {
	p.faults = append(p.faults, f)
	if p.all {
		return nil
	}
	return errEnough
}

func (p *part) fault(where, format string, args ...any) error {
	return p.found(vault.Fault{Where: where, What: fmt.Sprintf(format, args...)})
}

func (p *part) line(what string, count int64, note string) {
	p.lines = append(p.lines, Line{what, count, note})
}

// join takes what the parts have found into the report, up to the first that
// could not go on.
func (a *auditor) join(parts []*part) error {
	for _, p := range parts {
		a.report.Lines = append(a.report.Lines, p.lines...)
		a.report.Faults = append(a.report.Faults, p.faults...)
		if p.err != nil {
			return p.err
		}
	}
	return nil
}

// counter adds up what goes on side by side.
type counter struct {
	tell  func(rows int64)
	mutex sync.Mutex
	sum   int64
}

// line returns a function that is told how many rows are done of one thing.
func (c *counter) line() func(rows int64) {
	var before int64
	return func(rows int64) {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.sum += rows - before
		before = rows
		if c.tell != nil {
			c.tell(c.sum)
		}
	}
}
