package textgate

import (
	"math"
	"strings"
)

const decimalForm = "decimal degrees"

// coordinate is one decimal coordinate with what stands around it.
type coordinate struct {
	number
	start, end int // with sign, degree sign and axis
	axis       axis
	how        strength
	isDegrees  bool // a degree sign follows
	isTouching bool // the letter of the axis touches the number
	isCapital  bool // the letter of the axis is a capital
}

// coordinate reads a coordinate at i: "39.97753", "39,97753° N", "lat: 39.97753".
func (t *text) coordinate(i int) (c coordinate, ok bool) {
	at := i
	if a, how, end := t.axisAt(i); a != noAxis && !t.letterBefore(i) {
		c.axis, c.how = a, how
		at = end + len(axisGap.find(t.window(end, 40)))
		c.isTouching, c.isCapital = at == end, t.capital(i)
	}
	at = t.skip(at, "+-", 1)
	if c.number, ok = t.number(at); !ok || c.value > 180 && !t.isScaled(c) {
		return c, false
	}
	c.start, c.end = i, c.number.end
	if c.axis == noAxis {
		c.start = t.signBefore(i)
	}
	c.end += len(degreeSign.find(t.window(c.end, 12)))
	c.isDegrees = c.end > c.number.end
	if c.axis == noAxis {
		t.axisAfter(&c)
	}
	return c, true
}

var (
	degreeSign = compile(`^ ?(?:°|\^\{?\\circ\}?)`)
	degreeWord = compile(`^ ?(?:dec(?:imal)?\.? deg(?:rees?|\.)?|dd\b|degrees?|deg\.?|derece\pL*|градус\pL*|град\.?|աստիճան\pL*)(?: of)?`)
)

// isScaled reports whether c is a labelled integer of 1e-7 or 1e-6 degrees.
func (t *text) isScaled(c coordinate) bool {
	digits := c.number.end - c.number.start
	return c.axis != noAxis && c.how == word && c.decimals == 0 && digits >= 8 && digits <= 10
}

func (t *text) signBefore(i int) int {
	if i > 0 && (t.s[i-1] == '-' || t.s[i-1] == '+') && (i == 1 || !isDigit(t.s[i-2])) {
		return i - 1
	}
	return i
}

// axisAfter reads the axis behind the number: "39.97753° N", "39,97753 ş.e.".
func (t *text) axisAfter(c *coordinate) {
	at := c.end
	if d := degreeWord.find(t.window(at, 40)); d != "" {
		at, c.isDegrees = at+len(d), true
	}
	open := t.axisStart(at) - at
	a, how, end := t.axisAt(at + open)
	if a == noAxis {
		return
	}
	c.axis, c.how = a, how
	c.isTouching, c.isCapital = open == 0, t.capital(at+open)
	if gap := t.window(end, 6); how != letter && axisOwnsNext.matches(gap) {
		c.axis = noAxis // "39.97753 lon 46.13": the name belongs to what follows
		return
	}
	c.end = t.skip(end, `'"])`, 2)
}

var axisOwnsNext = compile(`^['"]? ?[:=.]? ?[+-]?\d`)

// axisStart is where an axis behind a number at i can begin.
func (t *text) axisStart(i int) int {
	return t.skip(t.skip(i, " ,", 2), "(", 1)
}

// findDecimal finds one decimal coordinate that is told to be one, or two that
// look like a pair.
func findDecimal(t *text, i int) (span, bool) {
	if t.s[i] == '@' || t.s[i] == '/' {
		return span{}, false
	}
	a, ok := t.coordinate(i)
	if !ok || a.decimals == 0 && !t.isScaled(a) {
		return span{}, false
	}
	if b, ok := t.second(a); ok {
		last, end := t.chain(b)
		return span{form: decimalForm, start: a.start, end: end, resume: last}, true
	}
	if t.isSingle(a) {
		return span{form: decimalForm, start: a.start, end: a.end}, true
	}
	return span{}, false
}

// isSingle reports whether c is a coordinate without a second one beside it.
func (t *text) isSingle(c coordinate) bool {
	switch {
	case t.isScaled(c):
		return true
	case c.decimals < 2 || c.decimals < 4 && !c.isDegrees && unitAfter.matches(t.window(c.end, 24)):
		return false
	case c.axis != noAxis && c.how == word:
		return true
	case c.axis != noAxis && c.isDegrees:
		return true
	case c.axis != noAxis && c.how == letter:
		return c.isCapital && (c.decimals >= 4 || c.decimals == 3 && c.isTouching && !c.comma) || c.decimals >= 5 && isOfRegion(c.value)
	}
	return c.isDegrees && c.decimals >= 3 && c.value >= 1 || c.axis != noAxis && c.decimals >= 4
}

// The longest gap in a pair of numbers of four decimals and more: a sentence
// or a row of a table may stand between the two.
const longestGap = 64

// mostBetween is how many whole numbers may stand between the two of a pair.
const mostBetween = 3

// second reads the coordinate that makes a pair with a. Between two numbers of
// four decimals whole ones may stand, such as a note's, a height or an ellipsoid's
// year: "39.97753 (WGS84) 46.13007". They stand between other figures too, so the
// two then have to lie in the region.
func (t *text) second(a coordinate) (b coordinate, ok bool) {
	if a.value > 180 {
		return b, false
	}
	between := 0
	for j := a.end; j < len(t.s) && j <= a.end+longestGap; j++ {
		if !isDigit(t.s[j]) && (!t.letterAt(j) || t.letterBefore(j)) {
			continue
		}
		if b, ok = t.coordinate(j); ok {
			isPair := (between == 0 || b.decimals > 0 && inRegion(a.value, b.value)) && t.isPair(a, b, t.s[a.end:j])
			if isPair || a.decimals < 4 || b.decimals > 0 {
				return b, isPair
			}
		}
		if isDigit(t.s[j]) {
			if a.decimals < 4 || between == mostBetween {
				return b, false
			}
			between, j = between+1, t.afterDigits(j)-1
		}
	}
	return b, false
}

