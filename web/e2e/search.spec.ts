import { expect, open, test } from "./map.ts";

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
		await expect(field).toHaveAttribute("aria-expanded", "false");
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

for (const text of ["39.97753, 46.13007", "39°58'39.1\"N 46°07'48.3\"E", "E 46 07 48.3 N 39 58 39.1"]) {
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
