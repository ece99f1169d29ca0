import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, fixture, paste } from "./input.mjs";

test("objects are found by text, kind and state, together", async (t) => {
  const { page } = await open(t, builds[0]);
  await page.getByRole("button", { name: "Load the guide's example" }).click();
  await answered(page);
  await page.keyboard.press("6");
  const count = page.locator(".inventory .count");
  assert.equal(await count.textContent(), "5 of 5");
  await page.getByLabel("Kind").selectOption("Private key");
  await page.getByText("2 of 5").waitFor();
  await page.getByRole("searchbox").fill("manager");
  await page.getByText("1 of 5").waitFor();
  await page.getByLabel("Kind").selectOption("Every kind");
  await page.getByText("3 of 5").waitFor();
  await page.getByLabel("State").selectOption("With findings");
  await page.getByText("2 of 5").waitFor();
  await page.getByLabel("State").selectOption("Expired");
  await page.getByText("Nothing here is like that").waitFor();
  await page.getByRole("searchbox").fill("");
  await page.getByLabel("Judged at").fill("2028-01-01T00:00:00");
  await page.getByText("3 of 5").waitFor();
  await page.getByLabel("State").selectOption("Expires in 30 days");
  await page.getByText("0 of 5").waitFor();
  await page.getByLabel("Judged at").fill("2027-11-01T00:00:00");
  await page.getByText("3 of 5").waitFor();
});

test("a row of the list has room for all of it on a phone", async (t) => {
  for (const width of [390, 320]) {
    const { page } = await open(t, builds[0], { viewport: { width, height: 844 } });
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    await answered(page);
    await page.getByLabel("Judged at").fill("2029-01-01T00:00:00");
    await page.locator(".away").waitFor();
    await answered(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("6");
    const rows = await page.locator(".line").evaluateAll((rows) =>
      rows.map((row) => [row, ...row.children].map((part) => part.getBoundingClientRect().toJSON())),
    );
    assert.equal(rows.length, 5);
    for (const [row, ...parts] of rows) {
      for (const [at, part] of parts.entries()) {
        assert.ok(part.left >= row.left && part.right <= row.right && part.top >= row.top && part.bottom <= row.bottom + 1, `part ${at} at ${width}`);
        const over = parts.slice(0, at).find((other) => other.left < part.right && part.left < other.right && other.top + 2 < part.bottom && part.top + 2 < other.bottom);
        assert.equal(over, undefined, `part ${at} at ${width} lies over another`);
      }
      assert.ok(Math.max(...parts.map((part) => part.width)) > 100);
    }
  }
});

for (const build of builds) {
  test(`${build.name}: what is copied is named`, async (t) => {
    const { page } = await open(t, build);
    await page.keyboard.press("c");
    await page.getByText("Nothing is chosen that can be copied.").waitFor();
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    await page.getByRole("button", { name: /^Copy SPKI SHA-256/ }).first().click();
    await page.getByText("Copied: SPKI SHA-256, base64 — OkHttp, curl, Envoy spki").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("c");
    await page.getByText("Copied: SHA-256 fingerprint of #0, hex").waitFor();
    await page.keyboard.press("y");
    await page.getByText("Copied: the report, Markdown").waitFor();
    await page.getByRole("button", { name: "Copy the fix" }).click();
    await page.getByText(/^Copied: the remedy of /).waitFor();
  });

  test(`${build.name}: who it is, until when, and what to fix first stand before the views`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    const text = (await page.locator(".answer").innerText()).replaceAll(/\s+/g, " ");
    assert.match(text, /CN=provider-service Server/);
    assert.match(text, /ends in 357 days, at 2027-11-24T03:05:21Z, when certificate CN=VirtRigaud CA expires/);
    assert.match(text, /Key matches #1 private key, RSA 4096 bits Chain Valid path Names DNS:provider-service/);
    const order = await page.locator(".output").evaluate((output) => [...output.children].map((child) => child.className.split(" ")[0]));
    assert.deepEqual(order.filter((name) => name), ["handshake", "summary", "answers", "finding", "tabs", "panel"]);
    await page.getByRole("button", { name: "Show where" }).click();
    await page.locator("mark.chosen").first().waitFor();
  });
}
