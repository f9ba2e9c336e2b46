// Package web holds the built front end: static files that the HTTP server
// hands out as they are. It holds no handlers and no sources; those are the
// TypeScript files beside it, built into dist by `npm run build`.
package web

import (
	"embed"
	"io/fs"
)

// A checkout has dist/.gitkeep alone, so that the package compiles before the
// front end has been built.
//
//go:embed all:dist
var dist embed.FS

// Dist returns the built front end: index.html, and assets/ with
// content-hashed names, each beside its .br and .gz form. It reports false
// where the program was compiled without a front-end build; the file system
// is then empty of pages. Safe for concurrent use.
func Dist() (fs.FS, bool) {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, false
	}
	_, err = fs.Stat(sub, "index.html")
	return sub, err == nil
}
