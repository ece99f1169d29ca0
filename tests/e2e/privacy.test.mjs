import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { builds, open, openPlain } from "./browser.mjs";
import { answered, drop, fixture, paste } from "./input.mjs";
import { fromPage, fromWorker } from "./leaks.mjs";
import { listen } from "./listener.mjs";

for (const build of builds) {
  test(`${build.name}: nothing is requested after the page has loaded`, async (t) => {
    const { page, requests } = await open(t, build);
    requests.length = 0;
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await drop(page, { "manager.yaml": await fixture("manager-tls.yaml") });
    await page.getByText(/in 2 Secrets/).waitFor();
    await page.locator(".fields summary").first().click();
    await page.getByRole("treeitem").first().click();
    await page.keyboard.press("7");
    await page.getByLabel("Redact names and serial numbers").check();
    await page.locator(".report").waitFor();
    await drop(page, { "export.zip": await readFile(new URL("../fixtures/archives/deflated.zip", import.meta.url)) });
    await page.getByText("export.zip › prod/ca.pem").first().waitFor();
    assert.deepEqual(requests, []);
  });

  test(`${build.name}: works with the network gone`, async (t) => {
    const { context, page } = await open(t, build);
    await context.setOffline(true);
    await paste(page, await fixture("provider-tls.yaml"));
    assert.match(await answered(page), /The private key matches/);
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
