package textgate

import "strings"

const (
	utmForm  = "UTM"
	mgrsForm = "MGRS"
)

const (
	// Metres east and north, as 596543 mE, 596543E, E 596543.
	eastMark, northMark = `(?: ?m? ?e\b)?`, `(?: ?m? ?n\b)?`
	easts               = `(?:e|x|easting)?[ :=]{0,2}` + easting + eastMark
	norths              = `(?:n|y|northing)?[ :=]{0,2}` + northing + northMark
	metresGap           = `[ ,;/:|]{1,4}`
)

// Receivers write a zero before the easting, and may put it next to the band.
var utmAt = compile(`^ ?-?(?:[c-hj-np-x]|north|south)(?:\b` + metresGap + easts + `|0` + easting + eastMark + `)` + metresGap + norths)

// findUTM finds a zone with easting and northing: 38S 596543 4426123.
func findUTM(t *text, i int) (span, bool) {
	end := t.afterDigits(i)
	m := utmAt.index(t.window(end, 90))
	if m == nil || !isZone(t.s[i:end]) || t.letterBefore(i) || t.insideNumber(i) {
		return span{}, false
	}
	return span{form: utmForm, start: i, end: end + m[1]}, true
}

func isZone(s string) bool {
	return len(s) <= 2 && parse(s) >= 1 && parse(s) <= 60
}

// The columns of MGRS squares in zones 1, 2, 3 and so on in turn.
var mgrsColumns = [3]string{"stuvwxyz", "abcdefgh", "jklmnpqr"}

var mgrsAt = compile(`^([ /-]?)([c-hj-np-x])[ ,/-]{0,2}([a-hj-np-z])([a-hj-np-v])[ ,/-]{0,2}(\d{2,10})(?:[ ,/-]{1,2}(\d{2,5}))?`)

// findMGRS finds a military grid reference of 1 km and finer. A coarser one
// may pass. Inside an identifier such as a UUID it is none, and in small
// letters only in the zones of the region, since there is too much like it.
func findMGRS(t *text, i int) (span, bool) {
	if !isDigit(t.s[i]) {
		return t.findSquare(i)
	}
	from := t.afterDigits(i)
	m := mgrsAt.submatches(t.window(from, 40))
	if m == nil || !isZone(t.s[i:from]) {
		return span{}, false
	}
	end, ok := t.gridEnd(i, from, m[10:14])
	if !ok {
		return span{}, false
	}
	zone := int(parse(t.s[i:from]))
	if !strings.Contains(mgrsColumns[zone%3], t.s[from+m[6]:from+m[7]]) {
		return span{}, false
	}
	isCapital := t.capital(from+m[4]) && t.capital(from+m[6]) && t.capital(from+m[8])
	isParted := m[2] < m[3]
	if !isCapital && (zone < 37 || zone > 40) || isParted && !isCapital {
		return span{}, false
	}
	return span{form: mgrsForm, start: i, end: end}, true
}

// gridEnd returns where easting and northing end: two groups of one length, or
// one group of both. m are their bounds, from the end of the zone.
func (t *text) gridEnd(start, from int, m []int) (end int, ok bool) {
	first := m[1] - m[0]
	isWhole := first >= 8 && t.capital(from) // in one piece, to 10 m and finer: a file may be named by it
	stands := func(end int) bool { return t.alone(start, end) && (isWhole || !t.inIdentifier(start, end)) }
	if m[2] >= 0 && m[3]-m[2] == first && first <= 5 && stands(from+m[3]) {
		return from + m[3], true
	}
	end = from + m[1]
	return end, first%2 == 0 && first >= 4 && stands(end)
}

// inIdentifier reports whether [start, end) is a part between hyphens,
// underscores or slashes, as of a UUID, a file name or an address.
func (t *text) inIdentifier(start, end int) bool {
	const joins = "-_/."
	isBefore := start > 1 && strings.IndexByte(joins, t.s[start-1]) >= 0 && t.s[start-2] != ' '
	isAfter := end+1 < len(t.s) && strings.IndexByte(joins, t.s[end]) >= 0 && t.s[end+1] != ' '
	return isBefore || isAfter
}

