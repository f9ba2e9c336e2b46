package textgate

import (
	"slices"
	"strings"
)

const (
	relativeForm = "bearing and distance"
	walkForm     = "walking time"
	bearingForm  = "bearing"
	roadForm     = "road marker"
)

// farthestM is the distance in metres up to which "from here" is a position:
// 30 km. Farther off it names a part of a country.
const farthestM = 30_000

const units = `(km|kms|kilomet(?:er|re)s?|kilometr\pL*|км|километр\pL*|կմ\pL*|կիլոմետր\pL*|miles?|mi|верст\pL*|mil\b|m|mt|mtr|met(?:er|re)s?|metr\pL*|м|метр\pL*|մ|մետր\pL*|` +
	`yards?|yds?|feet|foot|ft|steps?|paces?|addim\pL*|шаг\pL*|քայլ\pL*)`

var (
	unitAt = compile(`^(?:-?(?:х|ти|ми|cu|ci|րդ) )? ?-?` + units + `(?:['-]?(?:lik|luk|liyi\pL*|de|da|ի|ում|ը|անոց))?(?:[^\pL\d]|$)`)
	walkAt = compile(`^(?: ?-? ?)(?:minutes?|mins?|deqiqe\pL*|минут\pL*|րոպե\pL*|hours?|saat\pL*|час\pL*|ժամ\pL*)(?:['-]? ?s?'? ?)(?:'s |s' )?` +
		`(?:walk\pL*|drive|on foot|by car|hike|piyada|yol\b|gedis|ходьбы|пешком|езды|пути|քայլ\pL*|ճանապարհ\pL*)[^.!?\d]{0,30}?(?:from|of|` + compass + `|от|mesafe\pL*|yoldur|հեռավորությ\pL*|հեռու)(?:[^\pL]|$)`)
	rangeBefore = compile(`(?:\d[\d.,]{0,6} ?(?:km|m|км|м|կմ|մ)?(?: ?- ?| to | до | or | или | ve ya ))$`)
)

// findDistance finds a distance of 30 km at most that places something: by a
// direction ("3 km north-east"), an origin ("300 m from the school") or the
// words "at a distance of". Lengths, heights and speeds pass.
func findDistance(t *text, i int) (span, bool) {
	n, ok := t.number(i)
	if !ok || n.value == 0 || i > 1 && t.s[i-1] == ',' && isDigit(t.s[i-2]) {
		return span{}, false // the end of "31 000 m" or "31,000 m"
	}
	if f, ok := t.walk(i, n.end); ok {
		return f, true
	}
	value := n.value
	if n.comma && n.decimals == 3 {
		value *= 1000 // "1,200 m"; of "1,200 km" more than we need
	}
	return t.placed(i, n.end, value)
}

// placed decides on a distance whose number ends at end.
func (t *text) placed(start, end int, value float64) (span, bool) {
	m := unitAt.submatches(t.window(end, 48))
	if m == nil {
		return span{}, false
	}
	unit, after := t.s[end+m[2]:end+m[3]], end+m[3]
	if value*metres(unit) > farthestM || speed.matches(t.window(after, 16)) {
		return span{}, false
	}
	if moneyBefore.matches(t.before(start, 12)) {
		return span{}, false
	}
	from := start
	if r := rangeBefore.find(t.before(start, 24)); r != "" {
		from -= len(r)
	}
	head := t.before(from, 90)
	rest := t.window(after, 140)
	if p := t.placing(rest); p > 0 {
		return span{form: relativeForm, start: from, end: after + p}, true
	}
	isPlaced := strings.HasSuffix(head, "within ") && strings.HasPrefix(rest, " of ") ||
		hasAny(head, distanceStems) && distance.matches(head) ||
		hasAny(head, compassStems) && bearingOf.matches(head) ||
		hasAny(head, ablativeEnds) && ablative.matches(head) && !isSuffixed(rest) && !notLength.matches(rest)
	return span{form: relativeForm, start: from, end: after}, isPlaced
}

