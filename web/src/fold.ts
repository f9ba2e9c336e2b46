// Makes names comparable, as package data/fold of the server does: fold writes
// a name in lower-case Latin letters, skeleton keeps what its spellings agree
// on. data/fold/testdata/vectors.json holds both to the same answers.

const LETTERS: Record<string, string> = {
	// Latin
	ə: "a",
	ǝ: "a",
	ı: "i",
	ş: "sh",
	ș: "sh",
	ç: "ch",
	ğ: "gh",
	ǧ: "gh",
	š: "sh",
	č: "ch",
	ž: "zh",
	ǰ: "j",
	ẋ: "kh",
	w: "v",
	ø: "o",
	ł: "l",
	đ: "d",
	ð: "d",
	þ: "th",
	ß: "ss",
	æ: "ae",
	œ: "oe",
	ħ: "h",
	// Cyrillic
	а: "a",
	б: "b",
	в: "v",
	г: "g",
	д: "d",
	е: "e",
	ё: "yo",
	ж: "zh",
	з: "z",
	и: "i",
	й: "y",
	к: "k",
	л: "l",
	м: "m",
	н: "n",
	о: "o",
	п: "p",
	р: "r",
	с: "s",
	т: "t",
	у: "u",
	ф: "f",
	х: "kh",
	ц: "ts",
	ч: "ch",
	ш: "sh",
	щ: "shch",
	ъ: "",
	ы: "i",
	ь: "",
	э: "e",
	ю: "yu",
	я: "ya",
	і: "i",
	ї: "yi",
	є: "ye",
	ґ: "g",
	ә: "a",
	ғ: "gh",
	ҝ: "g",
	ө: "o",
	ү: "u",
	һ: "h",
	ҹ: "j",
	ј: "y",
	// Armenian
	ա: "a",
	բ: "b",
	գ: "g",
	դ: "d",
	ե: "e",
	զ: "z",
	է: "e",
	ը: "i",
	թ: "t",
	ժ: "zh",
	ի: "i",
	լ: "l",
	խ: "kh",
	ծ: "ts",
	կ: "k",
	հ: "h",
	ձ: "dz",
	ղ: "gh",
	ճ: "ch",
	մ: "m",
	յ: "y",
	ն: "n",
	շ: "sh",
	ո: "o",
	չ: "ch",
	պ: "p",
	ջ: "j",
	ռ: "r",
	ս: "s",
	վ: "v",
	տ: "t",
	ր: "r",
	ց: "ts",
	ւ: "v",
	փ: "p",
	ք: "k",
	օ: "o",
	ֆ: "f",
	// Arabic script
	ي: "ی",
	ى: "ی",
	ك: "ک",
};

const SILENT = /[\p{M}\p{Cf}'’‘ʼʻʹʿʾ`´′՚՛՜՞]/u;
const DIGRAPHS: Record<string, string> = { tsch: "ch", dsch: "j", sch: "sh", tch: "ch", dzh: "j", dj: "j" };
const REGIONAL: Record<string, string> = { ch: "ch", c: "j", q: "g", x: "kh" };
const PAIRS: Record<string, string> = { ch: "c", sh: "s", zh: "z", kh: "h", gh: "g" };
const CLASSES: Record<string, string> = { e: "a", i: "a", o: "a", u: "a", y: "a", k: "g", t: "d", j: "c" };

const digit = (c: string): string => {
	const n = c.codePointAt(0) ?? 0;
	if (n >= 0x660 && n <= 0x669) return String(n - 0x660);
	if (n >= 0x6f0 && n <= 0x6f9) return String(n - 0x6f0);
	return c;
};

function spell(text: string): string {
	let out = "";
	let inWord = false;
	const letter = (c: string): boolean => {
		let known: string | undefined = LETTERS[c];
		if (known === undefined && c >= "a" && c <= "z") known = c;
		if (!inWord && c === "ե") known = "ye";
		if (!inWord && c === "ո") known = "vo";
		if (known === undefined) return false;
		out += known;
		if (known !== "") inWord = true;
		return true;
	};
	for (const c of text.normalize("NFKC").toLowerCase().normalize("NFKC").replaceAll("ու", "u")) {
		if (letter(c)) continue;
		for (const part of c.normalize("NFKD")) {
			if (letter(part) || SILENT.test(part)) continue;
			if (/[\p{L}\p{N}]/u.test(part)) {
				out += digit(part).toLowerCase();
				inWord = true;
			} else if (inWord) {
				out += " ";
				inWord = false;
			}
		}
	}
	return out.replace(/ $/, "");
}

/** The folded form; folding twice changes nothing. */
export function fold(text: string): string {
	let now = spell(text).replace(/ch|[cqx]/g, (c) => REGIONAL[c] ?? c);
	for (;;) {
		const next = now.replace(/tsch|dsch|sch|tch|dzh|dj/g, (c) => DIGRAPHS[c] ?? c);
		if (next === now) return now;
		now = next;
	}
}

const isVowel = (c: string | undefined): boolean => c !== undefined && "aeiou".includes(c);

/** What all spellings of a name have in common. */
export function skeleton(text: string): string {
	const letters = [...fold(text).replace(/ch|sh|zh|kh|gh/g, (c) => PAIRS[c] ?? c)];
	let out = "";
	let last = "";
	let lastClass = "";
	letters.forEach((c, i) => {
		if (c === "y" && (isVowel(letters[i - 1]) || isVowel(letters[i + 1]))) return;
		const its = CLASSES[c] ?? c;
		const again = its === lastClass && (its !== "a" || c === last) && !/[0-9]/.test(c);
		last = c;
		lastClass = its;
		if (!again) out += its;
	});
	return out;
}

/** A text made ready for `contains`. */
export interface Searchable {
	folded: string;
	bones: string;
}

export const searchable = (text: string): Searchable => ({ folded: fold(text), bones: skeleton(text) });

/**
 * Reports whether every word of the query begins a word of the text, letter by
 * letter or, from four letters of skeleton on, in the skeleton.
 */
export function contains({ folded, bones }: Searchable, query: string): boolean {
	const begins = (of: string, part: string) => ` ${of}`.includes(` ${part}`);
	return fold(query)
		.split(" ")
		.every((word) => {
			const key = skeleton(word);
			return begins(folded, word) || ([...key].length >= 4 && begins(bones, key));
		});
}
