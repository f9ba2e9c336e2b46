package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"stele/data/atlas"
	"stele/data/release"
)

// watcher holds the atlas of the release at path and takes up a new one when
// the file is replaced.
type watcher struct {
	path   string
	log    *slog.Logger
	every  time.Duration // how often it looks; 0 is watchEvery
	holder atlas.Holder
	seen   os.FileInfo
}

// watchEvery is how long a new release may go unnoticed.
const watchEvery = 2 * time.Second

// load reads the release that is there now.
func (w *watcher) load(ctx context.Context) error {
	info, err := os.Stat(w.path)
	if err != nil {
		return err
	}
	a, err := atlas.Open(ctx, w.path)
	if err != nil {
		return err
	}
	// The page's policy names the base map: what is wrong with it is said at the start.
	if err := release.CheckBaseMap(a.Meta().BaseMap, a.Meta().BaseMapAttribution); err != nil {
		a.Release()
		return fmt.Errorf("%s: %w", w.path, err)
	}
	w.seen = info
	w.holder.Swap(a)
	return nil
}

// watch loads whatever replaces the release, until ctx ends. A file that can't
// be read leaves the old release in force.
func (w *watcher) watch(ctx context.Context) {
	tick := time.NewTicker(cmp.Or(w.every, watchEvery))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		info, err := os.Stat(w.path)
		if err != nil || os.SameFile(info, w.seen) && info.ModTime().Equal(w.seen.ModTime()) {
			continue
		}
		if err := w.load(ctx); err != nil {
			w.seen = info // say it once
			w.log.Error("the new release is not taken up", "error", err)
			continue
		}
		a := w.holder.Acquire()
		w.log.Info("new release", "version", a.Meta().Version, "published_on", a.Meta().PublishedOn)
		a.Release()
	}
}
