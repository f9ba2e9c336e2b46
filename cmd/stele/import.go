package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"stele/data"
	"stele/data/importer"
	"stele/data/vault"
)

type importCommand struct {
	Data        string            `required:"" type:"path" placeholder:"DIR" help:"The data folder. Its vault is made if there is none."`
	Collection  string            `required:"" enum:"sites,villages,zones,districts,events" placeholder:"C" help:"What the rows are: ${enum}."`
	File        []string          `arg:"" help:"GeoJSON (one collection, one feature, or a feature a line) or CSV files; - is standard input."`
	Map         map[string]string `mapsep:"," placeholder:"FIELD=COLUMN" help:"Which column holds a field, where it has another name. May be repeated."`
	Source      string            `placeholder:"KEY" help:"Key of a source in the vault, for rows that name none."`
	SourceTitle string            `placeholder:"TEXT" help:"With --according-to: title of the file as a source; its name if not given."`
	AccordingTo string            `placeholder:"NAME" help:"Who asserts what the file says; the file is then the source of rows that name none."`
	agentFlags
	MaxProblems int    `default:"50" help:"List at most this many problems of a file; the rest are counted."`
	By          string `env:"USER" default:"unnamed" placeholder:"NAME" help:"Who imports; stays in the vault."`
}

func (importCommand) Help() string {
	return `Each file goes in as a whole or not at all. Bad rows are listed with row, field, value and reason; mend them and import
again. A row with a known id and new content becomes its new version; nothing is overwritten. Whatever comes in is a
draft, and what a draft says is in no release until somebody approves it.

Every row says where it was read: in its own field source, by --source, or else by --according-to, which makes the file
itself a source and says who asserts what it says: a person, unless --agent-kind says otherwise.

Fields of all collections: id, name, name_en, name_az, name_hy, name_ru, when (EDTF: 1993-04, 1993~, 1993/2020-11),
when_role, place (villages/KEY), uncertainty_m, source, asserted_by. Position: a geometry, or columns lon and lat in
degrees, or a column wkt.

Examples:
  stele import --data ~/stele --collection villages villages.csv --according-to "An atlas" --agent-kind data_provider --map name=toponym
  stele import --data ~/stele --collection sites --source report-7 sites.geojson
  stele import --data ~/stele --collection events --according-to "An office" --agent-kind state_body events.csv`
}

func (c importCommand) Run(ctx context.Context, e *env) error {
	if err := c.checkFlags(); err != nil {
		return err
	}
	for _, file := range c.File {
		if _, err := os.Stat(file); file != "-" && err != nil {
			return err // before there is a vault for nothing
		}
	}
	v, made, err := vault.Create(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	if made {
		fmt.Fprintf(e.stdout, "Made a new vault in %s\n", c.Data)
	}
	failed := 0
	for _, file := range c.File {
		if err := c.importFile(ctx, e, v, file); err != nil {
			if ctx.Err() != nil {
				return err
			}
			fmt.Fprintf(e.stderr, "stele: %s: %v\n", file, err)
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d files were not imported; each is imported whole or not at all", failed, len(c.File))
	}
	fmt.Fprintf(e.stdout, "All of it is draft. stele review list --data %s shows what waits for a decision.\n", c.Data)
	return nil
}

func (c importCommand) importFile(ctx context.Context, e *env, v *vault.Vault, file string) error {
	in, size, err := e.open(ctx, file)
	if err != nil {
		return err
	}
	defer in.Close()
	b, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer b.Rollback()
	source := c.Source
	if c.AccordingTo != "" {
		if source, err = c.addFileAsSource(ctx, b, file); err != nil {
			return err
		}
	}
	collection, _ := data.CollectionByID(c.Collection)
	known, err := b.Extent(ctx)
	if err != nil {
		return err
	}
	bar := e.progress("import "+filepath.Base(file), "bytes", size)
	report, err := importer.Read(ctx, in, b, importer.Options{
		Collection: collection, Map: c.Map, Source: source, MaxProblems: c.MaxProblems, Known: known,
		Progress: func(bytes int64, _ int) { bar.at(bytes) },
	})
	bar.end()
	row := 0
	if source == "" {
		report.Problems, row = withoutSource(report.Problems)
	}
	e.printProblems(file, report)
	switch {
	case err != nil:
		return err
	case row > 0:
		return fmt.Errorf("row %d names no source: say who asserts what the file says with --according-to NAME (and --agent-kind, if it is no person), "+
			"or name a source that the vault has with --source KEY; nothing of it was imported", row)
	}
	if !report.OK() {
		return fmt.Errorf("%d problems in %d of %d rows; nothing of it was imported",
			len(report.Problems)+report.MoreProblems, report.Rows-report.Good, report.Rows)
	}
	if report.Rows == 0 {
		return fmt.Errorf("it has no rows (read as %s)", report.Format)
	}
	err = b.Commit(ctx, vault.Import{Name: filepath.Base(file), Format: report.Format, SHA256: report.SHA256, Bytes: report.Bytes, By: c.By})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s (%s): %d rows read: %s\n", file, report.Format, report.Rows, b.Summary())
	return nil
}

// checkFlags refuses flags that do not go together.
func (c importCommand) checkFlags() error {
	switch {
	case c.Source != "" && c.AccordingTo != "":
		return usageError("--source names who asserts it already: it does not go with --according-to")
	case c.SourceTitle != "" && c.AccordingTo == "":
		return usageError("--source-title is of the file as a source, which it is with --according-to")
	}
	return c.check()
}

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

// addFileAsSource makes the file the source of its rows: what it says is
// asserted by whom the command names.
func (c importCommand) addFileAsSource(ctx context.Context, b *vault.Batch, file string) (string, error) {
	base := filepath.Base(file)
	title := c.SourceTitle
	if title == "" {
		title = base
	}
	// Two files of one name by two asserters are two sources.
	agent := c.agent("file:"+base+":"+c.AccordingTo, c.AccordingTo)
	source := data.Source{Key: agent.Key, Kind: "data_set", Title: title, Agent: agent.Key, Archive: data.Archive{State: "not_captured"}}
	return source.Key, errors.Join(b.AddAgent(ctx, agent), b.AddSource(ctx, source))
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
		return nil, 0, errors.Join(errors.New("is a folder"), f.Close())
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
