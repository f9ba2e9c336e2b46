package twin_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"stele/geo"
)

// scanner finds coordinates in bytes, whatever they are written as.
type scanner struct {
	eight map[uint64]*form
	four  map[uint32]*form
	five  map[[5]byte]*form
	text  map[string]*form
	// Forms that a published coordinate has too tell nothing.
	isPublic map[any]bool
	held     int // positions
}

// form is one way to write a coordinate, of one position or of several.
type form struct {
	name string
	of   []axis
	// A form of few bits is found by chance: it counts only where the other
	// coordinate of the position stands beside it.
	isWeak bool
}

// axis is a coordinate of a position: 0 is its longitude.
type axis struct{ position, number int }

// only is a scanner that knows the same as public and of one position held.
func (s *scanner) only(p orb.Point) *scanner {
	one := newScanner()
	one.isPublic = s.isPublic
	one.hold(p, 2)
	return one
}

func newScanner() *scanner {
	return &scanner{map[uint64]*form{}, map[uint32]*form{}, map[[5]byte]*form{}, map[string]*form{}, map[any]bool{}, 0}
}

// coarse is about 0.1 degree in units of 1e-7: a smaller whole number has so few
// bits that it would be found everywhere.
const coarse = 1 << 20

// publish takes note of a coordinate that anybody may read.
func (s *scanner) publish(v float64) {
	s.isPublic[math.Float64bits(v)] = true
	f := float32(v)
	for _, near := range []float32{f, math.Nextafter32(f, -1000), math.Nextafter32(f, 1000)} { // an R-tree rounds outwards
		s.isPublic[math.Float32bits(near)] = true
	}
	s.isPublic[uint32(int32(toE7(v)))] = true
	s.isPublic[strconv.FormatInt(abs(toE7(v)), 10)] = true
	number := string(geo.AppendNumber(nil, math.Abs(v)))
	for i := range number {
		s.isPublic[number[:i+1]] = true
	}
}

func abs(v int64) int64 { return max(v, -v) }

// hold takes note of a position that nobody may read, to be looked for in text
// from the given number of decimals on.
func (s *scanner) hold(p orb.Point, decimals int) {
	for number, v := range p {
		a := axis{s.held, number}
		s.holdBinary(v, a)
		s.holdText(v, decimals, a)
	}
	// At the edges and in the middle of the world a key is little but zeros or ones.
	if key := geo.Hilbert(p[0], p[1]); bits.OnesCount64(key^key>>1) > 12 {
		put(s, s.eight, key, fmt.Sprintf("Hilbert key of %v", p), axis{s.held, 2}, false)
	}
	s.held++
}

func (s *scanner) holdBinary(v float64, a axis) {
	put(s, s.eight, math.Float64bits(v), fmt.Sprintf("float64 of %v", v), a, false)
	put(s, s.four, math.Float32bits(float32(v)), fmt.Sprintf("float32 of %v", v), a, true)
	n := toE7(v)
	if abs(n) < coarse {
		return
	}
	put(s, s.four, uint32(int32(n)), fmt.Sprintf("whole 1e-7 degrees of %v", v), a, true)
	put(s, s.text, strconv.FormatInt(abs(n), 10), fmt.Sprintf("whole 1e-7 degrees in text of %v", v), a, false)
	for _, b := range [][]byte{binary.AppendUvarint(nil, uint64(abs(n))), binary.AppendVarint(nil, n), sqliteVarint(uint64(abs(n)))} {
		switch len(b) {
		case 4:
			put(s, s.four, binary.LittleEndian.Uint32(b), fmt.Sprintf("varint of %v", v), a, true)
		case 5:
			put(s, s.five, [5]byte(b), fmt.Sprintf("varint of %v", v), a, true)
		}
	}
}

func (s *scanner) holdText(v float64, decimals int, a axis) {
	exact := strconv.FormatFloat(math.Abs(v), 'f', 20, 64)
	for d := decimals; d <= 15; d++ {
		rounded := strconv.FormatFloat(math.Abs(v), 'f', d, 64)
		cut := exact[:strings.IndexByte(exact, '.')+1+d]
		for _, number := range []string{rounded, cut} {
			if strings.Trim(number[strings.IndexByte(number, '.')+decimals:], "0") != "" {
				put(s, s.text, number, fmt.Sprintf("text of %v", v), a, d < 4)
			}
		}
	}
}

func put[K comparable](s *scanner, forms map[K]*form, key K, name string, a axis, isWeak bool) {
	var zero K
	if key == zero || s.isPublic[key] {
		return
	}
	f := forms[key]
	if f == nil {
		f = &form{name: name, isWeak: true}
		forms[key] = f
	}
	f.of = append(f.of, a)
	f.isWeak = f.isWeak && isWeak
}

// sqliteVarint is big-endian, seven bits a byte (SQLite file format, 1.6).
func sqliteVarint(v uint64) []byte {
	b := []byte{byte(v & 0x7f)}
	for v >>= 7; v > 0; v >>= 7 {
		b = append([]byte{byte(v&0x7f) | 0x80}, b...)
	}
	return b
}