// Patterns that look back are slow; most texts hold none of what they need.
var (
	distanceStems = []string{"distanc", "range", "расстоян", "удален", "дистанц", "дальност", "доезж", "доход", "mesafe", "հեռավոր"}
	compassStems  = []string{"nor", "sou", "eas", "wes", "imal", "enub", "erq", "север", "юг", "юж", "восто", "запад", "հյուսիս", "հարավ", "արեւ", "за ", "перед", "возле", "позади", "near", "behind", "beyond", "past", "outside"}
	ablativeEnds  = []string{"dan", "den", "ից"}
)

func hasAny(s string, stems []string) bool {
	return slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(s, stem) })
}

// placing returns how much of what follows a distance places something by it.
func (t *text) placing(rest string) int {
	// "3 km-lik", "3 կմ-ի": suffixes belong to the unit.
	suffix := len(unitSuffix.find(rest))
	m := placing.find(rest[suffix:])
	if m == "" {
		return 0
	}
	words := strings.TrimRight(m, " .,;:!?)(-\"'")
	if notOrigin.matches(rest[suffix+len(words):]) && !hasCompass.matches(words) {
		return 0
	}
	return suffix + len(words)
}

var (
	unitSuffix = compile(`^['-](?:lik|luk|de|da)\b|^-(?:ում|ի|ը|անոց)`)
	hasCompass = compile(compass)
)

// isSuffixed reports whether the unit is declined: "3 km-dən çox" compares.
func isSuffixed(rest string) bool {
	return strings.HasPrefix(rest, "-") || strings.HasPrefix(rest, "'")
}

// metres is the length of a unit, rounded down where it varies.
func metres(unit string) float64 {
	switch {
	case unit == "mt", unit == "mtr":
		return 1
	case strings.HasPrefix(unit, "mi"):
		return 1609
	case strings.HasPrefix(unit, "k"), strings.HasPrefix(unit, "к"), strings.HasPrefix(unit, "կ"), strings.HasPrefix(unit, "верст"):
		return 1000
	case strings.HasPrefix(unit, "f"):
		return 0.3048
	}
	return 1 // metres, yards, paces
}

// walk finds a walk or drive from somewhere: "ten minutes on foot from".
func (t *text) walk(i, end int) (span, bool) {
	m := walkAt.index(t.window(end, 110))
	if m == nil {
		return span{}, false
	}
	words := strings.TrimRight(t.s[end:end+m[1]], " .,;:!?)(")
	return span{form: walkForm, start: i, end: end + len(words)}, true
}

// Small numbers in words, and their values. The longer of two that begin alike comes first.
var distanceWords = compile(`^(?:(half an?|a quarter of an?|полкилометра|polkilometr|yarim|կես)|(a couple of hundred|a couple of|a few hundred|some hundred|a hundred|several hundred|a few|several|an?|one|two hundred|three hundred|five hundred|hundred|` +
	`bir nece yuz|bir nece|bir|yuz|iki yuz|uc yuz|bes yuz|одном|один|нескольких сотнях|нескольких|несколько|полутора|полутора|ста|сто|двухстах|двести|трехстах|триста|пятистах|пятьсот|մեկ|մի քանի հարյուր|մի քանի|հարյուր|երկու հարյուր|երեք հարյուր|հինգ հարյուր|` +
	`two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|iki|uc|dord|bes|alti|yeddi|sekkiz|doqquz|on bes|on|iyirmi|otuz|qirx|elli|` +
	`дву[хм]я?|два|две|тре[хм]я?|три|четырех|четыре|пяти|пять|шести|шесть|семи|семь|восьми|восемь|девяти|девять|десяти|десять|пятнадцати|пятнадцать|двадцати|двадцать|тридцати|тридцать|пятидесяти|пятьдесят|` +
	`երկու|երեք|չորս|հինգ|վեց|յոթ|ութ|ինը|տասը|տասնհինգ|քսան|երեսուն|հիսուն))( |-)`)

