import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open, openPlain } from "./browser.mjs";
import { fromPage, fromWorker } from "./leaks.mjs";
import { listen } from "./listener.mjs";

for (const build of builds) {
  test(`${build.name}: nothing is requested after the page has loaded`, async (t) => {
    const { page, requests } = await open(t, build);
    await page.getByRole("textbox").fill("warm up");
    await page.getByText("The worker read 7 characters.").waitFor();
    requests.length = 0;
    await page.getByRole("textbox").fill("-----BEGIN CERTIFICATE-----");
    await page.getByText("The worker read 27 characters.").waitFor();
    assert.deepEqual(requests, []);
  });

  test(`${build.name}: works with the network gone`, async (t) => {
    const { context, page } = await open(t, build);
    await context.setOffline(true);
    await page.getByRole("textbox").fill("offline");
    await page.getByText("The worker read 7 characters.").waitFor();
  });

  for (const [side, leaks] of [["page", fromPage], ["worker", fromWorker]]) {
    test(`${build.name}: the ${side} can tell no other host a thing`, async (t) => {
      const elsewhere = await listen(t);
      const opened = await open(t, build);
      for (const [name, leak] of Object.entries(leaks)) {
        assert.ok(await isRefused(opened[side], leak, elsewhere.url), `${name} is refused`);
      }
      assert.deepEqual(elsewhere.heard, []);
      assert.equal(opened.page.url(), build.url, "the page stayed");
    });
  }
}

test("a page without a policy tells other hosts all of it, so these tests would notice", async (t) => {
  const elsewhere = await listen(t);
  for (const [side, leaks] of [["page", fromPage], ["worker", fromWorker]]) {
    const opened = await openPlain(t);
    for (const [name, leak] of Object.entries(leaks)) {
      const heard = elsewhere.next();
      await opened[side].evaluate(leak, `${elsewhere.url}${encodeURIComponent(name)}`).catch(() => {});
      await heard;
    }
  }
});

/** Whether the browser reports that the attempt broke the policy it runs under. */
async function isRefused(side, leak, url) {
  await side.evaluate(() => {
    globalThis.violation = new Promise((resolve) =>
      addEventListener("securitypolicyviolation", () => resolve(true), { once: true }),
    );
  });
  await side.evaluate(leak, url).catch(() => {});
  return side.evaluate(() => globalThis.violation);
}
