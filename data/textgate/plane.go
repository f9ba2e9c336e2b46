package textgate

const gridForm = "grid coordinates"

// Metres of a grid, whole or in groups of three, as maps print them: 596543,
// 596 543, 4 425 678, 4'425'678, 4425.678. A zone may stand before the easting.
const (
	group    = `[ '.,]?\d{3}`
	easting  = `0?(?:\d{6}|\d{3}` + group + `)(?:[.,]\d+)?`
	northing = `0?(?:\d{7}|\d` + group + group + `)(?:[.,]\d+)?`
	plane    = `0?(?:\d{6,9}|\d{1,2}[ '.,]\d{3}[ '.,]\d{3}|\d{3,5}[ '.,]\d{3})(?:[.,]\d{1,3})?`
	// The same where nothing names them: in the region, in UTM and in zones 7
	// to 9 of Gauss-Krüger, or with the zone of UTM before the easting.
	regionEasting  = `0?(?:[789]|3[789])?[ '.,]?[1-8]\d\d` + group + `(?:[.,]\d{1,3})?`
	regionNorthing = `0?4[ '.,]?[2-7]\d\d` + group + `(?:[.,]\d{1,3})?`
)

const gridNames = `utm|epsg:?|gauss|гаусс\pL*|крюгер\pL*|pulkovo|пулково|[сc][кk]-?\d\d|sk-?42|mercator|меркатор\pL*|zone?|zona|зон[аые]|գոտի`

// Metres with the direction they are counted in behind them: 596543 (E), 4426123
// m north. A direction is one letter or most of its word: "4 425 678 семей".
const (
	metresWord  = ` ?(?:m|м|մ|met(?:er|re)s?|метр\pL*)? ?`
	metresEast  = easting + metresWord + `\(?(?:e|east|в|вост\pL*|serq\pL*|արեւել\pL*)\)?`
	metresNorth = northing + metresWord + `\(?(?:n|north|с|север\pL*|simal\pL*|հյուսիս\pL*)\)?`
	andGap      = metresGap + `(?:(?:and|и|ve|եւ) )?`
)

const (
	planeAxes   = `(?:x|y|х|у|e|n|h|r|eastings?|northings?|rechtswert|hochwert)`
	planeMark   = `(?: ?(?:m|м|մ)(?: ?[en])?(?:[^\pL]|$)| ?[en](?:[^\pL]|$))?`
	labelledOne = planeAxes + `[ :=(]{0,3}(?:m )?`
)

var (
	// X=4426123 Y=8596543: plane coordinates, in either order of axes. By the
	// letters x and y alone they may be short by their thousands of kilometres.
	labelledGrid = compile(`^` + labelledOne + plane + planeMark + `[ ,;/:|]{0,4}(?:(?:and|и|ve|եւ) )?` + labelledOne + plane + `(?:\D|$)`)
	shortGrid    = compile(`^[xх][ :=]{1,3}\d\d ?\d{3}[ ,;/|]{1,3}[yу][ :=]{1,3}\d\d ?\d{3}(?:[^\d]|$)`)
	singleGrid   = compile(`^(?:eastings?|northings?|hochwert|rechtswert)[ :=(]{1,3}(?:of |is |was |about |approx\.? )?` + plane + `(?:\D|$)`)
	namedGrid    = compile(`^(?:` + gridNames + `)[^.!?;]{0,30}?[ :=(,]((?:e|x|n|y)?[ :=]{0,2}` + plane + `(?: ?m? ?[en])?[ ,;/|]{1,3}(?:e|x|n|y)?[ :=]{0,2}` + plane + `(?: ?m? ?[en])?)(?:[^\d\pL]|$)`)
	bareGrid     = compile(`^(?:` + regionEasting + bareGap + regionNorthing + `|` + regionNorthing + bareGap + regionEasting + `)(?:[^\d]|$)`)
	markedGrid   = compile(`^(` + metresEast + andGap + metresNorth + `|` + metresNorth + andGap + metresEast + `)(?:[^\pL]|$)`)
	numberedBy   = compile(`(?:tel|phone|fax|mob|тел\pL*|факс|հեռ\pL*|№|no|nos|номер\pL*|nomre\pL*|isbn|inv|инв|дело|case|id|ids|file|fond|фонд|опись)[^\pL\d]{0,3}\+?[\d ()-]{0,12}$`)
)

// bareGap parts two numbers in metres that nothing names.
const bareGap = `(?: ?[,;/|] ?| | - | (?:and|и|ve|եւ) )`

// findGridPair finds plane coordinates without a full UTM reference: labelled,
// named by their projection, or bare where they lie in the region.
func findGridPair(t *text, i int) (span, bool) {
	if t.letterBefore(i) || t.insideNumber(i) {
		return span{}, false
	}
	w := t.window(i, 100)
	if !isDigit(t.s[i]) {
		return t.findNamedGrid(i, w)
	}
	if i > 1 && (t.s[i-1] == ' ' || t.s[i-1] == '\'' || t.s[i-1] == ',') && isDigit(t.s[i-2]) && t.afterDigits(i) == i+3 {
		return span{}, false // in the middle of groups
	}
	if digitsIn(w[:min(len(w), 30)]) < 2*coordinateDigits {
		return span{}, false // most numbers
	}
	if m := markedGrid.submatches(w); m != nil {
		return span{form: gridForm, start: i, end: i + m[3]}, true
	}
	end := 0
	if m := bareGrid.index(w); m != nil {
		end = i + m[1] - len(notDigit.find(w[:m[1]]))
	} else if m := t.scaledPair(i); m > 0 {
		end = m
	}
	if end == 0 || numberedBy.matches(t.before(i, 24)) || moneyBefore.matches(t.before(i, 12)) || unitAfter.matches(t.window(end, 24)) && !lengthAfter.matches(t.window(end, 8)) {
		return span{}, false
	}
	return span{form: gridForm, start: i, end: end}, true
}

var (
	notDigit    = compile(`\D$`)
	lengthAfter = compile(`^ ?(?:m|м|մ)(?:[^\pL]|$)`)
)

func (t *text) findNamedGrid(i int, w string) (span, bool) {
	for _, form := range []*pattern{labelledGrid, shortGrid, singleGrid} {
		if m := form.index(w); m != nil {
			return span{form: gridForm, start: i, end: i + m[1] - len(notDigit.find(w[:m[1]]))}, true
		}
	}
	if m := namedGrid.submatches(w); m != nil {
		return span{form: gridForm, start: i + m[2], end: i + m[3]}, true
	}
	return span{}, false
}

var scaledAt = compile(`^(\d{6,9})(?: ?[,;/|] ?| )(\d{6,9})(?:\D|$)`)

// scaledPair returns the end of two numbers that are degrees of the region
// without their points, or packed degrees, minutes and seconds: 399775, 461300.
func (t *text) scaledPair(i int) (end int) {
	m := scaledAt.submatches(t.window(i, 30))
	if m == nil {
		return 0
	}
	a, b := t.s[i+m[2]:i+m[3]], t.s[i+m[4]:i+m[5]]
	if len(a) != len(b) || !inRegion(parse(a[:2]+"."+a[2:]), parse(b[:2]+"."+b[2:])) {
		return 0
	}
	return i + m[5]
}

func digitsIn(s string) (n int) {
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}
