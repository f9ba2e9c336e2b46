package textgate

import "strings"

// findAxisDMS finds degrees without signs behind the name of an axis:
// "N 39 58 39, E 46 07 48", "latitude 39 58 39".
func findAxisDMS(t *text, i int) (span, bool) {
	if t.letterBefore(i) {
		return span{}, false
	}
	a, how, end := t.axisAt(i)
	if a == noAxis {
		return t.findContextDMS(i)
	}
	end += len(axisGap.find(t.window(end, 40)))
	if n := namedAt.index(t.window(end, 40)); n != nil && how == word && !unitAfter.matches(t.window(end+n[1], 24)) {
		return span{form: plainDMS, start: i, end: end + n[1]}, true
	}
	m := plainAt.submatches(t.window(end, 40))
	if m == nil || unitAfter.matches(t.window(end+m[1], 24)) {
		return span{}, false
	}
	first := span{form: plainDMS, start: i, end: end + m[1]}
	if strings.ContainsAny(t.s[end:first.end], "°'") {
		return span{}, false // findDMS has it
	}
	if how == word && (m[6] >= 0 || m[8] >= 0) {
		return first, true
	}
	next := t.skip(first.end, pairGap, 4)
	b, _, after := t.axisAt(next)
	if b == noAxis || a == b {
		return span{}, false
	}
	after += len(axisGap.find(t.window(after, 40)))
	n := plainAt.index(t.window(after, 40))
	if n == nil {
		return span{}, false
	}
	return span{form: plainDMS, start: i, end: after + n[1]}, true
}

var (
	// Degrees, minutes, perhaps seconds, perhaps a fraction.
	plainAt = compile(`^(\d{1,3})[ :°-]{1,2}([0-5]\d|\d)(?:[ :'-]{1,2}([0-5]\d|\d))?([.,]\d+)?`)
	// 39.58.39, 39/58/39, 395839, 0460748: dates, sums and numbers of other things
	// but for the word before them that names an axis.
	namedAt = compile(`^(?:\d{1,3}[./,][0-5]\d[./,][0-5]\d(?:[.,]\d+)?|[01]?\d\d[0-5]\d[0-5]\d(?:\.\d+)?)\b`)
	// "Coordinates: 39 58 39, 46 07 48".
	contextDMS = compile(`^(?:coord|koord|координ|կոորդ|gps|wgs)\pL*[^\d.]{0,24}(\d{1,3}[ :-][0-5]?\d(?:[ :-][0-5]?\d(?:[.,]\d+)?|[.,]\d+)[ ,;/|]{1,3}\d{1,3}[ :-][0-5]?\d(?:[ :-][0-5]?\d(?:[.,]\d+)?|[.,]\d+))`)
)

func (t *text) findContextDMS(i int) (span, bool) {
	m := contextDMS.submatches(t.window(i, 120))
	if m == nil {
		return span{}, false
	}
	return span{form: plainDMS, start: i + m[2], end: i + m[3]}, true
}

// findPlainDMS finds degrees without signs before the letters of both axes, or
// before one when there are seconds: "39 58 39 N 46 07 48 E", "39-58-39N".
func findPlainDMS(t *text, i int) (span, bool) {
	end := t.afterDigits(i)
	if end > i+3 || end+1 >= len(t.s) || strings.IndexByte(" :-\xc2", t.s[end]) < 0 {
		return span{}, false
	}
	m := plainAt.submatches(t.window(i, 40))
	if m == nil || t.insideNumber(i) || parse(t.s[i:i+m[3]]) > 180 {
		return t.findColonPair(i, m)
	}
	at := t.afterBlank(i + m[1])
	a, how, end := t.axisAt(at)
	if a == noAxis {
		return t.findColonPair(i, m)
	}
	if second, ok := t.plainSecond(a, end); ok {
		return span{form: plainDMS, start: i, end: second}, true
	}
	hasSeconds := m[6] >= 0 || m[8] >= 0
	isInitial := end < len(t.s) && t.s[end] == '.' && !t.isSentenceEnd(end)
	isSure := how == word || t.capital(at) && !isInitial
	return span{form: plainDMS, start: i, end: end}, hasSeconds && isSure
}

