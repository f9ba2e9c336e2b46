package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"stele/data/atlas"
	"stele/data/export"
)

type exportCommand struct {
	Data       string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Collection string `required:"" enum:"sites,villages,zones,districts,events" placeholder:"C" help:"What to write: ${enum}."`
	Format     string `default:"geojson" enum:"${formats}" help:"The format: ${enum}."`
	exportQuery
	Output   string `short:"o" default:"-" type:"path" placeholder:"FILE" help:"The file to write; - is standard output."`
	Audience string `default:"public" help:"Whose release to write from."`
}

// formatNames lists the formats for the command line.
func formatNames() string {
	var exts []string
	for _, f := range export.Formats("") {
		exts = append(exts, f.Ext)
	}
	return strings.Join(exts, ",")
}

func (exportCommand) Help() string {
	var formats strings.Builder
	for _, f := range export.Formats("") {
		fmt.Fprintf(&formats, "  %-10s %s\n", f.Ext, f.Title)
	}
	return `Writes a collection of the release, which is what the server shows, never of the vault. The file appears when it is
whole. The release itself is a GeoPackage with all collections: releases/public.gpkg in the data folder.

A generalised position is its cell's outline in every format, never a point.

` + formats.String() + `
What is written is chosen as an address of the server does it, by the parameters of the same names.

Examples:
  stele export --data ~/stele --collection villages --format kml -o villages.kml
  stele export --data ~/stele --collection villages --filter "kind = 'town'" --bbox 46,39,47,41 --format fgb -o towns.fgb
  stele export --data ~/stele --collection events --datetime 1993-04/1993-05 --where contested=false --format csv -o events.csv`
}

func (c exportCommand) Run(ctx context.Context, e *env) error {
	if err := (output{"--output", c.Output}).check(folder(c.Data)); err != nil {
		return err
	}
	path := folder(c.Data).release(c.Audience)
	a, err := atlas.Open(ctx, path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no release for %s in %s; stele publish makes one", c.Audience, c.Data)
	}
	if err != nil {
		return err
	}
	defer a.Release()
	if c.Output == "-" {
		_, err := c.write(ctx, a, e.stdout)
		return err
	}
	n, err := writeFile(c.Output, func(w io.Writer) (int, error) { return c.write(ctx, a, w) })
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "%s: %d features\n", c.Output, n)
	return nil
}

// write streams the collection, from where it lies in the file: its memory does
// not grow with it.
func (c exportCommand) write(ctx context.Context, a *atlas.Atlas, to io.Writer) (n int, err error) {
	format, ok := export.ByExt(c.Collection, c.Format)
	if !ok {
		return 0, usageError(fmt.Sprintf("--format: %s are not written as %s", c.Collection, c.Format))
	}
	l, _ := a.Layer(c.Collection)
	q, err := c.of(l, format)
	if err != nil {
		return 0, err
	}
	found := l.Query(atlas.Query{Selection: q.Selection})
	for _, run := range found.Runs {
		if i, outside := l.Outside(q.CRS, run[0], run[1]); outside && !q.SkipGeometry {
			box, _ := l.BoxAt(i)
			return 0, usageError(fmt.Sprintf("--crs: feature %s: %v; --bbox leaves out what is beyond", l.ID(i), q.CRS.Check(box)))
		}
	}
	write, err := format.Prepare(ctx, l, a.Meta(), q)
	if errors.Is(err, export.ErrTiles) {
		return 0, usageError("--format: " + err.Error())
	}
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriterSize(to, 1<<16)
	if err := write(w); err != nil {
		return 0, err
	}
	return found.Matched, w.Flush()
}

// ofFolder says of the folder why no file can be made in it, and not of the
// file, whose name nobody knows.
func ofFolder(dir string, err error) error {
	if err := folder(dir).check(); err != nil {
		return err
	}
	var of *os.PathError
	if errors.As(err, &of) {
		return fmt.Errorf("the folder %s: %w", dir, of.Err)
	}
	return err
}

// writeFile writes a file that appears at path only when it is whole.
func writeFile(path string, write func(io.Writer) (int, error)) (n int, err error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return 0, fmt.Errorf("%s is a folder; name a file in it", path)
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, filepath.Base(path)+".part-*")
	if err != nil {
		return 0, fmt.Errorf("write %s: %w", path, ofFolder(dir, err))
	}
	defer os.Remove(f.Name()) // does nothing once it is renamed
	n, err = write(f)
	if err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return n, err
	}
	return n, os.Rename(f.Name(), path)
}
