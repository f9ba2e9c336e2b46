// Makes an EDTF date readable: "1993-04" is "April 1993". It formats what the
// server has already checked; a text that it does not know it returns as it is.
import { currentLanguage, type Translate } from "./i18n.ts";

const DATE = /^(-?\d{4}|-?\d{3}X|-?\d{2}XX|Y-?\d+)(?:-(\d\d|XX))?(?:-(\d\d|XX))?(?:T[\d:.Z+-]+)?([~?%])?$/;
const SEASONS = ["spring", "summer", "autumn", "winter"] as const;

/** The date in the words of t, and in Intl's of the language where the browser has them. */
export function readable(text: string, t: Translate, lang: string = currentLanguage()): string {
	if (text.startsWith("[") && text.endsWith("]")) return oneOf(text.slice(1, -1), t, lang);
	if (text.includes("/")) return interval(text, t, lang);
	return single(text, t, lang);
}

/** The first day that the date may be, for putting dates in order: "1993-04" is "1993-04-01". */
export function firstDay(text: string): string {
	const [, year = "9999", month, day] = text.match(/(-?[\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?/) ?? [];
	const known = (part: string | undefined) => (part && /^\d\d$/.test(part) ? part : "01");
	return `${year.replaceAll("X", "0")}-${known(month)}-${known(day)}`;
}

function interval(text: string, t: Translate, lang: string): string {
	const [a = "", b = ""] = text.split("/");
	const [from, to] = [single(a, t, lang), single(b, t, lang)];
	if (isEnd(a) && isEnd(b)) return text;
	if (isEnd(b)) return t(b === "" ? "date.endUnknown" : "date.endOpen", { from });
	if (isEnd(a)) return t(a === "" ? "date.startUnknown" : "date.startOpen", { to });
	return t("date.interval", { from, to });
}

function isEnd(part: string): boolean {
	return part === "" || part === "..";
}

function oneOf(members: string, t: Translate, lang: string): string {
	const parts = members.split(",").map((member) => {
		const [a = "", b] = member.trim().split("..");
		if (b === undefined) return single(a, t, lang);
		if (b === "") return t("date.orLater", { from: single(a, t, lang) });
		if (a === "") return t("date.orEarlier", { to: single(b, t, lang) });
		return t("date.between", { from: single(a, t, lang), to: single(b, t, lang) });
	});
	return parts.length === 1 ? (parts[0] ?? members) : t("date.oneOf", { list: parts.join("; ") });
}

function single(text: string, t: Translate, lang: string): string {
	const [, year, month, day, qualifier] = text.match(DATE) ?? [];
	if (!year) return text;
	const plain = calendar(year, month, day, t, lang);
	if (qualifier === "~") return t("date.about", { date: plain });
	if (qualifier === "?") return t("date.uncertain", { date: plain });
	if (qualifier === "%") return t("date.uncertain", { date: t("date.about", { date: plain }) });
	return plain;
}

function calendar(
	yearText: string,
	month: string | undefined,
	day: string | undefined,
	t: Translate,
	lang: string,
): string {
	const year = yearOf(yearText, t);
	const number = Number(month);
	if (month === undefined || month === "XX") return year;
	if (number > 20 && number < 25)
		return t("date.season", { season: t(`date.${SEASONS[number - 21] ?? "spring"}`), year });
	if (number < 1 || number > 12) return `${yearText}-${month}`;
	const isMonth = day === undefined || day === "XX";
	const words = inWords(`${yearText}-${month}-${isMonth ? "01" : day}`, isMonth, lang);
	if (words) return words;
	if (isMonth) return t("date.month", { month: nth(t("date.months"), number), year });
	return t("date.day", { day: Number(day), month: nth(t("date.monthsOf"), number), year });
}

const forms = new Map<string, Intl.DateTimeFormat>();

/** A day or its month by Intl; null where the browser has no names of months: Chromium lacks Armenian and Azerbaijani ones. */
function inWords(date: string, isMonth: boolean, lang: string): string | null {
	let form = forms.get(lang + isMonth);
	if (!form) {
		const parts: Intl.DateTimeFormatOptions = { year: "numeric", month: "long", timeZone: "UTC" };
		if (!isMonth) parts.day = "numeric";
		form = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, parts);
		forms.set(lang + isMonth, form);
	}
	const isKnown = form.resolvedOptions().locale.startsWith(lang) && /^[1-9]/.test(date);
	const text = isKnown ? form.format(new Date(date)) : "";
	return /\p{L}{3}/u.test(text) ? text : null;
}

function yearOf(text: string, t: Translate): string {
	if (text.endsWith("XX")) return t("date.interval", { from: text.replace("XX", "00"), to: text.replace("XX", "99") });
	if (text.endsWith("X")) return t("date.decade", { year: text.replace("X", "0") });
	return text.replace(/^Y/, "").replace("-", "−");
}

function nth(list: string, number: number): string {
	return list.split(" ")[number - 1] ?? "";
}
