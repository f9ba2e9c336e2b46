package importer

import (
	"context"
	"errors"
	"fmt"

	"stele/data"
)

// giver gives rows to the sink, in their order, while the next ones are read,
// and keeps the report of them.
type giver struct {
	sink   Sink
	report *Report
	most   int // problems to keep
	// positionsBeyond counts the problems with positions that the report has
	// no room for.
	positionsBeyond int

	group  []judged
	size   int64 // bytes of the group in the file, about
	groups chan []judged
	done   chan struct{}
	err    error // of the sink, once done is closed
}

// What is read ahead is bounded: so many groups, each of so many rows or bytes,
// or of one row.
const (
	groupsAhead = 4
	groupRows   = 64
	groupBytes  = 256 << 10
)

// startGiver gives what add takes to the sink until end.
func startGiver(ctx context.Context, sink Sink, report *Report, most int) *giver {
	g := &giver{sink: sink, report: report, most: most, groups: make(chan []judged, groupsAhead), done: make(chan struct{})}
	go func() {
		defer close(g.done)
		g.err = g.giveAll(ctx)
	}()
	return g
}

// add takes the next row, of so many bytes. An error may be about rows before it.
func (g *giver) add(j judged, bytes int64) error {
	if g.group == nil {
		g.group = make([]judged, 0, groupRows)
	}
	g.group, g.size = append(g.group, j), g.size+bytes
	if len(g.group) < groupRows && g.size < groupBytes {
		return nil
	}
	return g.send()
}

func (g *giver) send() error {
	group := g.group
	g.group, g.size = nil, 0
	select {
	case g.groups <- group:
		return nil
	case <-g.done:
		return g.err
	}
}

// end waits until the sink has all rows.
func (g *giver) end() error {
	if len(g.group) > 0 {
		_ = g.send() // an error is the giver's
	}
	close(g.groups)
	<-g.done
	return g.err
}

func (g *giver) giveAll(ctx context.Context) error {
	for group := range g.groups {
		for i := range group {
			if err := g.give(ctx, &group[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// give gives a row to the sink, or its problems to the report.
func (g *giver) give(ctx context.Context, j *judged) error {
	g.report.Rows++
	if !j.spoilt || j.record.Key != "" {
		err := g.toSink(ctx, j)
		var duplicate *data.DuplicateError
		switch {
		case errors.As(err, &duplicate):
			j.refuse("id", j.record.Key, duplicate.Error())
		case err != nil:
			return fmt.Errorf("row %d: %w", j.row, err)
		}
	}
	if !j.spoilt {
		g.report.Good++
	}
	for _, p := range j.problems {
		if len(g.report.Problems) >= g.most && isAboutPosition(p) {
			g.positionsBeyond++
		}
		g.report.add(p, g.most)
	}
	g.report.MoreProblems += j.further
	return nil
}

func (g *giver) toSink(ctx context.Context, j *judged) error {
	if j.spoilt {
		return g.sink.See(ctx, j.row, j.record.Collection, j.record.Key)
	}
	return g.sink.Add(ctx, j.row, j.record)
}
