import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, der, fixture, paste } from "./input.mjs";

const pem = (bytes) => `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;

/** The states of boxes and links, in the order in which they are drawn. */
const drawn = async (page, target = 0) => {
  await page.locator(`#object-${target} .picture .place-box`).first().waitFor({ state: "attached" });
  const states = (selector) => page.locator(`#object-${target} .picture ${selector}`).evaluateAll((all) => all.map((one) => one.getAttribute("class").split(" ")[1]));
  return { boxes: await states(".place-box"), links: await states(".link-line") };
};

for (const build of builds) {
  test(`${build.name}: a path that holds is drawn whole, and said in words`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await page.locator("#object-0 .path > summary").click();
    assert.deepEqual(await drawn(page), { boxes: ["is-whole", "is-whole"], links: ["is-whole"] });
    const picture = page.locator("#object-0 .picture").getByRole("img");
    assert.match(await picture.getAttribute("aria-label"), /holds up to the trust anchor/);
    await page.locator("#object-0 .rung > p", { hasText: "Trust anchor" }).waitFor();
  });

  test(`${build.name}: the edge that is broken is marked where it is`, async (t) => {
    const { page } = await open(t, build);
    const bytes = der(await fixture("server-cert.pem"));
    bytes[bytes.length - 1] ^= 1;
    const secret = (await fixture("provider-tls.yaml")).replace(/tls\.crt: .*/, `tls.crt: ${Buffer.from(pem(bytes)).toString("base64")}`);
    await paste(page, secret);
    await answered(page);
    await page.locator("#object-0 .picture").waitFor();
    const { boxes, links } = await drawn(page);
    assert.ok([...boxes, ...links].includes("is-broken"), JSON.stringify({ boxes, links }));
    await page.locator(".answer", { hasText: "No valid path" }).first().waitFor();
  });

  test(`${build.name}: an issuer that was not pasted has its place in the picture`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    const picture = page.locator("#object-0 .picture");
    await picture.getByText("Issuer not pasted").waitFor();
    assert.deepEqual((await drawn(page)).links, ["is-broken"]);
  });
}
