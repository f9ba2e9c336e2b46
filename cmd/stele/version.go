package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"stele/data/vocab"
)

type versionCommand struct{}

func (versionCommand) Help() string {
	return `Example:
  stele version`
}

// version is set by the build (see the Makefile).
var version = "development"

func (versionCommand) Run(e *env) error {
	_, err := fmt.Fprintf(e.stdout, "stele %s (vocabularies %s, SQLite driver %s, %s)\n", version, vocab.Version(), moduleVersion("modernc.org/sqlite"), runtime.Version())
	return err
}

func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "unknown"
}
