// Looks at a page with axe, by the debugger: the page's content policy does not
// bind that, and lets no other script in.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The rules of WCAG A and AA, and others that are named, that the page breaks, with where. */
export async function violations(page: Page, ...others: string[]): Promise<string[]> {
	const session = await page.context().newCDPSession(page);
	const run = `${axe}; axe.run({ runOnly: ${JSON.stringify([...WCAG, ...others])} }).then((r) => JSON.stringify(
		r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target.join(" ") + " " + n.failureSummary).join(" | "))))`;
	const { result } = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true });
	await session.detach();
	return JSON.parse(result.value);
}
