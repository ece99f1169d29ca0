// What a reviewer hands in on paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, fixture, paste, show } from "./input.mjs";

/** Pages of a PDF. */
const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

/** Most pages of the guide's pair: its verdict, 19 findings, five objects and two Secrets. */
const MOST_PAGES = 6;

test("a print has the verdict, the findings, the objects and their paths, and of what is folded nothing else", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, `${await fixture("provider-tls.yaml")}---\n${await fixture("manager-tls.yaml")}`);
  await answered(page);
  await page.locator(".verdict-head").waitFor();
  await page.locator("#object-3 .path").waitFor();
  await page.emulateMedia({ media: "print" });
  const is = (part) => page.locator(part).first().isVisible();
  for (const part of [".verdict-head", ".stacks", ".answer", "#panel .finding", "#object-0 .facts", "#object-0 .path > summary"]) {
    assert.ok(await is(part), `${part} is printed`);
  }
  for (const part of [".input", ".tabs", "#panel .check", "#object-0 .fix", "#object-0 .path-body", "#object-0 .fields"]) {
    assert.ok(!(await is(part)), `${part} is not`);
  }
  await page.emulateMedia({ media: null });
  await page.locator("#object-0 .fix > summary").click();
  await page.emulateMedia({ media: "print" });
  assert.ok(await is("#object-0 .fix pre"), "what is open is printed");
  await page.emulateMedia({ media: null });
  await page.locator("#object-0 .fix > summary").click();
  assert.ok(pages(await page.pdf({ format: "A4" })) <= MOST_PAGES);
  await show(page, "Pair");
  assert.ok(pages(await page.pdf({ format: "A4" })) <= MOST_PAGES);
});
