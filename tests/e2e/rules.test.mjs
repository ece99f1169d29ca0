import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, fixture, paste } from "./input.mjs";

const hash = (page) => page.evaluate(() => location.hash);

for (const build of builds) {
  test(`${build.name}: a code leads to its rule, and Escape back to the same input`, async (t) => {
    const { page, complaints } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    const before = await page.locator("#box").inputValue();
    await page.locator(".finding").getByRole("link", { name: "digital-signature-missing" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Rules" });
    await dialog.getByText(/the peer proves its key by a signature/).waitFor();
    assert.equal(await hash(page), "#rule-digital-signature-missing");
    assert.equal(await dialog.locator(".is-chosen").count(), 1);
    const inSight = await dialog.locator(".is-chosen").evaluate((rule) => {
      const own = rule.getBoundingClientRect();
      return own.top >= 0 && own.top < innerHeight;
    });
    assert.ok(inSight, "the rule is in sight");
    await dialog.getByRole("searchbox").fill("outlives");
    await dialog.getByRole("link", { name: "outlives-issuer" }).click();
    await dialog.locator("#rule-outlives-issuer.is-chosen").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.waitForFunction(() => location.hash === "");
    assert.equal(await page.locator("#box").inputValue(), before, "the key closed the dialog and nothing else");
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: an address leads straight to a rule, and asks for nothing`, async (t) => {
    const { page } = await open(t, { ...build, url: `${build.url}#rule-outlives-issuer` });
    const dialog = page.getByRole("dialog", { name: "Rules" });
    await dialog.locator("#rule-outlives-issuer.is-chosen").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "hidden" });
    assert.equal(await dialog.locator("li").count(), 0, "what is closed is not there");
    await page.getByRole("link", { name: "Rules" }).click();
    const all = await dialog.getByRole("status").textContent();
    assert.ok(Number.parseInt(all, 10) > 250, all);
    await page.getByText("Network requests since load: 0").waitFor();
  });

  test(`${build.name}: an address of no rule says so, and one rule is one`, async (t) => {
    const { page } = await open(t, { ...build, url: `${build.url}#rule-nope` });
    const dialog = page.getByRole("dialog", { name: "Rules" });
    await dialog.getByText("There is no rule nope. These are all there are.").waitFor();
    await dialog.getByRole("searchbox").fill("outlives-issuer");
    await dialog.getByText("1 rule", { exact: true }).waitFor();
  });

  test(`${build.name}: usages and fixes stand in the card, and are copied by name`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    const card = page.locator("#object-0");
    await card.getByText("Usages by role and key exchange").click();
    const row = card.getByRole("row", { name: /^TLS 1\.3/ }).first();
    await row.getByText("digitalSignature is missing. Java, GnuTLS and gRPC refuse it.").waitFor();
    await card.getByText("keyEncipherment is never used by TLS 1.3 or ECDHE").waitFor();
    await card.getByText("Fix: issue it properly").click();
    const config = card.getByRole("region", { name: "provider-service.cnf for #0" });
    assert.match(await config.textContent(), /keyUsage = critical,digitalSignature\n/);
    assert.match(await card.getByRole("region", { name: "cert-manager Certificate for #0" }).textContent(), /rotationPolicy: Always/);
    await card.getByRole("button", { name: "Copy the OpenSSL configuration" }).click();
    await page.getByText("Copied: the OpenSSL configuration for #0").waitFor();
  });

  test(`${build.name}: a pin that is pasted finds its certificate, and mistakes are named`, async (t) => {
    const { page } = await open(t, build);
    const pem = await fixture("server-cert.pem");
    await paste(page, pem);
    await answered(page);
    await page.keyboard.press("4");
    const field = page.getByRole("textbox", { name: "What is this pin of?" });
    const own = await page.locator("tr", { hasText: "curl, wget" }).locator("code").first().textContent();
    await field.fill(own);
    await page.getByText("Matches", { exact: true }).waitFor();
    const { createHash } = await import("node:crypto");
    await field.fill(createHash("sha256").update(pem).digest("hex"));
    await page.getByText("Mistaken", { exact: true }).waitFor();
    await page.getByText(/SHA-256 of the PEM text|SHA-256 of the file/).waitFor();
    await field.fill("nothing");
    await page.getByText(/This is no pin/).waitFor();
    await page.getByText(/VerifyConnection/).first().waitFor({ state: "attached" });
  });
}
