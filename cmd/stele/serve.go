package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"stele/api"
	"stele/data"
	"stele/data/demo"
	"stele/web"
)

type serveCommand struct {
	Demo           bool   `xor:"data" required:"" help:"Serve the demo data, made anew in a temporary folder."`
	Data           string `xor:"data" required:"" type:"path" placeholder:"DIR" help:"Serve the release in this data folder."`
	Audience       string `default:"public" help:"Whose release to serve."`
	Addr           string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen. Port 0 picks a free one."`
	BaseURL        string `name:"base-url" placeholder:"URL" help:"What all links begin with, if readers reach the server by another address, as behind a proxy."`
	TrustForwarded bool   `help:"Take the address from X-Forwarded-Proto and -Host; only behind a proxy that sets both."`
}

func (serveCommand) Help() string {
	return `Serves a release: the map at /, the API beside it (/collections, /api). The vault is never opened. A new release that
stele publish puts in place is taken up while running. Listens on this machine only, unless --addr says otherwise.
Ctrl-C lets running answers finish.

Examples:
  stele serve --demo
  stele serve --data ~/stele --addr :8080 --base-url https://map.example.org`
}

// shutdownGrace is how long running answers may take to finish.
const shutdownGrace = 10 * time.Second

func (c serveCommand) Run(ctx context.Context, e *env) (err error) {
	if err := checkBaseURL(c.BaseURL); err != nil {
		return err
	}
	dir := folder(c.Data)
	if c.Demo {
		temp, err := e.makeDemo(ctx)
		if err != nil {
			return fmt.Errorf("make the demo: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
		dir = folder(temp)
	}
	w := &watcher{path: dir.release(c.Audience), log: e.log}
	if err := w.load(ctx); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no release for %s in %s; stele import and stele publish make one, stele serve --demo shows one", c.Audience, dir)
	} else if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("%w; --addr names another address", err)
	}
	front, built := web.Dist()
	if !built {
		front = nil
	}
	handler := api.New(api.Config{
		Atlas: &w.holder, Web: front, BaseURL: c.BaseURL, TrustForwarded: c.TrustForwarded,
		Build: version, Logger: e.log, Now: e.now,
	})
	c.announce(e, listener.Addr(), dir, w, built)
	return serve(ctx, api.Server(c.Addr, handler), listener, w)
}

// checkBaseURL refuses what links can't begin with.
func checkBaseURL(text string) error {
	u, err := url.Parse(text)
	if text == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.RawQuery == "" && u.Fragment == "" && u.User == nil {
		return nil
	}
	return usageError(fmt.Sprintf("--base-url %q is not an address such as https://map.example.org or https://example.org/map", text))
}

// announce says where to look and what is there.
func (c serveCommand) announce(e *env, addr net.Addr, dir folder, w *watcher, built bool) {
	a := w.holder.Acquire()
	defer a.Release()
	fmt.Fprintf(e.stdout, "Stele serves http://%s\n", addr)
	for _, collection := range data.Collections() {
		if l, ok := a.Layer(collection.ID); ok {
			fmt.Fprintf(e.stdout, "  %-10s %d\n", collection.ID, l.Len())
		}
	}
	fmt.Fprintf(e.stdout, "  release    %s of %s, version %.12s\n", a.Meta().Audience, a.Meta().PublishedOn, a.Meta().Version)
	where := filepath.Clean(string(dir))
	if c.Demo {
		where += " (demo, removed at the end)"
	}
	fmt.Fprintf(e.stdout, "  data       %s\n", where)
	if !built {
		fmt.Fprintln(e.stdout, "  no map: this program was built without the front end; make build makes one with it")
	}
	fmt.Fprintln(e.stdout, "Ctrl-C stops it.")
}

// serve answers until ctx ends, then lets running answers finish.
func serve(ctx context.Context, server *http.Server, l net.Listener, w *watcher) error {
	watching, stop := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() { defer close(watched); w.watch(watching) }()
	defer func() { stop(); <-watched }()

	ended := make(chan error, 1)
	go func() { ended <- server.Serve(api.Listener(l)) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close() // whoever is still reading has had their time
	}
	if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
		err = errors.Join(err, e)
	}
	return err
}

// makeDemo builds a data folder with the demo in it.
func (e *env) makeDemo(ctx context.Context) (dir string, err error) {
	if dir, err = os.MkdirTemp("", "stele-demo-"); err != nil {
		return "", err
	}
	if err = demo.Build(ctx, dir, folder(dir).release("public"), e.now); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return dir, nil
}
