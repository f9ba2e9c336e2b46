import { expect, feature, open, painted, row, showMap, test } from "./map.ts";

for (const [text, name, by] of [
	["kelbecer", "Kalbajar", null],
	["Քարվաճառ", "Kalbajar", "Քարվաճառ"],
	["Башлыбель", "Bashlibel", "Башлыбель"],
] as const) {
	test(`a suggestion for ${text} says by which name it was found, and opens by keyboard`, async ({ page }) => {
		await open(page);
		const field = page.getByRole("combobox", { name: "Search names" });
		await field.fill(text);
		const first = page.locator("#search-list").getByRole("option").first();
		await expect(first).toContainText(name);
		if (by) await expect(first).toContainText(`found by ${by}`);
		await expect(field).toHaveAttribute("aria-expanded", "true");
		await field.press("ArrowDown");
		await expect(first).toHaveAttribute("aria-selected", "true");
		await expect(field).toHaveAttribute("aria-activedescendant", (await first.getAttribute("id")) ?? "?");
		await field.press("Enter");
		await expect(page.locator("#details h2")).toContainText(name);
		await expect(page.locator("#search")).toHaveAttribute("aria-expanded", "false");
	});
}

test("a suggestion is chosen by a click too, and Escape closes the list before it clears the field", async ({
	page,
}) => {
	await open(page);
	const field = page.getByRole("combobox", { name: "Search names" });
	await field.fill("zar");
	await expect(page.locator("#search-list").getByRole("option").first()).toBeVisible();
	await field.press("Escape");
	await expect(page.getByRole("listbox")).toBeHidden();
	await expect(field).toHaveValue("zar");
	await field.fill("zar ");
	await page.locator("#search-list").getByRole("option").filter({ hasText: "Zar" }).first().click();
	await expect(page.locator("#details h2")).toHaveText("Zar");
});

for (const text of [
	"39.97753, 46.13007",
	"39,97753; 46,13007",
	"39°58'39.1\"N 46°07'48.3\"E",
	"E 46 07 48.3 N 39 58 39.1",
]) {
	test(`coordinates lead to their place: ${text}`, async ({ page }) => {
		await open(page);
		const rows = await page.locator("#results .row").count();
		const field = page.getByRole("combobox", { name: "Search names" });
		await field.fill(text);
		await expect(page.locator("#search-list").getByRole("option")).toContainText("Go to 39.97");
		// They are no name: the list is not emptied.
		expect(await page.locator("#results .row").count()).toBe(rows);
		await field.press("Enter");
		await expect(page).toHaveURL(/map=1[1-9](\.\d+)?\/39\.977\d*\/46\.130/);
	});
}

test("the field is a combobox by the book: roles, names, keys and what is said", async ({ page }) => {
	await open(page);
	const field = page.getByRole("combobox", { name: "Search names" });
	const list = page.getByRole("listbox", { name: "Search names" });
	const options = list.getByRole("option");
	await expect(field).toHaveAttribute("aria-autocomplete", "list");
	await expect(field).toHaveAttribute("aria-controls", "search-list");
	await expect(field).toHaveAttribute("aria-expanded", "false");
	await expect(page.locator("#search-list")).toHaveRole("listbox");
	await expect(list).toBeHidden();
	await field.pressSequentially("ba");
	await expect(field).toHaveAttribute("aria-expanded", "true");
	const n = await options.count();
	expect(n).toBeGreaterThan(1);
	await expect(page.locator("#search-said")).toHaveRole("status");
	await expect(page.locator("#search-said")).toContainText(`${n} suggestions`);
	// The focus stays in the field; the active option is named.
	const active = async () => {
		const id = await field.getAttribute("aria-activedescendant");
		return id === null ? -1 : options.evaluateAll((all, want) => all.findIndex((o) => o.id === want), id);
	};
	const marked = () => options.evaluateAll((all) => all.findIndex((o) => o.getAttribute("aria-selected") === "true"));
	expect(await active()).toBe(-1);
	await field.press("ArrowUp");
	expect([await active(), await marked()]).toEqual([n - 1, n - 1]);
	await field.press("ArrowDown");
	expect([await active(), await marked()]).toEqual([-1, -1]);
	await field.press("ArrowDown");
	expect([await active(), await marked()]).toEqual([0, 0]);
	await expect(field).toBeFocused();
	// Letters, Home and End go on editing the text.
	await field.press("Home");
	await field.press("ArrowRight");
	expect(await field.evaluate((node) => (node as HTMLInputElement).selectionStart)).toBe(1);
	await field.press("Escape");
	await expect(field).toHaveAttribute("aria-expanded", "false");
	await expect(list).toBeHidden();
	await expect(field).toHaveValue("ba");
	// An arrow opens the list again, a second Escape empties the field.
	await field.press("ArrowDown");
	await expect(field).toHaveAttribute("aria-expanded", "true");
	await field.press("Escape");
	await field.press("Escape");
	await expect(field).toHaveValue("");
	await field.pressSequentially("ba");
	await expect(field).toHaveAttribute("aria-expanded", "true");
	await page.keyboard.press("Tab");
	await expect(field).toHaveAttribute("aria-expanded", "false");
});

