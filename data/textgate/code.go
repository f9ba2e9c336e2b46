package textgate

import (
	"math"
	"strings"
)

const (
	plusForm       = "plus code"
	geohashForm    = "geohash"
	maidenheadForm = "Maidenhead locator"
	wordsForm      = "what3words"
	georefForm     = "Georef"
)

var (
	// Eight digits of an Open Location Code, a plus, and up to seven; before
	// the plus, pairs may be zeros. A blank may part the first four.
	fullPlus = compile(`^[2-9c][2-9cfghjmpqrv][2-9cfghjmpqrvwx]{2} ?(?:[2-9cfghjmpqrvwx]{4}\+(?:[2-9cfghjmpqrvwx]{2,7})?|[2-9cfghjmpqrvwx]{2}00\+)`)
	// The same without its first four, which a town's name stands for.
	shortPlus = compile(`^(?:[2-9cfghjmpqrvwx]{2})?[2-9cfghjmpqrvwx]{4}\+[2-9cfghjmpqrvwx]{2,7}`)
)

// findPlusCode finds full plus codes anywhere, and short ones in capitals: with
// letters and digits anywhere, so that no sum is taken for one, and of letters
// alone where they are no part of a sentence in small letters. Codes of a whole
// degree (8H000000+) may pass.
func findPlusCode(t *text, i int) (span, bool) {
	if t.letterBefore(i) || i > 0 && isDigit(t.s[i-1]) {
		return span{}, false
	}
	w := t.window(i, 24)
	if plus := strings.IndexByte(w, '+'); plus < 4 || plus > 9 {
		return span{}, false
	}
	if m := fullPlus.index(w); m != nil && t.alone(i, i+m[1]) && hasLetter(w[:m[1]]) {
		return span{form: plusForm, start: i, end: i + m[1]}, true
	}
	m := shortPlus.index(w)
	if m == nil || !t.alone(i, i+m[1]) || !hasLetter(w[:m[1]]) {
		return span{}, false
	}
	found := span{form: plusForm, start: i, end: i + m[1]}
	if plusContext.matches(t.before(i, 24)) {
		return found, true
	}
	for k := i; k < found.end; k++ {
		if t.letterAt(k) && !t.capital(k) {
			return span{}, false
		}
	}
	return found, strings.ContainsAny(w[:m[1]], "23456789") || t.isNamePlus(found.end)
}

// isNamePlus reports that a code of letters stands as one does, before a town or
// behind it or by itself, and not between other words: "the CCCP+GCF pact".
func (t *text) isNamePlus(end int) bool {
	next := t.skip(end, " ,.;:()", 3)
	if t.letterAt(next) {
		return t.capital(next) || t.skip(end, ",.;:()", 1) > end
	}
	return true
}

var plusContext = compile(`(?:plus[ -]?code|plus[ -]?kod|плюс-?код|plus\.codes|olc)`)

func hasLetter(s string) bool {
	return strings.ContainsAny(s, "cfghjmpqrvwx")
}

const geohashDigits = "0123456789bcdefghjkmnpqrstuvwxyz"

// findGeohash finds a geohash that stands alone: 7 to 12 letters and digits,
// at least two of each, of a place in the region. All of those begin with s or
// t, so no hexadecimal hash is one. Elsewhere any identifier could be a
// geohash, and only a labelled one counts.
func findGeohash(t *text, i int) (span, bool) {
	end, digits := i, 0
	for end < len(t.s) && end <= i+12 && strings.IndexByte(geohashDigits, t.s[end]) >= 0 {
		if isDigit(t.s[end]) {
			digits++
		}
		end++
	}
	g := t.s[i:end]
	if len(g) < 7 || len(g) > 12 || !t.alone(i, end) || t.inIdentifier(i, end) {
		return span{}, false
	}
	if digits < 2 || len(g)-digits < 2 || !inRegion(geohashCentre(g)) {
		return span{}, false
	}
	isSample := serialNumber.matches(g) && (numberedBy.matches(t.before(i, 24)) || sampleBefore.matches(t.before(i, 24)))
	return span{form: geohashForm, start: i, end: end}, !isSample
}

