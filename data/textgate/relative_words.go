package textgate

// The words around a distance, in folded form: English, Azerbaijani, Russian,
// Armenian, without word boundaries.
const (
	compassEN = `(?:north|south|east|west)(?:[ -]?(?:north|south|east|west))*(?:ern|wards?|erly)?`
	compassAZ = `(?:s[h]?imal|[cj]enub|s[h]?erq|[qg]erb)\pL*(?:-? ?(?:s[h]?imal|[cj]enub|s[h]?erq|[qg]erb)\pL*)*`
	compassRU = `(?:север|юг|юж|восто[кч]|запад)\pL*(?:-(?:север|юг|юж|восто[кч]|запад)\pL*)*`
	compassHY = `(?:հյուսիս|հարավ|արեւել|արեւմ)\pL*(?:[- ]?(?:հյուսիս|հարավ|արեւել|արեւմ)\pL*)*`
	compass   = `(?:` + compassEN + `|` + compassAZ + `|` + compassRU + `|` + compassHY + `)`
	// Abbreviations count only with "of" or "from" behind them.
	compassShort = `(?:[ns](?:\.? ?[ns])?(?:\.? ?[ew])?|[ew](?:[ns][ew])?)\.? (?:of|from)\b`

	filler = `(?:about |and a half |(?:up|down|along) the (?:road|street|river|track|valley|hill|slope) |roughly |approximately |due |straight |directly |further |farther |away |distant |or so |as the crow flies |on foot |by road |by car |walk |drive |downhill |uphill |` +
		`duz |birbasa |texminen |teqriben |yol |piyada |примерно |прямо |пешком |езды |ходьбы |пути |по прямой |ուղիղ |մոտ )*`
	towards = `(?:to the |towards? (?:the )?|in an? |in the |on the |at |к |на |в |по направлению к |в направлении (?:на )?|դեպի |direction )?`
	origin  = `(?:from|outside(?: of)?|off|behind|beyond|past|upstream|downstream|uphill|downhill|above|below|short of|before|in front of|` +
		`to the (?:left|right|rear|side)|(?:left|right) of|от|за|перед|позади|не доезжая|не доходя|выше|ниже|левее|правее|дальше|вглубь|вверх|вниз|в сторону|` +
		`մինչեւ գյուղ)`
	locative = `(?:aral\pL*da\pL*|arali\b|uzaq(?:da|liq\pL*da|ligin\pL*da)\pL*|mesafe(?:de|sinde|likde)\pL*|kenar(?:da|inda)\pL*|yuxari\pL*|asagi\pL*|ireli\pL*|geride|sag\pL*da|sol\pL*da|arxa\pL*da|` +
		`հեռավորությ\pL*|հեռու\pL*|այն կողմ|վերեւ\pL*|ներքեւ\pL*|առաջ)`
)

var (
	// What follows a distance and places something by it.
	placing = compile(`^\.?(?:[ ,(-]{1,3})` + filler + `(?:` + towards + `(?:` + compass + `|` + compassShort + `)(?: (?:of|from|от|of the))?|` + origin + `|` + locative + `)(?:[^\pL]|$)`)
	// What follows "from" and the like in figures that place nothing.
	notOrigin = compile(`^ ?(?:the |an? )?(?:nowhere|sea|ground|surface|average|mean|level|water|each|one another|other|others|\d|zero|scratch|year|month|day|donors?|budget|fund|world|inflation|tax|` +
		`уровн|земл|поверхност|сред|год|день|дня|сутки|час|месяц|недел|минут|последн|врем|весь|все|тонн|друг|մյուս|diger|общ|счет|это|перв|втор|январ|феврал|март|апрел|мая|маи |июн|июл|август|сентябр|октябр|ноябр|декабр|` +
		`january|february|march|april|may\b|june|july|august|september|october|november|december)`)
	notLength = compile(`^[ -]{1,2}(?:cox|artiq|az\b|uzun|hundur|en\b|eni|qalin|derin|yuksek|yol|enlik|երկար|բարձր|լայն|խոր|ավելի|ճանապարհ)`)

	// What stands before a distance and places something by it: an Azerbaijani
	// or Armenian ablative, or the words "at a distance of".
	ablative = compile(`(?:\pL{2,}d[ae]n|\pL{2,}ից),? (?:hele |cemi |tam |texminen |teqriben |bir az |heradde |cemisi |ուղիղ |մոտ |մոտավորապես |շուրջ |ընդամենը |ընդհանուր )?$`)
	distance = compile(`(?:at an? (?:distance|range) of|distances? (?:of|from [^.!?\d]{1,40} (?:is|was)|was|is)|на (?:расстоянии|удалении|дистанции)(?: в| около| примерно| до)?|расстояние (?:от|до) [^.!?\d]{1,60}|` +
		`mesafe(?:si)?[: -]{1,3}|на дальности|не доезжая|не доходя|հեռավորությունը[^.!?\d]{0,30}) ?(?:about |some |only |roughly |approximately |около |примерно |всего |մոտ )?$`)
	bearingOf = compile(`(?:(?:за|перед|возле|позади|near|behind|beyond|past|outside) [^.!?\d]{2,40}, (?:в |about |at |some |примерно в )?|` + compass + `(?: (?:of|from|от|side|edge|outskirts?|окраин\pL*|сторон\pL*)| \pL+(?:dan|den|ից))[^.!?\d]{0,40}[ ,(-](?:about |some |roughly |approximately |around |примерно |около |texminen |teqriben |մոտ |at |at a distance of |в |на )?)$`)
	speed     = compile(`^ ?(?:/|²|³|\^|2\b|3\b|per\b|an hour|в час|square|cubic|kv\b|кв\b|քառ)`)
)
