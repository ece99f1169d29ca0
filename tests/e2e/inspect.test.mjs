import assert from "node:assert/strict";
import { X509Certificate, createHash } from "node:crypto";
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

  test(`${build.name}: what is chosen in a file is chosen everywhere, in text and in octets`, async (t) => {
    const { page } = await open(t, build);
    await drop(page, { "ca.pem": await fixture("ca-cert.pem"), "server.der": der(await fixture("server-cert.pem")) });
    await page.getByText(/Found 2 certificates/).waitFor();
    await answered(page);
    const viewer = page.locator(".viewer");
    await page.locator(".files").getByRole("button", { name: "ca.pem", exact: true }).click();
    // The first line of base64 ends in the names of the issuer.
    await viewer.locator("li").nth(1).click();
    await page.locator("#object-0.is-chosen").waitFor();
    await page.locator(".choice", { hasText: "#0" }).waitFor();
    await viewer.locator("li.chosen").first().waitFor();
    await page.locator(".files").getByRole("button", { name: "server.der", exact: true }).click();
    const octets = viewer.locator("li", { hasText: "30 82 06 0f" });
    await octets.waitFor();
    // The first octet of the serial number, thirteen after the beginning.
    await octets.evaluate((line) => getSelection().collapse(line.lastChild, 3 * 14));
    await octets.dispatchEvent("click");
    await page.locator(".choice", { hasText: "Serial number" }).waitFor();
    assert.equal(await page.locator("#object-1.is-chosen").count(), 1);
    assert.equal(await viewer.locator("li.chosen").count(), 3, "twenty-two octets from the thirteenth on lie in three rows");
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

  test(`${build.name}: the corrected pair has nothing wrong in it`, async (t) => {
    const { page } = await open(t, build);
    await page.getByRole("button", { name: "Load the corrected pair" }).click();
    assert.match(await answered(page), /2 private keys in 2 Secrets\. Both private keys match\./);
    await page.locator(".verdict .badge").getByText("Nothing found wrong").waitFor();
  });

  test(`${build.name}: the digest of a key and its public half stand in for the key`, async (t) => {
    const { page } = await open(t, build);
    const pem = await fixture("server-cert.pem");
    const { publicKey } = new X509Certificate(pem);
    const digest = createHash("sha256").update(publicKey.export({ type: "spki", format: "der" })).digest("hex");
    await page.getByText("Compare a key without pasting it").click();
    await page.getByRole("button", { name: "Copy the command: the digest of a key in a file" }).click();
    await page.getByText("Copied: the command").waitFor();
    await paste(page, `${pem}SHA2-256(stdin)= ${digest}\n`);
    assert.match(await answered(page), /The pin is the SHA-256 of the public key of #0 certificate CN=provider-service\./);
    await page.getByRole("heading", { name: "Pasted digests" }).waitFor();
    await page.getByRole("button", { name: "Clear" }).click();
    await paste(page, pem + publicKey.export({ type: "spki", format: "pem" }));
    assert.match(await answered(page), /The public key is that of certificate CN=provider-service\./);
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