var (
	// Letters and then digits, as samples, bags and passports are numbered.
	serialNumber = compile(`^[a-z]{2,3}\d+$`)
	sampleBefore = compile(`(?:samples?|bag|passport|barcode|образ\pL*|паспорт\pL*|numune\pL*)[^\pL\d]{0,3}$`)
)

// geohashCentre decodes a geohash (Gustavo Niemeyer's base 32).
func geohashCentre(g string) (lat, lon float64) {
	latStep, lonStep, isLon := 90.0, 180.0, true
	for k := range len(g) {
		value := strings.IndexByte(geohashDigits, g[k])
		for bit := 16; bit > 0; bit >>= 1 {
			sign := math.Copysign(1, float64(value&bit)-0.5)
			if isLon {
				lonStep /= 2
				lon += sign * lonStep
			} else {
				latStep /= 2
				lat += sign * latStep
			}
			isLon = !isLon
		}
	}
	return lat, lon
}

var (
	labelledGeohash    = compile(`^(?:geo-?hash\pL*|geokod|геохе?ш\pL*|գեոհեշ\pL*)[^\pL\d]{1,4}(?:is |:)?([0-9b-hjkmnp-z]{5,12})(?:[^\pL\d]|$)`)
	labelledMaidenhead = compile(`^(?:maidenhead|qth|locator|grid (?:square|locator)|lokator|локатор\pL*|квадрат)(?: (?:locator|square))?[^\pL\d]{1,4}(?:is )?([a-r]{2}\d\d[a-x]{2}(?:\d\d(?:[a-x]{2})?)?)(?:[^\pL\d]|$)`)
	labelledWords      = compile(`^(?:what ?3 ?words|what three words|w3w)(?: (?:address|location|code|is|at|unvan\pL*|адрес|հասցե\pL*)){0,2}[^\pL]{1,4}(\p{L}{2,20}\.\p{L}{2,20}\.\p{L}{2,20})`)
	wordsLabelled      = compile(`^(\p{L}{2,20}\.\p{L}{2,20}\.\p{L}{2,20}) ?[\[("]?(?:on |in |at |by |from )?(?:what ?3 ?words|w3w)(?:[^\pL]|$)`)
	labelledGeoref     = compile(`^georef[^\pL\d]{1,4}([a-hj-np-z]{4}\d{4,10})(?:[^\pL\d]|$)`)
	regionMaidenhead   = compile(`^(l[mn]\d\d[a-x]{2}\d\d(?:[a-x]{2})?)(?:[^\pL\d]|$)`)
	threeWords         = compile(`^///(\p{L}{2,20}\.\p{L}{2,20}\.\p{L}{2,20})`)
	labelledPlus       = compile(`^(?:plus[ -]?codes?|plus[ -]?kod\pL*|плюс[ -]?код\pL*|olc)[^\pL\d]{1,4}([2-9cfghjmpqrvwx]{4,8}\+[2-9cfghjmpqrvwx]{2,7})`)
)

// findLabelledCode finds codes that only their label tells from other words:
// geohashes of 5 km and finer, Maidenhead locators of six characters, what3words.
func findLabelledCode(t *text, i int) (span, bool) {
	if t.letterBefore(i) {
		return span{}, false
	}
	w := t.window(i, 100)
	for _, l := range []struct {
		form    string
		pattern *pattern
	}{
		{geohashForm, labelledGeohash},
		{maidenheadForm, labelledMaidenhead},
		{maidenheadForm, regionMaidenhead},
		{wordsForm, labelledWords},
		{wordsForm, wordsLabelled},
		{georefForm, labelledGeoref},
		{plusForm, labelledPlus},
	} {
		if m := l.pattern.submatches(w); m != nil {
			return span{form: l.form, start: i + m[2], end: i + m[3]}, true
		}
	}
	return span{}, false
}

// findThreeWords finds ///word.word.word.
func findThreeWords(t *text, i int) (span, bool) {
	m := threeWords.index(t.window(i, 130))
	if m == nil || i > 0 && (t.s[i-1] == ':' || t.s[i-1] == '/') {
		return span{}, false
	}
	return span{form: wordsForm, start: i, end: i + m[1]}, true
}
