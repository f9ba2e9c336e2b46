import { bashlibel, expect, feature, open, row, test } from "./map.ts";

/** What a zone's row and the site's details say of whose claim it is. */
const WORDS = {
	az: {
		zones: "Azərbaycan mənbələri",
		office: "Baş Prokurorluğu",
		word: "onlarla (“dozens”)",
		called: "qətliam (“massacre”)",
	},
	hy: {
		zones: "ադրբեջանական աղբյուրներ",
		office: "գլխավոր դատախազություն",
		word: "տասնյակներ («dozens»)",
		called: "կոտորած («massacre»)",
	},
	ru: {
		zones: "азербайджанские источники",
		office: "Генеральная прокуратура",
		word: "десятки («dozens»)",
		called: "резня («massacre»)",
	},
} as const;

for (const [lang, words] of Object.entries(WORDS)) {
	test(`${lang}: a zone says once whose claim it is, in the reader's language`, async ({ page }) => {
		await open(page, `#v=1&map=9/39.9/46.6&lang=${lang}&list=all`);
		const zone = await feature(page, "zones", (f) => String(f.properties.name).startsWith("Aghdam"));
		const text = row(page, "zones", zone.id);
		await expect(text).toContainText(words.zones);
		const all = (await text.textContent()) ?? "";
		expect(all.toLowerCase().split(words.zones.slice(0, 9).toLowerCase()).length).toBe(2);
		await expect(page.locator("#map .label-zones").first()).toContainText(words.zones);
		await expect(page.locator("body")).not.toContainText("Azerbaijani accounts");
	});

	test(`${lang}: notes and values are read in the reader's language, beside a source's own word`, async ({ page }) => {
		const site = await bashlibel(page);
		await open(page, `#v=1&lang=${lang}&sel=sites/${site.id}`);
		const details = page.locator("#details");
		await expect(details.locator(".summary .who")).toContainText(words.office);
		await expect(details.locator(".card").first()).toBeVisible();
		await expect(details).not.toContainText("No Armenian and no ICRC account");
		await expect(details).not.toContainText("according to");
		const event = await feature(page, "events", (f) => Number(f.properties.figure_count) > 3);
		await page.goto(`./#v=1&lang=${lang}&sel=events/${event.id}`);
		await expect(details.locator(".figures")).toContainText(words.word);
		await expect(details.locator(".claims").filter({ hasText: "massacre" })).toContainText(words.called);
	});
}

test("English asks for no translations, and a change of language does", async ({ page }) => {
	const asked: string[] = [];
	page.on("request", (r) => r.url().includes("/translations/") && asked.push(new URL(r.url()).pathname));
	await open(page);
	await row(page, "sites", (await bashlibel(page)).id).click();
	await expect(page.locator("#details .card").first()).toBeVisible();
	expect(asked).toEqual([]);
	await page.locator("#language").selectOption("ru");
	await expect(page.locator("#details .summary .who")).toContainText(WORDS.ru.office);
	await page.locator("#language").selectOption("en");
	await expect(page.locator("#details .summary .who")).toContainText("Prosecutor General's Office");
	expect(asked.map((path) => path.replace(/.*\//, ""))).toEqual(["ru"]);
});

test.describe("without its translations", () => {
	test.use({ expected: /status of 503/ });

	test("the page is read as it was recorded", async ({ page }) => {
		await page.route("**/translations/*", (route) => route.fulfill({ status: 503, body: "{}" }));
		await open(page, "#v=1&lang=ru&list=all");
		await expect(page.locator('#results [data-ref^="zones/"]').first()).toContainText("Azerbaijani accounts");
	});
});