// isSentenceEnd tells "39 58 39 N." from "12 30 15 E. Aliyev".
func (t *text) isSentenceEnd(i int) bool {
	return i+1 >= len(t.s) || i+2 >= len(t.s) || !t.letterAt(i+2)
}

func (t *text) plainSecond(a axis, i int) (end int, ok bool) {
	i = t.skip(i, pairGap, 4)
	m := plainAt.index(t.window(i, 40))
	if m == nil {
		return i, false
	}
	b, _, end := t.axisAt(t.afterBlank(i + m[1]))
	return end, b != noAxis && b != a
}

// findColonPair finds 39:58:39, 46:07:48 in the region: no clock shows these.
func (t *text) findColonPair(i int, m []int) (span, bool) {
	if m == nil || m[6] < 0 {
		return span{}, false
	}
	c := colonPair.submatches(t.window(i, 60))
	if c == nil || !inRegion(parse(t.s[i+c[2]:i+c[3]]), parse(t.s[i+c[4]:i+c[5]])) {
		return span{}, false
	}
	return span{form: plainDMS, start: i, end: i + c[1]}, true
}

var colonPair = compile(`^0?(\d\d):[0-5]\d:[0-5]\d(?:[.,]\d+)?[ ,;/|]{1,3}0?(\d\d):[0-5]\d:[0-5]\d(?:[.,]\d+)?`)

// findPackedDMS finds degrees and minutes as pilots and instruments write them:
// 395839N0460748E, 3958N 04607E, 3958.650,N,04607.804,E; or with points for signs.
func findPackedDMS(t *text, i int) (span, bool) {
	if t.insideNumber(i) {
		return span{}, false
	}
	if m := dottedAt.index(t.window(i, 60)); m != nil {
		return span{form: plainDMS, start: i, end: i + m[1]}, true
	}
	if n := t.afterDigits(i) - i; n < 4 || n > 6 {
		return span{}, false
	}
	m := packedAt.submatches(t.window(i, 60))
	if m == nil || t.letterBefore(i) || t.insideNumber(i) {
		return span{}, false
	}
	return span{form: packedDMS, start: i, end: i + m[3]}, true
}

// findPackedPrefix is the same with the letters in front: N395839 E0460748.
func findPackedPrefix(t *text, i int) (span, bool) {
	m := packedPrefixAt.index(t.window(i, 60))
	if m == nil || t.letterBefore(i) {
		return span{}, false
	}
	return span{form: packedDMS, start: i, end: i + m[1]}, true
}

const (
	packedLat = `[0-8]\d[0-5]\d(?:[0-5]\d)?(?:\.\d+)?`
	packedLon = `[01]?\d\d[0-5]\d(?:[0-5]\d)?(?:\.\d+)?`
)

var (
	// 39.58.39 N 46.07.48 E, 39'58'39 N, 46'07'48 E
	dottedAt       = compile(`^\d{1,3}[.'][0-5]\d[.'][0-5]\d(?:[.,]\d+)?["']{0,2} ?[nsсю](?:\. ?ш)?\.?[ ,;/]{1,3}\d{1,3}[.'][0-5]\d[.'][0-5]\d(?:[.,]\d+)?["']{0,2} ?[ewзве](?:\. ?д)?`)
	packedAt       = compile(`^(` + packedLat + `[ ,]?[ns][ ,;/-]{0,3}` + packedLon + `[ ,]?[ew])(?:[^\pL]|$)`)
	packedPrefixAt = compile(`^[ns] ?` + packedLat + `[ ,;/-]{0,3}[ew] ?` + packedLon)
)
