// Command benchtable reads what go test -bench prints, passes it on to standard
// error as it comes, and at the end prints a table of the figures in Markdown: what
// was asked, what was measured, what is kept in the repository. make bench runs it;
// it is no part of Stele.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"stele/data/madeup"
)

// The figures in the repository, as numbers and as the table made of them.
const (
	keptFile  = "cmd/benchtable/kept.json"
	keptTable = "cmd/benchtable/figures.md"
)

func main() {
	o := options{}
	flag.BoolVar(&o.keep, "keep", false, "keep what was measured in the repository")
	flag.BoolVar(&o.some, "some", false, "only some benchmarks were run: the others are not missing")
	flag.StringVar(&o.out, "o", "", "file to write the table to, too")
	flag.Parse()
	if err := run(o, os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "benchtable:", err)
		os.Exit(1)
	}
}

type options struct {
	keep, some bool
	out        string
}

func run(o options, in io.Reader, out, progress io.Writer) error {
	features, err := madeup.Size()
	if err != nil {
		return err
	}
	measured, err := read(in, progress)
	if err != nil {
		return err
	}
	measured.Features, measured.Load = features, loadAverage()
	kept, err := load(keptFile)
	if err != nil {
		return err
	}
	table := render(measured, kept, !o.some)
	if _, err := io.WriteString(out, table); err != nil {
		return err
	}
	if o.out != "" {
		if err := os.MkdirAll(filepath.Dir(o.out), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(o.out, []byte(table), 0o644); err != nil {
			return err
		}
	}
	if o.keep {
		if err := keep(measured, kept, o.some); err != nil {
			return err
		}
	}
	if missing := missing(measured); len(missing) > 0 && !o.some {
		return fmt.Errorf("these benchmarks said nothing: %s", strings.Join(missing, ", "))
	}
	return nil
}
