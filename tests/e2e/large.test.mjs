import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, many, paste, scroll } from "./input.mjs";

/** Longest that the page may not answer, in milliseconds: what a person takes for at once. */
const LONGEST_TASK = 100;

for (const build of builds) {
  test(`${build.name}: a thousand Secrets leave the page fluid`, async (t) => {
    const { page } = await open(t, build);
    const text = await many(1000);
    await page.evaluate(() => {
      globalThis.tasks = [];
      new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask" });
    });
    // The clipboard is filled outside of what is measured: it is the browser's own work.
    await page.evaluate((text) => {
      globalThis.clipboardData = new DataTransfer();
      globalThis.clipboardData.setData("text/plain", text);
    }, text);
    await page.evaluate(() => {
      globalThis.tasks.length = 0;
      const event = new ClipboardEvent("paste", { clipboardData: globalThis.clipboardData, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    });
    assert.match(await answered(page), /Found 1000 certificates in 1000 Secrets/);
    const pane = page.locator(".pane");
    for (const top of [400, 20_000, 43_000, 0]) await scroll(pane, top);
    assert.ok((await pane.locator("li").count()) < 60, "only the rows in sight are there");
    await page.getByRole("searchbox").pressSequentially("many-777");
    await page.getByText("1 of 1000").waitFor();
    await pane.getByRole("button", { name: /many-777/ }).click();
    await page.locator(".card").getByText("many-777").first().waitFor();
    const tasks = await page.evaluate(() => globalThis.tasks);
    console.log(`${build.name}: the longest of ${tasks.length} long tasks took ${Math.max(0, ...tasks)} ms`);
    assert.deepEqual(tasks.filter((duration) => duration > LONGEST_TASK), []);
  });
}