// findDistanceWords is findDistance for numbers in words: "three kilometres
// north of". Whatever the words say, it is 30 km at most.
func findDistanceWords(t *text, i int) (span, bool) {
	if t.letterBefore(i) {
		return span{}, false
	}
	w := t.window(i, 60)
	if m := singleWord.index(w); m != nil { // "в километре от", "полкилометра к северу"
		return t.placed(i, i+m[1]-m[1], 1)
	}
	m := distanceWords.index(w)
	if m == nil {
		return span{}, false
	}
	// "iyirmi bes": tens and ones.
	end := i + m[1] - 1
	if again := distanceWords.index(t.window(end+1, 40)); again != nil {
		end += again[1]
	}
	if f, ok := t.walk(i, end); ok {
		return f, true
	}
	return t.placed(i, end, 1)
}

var singleWord = compile(`^(?:километре|kilometr\b|кілометр)`)

var (
	bearingAt = compile(`^(?:azimut\pL*|bearings?|азимут\pL*|пеленг\pL*|курс|ազիմուտ\pL*|heading)(?: (?:of|on|is|was|angle|magnetic|true|по|под|bucagi))*[ :=(]{0,3}(\d{1,3}(?:[.,]\d+)?)` +
		`( ?(?:°|deg\pL*|derece\pL*|град\pL*|աստ\pL*|mils?\b))?([^.!?\d]{0,30}\d[\d., ]{0,6} ?(?:km|m|км|м|կմ|մ|met\pL*|метр\pL*|paces|steps|kilom\pL*)(?:[^\pL]|$))?`)
	degreesDistance = compile(`^([0-3]\d\d ?°[ ,;/]{1,3}\d[\d.,]{0,6} ?(?:km|m|км|м|կմ|մ|met\pL*|метр\pL*))(?:[^\pL]|$)`)
)

// findBearing finds an azimuth with a degree sign or a distance.
func findBearing(t *text, i int) (span, bool) {
	if t.letterBefore(i) {
		return span{}, false
	}
	m := bearingAt.submatches(t.window(i, 120))
	if m == nil || m[4] < 0 && m[6] < 0 {
		return span{}, false
	}
	return span{form: bearingForm, start: i, end: i + m[1] - len(trailing.find(t.s[i:i+m[1]]))}, true
}

var trailing = compile(`[ ,;.:!?)]+$`)

// findDegreesDistance finds 045°/300 m without a word.
func findDegreesDistance(t *text, i int) (span, bool) {
	if t.afterDigits(i) != i+3 {
		return span{}, false
	}
	m := degreesDistance.submatches(t.window(i, 48))
	if m == nil || t.insideNumber(i) {
		return span{}, false
	}
	return span{form: bearingForm, start: i, end: i + m[3]}, true
}

var (
	roadNumber = compile(`^(?:-?(?:st|nd|rd|th|ci|cu|c[iu]|м|ом|ем|и|ии|ыи|ого|րդ))? ?(?:kilomet(?:er|re) (?:of|on|mark|stone|post)|kilometr(?:inde|liyinde|de)\b|километр(?:е|у|а)? (?:шоссе|трасс|дорог|автодорог)\pL*|կիլոմետր(?:ի|ում)\pL*)`)
	roadWord   = compile(`^(?:at |near )?(?:kilomet(?:er|re)(?: mark| post| stone)?|km|milestone|mile ?post) ?\d{1,3}(?:[.+]\d{1,3})? (?:of|on|along) (?:the )?[^.!?]{0,24}(?:road|highway|motorway|route|railway)`)
)

// findRoadMarker finds a place by its kilometre on a road.
func findRoadMarker(t *text, i int) (span, bool) {
	if t.letterBefore(i) || t.insideNumber(i) {
		return span{}, false
	}
	form, from := roadWord, i
	if isDigit(t.s[i]) {
		form, from = roadNumber, t.afterDigits(i)
	}
	m := form.index(t.window(from, 90))
	if m == nil || from > i+3 {
		return span{}, false
	}
	return span{form: roadForm, start: i, end: from + m[1]}, true
}
