package api

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"strconv"
)

// frontEnd serves the built front end.
type frontEnd struct {
	files fs.FS // nil if there is none
}

// missingPage stands where the map would be. It has no script and no style: the
// content policy allows none inline.
const missingPage = `<!doctype html>
<html lang="en">
<title>Stele</title>
<h1>Stele</h1>
<p>The map is not built into this program. Run <code>make build</code> and build it again.</p>
<p>The data is here: <a href="?f=json">landing page</a>, <a href="collections">layers</a>, <a href="sources">sources</a>.</p>
</html>
`

// openFrontEnd checks that there is an index.html; without one, there is no
// front end.
func openFrontEnd(files fs.FS, logger *slog.Logger) *frontEnd {
	if files == nil {
		return &frontEnd{}
	}
	if _, err := fs.Stat(files, mapPage); err != nil {
		logger.Error("open front end", "error", err)
		return &frontEnd{}
	}
	return &frontEnd{files: files}
}

// asset answers with a file of the front end whose name changes with its
// content, so that it may be kept for good.
func (s *server) asset(c call) (answer, error) {
	if s.front.files == nil {
		return answer{}, errNotFound
	}
	name := path.Join("assets", c.pathValue("*"))
	if !fs.ValidPath(name) || path.Dir(name) == "." {
		return answer{}, errNotFound
	}
	a, err := s.front.file(c.Request, name)
	a.cache = "public, max-age=31536000, immutable"
	return a, err
}

// worker answers with the page's service worker. It stands beside the page, whose
// scope that gives it, and under a name that stays; a browser asks for it anew
// each time, so that a fault in it can be mended.
func (s *server) worker(c call) (answer, error) {
	if s.front.files == nil {
		return answer{}, errNotFound
	}
	a, err := s.front.file(c.Request, "sw.js")
	if err != nil {
		return answer{}, err
	}
	hash := sha256.New()
	file, err := s.front.files.Open("sw.js")
	if err != nil {
		return answer{}, err
	}
	defer file.Close()
	if _, err := io.Copy(hash, file); err != nil {
		return answer{}, err
	}
	a.etag = weakTag(string(hash.Sum(nil)))
	return a, nil
}

// file answers with a file, or with its .br or .gz twin where there is one and
// the client takes it.
func (f *frontEnd) file(r *http.Request, name string) (answer, error) {
	info, err := fs.Stat(f.files, name)
	if err != nil || !info.Mode().IsRegular() {
		return answer{}, errNotFound
	}
	stored, encoding := f.twin(r, name)
	return answer{contentType: assetType(name), asIs: f.hasTwin(name), build: func(h http.Header) (writeBody, error) {
		return f.body(h, stored, encoding)
	}}, nil
}

// hasTwin reports that a file has a compressed twin, so that a client that takes
// none of its encodings gets it as it is.
func (f *frontEnd) hasTwin(name string) bool {
	for _, suffix := range []string{".br", ".gz"} {
		if info, err := fs.Stat(f.files, name+suffix); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}

func (f *frontEnd) twin(r *http.Request, name string) (stored, encoding string) {
	list := accepted(r.Header.Values("Accept-Encoding"))
	twins := []struct{ encoding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}
	best := 0.0
	stored = name
	for _, t := range twins { // br first: on a tie the smaller wins
		if q := encodingQuality(list, t.encoding); q > best {
			if info, err := fs.Stat(f.files, name+t.suffix); err == nil && info.Mode().IsRegular() {
				best, stored, encoding = q, name+t.suffix, t.encoding
			}
		}
	}
	return stored, encoding
}

func (f *frontEnd) body(h http.Header, stored, encoding string) (writeBody, error) {
	info, err := fs.Stat(f.files, stored)
	if err != nil {
		return nil, err
	}
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	return func(w io.Writer) error {
		file, err := f.files.Open(stored)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.Copy(w, file)
		return err
	}, nil
}

// assetType goes by our own table: the system's differs between machines.
func assetType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return typeHTML
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json", ".map":
		return typeJSON
	case ".geojson":
		return typeGeoJSON
	case ".webmanifest":
		return "application/manifest+json"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".webp":
		return "image/webp"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}
