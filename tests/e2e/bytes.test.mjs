import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, der, fixture, paste, scroll } from "./input.mjs";
import { LONGEST_TASK, longestTask } from "./tasks.mjs";

const bytesOf = (page, object) => page.locator(`#object-${object} .section > summary`, { hasText: "Bytes" });

/** What is marked as chosen in the paste, in the fields, among the elements and among the octets. */
const chosen = (page) =>
  page.evaluate(() => {
    const text = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
    return {
      paste: text("mark.chosen").join("").replaceAll(/\s/g, ""),
      fields: text(".row.is-chosen .label").join(),
      elements: text(".part.is-chosen b").join(),
      octets: text(".octet.is-chosen").join(""),
      words: text(".choice b").join(),
    };
  });

async function look(page, text, object = 0) {
  await paste(page, text);
  await answered(page);
  await page.locator(`#object-${object} .fields > summary`).click();
  await bytesOf(page, object).click();
  await page.locator(".part").first().waitFor();
}

for (const build of builds) {
  test(`${build.name}: field, element, octets, paste and finding are chosen together`, async (t) => {
    const { page, complaints } = await open(t, build);
    const pem = await fixture("server-cert.pem");
    const bytes = der(pem);
    await look(page, pem);
    const serial = bytes.subarray(13, 35).toString("hex");
    const expected = { fields: "Serial number", elements: "Serial number", octets: serial, words: "Serial number" };
    const ways = {
      "a field": () => page.getByRole("treeitem", { name: /^Serial number/ }).first().click(),
      "an element": () => page.locator(".part", { hasText: "Serial number" }).locator(".type").click(),
      "an octet": () => page.locator('.octet[data-at="20"]').click(),
      "the caret": () =>
        page.evaluate(() => {
          const box = document.getElementById("box");
          // The middle of the serial number: byte 20 is in the sixth group of four characters.
          const at = box.value.indexOf("\n") + 1 + 28;
          box.focus();
          box.setSelectionRange(at, at);
          box.dispatchEvent(new MouseEvent("click", { bubbles: true }));
        }),
    };
    for (const [way, choose] of Object.entries(ways)) {
      await page.locator('.octet[data-at="0"]').click();
      await page.locator(".choice", { hasText: "bytes 0 to" }).waitFor();
      await choose();
      await page.locator(".choice", { hasText: "Serial number" }).waitFor();
      await page.locator(".octet.is-chosen").first().waitFor();
      const { paste, ...found } = await chosen(page);
      assert.deepEqual(found, expected, way);
      assert.ok(paste.length >= 28 && paste.length <= 34, `${way}: 22 octets are not ${paste.length} characters`);
    }
    await page.getByRole("treeitem", { name: /^Validity/ }).first().click();
    await page.locator(".part.is-chosen b").getByText("Validity", { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: what a finding points at is marked, and leads there`, async (t) => {
    const { page } = await open(t, build);
    await look(page, await fixture("server-cert.pem"));
    await page.locator(".held summary", { hasText: "places are marked" }).click();
    await page.locator(".marked button", { hasText: "keyUsage is" }).first().click();
    const element = page.locator(".part.is-chosen.is-faulty");
    await element.waitFor();
    assert.match(await element.textContent(), /Marked:/);
    await page.locator(".octet.is-faulty.is-chosen").first().waitFor();
    await page.locator(".choice", { hasText: /bytes \d+ to \d+/ }).waitFor();
    await page.getByRole("button", { name: "See the bytes" }).click();
    await element.waitFor();
  });

  test(`${build.name}: a private key has no bytes to show`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await bytesOf(page, 1).click();
    await page.getByText("The bytes of a private key are wiped").waitFor();
    assert.equal(await page.locator(".octet").count(), 0);
    // The place of the mask stands for the key, and for nothing in it.
    await page.evaluate(() => {
      const box = document.getElementById("box");
      box.focus();
      box.setSelectionRange(...Array(2).fill(box.value.indexOf("<masked") + 3));
      box.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    });
    await page.locator(".choice", { hasText: "#1 private key" }).waitFor();
    assert.ok(!/bytes \d/.test(await page.locator(".choice").textContent()));
  });
}

test("the elements are walked and folded by arrow keys", async (t) => {
  const { page } = await open(t, builds[0]);
  await look(page, await fixture("server-cert.pem"));
  const tree = page.getByRole("tree", { name: "ASN.1 elements of #0" });
  const active = () => tree.evaluate((tree) => document.getElementById(tree.getAttribute("aria-activedescendant"))?.querySelector("small").textContent);
  await tree.focus();
  const steps = [
    ["ArrowDown", "0 + 1555"], ["ArrowRight", "4 + 1019"], ["ArrowDown", "8 + 5"], ["ArrowLeft", "8 + 5"],
    ["ArrowDown", "13 + 22"], ["ArrowLeft", "4 + 1019"], ["ArrowLeft", "4 + 1019"], ["ArrowDown", "1023 + 15"],
    ["ArrowUp", "4 + 1019"], ["Enter", "4 + 1019"], ["ArrowDown", "8 + 5"], ["End", undefined], ["Home", "0 + 1555"],
  ];
  for (const [key, place] of steps) {
    await page.keyboard.press(key);
    if (place === undefined) await page.waitForFunction(() => document.querySelector(".part.is-chosen small")?.textContent.startsWith("103") || document.querySelector(".part.is-chosen")?.textContent.includes("BIT STRING"));
    else await page.waitForFunction((place) => document.querySelector(".part.is-chosen small")?.textContent === place, place, { timeout: 5000 }).catch(() => {});
    if (place !== undefined) assert.equal(await active(), place, key);
  }
  assert.equal(await tree.getByRole("treeitem", { name: /Serial number/ }).getAttribute("aria-level"), "3");
  await page.keyboard.press("c");
  await page.getByText(/^Copied: SHA-256 fingerprint of #0|^Copied: .* of #0/).waitFor();
});

test("a revocation list of a megabyte stays fluid", async (t) => {
  const { page } = await open(t, builds[0]);
  const text = `-----BEGIN X509 CRL-----\n${revocationList(34_000).toString("base64").replaceAll(/.{64}/g, "$&\n")}\n-----END X509 CRL-----\n`;
  assert.ok(text.length > 1 << 20);
  await paste(page, text);
  await answered(page);
  const longest = await longestTask(page, () => walk(page));
  console.log(`the longest task over a list of a megabyte took ${longest} ms`);
  assert.ok(longest <= LONGEST_TASK, `${longest} ms`);
});

/** Opens the bytes of a list and goes through all of it. */
async function walk(page) {
  await bytesOf(page, 0).click();
  await page.locator(".part").first().waitFor();
  const elements = page.locator(".pane.outline");
  for (const top of [10_000, 1_000_000, 2_000_000, 0]) await scroll(elements, top);
  await elements.focus();
  await page.keyboard.press("End");
  await page.locator(".part.is-chosen").waitFor();
  await page.locator(".octet.is-chosen").first().waitFor();
  assert.ok((await page.locator(".part").count()) < 60, "only the rows in sight are there");
}

/** An element in DER. */
function element(tag, ...contents) {
  const content = Buffer.concat(contents);
  const octets = [...Buffer.from(content.length.toString(16).padStart(content.length > 0xffff ? 6 : 4, "0"), "hex")];
  const length = content.length < 128 ? [content.length] : [0x80 | octets.length, ...octets];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

/** A list that revokes so many serial numbers, signed by nobody. */
function revocationList(count) {
  const algorithm = element(0x30, element(6, Buffer.from("2a8648ce3d040302", "hex")));
  const time = element(0x17, Buffer.from("261124030524Z"));
  const name = element(0x30, element(0x31, element(0x30, element(6, Buffer.from("550403", "hex")), element(12, Buffer.from("Test CA")))));
  const serial = (at) => element(2, Buffer.from([1, ...Buffer.from(at.toString(16).padStart(8, "0"), "hex")]));
  const revoked = Array.from({ length: count }, (_, at) => element(0x30, serial(at), time));
  const list = element(0x30, element(2, Buffer.from([1])), algorithm, name, time, time, element(0x30, ...revoked));
  return element(0x30, list, algorithm, element(3, Buffer.from([0, 0x30, 0])));
}
