import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { builds, open } from "./browser.mjs";
import { answered, drop, fixture, many, paste, show, views } from "./input.mjs";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const looks = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", ...phone },
  "dark phone": { colorScheme: "dark", ...phone },
  "small phone": { colorScheme: "light", hasTouch: true, viewport: { width: 320, height: 700 } },
  "more contrast": { colorScheme: "light", contrast: "more" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
};

/** Most rules are the same in every look; colours and sizes are not. */
const everyLook = { runOnly: ["color-contrast", "target-size", "scrollable-region-focusable"] };

for (const [look, options] of Object.entries(looks)) {
  test(`no accessibility rule is broken (${look})`, async (t) => {
    const { page } = await open(t, builds[0], options);
    const rules = look === "light" ? {} : everyLook;
    await page.getByText("Compare a key without pasting it").click();
    await page.getByText("The policy, as it stands").click();
    assert.deepEqual(await violations(page, rules), [], "when it is empty");
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await page.locator(".fields summary").first().click();
    await page.getByRole("treeitem", { name: /Validity/ }).first().click();
    await page.locator(".section > summary", { hasText: "Findings" }).first().click();
    await page.locator(".section > summary", { hasText: "Bytes" }).first().click();
    await page.locator(".path > summary").first().click();
    await page.locator(".marked").or(page.locator(".held summary", { hasText: "are marked" })).first().click();
    await page.locator(".octet").first().click();
    await page.locator(".choice p").waitFor();
    for (const part of [".usages", ".fix"]) await page.locator(`${part} > summary`).first().click();
    assert.deepEqual(await violations(page, rules), [], "with objects");
    await page.locator(".finding .rule").first().click();
    await page.locator(".rules .is-chosen").waitFor();
    assert.deepEqual(await violations(page, rules), [], "with the rules");
    await page.keyboard.press("Escape");
    await page.locator(".stacks button").first().click();
    assert.deepEqual(await violations(page, rules), [], "with what a stack says");
    await page.locator(".stacks button").first().click();
    for (const view of views.filter((view) => view !== "Inspect")) {
      await show(page, view);
      assert.deepEqual(await violations(page, rules), [], view);
    }
    await show(page, "Timeline");
    await page.getByRole("button", { name: "1 year on" }).click();
    await page.locator(".away").waitFor();
    await page.waitForFunction(() => !document.querySelector(".is-stale, .progress"));
    assert.deepEqual(await violations(page, rules), [], "at another time");
    await page.getByRole("button", { name: "Back to now" }).click();
    await show(page, "Inspect");
    await page.getByText("Check it with other programs").first().click();
    assert.deepEqual(await violations(page, rules), [], "with a command");
    await page.getByRole("button", { name: "Shortcuts" }).click();
    assert.deepEqual(await violations(page, rules), [], "with the keys");
    await page.getByRole("button", { name: "Close" }).click();
    await show(page, "Inspect");
    await drop(page, { "many.yaml": await many(20) });
    await page.getByText(/in 21 Secrets/).waitFor();
    await page.getByRole("button", { name: "many.yaml", exact: true }).first().click();
    assert.deepEqual(await violations(page, rules), [], "with a list and a file");
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `nothing sticks out by ${width} pixels`);
  });
}

for (const [look, options] of Object.entries(looks)) {
  test(`no accessibility rule is broken by a pair (${look})`, async (t) => {
    const { page } = await open(t, builds[0], options);
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    await answered(page);
    await page.locator(".stacks button").nth(1).click();
    await show(page, "Pair");
    for (const box of await page.getByRole("checkbox").all()) await box.check();
    await page.getByRole("button", { name: /^Java .* to OpenSSL/ }).first().click();
    await page.getByText("How its files were told").first().click();
    await page.getByText("What this is true of").click();
    assert.deepEqual(await violations(page, look === "light" ? {} : everyLook), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(width <= 0, `nothing sticks out by ${width} pixels`);
  });
}

test("the tree is walked by arrow keys", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, await fixture("server-cert.pem"));
  await answered(page);
  await page.locator(".fields summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement.querySelector(".label")?.textContent);
  const first = await focused();
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await focused(), first);
  await page.keyboard.press("End");
  assert.equal(await focused(), "Fingerprints");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "SHA-256");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "Fingerprints");
  await page.keyboard.press("Home");
  assert.equal(await focused(), first);
});