// finding collects what a scan finds.
type finding struct {
	bytes []byte
	near  []hit // weak forms in the last bytes
	found []string
}

type hit struct {
	at int
	of []axis
}

// beside is how far, in bytes, the two coordinates of a position stand apart.
const beside = 64

func (f *finding) note(at int, what *form) {
	if what == nil || len(f.found) == 10 {
		return
	}
	if !what.isWeak || f.hasOther(at, what.of) {
		f.found = append(f.found, fmt.Sprintf("byte %d: %s in %q", at, what.name, f.bytes[max(0, at-8):min(len(f.bytes), at+24)]))
	}
	f.near = append(f.near, hit{at, what.of})
}

func (f *finding) hasOther(at int, of []axis) bool {
	f.near = slices.DeleteFunc(f.near, func(h hit) bool { return h.at < at-beside })
	for _, h := range f.near {
		for _, a := range of {
			if slices.Contains(h.of, axis{a.position, 1 - a.number}) {
				return true
			}
		}
	}
	return false
}

// scan says what is held and stands in the bytes, and where; at most ten.
func (s *scanner) scan(b []byte) []string {
	f := finding{bytes: b}
	for i := range b {
		if i+8 <= len(b) {
			f.note(i, s.eight[binary.LittleEndian.Uint64(b[i:])])
			f.note(i, s.eight[binary.BigEndian.Uint64(b[i:])])
		}
		if i+5 <= len(b) {
			f.note(i, s.five[[5]byte(b[i:])])
		}
		if i+4 <= len(b) {
			f.note(i, s.four[binary.LittleEndian.Uint32(b[i:])])
			f.note(i, s.four[binary.BigEndian.Uint32(b[i:])])
		}
		if isDigit(b[i]) {
			f.note(i, s.digits(b, i))
		}
		if b[i] == '.' || b[i] == ',' {
			s.number(&f, i)
		}
	}
	return f.found
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number looks at the number whose point or comma is at b[at], and at it with
// fewer of its decimals and leading digits: in a row of a table the texts of
// two columns run together. 46.75,39.55 are two numbers, not three.
func (s *scanner) number(f *finding, at int) {
	b, whole := f.bytes, at
	for whole > 0 && at-whole < 12 && isDigit(b[whole-1]) {
		whole--
	}
	if b[at] == ',' && whole > 1 && b[whole-1] == '.' && isDigit(b[whole-2]) {
		return
	}
	decimals := at + 1
	for decimals < len(b) && decimals-at < 24 && isDigit(b[decimals]) {
		decimals++
	}
	for from := max(whole, at-3); from < at; from++ {
		for to := at + 2; to <= decimals; to++ {
			f.note(from, s.text[string(b[from:at])+"."+string(b[at+1:to])])
		}
	}
}

// digits looks for whole numbers from at on.
func (s *scanner) digits(b []byte, at int) *form {
	for n := 0; n < 10 && at+n < len(b) && isDigit(b[at+n]); n++ {
		if f := s.text[string(b[at:at+n+1])]; f != nil {
			return f
		}
	}
	return nil
}

// scanner is made once; tests do not add to it.
func (p *pair) scanner() *scanner { return p.known() }

// newScanner knows what the vaults of a world hold and what of it is public.
func (p *pair) newScanner() *scanner {
	s := newScanner()
	// The sizes of public_precision, and a degree in radians, which stands in
	// the definition of the reference system.
	for _, v := range []float64{0.01, 0.1, 1, 0.0174532925199433} {
		s.publish(v)
	}
	for _, r := range p.world.records {
		for twin, at := range r.at {
			shown := at
			if r.held() {
				shown = r.cell(twin).Polygon()
			}
			points := vertices(shown)
			if r.past != nil && r.past.cell != (geo.Cell{}) {
				points = append(points, vertices(r.past.cell.Polygon())...)
			}
			s.isPublic[hilbert(shown)] = true // that of what is shown, which is in the release's pack
			for _, v := range points {
				s.publish(v[0])
				s.publish(v[1])
			}
		}
	}
	for n, twin := range p.twins {
		if twin != nil {
			p.holdAll(s, n)
		}
	}
	return s
}

func (p *pair) holdAll(s *scanner, n int) {
	for _, r := range p.world.records {
		if !r.held() {
			continue
		}
		decimals := 2
		if r.shown == geo.PrecisionHundredth {
			decimals = 3
		}
		for _, v := range vertices(r.at[n]) {
			s.hold(v, decimals)
		}
	}
	for _, c := range p.world.claims {
		i := slices.IndexFunc(p.world.records, func(r record) bool { return r.Key == c.Subject.Key })
		if (p.world.records[i].held() || c.isHeld) && c.at[n] != nil {
			s.hold(vertices(c.at[n])[0], 3)
		}
	}
	for _, r := range p.world.records {
		if r.past != nil {
			for _, v := range vertices(r.past.at[n]) {
				s.hold(v, 3)
			}
		}
	}
	for _, h := range p.world.hidden[n] {
		s.hold(vertices(h.at[n])[0], 2)
	}
	for i := range 80 { // first versions
		s.hold(elsewhere(n, i), 3)
	}
}
