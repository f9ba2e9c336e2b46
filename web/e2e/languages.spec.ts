// The page in its four languages: no word of another stands in it, forms go with
// numbers, and dates are in its own words.
import type { Page } from "@playwright/test";
import { en } from "../src/strings/en.ts";
import { words as offline } from "../src/strings/offline.ts";
import { en as take } from "../src/take/strings/en.ts";
import { violations } from "./axe.ts";
import { expect, feature, GUARDED, needsMadeWorlds, open, test } from "./map.ts";
import { STATES } from "./states.ts";

/** The same in every language. */
const NAMES = ["Format", "Stele", "BibTeX", "RIS", "SHA-256", "GeoJSON", "API"];
const ENGLISH = new Set(
	[...Object.values(en), ...Object.values(take), ...Object.values(offline.en)].filter(
		(text) => text.length > 3 && !text.includes("{") && !NAMES.includes(text),
	),
);

/** The English words of the interface that stand on the page, as a text of their own or as the name of a control. */
function english(page: Page): Promise<string[]> {
	return page.evaluate(
		(words) => {
			const known = new Set(words);
			const found = new Set<string>();
			for (const node of document.querySelectorAll("body, body *")) {
				if (node.matches("script, noscript, noscript *, option[lang]")) continue;
				for (const name of ["aria-label", "placeholder", "title"]) {
					const text = node.getAttribute(name);
					if (text && known.has(text)) found.add(`${name}: ${text}`);
				}
				for (const child of node.childNodes)
					if (child.nodeType === Node.TEXT_NODE && known.has(child.textContent?.trim() ?? ""))
						found.add(child.textContent?.trim() ?? "");
			}
			return [...found];
		},
		[...ENGLISH],
	);
}

const isElsewhere = process.env.STELE_URL !== undefined;
const worded = Object.entries(STATES).filter(([, s]) => s.isWorded && !(s.isMade && isElsewhere));
const faults = worded.flatMap(([, state]) => state.expected?.source ?? []);

for (const lang of ["az", "hy", "ru"]) {
	test.describe(`in the words of ${lang}`, { tag: "@wide" }, () => {
		test.use({ locale: lang, expected: new RegExp(faults.join("|")) });

		test(`no state has a word of the interface in English, or a fault of access: ${lang}`, async ({ context }) => {
			test.setTimeout(240_000);
			for (const [name, state] of worded) {
				const page = await context.newPage();
				await state.reach(page);
				await expect(page.locator("html"), name).toHaveAttribute("lang", lang);
				expect.soft(await english(page), name).toEqual([]);
				// What an open list half covers is too small beside its neighbours only until that closes.
				const isCovered = (v: string) => name.startsWith("suggestions") && v.startsWith("target-size: #undated");
				expect
					.soft(
						(await violations(page)).filter((v) => !isCovered(v)),
						name,
					)
					.toEqual([]);
				await context.setOffline(false);
				await page.close();
			}
		});
	});
}

test.describe("in a world of known numbers", () => {
	needsMadeWorlds();
	test.use({ baseURL: GUARDED });
	test("the form of a word goes with its number", async ({ page }) => {
		for (const [layers, text] of [
			["districts", "1 запись в списке"],
			["sites", "3 записи в списке"],
			["sites,events", "6 записей в списке"],
			["villages", "108 записей в списке"],
		]) {
			await page.goto("about:blank");
			await open(page, `#v=1&list=all&lang=ru&l=${layers}`);
			await expect(page.locator("#count")).toHaveText(text ?? "");
		}
	});
});

for (const [lang, words] of [
	["en", /\d{1,2} \p{L}+ \d{4}/u],
	["az", /\d{1,2} [a-zəıöüçşğ]+ \d{4}/],
	["hy", /\p{Script=Armenian}+ \d{1,2}/u],
	["ru", /\d{1,2} [а-я]+ \d{4}/],
] as const) {
	test(`dates are in the words of the language: ${lang}`, async ({ page }) => {
		await open(page, `#v=1&lang=${lang}&list=all&l=events`);
		const rows = await page.locator("#results .row-sub").allTextContents();
		expect(rows.some((text) => words.test(text))).toBe(true);
		await expect(page.locator("#printed")).toHaveText(words);
		// No browser's stand-in for a month that it has no name of.
		expect(rows.join() + (await page.locator("#printed").textContent())).not.toMatch(/\bM\d\d\b/);
	});
}

for (const [lang, words] of [
	["en", ["Azerbaijani", "Armenian", "Cyrillic"]],
	["az", ["azərbaycan", "erməni", "kiril"]],
	["hy", ["ադրբեջաներեն", "հայերեն", "կյուրեղագիր"]],
	["ru", ["азербайджанский", "армянский", "кириллица"]],
] as const) {
	test(`languages and scripts have their names in the language: ${lang}`, async ({ page }) => {
		const district = await feature(page, "districts", (f) => f.properties.name_hy === "Քարվաճառ");
		await open(page, `#v=1&lang=${lang}&sel=districts/${district.id}`);
		await expect(page.locator("#details .names li").first()).toBeVisible();
		const text = (await page.locator("#details .names").textContent())?.toLowerCase();
		for (const word of words) expect(text).toContain(word.toLowerCase());
	});
}
