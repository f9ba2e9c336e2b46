package textgate

// axis is what a text says that a number measures.
type axis byte

const (
	noAxis axis = iota
	latitude
	longitude
)

// The words are in folded form. A word says more than a direction ("north"),
// a direction more than a letter, which may be many things.
const (
	latitudeWords = `latt?itudes?|lat|φ|n\. ?lat|s\. ?lat|(?:north|south)(?:ern)? lat(?:itude)?|` +
		`simal en(?:liy?[ik]?|liyi)? ?(?:dairesi)?|cenub en(?:liy?[ik]?|liyi)? ?(?:dairesi)?|en dair(?:esi(?:nin|nde)?|\.)|enli[ky]\pL*(?: dairesi)?|enl\.|enlem\pL*|[sc]m?\. ?e\.|shirot[ay]|laynutyun\pL*|` +
		`(?:сев\pL*|юж\pL*)[. ]? ?шир\pL*|[сю]\. ?ш\.?|[сю]ш|широт\pL*|шир\.?|` +
		`(?:հյուս\pL*|հվ|հս|հր|հարավ\pL*)[. ]? ?(?:լայն\pL*|լ\.?)|լայն(?:ության|ությունը|ություն|\.)`
	longitudeWords = `long?itudes?|longt?itude|long|lon|lng|λ|e\. ?long?|w\. ?long?|(?:east|west)(?:ern)? long?(?:itude)?|` +
		`(?:serq|qerb) uzunlu\pL*(?: dairesi)?|uz(?:unluq)?\.? dair(?:esi(?:nin|nde)?|\.)|uzunlu[qg]\pL*(?: dairesi)?|uzl\.|boylam\pL*|[sq]q?\. ?u\.|dolgot[ay]|ye?rkaynutyun\pL*|` +
		`(?:вост\pL*|зап\pL*)[. ]? ?долг\pL*|[вз]\. ?д\.?|[вз]д|долгот\pL*|долг\.?|` +
		`(?:արեւել\pL*|արեւմ\pL*|արլ|արւ|արմ|ավլ)[. ]? ?(?:երկայն\pL*|ե\.?)|երկայն(?:ության|ությունը|ություն|\.)`
	northSouth = `north|south|simal|cenub|север\pL*|юг|հյուսիս|հարավ`
	eastWest   = `east|west|serq|qerb|восток|запад|արեւելք|արեւմուտք`
)

// What may stand between the name of an axis and its number.
var axisGap = compile(`^['"\])]?(?: ?\((?:wgs ?84|dd|deg|°|n|s|e|w|y|x)\))? ?(?:is|=>|[:=~-]|\.| )? ?(?:about |approx\.? |of )?['"(\[]? ?[+-]?°?`)

// strength orders the ways to name an axis.
type strength byte

const (
	letter strength = iota
	direction
	word
)

// axisNames are tried in turn: a word before the letter that it begins with.
var axisNames = []struct {
	form *pattern
	axis axis
	how  strength
}{
	{axisForm(latitudeWords), latitude, word},
	{axisForm(longitudeWords), longitude, word},
	{axisForm(northSouth), latitude, direction},
	{axisForm(eastWest), longitude, direction},
	{axisForm(`[nsсю]`), latitude, letter},
	{axisForm(`[ewезвз]`), longitude, letter},
}

func axisForm(words string) *pattern {
	return compile(`^((?:` + words + `)(?:_?(?:degrees?|deg|e7|wgs_?84|dd))?)(?:[^\pL]|$)`)
}

// axisAt reads the name of an axis at i and returns where it ends.
func (t *text) axisAt(i int) (a axis, how strength, end int) {
	if !t.letterAt(i) {
		return noAxis, 0, i
	}
	w := t.window(i, 100)
	for _, name := range axisNames {
		if m := name.form.submatches(w); m != nil {
			return name.axis, name.how, i + m[3]
		}
	}
	return noAxis, 0, i
}

// Units after a number say that it measures something else. Azerbaijani names
// longitude and length by one word, and latitude almost as width.
var (
	unitAfter = compile(`^ ?-?(?:%|‰|[$€£₽₼֏¥²]|(?:per ?cent|percent|faiz\pL*|процент\pL*|տոկոս\pL*|км|м|см|мм|кг|га|тыс|млн|млрд|руб\pL*|долл\pL*|манат\pL*|драм\pL*|` +
		`k?m2?|cm|mm|kg|g|t|ha|sq|million|billion|mln|mlrd|min|hektar\pL*|hectares?|tons?|tonnes?|litr\pL*|sm|metr\pL*|meters?|metres?|kilomet\pL*|km2|` +
		`manat\pL*|azn|usd|eur|rub|amd|gel|try|gbp|dollars?|euros?|драм|կմ|մ|սմ|հա|դրամ\pL*|միլիոն\pL*|հազար\pL*|տոննա\pL*|км2|км²|hours?|saat\pL*|час\pL*|year\pL*|points?|xal|балл\pL*)(?:[^\pL]|$))`)
	moneyBefore = compile(`(?:[$€£₽₼֏¥]|\b(?:usd|eur|azn|rub|amd|gel|gbp|try)) ?$`)
)
