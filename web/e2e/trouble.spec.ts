import { expect, open, test } from "./map.ts";

test("a layer that is not loaded is named, and can be tried again", { tag: "@phone" }, async ({ page }) => {
	let isDown = true;
	await page.route("**/collections/zones/items*", (route) => (isDown ? route.abort() : route.continue()));
	await page.goto("./");
	await expect(page.locator("#alert")).toContainText("Not loaded: Zones of control");
	await expect(page.locator("#alert")).toContainText("does not answer");
	await expect(page.locator("#results [data-ref]").first()).toBeVisible();
	isDown = false;
	await page.getByRole("button", { name: "Try again" }).click();
	await expect(page.locator("#alert")).toBeEmpty();
	await expect(page.locator('#results [data-ref^="zones/"]').first()).toBeVisible();
});

test.describe("a link to a record that is not there", () => {
	test.use({ expected: /status of 404/ });
	test("says what the server says", async ({ page }) => {
		await page.goto("./#v=1&sel=sites/nosuchrecord");
		await expect(page.locator("#alert")).toContainText("404");
		await expect(page.locator("#results [data-ref]").first()).toBeVisible();
		await expect(page.locator("#alert")).toContainText("404");
	});
	test("leaves the lists in reach on a phone", async ({ page }) => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.goto("./#v=1&sel=sites/nosuchrecord");
		await expect(page.locator("#alert")).toContainText("404");
		await expect(page.locator("#search")).toBeVisible();
	});
});

test("offline is told of, and what has been loaded stays", async ({ page, context }) => {
	await open(page);
	await context.setOffline(true);
	await expect(page.locator("#alert")).toContainText("offline");
	await expect(page.locator("#results [data-ref]").first()).toBeVisible();
	await context.setOffline(false);
	await expect(page.locator("#alert")).toBeEmpty();
});

test.describe("without JavaScript", () => {
	test.use({ javaScriptEnabled: false });
	test("the page says where the lists are", async ({ page }) => {
		await page.goto("./");
		await expect(page.getByRole("link", { name: "burial and other sites" })).toHaveAttribute(
			"href",
			"collections/sites/items",
		);
	});
});

for (const [status, words] of [
	[429, "Too much was asked of the server at once. It asks to try again in 7 seconds"],
	[503, "The server has no data to show just now. It asks to try again in 7 seconds"],
] as const) {
	test.describe(`an answer of ${status}`, () => {
		test.use({ expected: new RegExp(`status of ${status}`) });
		test("is told in words, with when to ask again", async ({ page }) => {
			await page.route("**/collections/zones/items*", (route) =>
				route.fulfill({ status, headers: { "Retry-After": "7" }, contentType: "application/problem+json", body: "{}" }),
			);
			await page.goto("./");
			await expect(page.locator("#alert")).toContainText(words);
			await expect(page.locator("#results [data-ref]").first()).toBeVisible();
		});
	});
}

test("a layer that takes its time is named, those that are here are shown", async ({ page }) => {
	let release = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	await page.route("**/collections/zones/items*", async (route) => {
		await held;
		await route.continue();
	});
	await page.goto("./");
	await expect(page.locator("#alert")).toHaveText("Loading Zones of control, as claimed …");
	await expect(page.locator('#results [data-ref^="villages/"]').first()).toBeVisible();
	release();
	await expect(page.locator("#alert")).toBeEmpty();
});

test("what comes within 300 milliseconds is not said to be loading, what takes longer is", async ({ page }) => {
	// The page's clock goes on when the test says so.
	await page.clock.install({ time: 0 });
	await page.clock.pauseAt(1000);
	await page.route("**/collections/zones/items*", () => undefined); // It never answers.
	await page.goto("./");
	for (let i = 0; i < 14; i++) {
		await page.clock.runFor(16);
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
	await expect(page.locator('#results [data-ref^="villages/"]').first()).toBeVisible();
	await expect(page.locator("#alert")).toBeEmpty();
	await page.clock.runFor(200);
	await expect(page.locator("#alert")).toHaveText("Loading Zones of control, as claimed …");
	await page.unrouteAll({ behavior: "ignoreErrors" });
});

test.describe("a part that fails", () => {
	test.use({ expected: /broken on purpose|TypeError|script error/ });

	test("a map that cannot be made leaves the list, the search and the details", async ({ page }) => {
		await page.addInitScript(() => {
			Object.defineProperty(Element.prototype, "clientWidth", {
				get() {
					if ((this as Element).id === "map") throw new Error("broken on purpose");
					return 100;
				},
			});
		});
		await page.goto("./");
		await expect(page.locator("#broken")).toContainText("The map failed");
		await page.locator("#search").fill("Bashlibel");
		await page.locator("#search").press("Escape");
		await page.locator("#results .row").first().click();
		await expect(page.locator("#details .card").first()).toBeVisible();
	});

	test("a map that cannot paint leaves the list", async ({ page }) => {
		await page.addInitScript(() => {
			HTMLCanvasElement.prototype.getContext = () => {
				throw new Error("broken on purpose");
			};
		});
		await page.goto("./");
		await expect(page.locator("#broken")).toContainText("failed");
		await expect(page.locator("#results [data-ref]").first()).toBeVisible();
		await page.locator("#language").selectOption("ru");
		await expect(page.locator("#broken")).toContainText("Список работает");
	});

	test("details that cannot be read say so, and another record opens", { tag: "@phone" }, async ({ page }) => {
		await page.route("**/claims", (route) => route.fulfill({ json: { properties: null } }), { times: 1 });
		await open(page);
		await page.locator("#results .row").first().click();
		await expect(page.locator("#details [role=alert]")).toContainText("Something went wrong");
		await page.locator("#details-close").click();
		await page.locator("#results .row").nth(1).click();
		await expect(page.locator("#details .card, #details .source").first()).toBeVisible();
	});

	test("details whose code does not come say so, and can be tried again", async ({ page }) => {
		await page.route("**/assets/details.*.js", (route) => route.abort(), { times: 1 });
		await open(page);
		await page.locator("#results .row").first().click();
		await expect(page.locator("#details [role=alert]")).toContainText("The list goes on working");
		await page.locator("#details").getByRole("button", { name: "Close" }).click();
		await expect(page.locator("#results .row").first()).toBeVisible();
	});
});