// simpleGap is what may stand between the two numbers of a pair and says
// nothing else; nearGap may hold a word such as "and".
var (
	simpleGap = compile(`^(?:[ ,;/|:&_x]|-|%|\\n|['"\])(\[]){1,6}$`)
	nearGap   = compile(`^[^\pL]*(?:and|ve|и|եւ|by|x|y|to)?[^\pL]*$`)
	article   = compile(`(?:article|artic|\b(?:arts?\.|rules?|tables?|fig(?:ure)?s?|clauses?)|madde|стать|статеи|(?:^|[^\pL])пп?\.|ст\.|հոդված|§|paragraph|section|bend|пункт|para\.?|tel\.?|тел\.?|հեռ\.?|isbn|№|no\.?)[^\d.]{0,8}$`)
)

// articleAfter is an article of a law behind its number: "44.15-ci maddə".
var articleAfter = compile(`^[ -]{0,2}(?:c[iu])? ?(?:madde|bend|стать|пункт|հոդված|article|paragraph)`)

// isPair decides whether two numbers are a position: by what names them, by
// how precise they are, and by where they would lie.
func (t *text) isPair(a, b coordinate, gap string) bool {
	if b.value > 180 || a.value > 90 && b.value > 90 || a.axis != noAxis && a.axis == b.axis {
		return false
	}
	finest, coarsest := max(a.decimals, b.decimals), min(a.decimals, b.decimals)
	isSimple := simpleGap.matches(gap)
	if finest < 2 {
		return false
	}
	if a.axis != noAxis && b.axis != noAxis {
		return a.how != letter || isSimple || nearGap.matches(gap)
	}
	if coarsest < 5 && (unitAfter.matches(t.window(b.end, 24)) || unitAfter.matches(t.window(a.end, 24))) ||
		moneyBefore.matches(t.before(a.start, 12)) || moneyBefore.matches(gap) {
		return false
	}
	if isSimple && (a.isDegrees && b.isDegrees || t.isAnnounced(a.start)) {
		return true
	}
	if coarsest < 4 && unitOfList.matches(t.window(b.end, 60)) {
		return false
	}
	return t.isBarePair(a, b, finest, coarsest, isSimple, gap)
}

// unitOfList is the unit of a list behind the rest of it: "39.98, 46.13 and 13.89
// per cent". The last has its "and": what follows a pair without one is a height.
var unitOfList = compile(`^(?: ?[,;/] ?\d{1,3}[.,]\d{1,3}){0,3},? (?:and|и|ve|եւ|or|или) \d{1,3}[.,]\d{1,3}` + strings.TrimPrefix(unitAfter.expr, "^"))

// Words before a pair that say what it is.
var announcements = []string{"coord", "koord", "координ", "կոորդ", "gps", "wgs", "geo", "@", "ll=", "cp=", "pt=", "location", "position", "point", "cent", "noqte", "точк", "կետ"}

func (t *text) isAnnounced(i int) bool {
	head := t.before(i, 40)
	head = head[strings.LastIndexAny(head, ".!?")+1:]
	return hasAny(head, announcements)
}

// isBarePair decides on two numbers that nothing names.
func (t *text) isBarePair(a, b coordinate, finest, coarsest int, isSimple bool, gap string) bool {
	if a.value < 1 && b.value < 1 && finest < 5 || strings.ContainsAny(gap, "$€£₽₼֏%") && !isSimple {
		return false // probabilities; prices
	}
	switch {
	case coarsest >= 4:
		return isSimple || nearGap.matches(gap) || finest >= 5 || inRegion(a.value, b.value)
	case !isSimple:
		return false
	case finest >= 5 && coarsest >= 1:
		return true
	case finest >= 4 && coarsest >= 1 && (coarsest >= 3 || strings.Trim(gap, " ") != "-"):
		return true
	case article.matches(t.before(a.start, 24)) || articleAfter.matches(t.window(b.end, 24)):
		return false
	case coarsest >= 3 && !a.comma && !b.comma:
		return true
	}
	return coarsest >= 2 && strings.Trim(gap, " ") != "-" && inRegion(a.value, b.value)
}

// inRegion reports whether two numbers, in either order, lie in the South
// Caucasus (38 to 42.5 N, 43 to 51 E), which the service maps. Only there do
// pairs of two decimals and lone geohashes count, for they may be anything.
func inRegion(a, b float64) bool {
	lat, lon := math.Min(a, b), math.Max(a, b)
	return lat >= 38 && lat <= 42.5 && lon >= 43 && lon <= 51
}

// chain follows a list of coordinates behind b. It returns the start of its last
// number, which may make a pair with one that follows, and the end of the list.
func (t *text) chain(b coordinate) (last, end int) {
	last, end = b.start, b.end
	for i := end; i < len(t.s) && i <= end+8; i++ {
		if !isDigit(t.s[i]) {
			if strings.IndexByte(" ,;/|()[]+-", t.s[i]) < 0 {
				break
			}
			continue
		}
		n, ok := t.number(i)
		if !ok || n.decimals < 1 {
			break
		}
		last, end, i = n.start, n.end, n.end-1
	}
	return last, end
}
