package fold

// alphabets gives the romanisation of each letter that is not in a to z. They
// follow what English-language maps print (BGN/PCGN for Azerbaijani, Armenian
// and Russian) without their diacritics; ə is a, as in Kalbajar. The letters c,
// q, x and j stay: how they sound is decided in sound.
var alphabets = map[rune]string{
	// Latin: Azerbaijani and Turkish, and what does not decompose. The dot of
	// a decomposed İ is a mark and goes.
	'ə': "a", 'ǝ': "a", 'ı': "i", 'ş': "sh", 'ș': "sh", 'ç': "ch", 'ğ': "gh", 'ǧ': "gh",
	'š': "sh", 'č': "ch", 'ž': "zh", 'ǰ': "j", 'ẋ': "kh",
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ħ': "h",

	// Cyrillic: Russian, and Ukrainian where it has its own letters.
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "yo", 'ж': "zh", 'з': "z",
	'и': "i", 'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r",
	'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts", 'ч': "ch", 'ш': "sh",
	'щ': "shch", 'ъ': "", 'ы': "i", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya",
	'і': "i", 'ї': "yi", 'є': "ye", 'ґ': "g",
	// Cyrillic as Azerbaijani wrote it until 1991.
	'ә': "a", 'ғ': "gh", 'ҝ': "g", 'ө': "o", 'ү': "u", 'һ': "h", 'ҹ': "j", 'ј': "y",

	// Armenian, in the Eastern reading. The first ե and ո of a word are in
	// spell, and so is ու; և comes apart into ե and ւ, as the ligatures do.
	'ա': "a", 'բ': "b", 'գ': "g", 'դ': "d", 'ե': "e", 'զ': "z", 'է': "e", 'ը': "i", 'թ': "t",
	'ժ': "zh", 'ի': "i", 'լ': "l", 'խ': "kh", 'ծ': "ts", 'կ': "k", 'հ': "h", 'ձ': "dz", 'ղ': "gh",
	'ճ': "ch", 'մ': "m", 'յ': "y", 'ն': "n", 'շ': "sh", 'ո': "o", 'չ': "ch", 'պ': "p", 'ջ': "j",
	'ռ': "r", 'ս': "s", 'վ': "v", 'տ': "t", 'ր': "r", 'ց': "ts", 'ւ': "v", 'փ': "p", 'ք': "k",
	'օ': "o", 'ֆ': "f",

	// Two letters that Arabic and Persian keyboards write differently.
	'ي': "ی", 'ى': "ی", 'ك': "ک",
}
