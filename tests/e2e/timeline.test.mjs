import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, fixture, paste, show } from "./input.mjs";

for (const build of builds) {
  test(`${build.name}: the time is moved, the verdict follows, and there is a way back`, async (t) => {
    const { page, complaints } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    assert.match(await answered(page), /expire does so in 357 days/);
    await page.keyboard.press("5");
    const slider = page.getByRole("slider", { name: "What if it were another time?" });
    assert.equal(await slider.getAttribute("aria-valuetext"), "2026-12-01 12:00:00 UTC");
    assert.equal(await page.locator(".away").count(), 0, "now needs no words");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await page.locator(".away", { hasText: "2026-12-02 12:00:00 UTC, 24 hours ahead of now." }).waitFor();
    await page.locator(".verdict", { hasText: "in 356 days" }).waitFor();
    await page.keyboard.press("End");
    await page.locator(".verdict", { hasText: "have expired" }).waitFor();
    await page.locator(".answer", { hasText: "No valid path" }).waitFor();
    await page.locator(".away").getByRole("button", { name: "Back to now" }).click();
    await page.locator(".verdict", { hasText: "in 357 days" }).waitFor();
    assert.equal(await slider.getAttribute("aria-valuetext"), "2026-12-01 12:00:00 UTC");
    await page.getByRole("button", { name: "6 minutes back" }).click();
    await page.locator(".away", { hasText: "2026-12-01 11:54:00 UTC, 6 minutes before now." }).waitFor();
    await page.getByRole("button", { name: "1 year on" }).click();
    await page.locator(".away", { hasText: "2027-12-01 11:54:00 UTC" }).waitFor();
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: what is chosen stays chosen when the time moves`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    await page.keyboard.press("j");
    await page.locator("#object-0.is-chosen").waitFor();
    await page.getByLabel("Judged at").fill("2027-03-01T00:00:00");
    await page.locator(".away").waitFor();
    await answered(page);
    await page.locator("#object-0.is-chosen").waitFor();
    await page.locator(".choice", { hasText: "#0" }).waitFor();
  });
}

test("a bar says when a renewal is due and what ends the path first", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, await fixture("provider-tls.yaml"));
  await answered(page);
  await page.keyboard.press("5");
  const certificate = new X509Certificate(await fixture("server-cert.pem"));
  const [begin, end] = [certificate.validFrom, certificate.validTo].map((time) => new Date(time).getTime());
  const renewal = new Date(end - (end - begin) / 3).toISOString().slice(0, 10);
  const row = page.locator(".timeline > li", { hasText: "provider-service" });
  const text = await row.innerText();
  assert.ok(text.includes(`renewal due ${renewal}`), text);
  assert.match(text, /in effect until 2027-11-24, by/);
  assert.match(await page.locator(".timeline > li", { hasText: "VirtRigaud CA" }).first().innerText(), /2026-11-24 to 2027-11-24$/);
});

test("revocation lists have bars too, and a renewal is where cert-manager's Certificate says", async (t) => {
  const { page, complaints } = await open(t, builds[0]);
  const list = await readFile(new URL("../fixtures/rules/crl-outdated/sound.pem", import.meta.url), "utf8");
  const asked = "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: own, namespace: default}\nspec: {secretName: provider-tls, renewBefore: 720h}\n";
  await paste(page, `${await fixture("provider-tls.yaml")}---\n${asked}---\n${list}`);
  await answered(page);
  await show(page, "Timeline");
  const row = (text) => page.locator(".timeline > li", { hasText: text }).first().innerText();
  assert.match(await row("provider-service"), /renewal due 2027-10-25, by Certificate default\/own/);
  assert.match(await row("revocation list"), /issued \d{4}-\d\d-\d\d, the next one due by \d{4}-\d\d-\d\d/);
  assert.deepEqual(complaints, []);
});

test("the field of the time never stands blank, and nothing is painted over the line that says it", async (t) => {
  const { page } = await open(t, builds[0], { viewport: { width: 390, height: 844 } });
  await page.getByRole("button", { name: "Load the guide's example" }).click();
  await answered(page);
  const field = page.getByLabel("Judged at");
  await field.fill("2029-01-01T00:00:30");
  await page.locator(".away").waitFor();
  await answered(page);
  await field.fill("");
  assert.equal(await field.inputValue(), "2029-01-01T00:00:30");
  await page.getByRole("button", { name: "See the pair" }).click();
  const { bottom } = await page.locator(".away").evaluate((away) => away.getBoundingClientRect());
  const top = await page.getByRole("tab", { name: "Pair" }).evaluate((tab) => tab.getBoundingClientRect().top);
  assert.ok(top >= bottom, "the tabs stand under it");
  await page.locator(".grid tbody th").nth(3).evaluate((header) => {
    header.scrollIntoView();
    scrollBy(0, header.getBoundingClientRect().top - 20);
  });
  const isAbove = await page.locator(".away").evaluate((away) => {
    const { left, top, width, height } = away.getBoundingClientRect();
    return [0.05, 0.2, 0.5].every((part) => away.contains(document.elementFromPoint(left + width * part, top + height / 2)));
  });
  assert.ok(isAbove);
});

test("a time that is dragged along is read out once it stands", async (t) => {
  const { page } = await open(t, builds[0]);
  await page.getByRole("button", { name: "Load the guide's example" }).click();
  const before = await answered(page);
  await show(page, "Timeline");
  const status = page.getByRole("status").filter({ hasText: before });
  await status.waitFor({ state: "attached" });
  await page.evaluate(() => {
    globalThis.readOut = 0;
    const count = (changes) => {
      const isLive = ({ target }) => (target.closest ? target : target.parentElement)?.closest('[role="status"], [aria-live]');
      globalThis.readOut += changes.filter(isLive).length;
    };
    new MutationObserver(count).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await page.getByRole("slider").focus();
  for (let times = 0; times < 8; times += 1) await page.keyboard.press("ArrowRight");
  const moved = await answered(page);
  assert.notEqual(moved, before);
  await page.getByRole("status").filter({ hasText: moved }).waitFor({ state: "attached" });
  const readOut = await page.evaluate(() => globalThis.readOut);
  assert.ok(readOut <= 3, `${readOut} changes were read out`);
});
