package textgate

const (
	dmsForm   = "degrees, minutes, seconds"
	plainDMS  = "degrees and minutes without signs"
	packedDMS = "packed degrees and minutes"
)

// pairGap holds what may part the two halves of a position.
const pairGap = ` ,;/|"')`

// The signs of degrees, minutes and seconds, in folded form. A small o serves as
// one of degrees, in whatever script it was typed.
const (
	degreeMark  = `(?:°|\^\{?\\circ\}?|\*|degrees?|deg\.?|derece\pL*|gradus\pL*|градус\pL*|град\.?|գրադ\pL*|աստիճան\pL*|աստ\.?|d\.?|[oоοօ]|г|gr\.?|гр\.?|г\.)`
	minuteMark  = `(?:'|\\prime|minut\pL*|mins?\.?|deqiqe\pL*|deq\.?|минут\pL*|мин\.?|րոպե\pL*|ր\.?|m)`
	secondMark  = `(?:"|''|\\prime\\prime|seconds?|secs?\.?|saniye\pL*|san\.?|секунд\pL*|сек\.?|վայրկյան\pL*|վրկ\.?|վ\.?|s)`
	sixty       = `[0-5]?\d(?:[.,]\d+)?`
	joinedUnits = `(?: ?,? ?(?:and |ve |и |եւ )?)`
)

var (
	dmsAt = compile(`^( ?)(` + degreeMark + `)([ ,:-]{0,2}(?:and |ve |и |եւ )?)(` + sixty + `)(?: ?(` + minuteMark + `)(?:` +
		joinedUnits + `-?(` + sixty + `)(?: ?(` + secondMark + `))?)?)?`)
	secondHalf = compile(`^ ?[,;/|]? ?\d{1,3} ?° ?[0-5]\d\b`)
	// A sign of degrees that no other reading shares.
	sureDegree = compile(`^(?:°|\^|d|deg|derece|gradus|град|գրադ|աստ)`)
)

// findDMS finds degrees with signs: 39°58'39"N, 39° 58.65', 39 deg 58 min, 39d58m39s.
func findDMS(t *text, i int) (span, bool) {
	from := t.afterDigits(i)
	m := dmsAt.submatches(t.window(from, 120))
	if m == nil || from > i+3 || t.insideNumber(i) || parse(t.s[i:from]) > 180 {
		return span{}, false
	}
	group := func(k int) string {
		if m[2*k] < 0 {
			return ""
		}
		return t.s[from+m[2*k] : from+m[2*k+1]]
	}
	if m[12] >= 0 && m[14] < 0 && degreeSign.matches(t.window(from+m[13], 12)) {
		m[1], m[12] = m[11], -1 // not seconds but the degrees of the next: 39° 58', 46° 07'
	}
	end := from + m[1]
	a, how, after := t.axisNear(end)
	hasAxis := a != noAxis && (how != letter || t.capital(after-1) || group(6) != "" || group(5) != "")
	second := 0
	if group(2) == "°" && group(5) == "" { // 39° 58, 46° 07
		second = len(secondHalf.find(t.window(end, 16)))
	}
	if second == 0 && !isSexagesimal(group(2), group(3), group(5), group(7), hasAxis) {
		return span{}, false
	}
	if a != noAxis {
		end = after
	}
	return span{form: dmsForm, start: t.prefixBefore(i), end: max(end, from+m[1]+second)}, true
}

// isSexagesimal weighs the signs: the more a sign of degrees may be something
// else, the more must stand by it.
func isSexagesimal(degree, gap, minute, second string, hasAxis bool) bool {
	switch degree {
	case "°":
		return minute != "" || hasAxis || gap == ""
	case "o", "о", "ο", "օ", "*":
		return minute == "'"
	case "d", "г", "г.", "gr", "gr.", "гр", "гр.", "d.":
		return minute != "" && (second != "" || hasAxis)
	}
	return sureDegree.matches(degree) && (minute != "" || hasAxis)
}

// axisNear reads an axis that begins at i or after a blank or bracket.
func (t *text) axisNear(i int) (axis, strength, int) {
	return t.axisAt(t.axisStart(i))
}

// prefixBefore takes in a letter or sign before the degrees: N39°58'.
func (t *text) prefixBefore(i int) int {
	m := prefixForm.index(t.before(i, 8))
	if m == nil {
		return t.signBefore(i)
	}
	return max(0, i-8) + m[0]
}

var prefixForm = compile(`(?:[nsew]) ?[+-]?$`)
