// Makes an EDTF date readable: "1993-04" is "April 1993". It formats what the
// server has already checked; a text that it does not know it returns as it is.
import type { Translate } from "./i18n.ts";

const DATE = /^(-?\d{4}|-?\d{3}X|-?\d{2}XX|Y-?\d+)(?:-(\d\d|XX))?(?:-(\d\d|XX))?(?:T[\d:.Z+-]+)?([~?%])?$/;
const SEASONS = ["spring", "summer", "autumn", "winter"] as const;

/** The date in the words of t's language. */
export function readable(text: string, t: Translate): string {
	if (text.startsWith("[") && text.endsWith("]")) return oneOf(text.slice(1, -1), t);
	if (text.includes("/")) return interval(text, t);
	return single(text, t);
}

/** The first day that the date may be, for putting dates in order: "1993-04" is "1993-04-01". */
export function firstDay(text: string): string {
	const [, year = "9999", month, day] = text.match(/(-?[\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?/) ?? [];
	const known = (part: string | undefined) => (part && /^\d\d$/.test(part) ? part : "01");
	return `${year.replaceAll("X", "0")}-${known(month)}-${known(day)}`;
}

function interval(text: string, t: Translate): string {
	const [a = "", b = ""] = text.split("/");
	const [from, to] = [single(a, t), single(b, t)];
	if (isEnd(a) && isEnd(b)) return text;
	if (isEnd(b)) return t(b === "" ? "date.endUnknown" : "date.endOpen", { from });
	if (isEnd(a)) return t(a === "" ? "date.startUnknown" : "date.startOpen", { to });
	return t("date.interval", { from, to });
}

function isEnd(part: string): boolean {
	return part === "" || part === "..";
}

function oneOf(members: string, t: Translate): string {
	const parts = members.split(",").map((member) => {
		const [a = "", b] = member.trim().split("..");
		if (b === undefined) return single(a, t);
		if (b === "") return t("date.orLater", { from: single(a, t) });
		if (a === "") return t("date.orEarlier", { to: single(b, t) });
		return t("date.between", { from: single(a, t), to: single(b, t) });
	});
	return parts.length === 1 ? (parts[0] ?? members) : t("date.oneOf", { list: parts.join("; ") });
}

function single(text: string, t: Translate): string {
	const [, year, month, day, qualifier] = text.match(DATE) ?? [];
	if (!year) return text;
	const plain = calendar(year, month, day, t);
	if (qualifier === "~") return t("date.about", { date: plain });
	if (qualifier === "?") return t("date.uncertain", { date: plain });
	if (qualifier === "%") return t("date.uncertain", { date: t("date.about", { date: plain }) });
	return plain;
}

function calendar(yearText: string, month: string | undefined, day: string | undefined, t: Translate): string {
	const year = yearOf(yearText, t);
	const number = Number(month);
	if (month === undefined || month === "XX") return year;
	if (number > 20 && number < 25)
		return t("date.season", { season: t(`date.${SEASONS[number - 21] ?? "spring"}`), year });
	if (number < 1 || number > 12) return `${yearText}-${month}`;
	if (day === undefined || day === "XX") return t("date.month", { month: nth(t("date.months"), number), year });
	return t("date.day", { day: Number(day), month: nth(t("date.monthsOf"), number), year });
}

function yearOf(text: string, t: Translate): string {
	if (text.endsWith("XX")) return t("date.interval", { from: text.replace("XX", "00"), to: text.replace("XX", "99") });
	if (text.endsWith("X")) return t("date.decade", { year: text.replace("X", "0") });
	return text.replace(/^Y/, "").replace("-", "−");
}

function nth(list: string, number: number): string {
	return list.split(" ")[number - 1] ?? "";
}
