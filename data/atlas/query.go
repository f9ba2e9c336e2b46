package atlas

// Query asks a layer for a page of the features selected.
type Query struct {
	Selection
	// Sort is the order: by these, then by the layer's own order.
	Sort []SortKey
	// After skips all up to and including that place in the order.
	After Cursor
	// Limit bounds how many are returned; all if it is not positive.
	Limit int
	// Room is where Result.Runs may lie, if they are few enough: of an answer
	// before, of which nothing is needed any more. It may be nil.
	Room [][2]uint32
}

// Result is the answer to a Query.
type Result struct {
	Matched  int         // features that match, on this page or not
	Returned int         // features on this page
	Runs     [][2]uint32 // the page, in the order asked for: features [low, high), for Layer.EncodedRun
	Next     Cursor      // After of the next page; zero if this is the last
}

// add puts features [low, high) on the page. A page without sort keys is mostly a
// few runs, for neighbours on the map are neighbours in the layer.
func (r *Result) add(low, high uint32) {
	r.Returned += int(high - low)
	if n := len(r.Runs); n > 0 && r.Runs[n-1][1] == low {
		r.Runs[n-1][1] = high
		return
	}
	if r.Runs == nil {
		// Room for what most pages have: to grow to it is six allocations.
		r.Runs = make([][2]uint32, 0, 64)
	}
	r.Runs = append(r.Runs, [2]uint32{low, high})
}

// Indexes lists the features of the page.
func (r *Result) Indexes() []uint32 {
	list := make([]uint32, 0, r.Returned)
	for _, run := range r.Runs {
		for i := run[0]; i < run[1]; i++ {
			list = append(list, i)
		}
	}
	return list
}

// Cursor is a place in a layer's order: that of the feature with this ID and
// order key, whether or not a layer has one. It is made of what is public, and
// means the same in another release. The zero Cursor is before the first.
type Cursor struct {
	Key uint64 // Hilbert key of the centre of the published geometry's box
	ID  string
	// Values are those of the sort keys, nil for null.
	Values []*Value
}

// IsZero reports that the cursor is before the first feature.
func (c Cursor) IsZero() bool { return c.Key == 0 && c.ID == "" && len(c.Values) == 0 }

// Query answers q. It allocates for the page, not for what matches, and nothing
// for each feature.
func (l *Layer) Query(q Query) Result {
	if q.Limit <= 0 || q.Limit > l.Len() {
		q.Limit = l.Len()
	}
	m := l.matcher(&q.Selection)
	if len(q.Sort) > 0 {
		return l.sorted(&m, q)
	}
	p := page{Result: Result{Runs: q.Room[:0]}, layer: l, first: l.indexAfter(q.After), limit: q.Limit}
	if count, ok := m.count(); ok { // then only the page need be looked for
		if count > 0 {
			m.each(p.first, func(low, high uint32) bool {
				p.add(low, high)
				return !p.more && p.Matched < count // whoever asks for the last of few need not wait for the rest
			})
		}
		p.Matched = count
	} else {
		m.each(0, func(low, high uint32) bool {
			p.add(low, high)
			return true
		})
	}
	return p.result()
}

// page collects the answer: it is told the matches in the layer's order.
type page struct {
	Result
	layer *Layer
	first uint32 // index of the first feature that may be returned
	limit int
	more  bool
}

// add takes the matches low to high-1; it looks only at those on the page.
func (p *page) add(low, high uint32) {
	p.Matched += int(high - low)
	low = max(low, p.first)
	if low >= high {
		return
	}
	last := uint32(min(uint64(high), uint64(low)+uint64(p.limit-p.Returned)))
	p.more = p.more || last < high
	if low < last {
		p.Result.add(low, last)
	}
}

func (p *page) result() Result {
	if p.more && len(p.Runs) > 0 {
		p.Next = p.layer.cursorAt(p.Runs[len(p.Runs)-1][1] - 1)
	}
	return p.Result
}
