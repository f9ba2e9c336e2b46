package api

import (
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"

	"stele/api/html"
	"stele/data/atlas"
)

// Config says what is served and how. The zero value of each member works.
type Config struct {
	// Atlas holds the release in force. While it is empty, data is answered
	// with 503.
	Atlas *atlas.Holder
	// Web is the built front end: index.html at its root, hashed files in
	// assets, each with .br and .gz twins if it likes. Nil serves a page that
	// says how to build it.
	Web fs.FS
	// BaseURL is what all links begin with, "https://example.org/stele", as
	// readers see it. Empty takes the scheme and Host of each request, which
	// is right without a proxy in front.
	BaseURL string
	// TrustForwarded believes X-Forwarded-Proto and X-Forwarded-Host where
	// BaseURL is empty. Only for a proxy that overwrites both.
	TrustForwarded bool
	// Build names the program's version. It goes into entity tags, so that a
	// new program is not answered with what an old one had sent.
	Build  string
	Logger *slog.Logger     // nil discards
	Now    func() time.Time // of the timeStamp in answers; nil is time.Now
}

// server answers requests. It has no state but pools and what saves work.
type server struct {
	Config
	front     *frontEnd
	encodings encodings
	pages     sync.Pool // of *page
	drafts    drafts
	lastBase  atomic.Pointer[knownBase]
	cache     *cache
	patience  patience
	files     chan struct{} // a place for each temporary file
}

// cacheBytes bounds the answers that are kept, of all layers and filters.
const cacheBytes = 64 << 20

// New returns the service. It is safe for concurrent use.
func New(c Config) http.Handler { return newServer(c).routes() }

func newServer(c Config) *server {
	if c.Atlas == nil {
		c.Atlas = new(atlas.Holder)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &server{
		Config: c, front: openFrontEnd(c.Web, c.Logger), encodings: newEncodings(),
		pages: sync.Pool{New: newPage}, cache: newCache(cacheBytes), patience: usualPatience,
		files: make(chan struct{}, maxFiles),
	}
}

// routes is the table of contents of the service.
func (s *server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.identify, s.log, s.recover, secure, cors, s.boundAddress, boundBody)
	r.NotFound(s.notFound)
	r.MethodNotAllowed(s.methodNotAllowed)

	s.get(r, "/", s.landing, "f")
	s.get(r, "/embed", s.embed)
	s.get(r, "/embed-options", s.embedOptions)
	s.getPage(r, "/story", s.story, valuePage("A guided view"), "f")
	s.getPage(r, "/translations/{language}", s.translations, valuePage("The data's texts in a language"), "f")
	s.getPage(r, "/conformance", s.conformance, valuePage("What is met of the standards"), "f")
	s.getPage(r, "/api", s.openAPI, valuePage("The interface, as OpenAPI"), "f")

	s.getPage(r, "/collections", s.collections, extentsPage("Layers"), "f")
	s.getPage(r, "/collections/{collection}", s.collection, extentsPage("Layer"), "f")
	s.getPage(r, "/collections/{collection}/schema", s.schema, valuePage("Properties"), "f")
	s.getPage(r, "/collections/{collection}/schema/feature", s.featureSchema, valuePage("JSON Schema of a feature"), "f")
	s.getPage(r, "/collections/{collection}/queryables", s.queryables, valuePage("What a filter may name"), "f")
	s.getPage(r, "/collections/{collection}/sortables", s.sortables, valuePage("What may be sorted by"), "f")
	s.post(r, "/collections/{collection}/search", s.postedItems, itemsNames()...)
	s.getPage(r, "/collections/{collection}/items", s.items, itemsPage, itemsNames()...)
	s.getPage(r, "/collections/{collection}/items/{id}", s.item, itemPage, "crs", "f")
	s.getPage(r, "/collections/{collection}/items/{id}/claims", s.claims, valuePage("Who says what"), "property", "f")
	s.getPage(r, "/collections/{collection}/items/{id}/history", s.history, valuePage("Public versions"), "f")
	s.get(r, "/collections/{collection}/export", s.exportChosen, append(exportNames(), "f")...)
	s.get(r, "/collections/{collection}/export.{ext}", s.exportFile, exportNames()...)
	s.getPage(r, "/collections/{collection}/stats", s.stats, valuePage("Counts"), slices.Concat(filterNames, []string{"facets", "f", fieldNames})...)

	s.getPage(r, "/collections/{collection}/tilejson", s.tileJSON, valuePage("Vector tiles"), "f")
	s.getPage(r, "/collections/{collection}/tiles", s.tilesets, valuePage("Vector tiles"), "f")
	s.getPage(r, "/collections/{collection}/tiles/WebMercatorQuad", s.tileset, valuePage("Vector tiles"), "f")
	s.getPage(r, "/tileMatrixSets", s.tileMatrixSets, valuePage("How the world is cut into tiles"), "f")
	s.getPage(r, "/tileMatrixSets/{id}", s.tileMatrixSet, valuePage("How the world is cut into tiles"), "f")
	s.get(r, "/collections/{collection}/tiles/WebMercatorQuad/{z}/{row}/{col}", s.tile, tileFilterNames...)

	s.getPage(r, "/stats", s.allStats, valuePage("Counts of all layers"), slices.Concat(filterNames, []string{"facets", "f", fieldNames})...)
	s.getPage(r, "/search", s.search, valuePage("Names found"), "q", "collection", "limit", "bbox", "f")

	s.getPage(r, "/sources", s.sources, valuePage("Sources"), "f")
	s.getPage(r, "/sources/{id}", s.source, valuePage("Source"), "f")
	s.getPage(r, "/agents", s.agents, valuePage("Who asserts"), "f")
	s.getPage(r, "/agents/{id}", s.agent, valuePage("Who asserts"), "f")
	s.getPage(r, "/claims", s.claimList, valuePage("Claims"), "subject", "property", "source", "asserted_by", "limit", "next", "f")
	s.getPage(r, "/claims/{id}", s.claim, valuePage("Claim"), "f")
	s.getPage(r, "/figures", s.figures, valuePage("Figures"), "scope", "measure", "source", "collection", "limit", "next", "f")
	s.getPage(r, "/figures/ranges", s.ranges, valuePage("Figures by source"), "scope", "measure", "collection", "limit", "next", "f")
	s.getPage(r, "/figures/sum", s.sum, valuePage("Sum of figures"), "measure", "scope", "source", "f")
	s.getPage(r, "/figures/{id}", s.figure, valuePage("Figure"), "f")
	s.getPage(r, "/changes", s.changes, valuePage("What became different"), "since", "limit", "next", "f")

	s.get(r, "/log/checkpoint", s.logCheckpoint)
	s.get(r, "/log/proof", s.logProof, "f")
	s.get(r, "/log/consistency", s.logConsistency, "from", "f")

	s.get(r, "/healthz", s.healthz)
	s.get(r, "/readyz", s.readyz)
	s.get(r, "/assets/*", s.asset)
	s.get(r, "/sw.js", s.worker)
	s.get(r, html.StylePath, s.style)
	return r
}

// Server returns an http.Server with bounds on everything that a client can
// draw out. WriteTimeout is for short answers; long ones move their deadline on
// as long as the client reads (see pace).
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxAddress + 4<<10,
		ConnContext:       withConn,
	}
}
