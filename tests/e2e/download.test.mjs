import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";

const [site, single] = builds;

test("the site offers itself as one file, of which the digest is the one it shows", async (t) => {
  const { page } = await open(t, site);
  const shown = await page.locator(".download .digest").textContent();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download this page as one file" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "certlens.html");
  const bytes = await readFile(await download.path());
  assert.equal(createHash("sha256").update(bytes).digest("hex"), shown);
  assert.deepEqual(bytes, await readFile(new URL(single.url)), "and it is the file that these tests are about");
});

test("the single file offers no other", async (t) => {
  const { page } = await open(t, single);
  assert.equal(await page.locator(".download").count(), 0);
});
