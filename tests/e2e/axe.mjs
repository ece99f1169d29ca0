// The rules of accessibility, as axe-core has them.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What of the page breaks a rule of axe-core, a line each. */
export async function violations(page, own = {}) {
  // Off in axe-core unless it is asked for.
  const options = { rules: { "target-size": { enabled: true } }, ...own };
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate((options) => globalThis.axe.run(options), options);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}
