// Pictures of the page, to be looked at. They are written to a folder that git ignores.
import { mkdir } from "node:fs/promises";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, fixture, many, paste, show } from "./input.mjs";

const folder = new URL("screenshots/", import.meta.url);
await mkdir(folder, { recursive: true });

const looks = {
  wide: { viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2 },
  // The wide window at 200 %.
  zoomed: { viewport: { width: 720, height: 450 }, colorScheme: "light", deviceScaleFactor: 2 },
  forced: { viewport: { width: 1440, height: 900 }, colorScheme: "dark", forcedColors: "active" },
};

for (const [look, options] of Object.entries(looks)) {
  test(`pictures (${look})`, async (t) => {
    const { page } = await open(t, builds[0], options);
    const take = (name, fullPage = false) =>
      page.screenshot({ path: new URL(`${name}-${look}.png`, folder).pathname, fullPage });
    await take("empty");
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    await answered(page);
    await page.locator(".verdict-head").waitFor();
    await page.locator("#object-0 .fields").waitFor();
    await take("objects");
    await take("objects-whole", true);
    for (const part of [".usages", ".fix"]) await page.locator(`${part} > summary`).first().click();
    await page.locator(".fix").first().scrollIntoViewIfNeeded();
    await take("fix");
    await page.locator(".usages").first().scrollIntoViewIfNeeded();
    await take("usages");
    await page.locator(".finding .rule").first().click();
    await page.locator(".rules .is-chosen").waitFor();
    await take("rules");
    await page.keyboard.press("Escape");
    await page.locator(".fields summary").first().click();
    await page.getByRole("treeitem", { name: /Validity/ }).first().click();
    await page.getByRole("treeitem", { name: /Not after/ }).first().click();
    await page.locator("mark.chosen").first().waitFor();
    await take("tree");
    await page.locator("#object-0 .section > summary", { hasText: "Bytes" }).click();
    await page.locator(".octet.is-chosen").first().waitFor();
    await page.locator("#object-0 .bytes").evaluate((bytes) => bytes.scrollIntoView({ block: "center" }));
    await take("bytes");
    await show(page, "Pair");
    await page.getByRole("button", { name: /^Java .* to OpenSSL/ }).click();
    await page.locator(".detail").waitFor();
    await take("pair", true);
    await page.locator(".grid").evaluate((grid) => grid.scrollIntoView());
    await take("grid");
    if (look === "wide") {
      await page.emulateMedia({ media: "print" });
      await take("print", true);
      await page.emulateMedia({ media: null });
    }
    for (const view of ["Names", "Pins", "Timeline", "Report"]) {
      await show(page, view);
      await take(view.toLowerCase());
    }
    await show(page, "Inspect");
    await page.getByRole("button", { name: "Clear" }).click();
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await page.getByLabel("Judged at").fill("2040-01-01T00:00:00");
    await page.keyboard.press("Tab");
    await answered(page);
    await page.locator(".path").first().scrollIntoViewIfNeeded();
    await take("path");
    await page.getByRole("button", { name: "Clear" }).click();
    await paste(page, await many(100));
    await answered(page);
    await take("inventory");
    await page.getByRole("button", { name: "Clear" }).click();
    await paste(page, await fixture("server-key.pem"));
    await answered(page);
    await take("key");
  });
}
