import assert from "node:assert/strict";
import { X509Certificate, createHash } from "node:crypto";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, fixture, paste, show, views } from "./input.mjs";

const tab = (page, name) => page.getByRole("tab", { name });

test("every view is reached by its digit, and by arrow keys", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, await fixture("provider-tls.yaml"));
  await answered(page);
  for (const [at, name] of views.entries()) {
    await page.keyboard.press(String(at + 1));
    assert.equal(await tab(page, name).getAttribute("aria-selected"), "true", name);
  }
  await tab(page, "Report").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await tab(page, "Inspect").getAttribute("aria-selected"), "true");
  await page.keyboard.press("j");
  await page.locator("#object-0.is-chosen").waitFor();
  await page.keyboard.press("j");
  await page.locator("#object-1.is-chosen").waitFor();
  await page.keyboard.press("k");
  await page.locator("#object-0.is-chosen").waitFor();
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Shortcuts" }).waitFor();
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "box");
  await page.keyboard.press("Escape");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "box");
  await page.keyboard.press("Escape");
  await page.locator(".is-chosen").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByText("Nothing leaves this page").waitFor();
});

test("names, pins and times are those of the certificate", async (t) => {
  const { page } = await open(t, builds[0]);
  const pem = await fixture("server-cert.pem");
  await paste(page, pem);
  await answered(page);
  const certificate = new X509Certificate(pem);
  await show(page, "Names");
  await page.getByRole("row", { name: /^provider-service\.default\.svc\.cluster\.local .*Yes/ }).waitFor();
  await page.keyboard.press("4");
  const key = certificate.publicKey.export({ type: "spki", format: "der" });
  const pin = createHash("sha256").update(key).digest("base64");
  await page.getByText(`sha256//${pin}`, { exact: true }).waitFor();
  await page.getByText(certificate.fingerprint256, { exact: true }).waitFor();
  await page.keyboard.press("5");
  const date = new Date(certificate.validTo).toISOString().slice(0, 10);
  await page.getByText(new RegExp(`to ${date}`)).waitFor();
});

for (const build of builds) {
  test(`${build.name}: a name that will be dialled is answered for by each certificate, and each is somebody as a client`, async (t) => {
    const { page, complaints } = await open(t, build);
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    await answered(page);
    await show(page, "Names");
    const answers = async (name) => (await page.getByRole("row", { name }).locator(".state").allInnerTexts()).map((word) => word.trim());
    assert.deepEqual(await answers(/^localhost /), ["Yes", "No"]);
    const field = page.getByRole("textbox", { name: "What will be dialled?" });
    await field.fill("10.0.0.7 shop/web");
    await page.getByRole("row", { name: /^10\.0\.0\.7 / }).getByText("issue it with IP:10.0.0.7 if it is dialled so").first().waitFor();
    assert.deepEqual(await answers(/^web\.shop\.svc from every namespace/), ["No", "No"]);
    await field.fill("*.example");
    await page.getByRole("status").getByText(/\*\.example/).waitFor();
    const client = page.locator(".card", { hasText: "authorise by common name" }).first();
    await client.getByText("What servers see of it").click();
    await client.getByRole("button", { name: /^Copy nginx, Envoy of #/ }).click();
    await page.getByText(/^Copied: nginx, Envoy of #/).waitFor();
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: the report holds no key and can be copied`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await page.keyboard.press("7");
    const report = page.getByRole("region", { name: "Text of the report" });
    await report.getByText(/provider-service/).first().waitFor();
    const key = (await fixture("server-key.pem")).split("\n")[20];
    for (const format of ["Markdown", "Plain text", "JSON"]) {
      await page.getByLabel(format).check();
      await report.waitFor();
      assert.ok(!(await report.textContent()).includes(key));
    }
    await page.waitForFunction(() => document.querySelector(".report").textContent.startsWith("{"));
    const { schema } = JSON.parse(await report.textContent());
    assert.equal(schema, "certlens.inspection/1");
    await page.getByLabel("CSV of the inventory").check();
    await report.getByText('"id","kind"').waitFor();
    await page.getByRole("button", { name: "Copy the report" }).click();
    await page.getByText("Copied: the report").waitFor();
  });

  test(`${build.name}: what is redacted is in no format of the report`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    const { serialNumber } = new X509Certificate(await fixture("server-cert.pem"));
    await page.keyboard.press("7");
    await page.getByLabel("Redact names and serial numbers").check();
    const report = page.getByRole("region", { name: "Text of the report" });
    for (const format of ["Markdown", "Plain text", "JSON", "CSV of the inventory"]) {
      await page.getByLabel(format).check();
      await report.getByText(/name-1/).first().waitFor();
      const text = (await report.textContent()).toLowerCase();
      for (const name of ["virtrigaud", "provider", "san francisco", serialNumber.toLowerCase()]) {
        assert.ok(!text.includes(name), `${name} is left in ${format}`);
      }
    }
  });

  test(`${build.name}: every attempt to leak is shown to be refused`, async (t) => {
    const { page } = await open(t, build);
    await page.getByText("Network requests since load: 0").waitFor();
    await page.getByText("The policy, as it stands").click();
    await page.getByText("default-src 'none'", { exact: true }).waitFor();
    // Asked inside of the page: a form that is refused leaves the driver waiting for a navigation that never comes.
    const lines = await page.evaluate(async () => {
      [...document.querySelectorAll("button")].find((button) => button.textContent === "Try to leak").click();
      while (!document.querySelector(".attempts")) await new Promise((resolve) => setTimeout(resolve, 100));
      return [...document.querySelectorAll(".attempts li")].map((line) => line.textContent);
    });
    assert.equal(lines.length, 19);
    assert.deepEqual(lines.filter((line) => !line.endsWith(": refused")), []);
    assert.match(await page.evaluate(() => document.querySelector(".proof h2").textContent), /since load: 0$/);
    assert.equal(page.url(), build.url);
  });
}