const gridWords = `(?:mgrs|usng|(?:(?:map|grid|os) )?(?:ref(?:erences?|s?\.)|ref)|(?:map|grid)(?: square| coord(?:inate)?s?\.?)?|grid|g\.?r\.?|квадрат\pL*|kvadrat\pL*|քառակուս\pL*)`

var (
	squareAt = compile(`^` + gridWords + `[^\pL\d]{1,4}((?:\d{1,2} ?[c-x] ?)?[a-z]{2} ?\d{2,5} ?\d{2,5})\b`)
	// The same without the letters of its square, which the map's sheet says:
	// two groups of two to five digits, or one of both.
	mapRefAt = compile(`^` + gridWords + `[^\pL\d]{1,4}(?:is |at |was |no\.? |№ ?)?((?:\d{1,2} ?[c-x][ ,]{1,2})?(\d{5}[ /-]?\d{5}|\d{4}[ /-]?\d{4}|\d{3}[ /-]?\d{3}|\d{2}[ -]?\d{2}))(?:[^\pL\d.,-]|[.,-]?$|[.,] )`)
	// A square's letters and all ten digits of a place in it, parted: PK 96543 25678.
	bareSquareAt = compile(`^([a-hj-np-z][a-hj-np-v]) (\d{5}) (\d{5})\b`)
)

// findSquare finds a labelled reference, "grid reference PK 965 261", "map ref:
// 596 425", and one of metres without its zone.
func (t *text) findSquare(i int) (span, bool) {
	if t.letterBefore(i) {
		return span{}, false
	}
	w := t.window(i, 60)
	if m := squareAt.submatches(w); m != nil {
		return span{form: mgrsForm, start: i + m[2], end: i + m[3]}, true
	}
	if m := mapRefAt.submatches(w); m != nil && t.isMapRef(i, w[:m[2]], w[m[4]:m[5]]) {
		return span{form: gridForm, start: i + m[2], end: i + m[3]}, true
	}
	m := bareSquareAt.index(w)
	if m == nil || !t.capital(i) || !t.capital(i+1) || numberedBy.matches(t.before(i, 24)) {
		return span{}, false
	}
	return span{form: mgrsForm, start: i, end: i + m[1]}, true
}

// isMapRef weighs a reference of digits alone: the shorter it is, the more its
// label has to say. Four digits are a square of 1 km, or a year.
func (t *text) isMapRef(at int, label, digits string) bool {
	n := len(digits)
	switch {
	case strings.HasPrefix(label, "ref"):
		return false // a file's, a letter's
	case strings.HasPrefix(label, "gr") && !strings.HasPrefix(label, "grid"), strings.HasPrefix(label, "g.r"):
		return t.capital(at) && n >= 6 && !documentBefore.matches(t.before(at, 24))
	case n > 5:
		return true
	}
	isSquare := strings.Contains(label, "ref") || strings.Contains(label, "square") || strings.Contains(label, "квадрат") || strings.Contains(label, "kvadrat") || strings.Contains(label, "քառակուս")
	return isSquare && !strings.HasPrefix(digits, "19") && !strings.HasPrefix(digits, "20")
}

var documentBefore = compile(`(?:pass\pL*|series|seri\pL*|сери\pL*|паспорт\pL*|plate|номер\pL*|nomre\pL*|no\.?|№)[ :]{0,2}$`)

var (
	wktAt  = compile(`^(?:multi)?(?:point|linestring|polygon|geometrycollection)(?: ?z?m?)? ?\(`)
	wktEnd = compile(`^[-+ \d.,()e]*`)
)

const wktForm = "WKT"

// findWKT finds POINT(46.13007 39.97753) and its kin. A number of them beyond
// the first few hundred is found as decimal degrees and joined.
func findWKT(t *text, i int) (span, bool) {
	m := wktAt.index(t.window(i, 40))
	if m == nil {
		return span{}, false
	}
	body := wktEnd.find(t.window(i+m[1], 400))
	if !fineDecimal.matches(body) {
		return span{}, false
	}
	return span{form: wktForm, start: i, end: i + m[1] + len(strings.TrimRight(body, " ,.-+(e"))}, true
}

var fineDecimal = compile(`\d[.,]\d\d`)
