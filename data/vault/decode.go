package vault

import (
	"encoding/json"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"stele/data"
	"stele/data/edtf"
	"stele/geo"
)

// rawRecord is a row of record as it is kept, in the columns of recordSelect.
type rawRecord struct {
	data.Record // ID, Version, Collection, Key, Group, WhenRole, Source, AssertedBy

	geometry                                   []byte
	uncertainty                                *float64
	place, names, when, properties, recordedAt string
	locator                                    string
}

// dest is where the columns land.
func (r *rawRecord) dest() []any {
	return []any{
		&r.ID, &r.Version, &r.Collection, &r.Key, &r.geometry, &r.uncertainty, &r.place, &r.Group, &r.names,
		&r.when, &r.WhenRole, &r.properties, &r.Source, &r.AssertedBy, &r.locator, &r.recordedAt,
	}
}

// decoder makes records of rows. It remembers the properties that it has read:
// those of most records are the same few codes.
type decoder struct {
	known map[string]map[string]any
}

// mostKnown bounds how many properties a decoder remembers.
const mostKnown = 1 << 12

func (d *decoder) record(raw rawRecord) (data.Record, error) {
	r := raw.Record
	if raw.uncertainty != nil {
		r.UncertaintyM = *raw.uncertainty
	}
	err := d.fill(&r, raw)
	if err != nil {
		return r, fmt.Errorf("record %s version %d: %w", r.ID, r.Version, err)
	}
	return r, nil
}

func (d *decoder) fill(r *data.Record, raw rawRecord) (err error) {
	if raw.geometry != nil {
		if r.Geometry, err = geo.ParseWKB(raw.geometry); err != nil {
			return err
		}
	}
	if r.Place, err = data.ParseRef(raw.place); err != nil {
		return err
	}
	if raw.when != "" {
		if r.When, err = edtf.Parse(raw.when); err != nil {
			return err
		}
	}
	if err := json.Unmarshal([]byte(raw.names), &r.Names); err != nil {
		return err
	}
	if r.Properties, err = d.properties(raw.properties); err != nil {
		return err
	}
	if raw.locator == "{}" {
		return nil
	}
	return json.Unmarshal([]byte(raw.locator), &r.Locator)
}

func (d *decoder) properties(text string) (p map[string]any, err error) {
	if p, ok := d.known[text]; ok {
		return p, nil
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return nil, err
	}
	if d.known == nil || len(d.known) == mostKnown {
		d.known = map[string]map[string]any{}
	}
	d.known[text] = p
	return p, nil
}

// decodedAtOnce is how many rows one goroutine decodes before it takes others.
const decodedAtOnce = 256

// decoded yields what rows say, in their order. It reads them, decodes them and
// has them used at the same time.
func decoded(rows iter.Seq2[rawRecord, error], s *standings) iter.Seq2[Public, error] {
	return func(yield func(Public, error) bool) {
		stop := make(chan struct{})
		order := make(chan *decoding, 2*runtime.GOMAXPROCS(0))
		read := make(chan struct{}) // closed when nobody reads rows any more
		defer func() {
			close(stop)
			<-read
		}()
		go func() {
			defer close(read)
			defer close(order)
			readInto(order, stop, rows, s)
		}()
		for d := range order {
			<-d.done
			for _, p := range d.records {
				if !yield(p, nil) {
					return
				}
			}
			if d.err != nil {
				yield(Public{}, d.err)
				return
			}
		}
	}
}

// decoding is some rows on their way.
type decoding struct {
	rows    []rawRecord
	records []Public
	err     error
	done    chan struct{}
}

func readInto(order chan<- *decoding, stop <-chan struct{}, rows iter.Seq2[rawRecord, error], s *standings) {
	decoders := make(chan *decoder, cap(order))
	for range cap(order) {
		decoders <- &decoder{}
	}
	var running sync.WaitGroup
	defer running.Wait()
	send := func(d *decoding) bool {
		running.Go(func() {
			defer close(d.done)
			with := <-decoders
			d.decode(with, s)
			decoders <- with
		})
		select {
		case order <- d:
			return true
		case <-stop:
			return false
		}
	}
	next := &decoding{done: make(chan struct{})}
	for raw, err := range rows {
		if err != nil {
			next.err = err
			break
		}
		if next.rows = append(next.rows, raw); len(next.rows) == decodedAtOnce {
			if !send(next) {
				return
			}
			next = &decoding{done: make(chan struct{})}
		}
	}
	send(next)
}

// decode keeps an error that reading gave for after the rows before it.
func (d *decoding) decode(with *decoder, s *standings) {
	for _, raw := range d.rows {
		r, err := with.record(raw)
		if err != nil {
			d.err = err
			return
		}
		p := Public{Cleared: Cleared{Record: r, Approvals: s.approvals(r.ID, r.Version), RecordedAt: raw.recordedAt}}
		if at, reason, ok := s.letOut(r.ID, r.Version); ok {
			p.Versions = []Past{{Cleared: p.Cleared, DecidedAt: at, Reason: reason}}
		}
		d.records = append(d.records, p)
	}
}