const EMPTY = /No record passes/;

for (const [what, text, name] of [
	["with letters left out", "kelbecr", "Kalbajar"],
	["by a name that no column of the list has", "Dadivank", "Vank"],
] as const) {
	for (const hand of ["keyboard", "click"] as const) {
		test(`what the search alone finds, ${what}, opens by ${hand} and is on the map and in the list`, async ({
			page,
		}) => {
			await open(page);
			const all = await page.locator("#results .row").count();
			const village = await feature(page, "villages", (f) => f.properties.name === name);
			// An answer that takes its time: what is asked for may yet be found.
			let answer = () => {};
			const held = new Promise<void>((resolve) => {
				answer = resolve;
			});
			await page.route(/\/search\?/, async (route) => {
				await held;
				await route.continue();
			});
			const field = page.getByRole("combobox", { name: "Search names" });
			const first = page.locator("#search-list").getByRole("option").filter({ hasText: name }).first();
			const silent = async () => {
				await expect(page.locator("#results .row")).toHaveCount(0);
				await expect(page.locator("#notice")).not.toContainText(EMPTY);
				await expect(page.locator("#alert")).not.toContainText(EMPTY);
			};
			await field.fill(text);
			await expect(page.locator("#notice")).toHaveText("Loading …");
			await silent();
			answer();
			await expect(first).toBeVisible();
			await expect(page.locator("#notice")).toHaveText("Only the suggestions have a name like this.");
			await silent();
			if (hand === "click") await first.click();
			else {
				await field.press("ArrowDown");
				await field.press("Enter");
			}
			await expect(page.locator("#details h2")).toHaveText(name);
			// On a small screen it lies under the record now.
			await expect(page.locator("#search")).toHaveValue("");
			await expect(page.locator("#chips .chip")).toHaveCount(0);
			await expect(page.locator("#alert")).not.toContainText(EMPTY);
			await expect(page.locator("#notice")).not.toContainText(EMPTY);
			await expect(page).not.toHaveURL(/[&#]q=/);
			await expect(row(page, "villages", village.id)).toHaveAttribute("aria-current", "true");
			expect(await page.locator("#results .row").count()).toBeGreaterThan(all / 2);
			await page.getByRole("button", { name: "Close" }).click();
			await expect(row(page, "villages", village.id)).toBeFocused();
			await showMap(page);
			await expect.poll(() => painted(page, "villages")).toBeGreaterThan(0);
			// Back to what was typed.
			await page.goBack();
			await page.goBack();
			await expect(page.locator("#search")).toHaveValue(text);
			await expect(page.locator("#details")).toBeHidden();
		});
	}
}

test("what nothing is like is said to be missing once the search has answered, and when the suggestions are left", async ({
	page,
}) => {
	await open(page);
	const field = page.getByRole("combobox", { name: "Search names" });
	await field.fill("qqqwwwxxx");
	await expect(page.locator("#notice")).toContainText(EMPTY);
	await expect(page.locator("#alert")).toContainText(EMPTY);
	await field.fill("kelbecr");
	await expect(page.locator("#notice")).toHaveText("Only the suggestions have a name like this.");
	await expect(page.locator("#alert")).not.toContainText(EMPTY);
	await field.press("Escape");
	await expect(page.locator("#notice")).toContainText(EMPTY);
	await expect(page.locator("#alert")).toContainText(EMPTY);
});
