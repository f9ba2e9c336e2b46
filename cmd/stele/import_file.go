package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"stele/data/importer"
	"stele/data/vault"
)

// withoutSource takes the rows that name no source out of a file's problems,
// and tells the first: they have one cause, and it is no row's.
func withoutSource(all []importer.Problem) (others []importer.Problem, row int) {
	for _, p := range all {
		switch {
		case p.Field != "source" || p.Value != "":
			others = append(others, p)
		case row == 0:
			row = p.Row
		}
	}
	return others, row
}

// open opens a file, or standard input for "-", and tells its size, 0 if unknown.
func (e *env) open(ctx context.Context, file string) (io.ReadCloser, int64, error) {
	if file == "-" {
		return untilDone(ctx, e.stdin), 0, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	if info.IsDir() {
		return nil, 0, errors.Join(&os.PathError{Op: "open", Path: file, Err: errors.New("is a folder")}, f.Close())
	}
	return f, info.Size(), nil
}

// untilDone reads r until ctx ends, even while r keeps its reader waiting, as
// a terminal does. The copying ends with r, or with the process.
func untilDone(ctx context.Context, r io.Reader) io.ReadCloser {
	out, in := io.Pipe()
	context.AfterFunc(ctx, func() { in.CloseWithError(ctx.Err()) })
	go func() {
		_, err := io.Copy(in, r)
		in.CloseWithError(err)
	}()
	return out
}

// printOvertaken says of which records of others the file's rows become versions.
func (e *env) printOvertaken(file string, b *vault.Batch) {
	const most = 5
	for i, o := range b.Overtaken {
		if i == most {
			fmt.Fprintf(e.stderr, "%s: note: and rows become versions of records of %d sources more\n", file, len(b.Overtaken)-most)
			break
		}
		more := ""
		if o.Rows > len(o.IDs) {
			more = " and more"
		}
		rows := "rows become versions of records"
		if o.Rows == 1 {
			rows = "row becomes a version of a record"
		}
		fmt.Fprintf(e.stderr, "%s: note: %d %s that another source recorded, %q of %s (%s): id %s%s. If they are not the same things, do not approve them, "+
			"and import the file with ids of its own: another column (--map id=COLUMN), or a prefix before each\n",
			file, o.Rows, rows, legible(o.Title), legible(o.Agent), legible(o.Source), legible(strings.Join(o.IDs, ", ")), more)
	}
}

func (e *env) printProblems(file string, r importer.Report) {
	for _, p := range r.Problems {
		// The line is what an editor or a spreadsheet counts: a table's head is 1.
		if p.Line > 0 {
			fmt.Fprintf(e.stderr, "%s:%d: %v\n", file, p.Line, p)
		} else {
			fmt.Fprintf(e.stderr, "%s: %v\n", file, p)
		}
	}
	if r.MoreProblems > 0 {
		fmt.Fprintf(e.stderr, "%s: and %d more problems\n", file, r.MoreProblems)
	}
	for _, n := range r.Notes {
		fmt.Fprintf(e.stderr, "%s: note: %s\n", file, n)
	}
}
