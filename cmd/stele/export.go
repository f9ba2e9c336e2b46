package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

type exportCommand struct {
	Data       string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Collection string `required:"" enum:"sites,villages,zones,districts,events" placeholder:"C" help:"What to write: ${enum}."`
	Format     string `default:"geojson" enum:"geojson" help:"The format: ${enum}."`
	Output     string `short:"o" default:"-" type:"path" placeholder:"FILE" help:"The file to write; - is standard output."`
	Audience   string `default:"public" help:"Whose release to write from."`
}

func (exportCommand) Help() string {
	return `Writes a collection of the release, which is what the server shows, never of the vault. The file appears when it is
whole. The release itself is a GeoPackage with all collections: releases/public.gpkg in the data folder.

Example:
  stele export --data ~/stele --collection villages --format geojson -o villages.geojson`
}

func (c exportCommand) Run(ctx context.Context, e *env) error {
	path := folder(c.Data).release(c.Audience)
	r, err := release.Open(ctx, path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no release for %s in %s; stele publish makes one", c.Audience, c.Data)
	}
	if err != nil {
		return err
	}
	defer r.Close()
	if c.Output == "-" {
		_, err := c.write(ctx, r, e.stdout)
		return err
	}
	n, err := writeFile(c.Output, func(w io.Writer) (int, error) { return c.write(ctx, r, w) })
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "%s: %d features\n", c.Output, n)
	return nil
}

// write streams the collection as one FeatureCollection, straight from the
// file: its memory does not grow with it.
func (c exportCommand) write(ctx context.Context, r *release.Reader, to io.Writer) (n int, err error) {
	w := bufio.NewWriterSize(to, 1<<16)
	collection, _ := data.CollectionByID(c.Collection)
	fields := data.PublicFields(collection)
	head, err := atlas.ExportHead(collection, r.Meta())
	if err != nil {
		return 0, err
	}
	w.Write(head[:len(head)-1])
	w.WriteString(`,"features":[`)
	var line []byte
	for f, err := range r.Features(ctx, c.Collection) {
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return n, err
		}
		line = line[:0]
		if n > 0 {
			line = append(line, ',')
		}
		if line, err = atlas.AppendFeature(append(line, '\n'), fields, f); err != nil {
			return n, err
		}
		if _, err := w.Write(line); err != nil {
			return n, err
		}
		n++
	}
	w.WriteString("\n]}\n")
	return n, w.Flush()
}

// ofFolder says of the folder why no file can be made in it, and not of the
// file, whose name nobody knows.
func ofFolder(dir string, err error) error {
	if info, statErr := os.Stat(dir); errors.Is(statErr, os.ErrNotExist) {
		return fmt.Errorf("the folder %s does not exist", dir)
	} else if statErr == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder", dir)
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
