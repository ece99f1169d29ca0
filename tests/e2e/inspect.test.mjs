import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, der, drop, fixture, paste } from "./input.mjs";

for (const build of builds) {
  test(`${build.name}: a Secret that is pasted shows its facts`, async (t) => {
    const { page, complaints } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    assert.match(await answered(page), /Found 2 certificates and 1 private key in 1 Secret\. The private key matches\./);
    const certificate = new X509Certificate(await fixture("server-cert.pem"));
    const card = page.locator(".card", { hasText: "provider-service" }).first();
    const text = (await card.innerText()).replaceAll(/\s+/g, " ");
    for (const name of certificate.subjectAltName.split(", ")) assert.ok(text.includes(name.replace("IP Address", "IP")), name);
    const hex = certificate.fingerprint256.replaceAll(":", "").toLowerCase();
    assert.ok(text.replaceAll(" ", "").includes(hex), "the fingerprint is there");
    assert.match(text, /keyEncipherment/);
    assert.match(text, /serverAuth/);
    assert.match(text, /Server/);
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: files that are dropped are read, binary ones too, and keep their names`, async (t) => {
    const { page } = await open(t, build);
    await drop(page, { "server.der": der(await fixture("server-cert.pem")), "ca.pem": await fixture("ca-cert.pem") });
    await page.getByText(/Found 2 certificates/).waitFor();
    await page.getByRole("button", { name: "server.der", exact: true }).first().waitFor();
    await page.locator(".card").getByRole("button", { name: "server.der", exact: true }).click();
    await page.locator(".viewer .chosen").first().waitFor();
    await page.getByRole("button", { name: "Remove ca.pem" }).click();
    await page.getByText(/Found 1 certificate\./).waitFor();
  });

  test(`${build.name}: what is chosen in the tree is marked in the box`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    await page.locator(".fields summary").click();
    await page.getByRole("treeitem", { name: /Serial number/ }).click();
    const marked = await page.locator("mark.chosen").allTextContents();
    const base64 = marked.join("").replaceAll(/\s/g, "");
    assert.ok(base64.length >= 26 && base64.length <= 32, `the twenty octets of the serial number, not ${base64.length} characters`);
  });

  test(`${build.name}: the guide's example is one click away`, async (t) => {
    const { page } = await open(t, build);
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    assert.match(await answered(page), /2 private keys in 2 Secrets\. Both private keys match\./);
  });

  test(`${build.name}: clearing can be undone until something else comes`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByText("Nothing leaves this page").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    assert.match(await answered(page), /The private key matches\./);
  });
}
