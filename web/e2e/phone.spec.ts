import { bashlibel, expect, open, row, test } from "./map.ts";

test.use({ viewport: { width: 375, height: 720 }, hasTouch: true, isMobile: true });

test("the sheet stops at three heights, by button", async ({ page }) => {
	await open(page);
	const height = async () => (await page.locator("#sheet").boundingBox())?.height ?? 0;
	const at = (stop: string) => expect(page.locator("#page")).toHaveAttribute("data-stop", stop);
	await at("peek");
	const peek = await height();
	await page.locator("#sheet-up").click();
	await at("half");
	await expect.poll(height).toBeGreaterThan(peek * 1.5);
	await page.locator("#sheet-up").click();
	await at("full");
	await page.locator("#sheet-down").click();
	await page.locator("#sheet-down").click();
	await at("peek");
	await expect.poll(height).toBe(peek);
});

test("the sheet follows a drag and comes to rest at a stop", async ({ page }) => {
	await open(page);
	const box = await page.locator(".grip-bar").boundingBox();
	if (!box) throw new Error("the grip has no box");
	await page.mouse.move(box.x + box.width / 2, box.y + 2);
	await page.mouse.down();
	await page.mouse.move(box.x, 380, { steps: 5 });
	await page.mouse.up();
	await expect(page.locator("#page")).toHaveAttribute("data-stop", "half");
});

test("a record opens in the sheet, with its area above it", async ({ page }) => {
	await open(page);
	await page.locator("#sheet-up").click();
	const site = await bashlibel(page);
	await row(page, "sites", site.id).click();
	await expect(page.locator("#details h2")).toBeVisible();
	await expect(page.locator("#panel")).toBeHidden();
	const sheet = await page.locator("#sheet").boundingBox();
	await expect
		.poll(async () => {
			const area = await page.locator("#map .chosen").boundingBox();
			return area !== null && area.y > 0 && area.y + area.height < (sheet?.y ?? 0);
		})
		.toBe(true);
	await page.locator("#details-close").click();
	await expect(page.locator("#panel")).toBeVisible();
});

test("nothing is wider than the screen", async ({ page }) => {
	await open(page);
	await page.locator("#sheet-up").click();
	const site = await bashlibel(page);
	await row(page, "sites", site.id).click();
	await expect(page.locator("#details .card").first()).toBeVisible();
	const overflow = await page.evaluate(
		() =>
			["#details", "#panel", "body"]
				.map((s) => document.querySelector(s))
				.filter((n) => n && n.scrollWidth > n.clientWidth + 1).length,
	);
	expect(overflow).toBe(0);
});

test("the focus moves no part of the page out of its place", async ({ page }) => {
	await open(page);
	await page.locator("#sheet-up").click();
	await page.locator("#sheet-up").click();
	await expect(page.locator("#page")).toHaveAttribute("data-stop", "full");
	for (const id of ["#layers-block", "#time-block", ".legend"]) await page.locator(`${id} > summary`).click();
	const grip = page.locator("#grip");
	const before = await grip.boundingBox();
	await page.locator("input[name=scope]").last().focus();
	await expect(page.locator("input[name=scope]").last()).toBeInViewport();
	await page.locator("#results .row").last().focus();
	expect(await page.evaluate(() => document.getElementById("page")?.scrollTop)).toBe(0);
	expect(await grip.boundingBox()).toEqual(before);
	await page.locator("#page").evaluate((n) => n.scrollTo(0, 1000));
	expect(await grip.boundingBox()).toEqual(before);
});
