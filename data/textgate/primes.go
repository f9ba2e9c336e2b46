package textgate

var (
	// Degrees without their sign before minutes and seconds with theirs: 39 58'
	// 39", 39-58'-39", 39 0 58' 39".
	primesAt = compile(`^\d{1,3}(?: ?[o0] ?|[ .^*-]{1,2})[0-5]?\d ?'[ -]{0,2}[0-5]?\d(?:[.,]\d+)? ?(?:"|'')`)
	// The same without seconds: 39 58.65', 39 58'.
	minutesAt = compile(`^\d{1,3}(?: ?[o0] |[ ^*-])[0-5]?\d(?:[.,]\d+)? ?'`)
	// Three pairs of digits, of the region: 39-58-39 / 46-07-48, 39.58.39.
	threesAt = compile(`^(\d\d)[.*-][0-5]\d[.*-][0-5]\d(?:[.,]\d+)?[ ,;/|]{1,3}(\d\d)[.*-][0-5]\d[.*-][0-5]\d`)
	// Minutes with their fraction, as receivers show them, without any sign: 39 58.65, 46 07.80.
	bareMinutesAt = compile(`^(\d\d)[ :-][0-5]\d[.,]\d{1,6}[ ,;/|]{1,3}0?(\d\d)[ :-][0-5]\d[.,]\d{1,6}\b`)
	// 39 58 39, 46 07 48. With blanks alone between them six numbers are a list.
	bareThreesAt = compile(`^(\d\d) [0-5]\d [0-5]\d(?:[.,]\d+)? ?[,;/|] ?0?(\d\d) [0-5]\d [0-5]\d(?:[.,]\d+)?\b`)
)

// findPrimes finds degrees whose own sign is left out. Where seconds follow, one
// half is enough; minutes alone may be feet, and want the other half or an axis.
func findPrimes(t *text, i int) (span, bool) {
	if t.insideNumber(i) {
		return span{}, false
	}
	w := t.window(i, 48)
	if m := primesAt.index(w); m != nil && t.afterDigits(i) > i+1 && parse(t.s[i:t.afterDigits(i)]) <= 180 {
		return span{form: plainDMS, start: t.prefixBefore(i), end: t.afterAxis(i + m[1])}, true
	}
	if m := minutesAt.index(w); m != nil {
		end := t.afterAxis(i + m[1])
		second := t.skip(end, pairGap, 4)
		_, _, second = t.axisAt(second)
		rest := t.window(t.skip(second, " ", 1), 24)
		next := primesAt.index(rest)
		if next == nil {
			next = minutesAt.index(rest)
		}
		if next == nil {
			return span{form: plainDMS, start: i, end: end}, end > i+m[1]
		}
		return span{form: plainDMS, start: t.prefixBefore(i), end: t.afterAxis(t.skip(second, " ", 1) + next[1])}, true
	}
	if t.afterDigits(i) != i+2 || !isOfRegion(parse(w[:2])) {
		return span{}, false // most numbers
	}
	for _, form := range []*pattern{threesAt, bareMinutesAt, bareThreesAt} {
		if m := form.submatches(w); m != nil && inRegion(parse(w[m[2]:m[3]]), parse(w[m[4]:m[5]])) {
			return span{form: plainDMS, start: i, end: i + m[1]}, !numberedBy.matches(t.before(i, 24))
		}
	}
	return span{}, false
}

// afterAxis is where an axis behind a number at i ends, or i.
func (t *text) afterAxis(i int) int {
	if a, how, end := t.axisNear(i); a != noAxis && (how != letter || t.capital(end-1)) {
		return end
	}
	return i
}
