package textgate

const spelledForm = "spelled-out degrees"

// Numbers in words. Tens and teens begin a degree, digits make its fraction.
const (
	digitWords = `(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|sifir|bir|iki|uc|dord|bes|alti|yeddi|sekkiz|doqquz|` +
		`ноль|нуль|один|два|три|четыре|пять|шесть|семь|восемь|девять|զրո|մեկ|երկու|երեք|չորս|հինգ|վեց|յոթ|ութ|ինը|ինն)`
	tensWords = `(?:ten|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|on|iyirmi|otuz|qirx|elli|altmis|yetmis|seksen|doxsan|` +
		`десять|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцать|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|տասը|տասն\pL*|քսան\pL*|երեսուն\pL*|քառասուն\pL*|հիսուն\pL*|վաթսուն\pL*|յոթանասուն\pL*|ութսուն\pL*|իննսուն\pL*)`
	pointWords = `(?:point|dot|decimal|comma|noqte|vergul|tam|точка|запятая|целых|целая|կետ|ամբողջ|ստորակետ)`
)

var (
	// "thirty-nine point nine seven seven", and so on for up to twelve digits.
	wordsAt = compile(`^(?:` + tensWords + `(?:[ -]` + digitWords + `)?|` + digitWords + `) ` + pointWords + ` (?:` + digitWords + `[ ,-]{1,2}){2,12}` + digitWords + `(?:[^\pL]|$)`)
	// "thirty-nine degrees fifty-eight minutes".
	degreeWordsAt = compile(`^(?:` + tensWords + `(?:[ -]` + digitWords + `)?|` + digitWords + `) (?:degrees?|derece|gradus\pL*|градус\pL*|աստիճան\pL*) (?:and |ve |и |եւ )?(?:` +
		tensWords + `(?:[ -]` + digitWords + `)?|` + digitWords + `|\d\d?) (?:minut\pL*|deqiqe\pL*|минут\pL*|րոպե\pL*)`)
	// "39 point nine seven seven five".
	halfWordsAt = compile(`^ ` + pointWords + ` (?:` + digitWords + `[ ,-]{1,2}){2,12}` + digitWords + `(?:[^\pL]|$)`)
	// "39 point 97753", "39 [dot] 97753", "39(.)97753", "39 . 97753", "39. 97753".
	pointAt = compile(`^ ?[\[({]? ?(` + pointWords + `|\.|,) ?[\])}]? ?(\d{3,12})(?:[^\d]|$)`)
)

// findSpelled finds degrees that are spelled out or pulled apart.
func findSpelled(t *text, i int) (span, bool) {
	if t.letterBefore(i) || t.insideNumber(i) {
		return span{}, false
	}
	if !isDigit(t.s[i]) {
		if w := t.window(i, 160); hasAny(w[:min(len(w), 60)], degreeStems) {
			if m := degreeWordsAt.index(w); m != nil {
				return span{form: spelledForm, start: i, end: i + m[1]}, true
			}
		}
		m := wordsAt.find(t.window(i, 260))
		end := i + len(m) - len(lastSign.find(m))
		return span{form: spelledForm, start: i, end: end}, m != ""
	}
	if m := digitsApart.index(t.window(i, 60)); m != nil {
		return span{form: spelledForm, start: i, end: i + m[1]}, true
	}
	from := t.afterDigits(i)
	if m := halfWordsAt.index(t.window(from, 200)); m != nil && from <= i+3 {
		return span{form: spelledForm, start: i, end: from + m[1]}, true
	}
	if m := pulledApart.submatches(t.window(i, 48)); m != nil && inRegion(parse(t.s[i+m[2]:i+m[3]]), parse(t.s[i+m[4]:i+m[5]])) {
		return span{form: spelledForm, start: i, end: i + m[1] - len(notDigit.find(t.s[i:i+m[1]]))}, true
	}
	m := pointAt.submatches(t.window(from, 60))
	if m == nil || from > i+3 || parse(t.s[i:from]) > 180 {
		return span{}, false
	}
	before, end := t.s[from+m[2]-1], from+m[5]
	switch {
	case m[3]-m[2] > 1: // a word
		return span{form: spelledForm, start: i, end: end}, true
	case t.s[from+m[2]] == ',' || m[5]-m[4] < 4:
		return span{}, false
	case before == '(' || before == '[':
		return span{form: spelledForm, start: i, end: end}, true
	case m[2] == 0 && m[4] == m[3]:
		return span{}, false // not apart at all
	}
	// A sentence may end in a number and the next begin with one: two in a row do not.
	second := len(apartPair.find(t.window(end, 60)))
	return span{form: spelledForm, start: i, end: end + second}, second > 0 || hasAny(t.before(i, 24), axisStems)
}

var (
	// "3 9 . 9 7 7 5 3"
	digitsApart = compile(`^\d(?: \d){0,2} ?[.,] ?\d(?: \d){3,11}`)
	// "39 ,9775 46 ,1300", "39.977 53, 46.130 07", of the region.
	pulledApart = compile(`^(\d\d)(?: ?[.,] ?\d{4,}|[.,]\d{2,3} \d{2,3})[ ,;/|°nsew]{1,5}(\d\d)(?: ?[.,] ?\d{4,}|[.,]\d{2,3} \d{2,3})(?:\D|$)`)
	degreeStems = []string{"degree", "derece", "gradus", "градус", "աստիճան"}
	axisStems   = []string{"lat", "lon", "шир", "долг", "enli", "uzunl", "լայն", "երկայն"}
	lastSign    = compile(`[^\pL]$`)
	apartPair   = compile(`^[^\d\pL]{0,6}(?:n|s|e|w|and|ve|и|եւ)?[^\d\pL]{0,6}\d{1,3} ?[\[({]? ?\. ?[\])}]? ?\d{4,12}`)
)
