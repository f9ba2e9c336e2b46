package atlas

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"stele/data"
	"stele/data/ledger"
	"stele/data/release"
)

// Atlas is one release in memory.
type Atlas struct {
	meta     release.Meta
	tag      string // of meta: every entity tag begins with this hash
	layers   []*Layer
	register register
	dossiers map[data.Ref]*dossier
	claims   statements[data.Claim]
	figures  statements[data.Figure]
	line     changeLog
	index    *index
	// translations are JSON objects by language; nil if there are none.
	translations map[string]json.RawMessage
	log          *ledger.Entered // nil if the release is in none

	tail    *release.Tail // what the pack lies in; nil if on the heap
	readers atomic.Int64  // see Holder
}

// Open reads the release at path. Its features are used where they lie in the
// file, if it carries a pack of this version of Stele; otherwise they are packed anew, which takes
// seconds for each million.
func Open(ctx context.Context, path string) (*Atlas, error) {
	r, err := release.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	tail, err := release.OpenTail(path)
	if errors.Is(err, release.ErrNoTail) {
		return Build(ctx, r)
	} else if err != nil {
		return nil, err
	}
	a, err := open(ctx, tail.Bytes(), r)
	if errors.Is(err, errOtherPack) {
		if err := tail.Close(); err != nil {
			return nil, err
		}
		return Build(ctx, r)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), tail.Close())
	}
	a.tail = tail
	return a, nil
}

// Build reads a whole release. It refuses one whose features are out of order,
// share an ID or do not fit their collection's fields, and names the feature.
func Build(ctx context.Context, src Source) (*Atlas, error) {
	var pack bytes.Buffer
	if err := Pack(ctx, src, &pack); err != nil {
		return nil, err
	}
	return open(ctx, pack.Bytes(), src)
}

// Pack writes what Open uses of a release where it lies.
func Pack(ctx context.Context, src release.Rows, w io.Writer) error {
	p := newPacker(w)
	var layers []packedLayer
	for _, c := range data.Collections() {
		layer, err := packLayer(ctx, p, src, c)
		if err != nil {
			return fmt.Errorf("read %s: %w", c.ID, err)
		}
		layers = append(layers, layer)
	}
	names, err := packNames(ctx, p, src, layers)
	if err != nil {
		return fmt.Errorf("read names: %w", err)
	}
	if err := packIndex(p, layers, names); err != nil {
		return err
	}
	if err := packHistory(ctx, p, src, layers); err != nil {
		return fmt.Errorf("read history: %w", err)
	}
	return p.finish()
}

// open puts an atlas together: features from the pack, all else from the rows.
func open(ctx context.Context, pack []byte, src Source) (*Atlas, error) {
	p, err := openPack(pack)
	if err != nil {
		return nil, err
	}
	a := &Atlas{meta: src.Meta(), tag: src.Meta().Tag()}
	a.readers.Store(1)
	if log, ok, err := src.Log(ctx); err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	} else if ok {
		a.log = &log
	}
	for _, c := range data.Collections() {
		a.layers = append(a.layers, openLayer(p, c))
	}
	if p.err == nil { // the index is held against the layers
		a.index = openIndex(p, a.layers)
		for n, l := range a.layers {
			l.index, l.number = a.index, uint32(n)
		}
	}
	if p.err != nil {
		return nil, p.err
	}
	if a.register, err = buildRegister(ctx, src); err != nil {
		return nil, err
	}
	if err := a.buildEvidence(ctx, src); err != nil {
		return nil, err
	}
	if a.line, err = buildLine(ctx, src); err != nil {
		return nil, err
	}
	if a.translations, err = buildTranslations(a.meta.Translations); err != nil {
		return nil, err
	}
	return a, nil
}

// Meta returns what the release says of itself.
func (a *Atlas) Meta() release.Meta { return a.meta }

// Tag returns Meta's Tag.
func (a *Atlas) Tag() string { return a.tag }

// Log returns what the release carries of the log that it was entered in; false
// if it is in none. It differs between releases of one Version.
func (a *Atlas) Log() (ledger.Entered, bool) {
	if a.log == nil {
		return ledger.Entered{}, false
	}
	return *a.log, true
}

// Layers returns one layer per collection, in the order of data.Collections.
func (a *Atlas) Layers() []*Layer { return append([]*Layer(nil), a.layers...) }

// Layer returns the layer of a collection.
func (a *Atlas) Layer(collection string) (*Layer, bool) {
	for _, l := range a.layers {
		if l.collection.ID == collection {
			return l, true
		}
	}
	return nil, false
}
