import { bashlibel, expect, open, test } from "./map.ts";

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

test("a record that could not be fetched is fetched when it is asked for again", async ({ page }) => {
	const site = await bashlibel(page);
	await page.route("**/collections/sites/items?*", (route) => route.abort());
	await page.route(`**/items/${site.id}`, (route) => route.abort(), { times: 1 });
	await page.goto(`./#v=1&map=8/39.9/46.2&sel=sites/${site.id}`);
	await expect(page.locator("#alert")).toContainText("does not answer");
	await expect(page).not.toHaveURL(/&sel=/);
	await page.evaluate((id) => {
		location.hash = `${location.hash}&sel=sites/${id}`;
	}, site.id);
	await expect(page.locator("#details h2")).toHaveText(String(site.properties.name));
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

test("several layers that take their time are not all named on the map, but each in its row", async ({ page }) => {
	await page.route(/\/collections\/(zones|sites)\/items/, () => undefined); // They never answer.
	await page.goto("./");
	await expect(page.locator("#alert")).toHaveText("Loading …");
	for (const layer of ["zones", "sites"])
		await expect(page.locator("#layers li", { has: page.locator(`#layer-${layer}`) })).toContainText("…");
	await page.unrouteAll({ behavior: "ignoreErrors" });
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

test.describe("what the server refuses", () => {
	test.use({ expected: /status of 50[03]/ });
	const refusal = { status: 500, contentType: "application/problem+json", body: "{}" };

	test("of a record stays told, in every language, until it is tried again", async ({ page }) => {
		let isDown = true;
		await page.route("**/claims", (route) => (isDown ? route.fulfill(refusal) : route.continue()));
		const site = await bashlibel(page);
		await open(page, `#v=1&map=9/39.98/46.13&t=1993..1994&sel=sites/${site.id}`);
		const said = page.locator("#said");
		await expect(said.getByRole("alert")).toContainText("status 500");
		await page.locator("#language").selectOption("ru");
		await expect(said.getByRole("alert")).toContainText("Сервер отклонил запрос");
		// A change of the period draws the record anew, too.
		await page.locator("#time-all").click();
		await expect(said.getByRole("alert")).toBeVisible();
		await expect(said.locator(".loading")).toHaveCount(0);
		await said.getByRole("button", { name: "Повторить" }).click();
		await expect(said.getByRole("alert")).toContainText("Сервер отклонил запрос");
		isDown = false;
		await said.getByRole("button", { name: "Повторить" }).click();
		await expect(page.locator("#details .card").first()).toBeVisible();
		await expect(said.getByRole("alert")).toHaveCount(0);
	});

	test("of a record's history stays told and unfolded", async ({ page }) => {
		let isDown = true;
		await page.route("**/history", (route) => (isDown ? route.fulfill(refusal) : route.continue()));
		const site = await bashlibel(page);
		await open(page, `#v=1&sel=sites/${site.id}`);
		const history = page.locator("#details .history");
		await history.locator("summary").click();
		await expect(history).toContainText("status 500");
		await page.locator("#details .source > summary").first().click();
		await page.locator("#details .cite > summary").click();
		await page.locator("#cite-form").selectOption("ris");
		await page.locator("#language").selectOption("ru");
		await expect(history).toContainText("Сервер отклонил запрос");
		isDown = false;
		await history.getByRole("button", { name: "Повторить" }).click();
		await expect(history.locator("li").first()).toBeVisible();
		// What was unfolded beside it is so still.
		await expect(page.locator("#details .source").first()).toHaveAttribute("open");
		await expect(page.locator("#cite-text")).toHaveValue(/^TY {2}- DATA/);
	});

	test("of the guided view is told where it would stand, and can be tried again", async ({ page }) => {
		let isDown = true;
		await page.route("**/story", (route) => (isDown ? route.fulfill({ ...refusal, status: 503 }) : route.continue()));
		await page.route("**/sources", (route) => (isDown ? route.fulfill(refusal) : route.continue()));
		await open(page);
		await page.locator("#story-block > summary").click();
		const story = page.locator("#story");
		await expect(story.getByRole("alert")).toContainText("has no data to show just now");
		await page.locator("#language").selectOption("ru");
		await expect(story.getByRole("alert")).not.toContainText("just now");
		await page.unroute("**/story");
		await story.getByRole("button", { name: "Повторить" }).click();
		await expect(page.locator("#story-step")).toBeVisible();
		// Sources whose titles did not come are named by their ids, until they come.
		await expect(page.locator(".story-sources a").first()).toHaveText(/^[a-z0-9]{16}$/);
		isDown = false;
		await page.locator("#story-next").click();
		await expect(page.locator(".story-sources a").first()).toHaveText(/ /);
	});

	test("of the formats and the sources is asked for again with the next unfolding", async ({ page }) => {
		let isDown = true;
		await page.route(/\/collections\?f=json$|\/sources$/, (route) =>
			isDown ? route.fulfill(refusal) : route.continue(),
		);
		const { sources } = await (await page.request.get("./sources")).json();
		const source = (sources as { id: string; title: string }[])[0];
		await open(page, `#v=1&list=all&f=source:${source?.id}`);
		await expect(page.locator(".chip")).toContainText(source?.id ?? "");
		await page.locator("#download > summary").click();
		await expect(page.locator("#take-format option")).toHaveCount(2);
		isDown = false;
		for (const block of ["#download", "#download", "#filters-block"]) await page.locator(`${block} > summary`).click();
		await expect.poll(() => page.locator("#take-format option").count()).toBeGreaterThan(5);
		await expect(page.locator(".chip")).toContainText(source?.title ?? "");
	});
});
