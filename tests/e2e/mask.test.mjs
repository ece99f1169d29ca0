import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, der, drop, fixture, paste, show } from "./input.mjs";

/** Everything a page shows, holds and stores, as one text. */
const everything = (page) =>
  page.evaluate(() => {
    const values = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
    const attributes = [...document.querySelectorAll("*")].flatMap((element) =>
      [...element.attributes].map((attribute) => attribute.value),
    );
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify(storage));
    const past = [document.cookie, location.href, JSON.stringify(history.state), globalThis.name, document.title];
    return [document.documentElement.textContent, ...values, ...attributes, ...stored, ...past].join("\n");
  });

/** Pieces of the key that no certificate shares: its private exponent and primes, as the paste, as base64 and as hex have them. */
async function pieces(name) {
  const pem = await fixture(name);
  const bytes = der(pem).subarray(600);
  const found = [];
  for (const layer of [bytes, Buffer.from(pem)]) {
    const texts = [0, 1, 2].map((skip) => layer.subarray(skip + 700).toString("base64").slice(4));
    for (const text of [...texts, layer.toString("hex")]) {
      for (let at = 0; at + 24 < text.length - 8; at += 12) found.push(text.slice(at, at + 24));
    }
  }
  const lines = pem.split("\n").filter((line) => line && !line.startsWith("-"));
  return [...found, ...lines.slice(12)];
}

const shows = (text, pieces) => pieces.filter((piece) => text.includes(piece));

for (const build of builds) {
  test(`${build.name}: no byte of a private key stays on the page`, async (t) => {
    const { page } = await open(t, build);
    const key = await pieces("server-key.pem");
    const yaml = await fixture("provider-tls.yaml");
    assert.ok(shows(yaml, key).length > 10, "the pieces would be noticed");
    const box = page.getByRole("textbox", { name: "Input" });
    for (const text of [yaml, await fixture("server-key.pem")]) {
      await paste(page, text);
      assert.deepEqual(shows(await everything(page), key), [], "at once");
      await answered(page);
      assert.deepEqual(shows(await everything(page), key), [], "when it is answered");
      await box.focus();
      for (let times = 0; times < 3; times += 1) {
        await page.keyboard.press("Control+z");
        assert.deepEqual(shows(await everything(page), key), [], "when it is undone");
      }
      for (let times = 0; times < 3; times += 1) {
        await page.keyboard.press("Control+Shift+z");
        assert.deepEqual(shows(await everything(page), key), [], "when it is done again");
      }
      await page.evaluate(() => document.execCommand("undo"));
      assert.deepEqual(shows(await everything(page), key), [], "in the browser's own history");
      await box.fill("");
    }
    const databases = await page.evaluate(async () => [...(await indexedDB.databases()), ...(await caches.keys().catch(() => []))]);
    assert.deepEqual(databases, [], "nothing else is stored");
  });

  test(`${build.name}: no byte of a private key is in a report, in any view or format`, async (t) => {
    const { page } = await open(t, build);
    const key = await pieces("server-key.pem");
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    for (const digit of "12345") {
      await page.keyboard.press(digit);
      assert.deepEqual(shows(await everything(page), key), [], `view ${digit}`);
    }
    await page.keyboard.press("7");
    for (const format of ["Markdown", "Plain text", "JSON", "CSV of the inventory"]) {
      await page.getByLabel(format).check();
      await page.locator(".report").waitFor();
      assert.deepEqual(shows(await everything(page), key), [], format);
    }
  });

  test(`${build.name}: a key that is typed or dropped is masked too`, async (t) => {
    const { page } = await open(t, build);
    const key = await pieces("server-key.pem");
    const pem = await fixture("server-key.pem");
    await page.getByRole("textbox", { name: "Input" }).focus();
    await page.keyboard.insertText(pem);
    await answered(page);
    assert.deepEqual(shows(await everything(page), key), []);
    await drop(page, { "server.key": pem, "server.yaml": await fixture("provider-tls.yaml") });
    await page.getByText(/in 1 Secret/).waitFor();
    await answered(page);
    await page.getByRole("button", { name: "server.yaml", exact: true }).first().click();
    await page.locator(".viewer").getByText("<masked>").waitFor();
    assert.deepEqual(shows(await everything(page), key), []);
  });

  test(`${build.name}: of a key that comes in two halves nothing is left in the history`, async (t) => {
    const { page } = await open(t, build);
    const key = await pieces("server-key.pem");
    const pem = await fixture("server-key.pem");
    const half = pem.indexOf("\n", pem.length / 2) + 1;
    await page.getByRole("textbox", { name: "Input" }).focus();
    for (const part of [pem.slice(half), pem.slice(0, half)]) {
      await page.keyboard.press("Control+Home");
      await paste(page, part);
    }
    await answered(page);
    for (const times of [0, 1, 2, 3]) {
      assert.deepEqual(shows(await everything(page), key), [], `after ${times}`);
      await page.keyboard.press("Control+z");
    }
  });

  test(`${build.name}: what is said of masked keys is taken back with them`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("server-key.pem"));
    const note = page.getByText("A private key or password was masked.");
    await note.waitFor();
    await page.getByRole("textbox", { name: "Input" }).fill("");
    await note.waitFor({ state: "detached" });
  });

  test(`${build.name}: no other field takes or keeps a key`, async (t) => {
    const { page } = await open(t, build);
    const key = await pieces("server-key.pem");
    const pem = await fixture("server-key.pem");
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    const box = page.getByRole("textbox", { name: "Input" });
    const fields = { Pair: "#dialled", Names: "#asked", Pins: "#sought", Inventory: "#filter", Rules: ".catalogue input" };
    for (const [view, selector] of Object.entries(fields)) {
      const field = page.locator(selector);
      const ways = { pasted: () => paste(page, pem), typed: () => page.keyboard.insertText(pem), filled: () => field.fill(pem) };
      for (const [way, put] of Object.entries(ways)) {
        if (view === "Rules") await page.getByRole("link", { name: "Rules" }).click();
        else await page.getByRole("tab", { name: view }).click();
        await field.focus();
        await put();
        assert.ok(!(await field.inputValue()).includes("PRIVATE"), `${view}, ${way}`);
        assert.match(await box.inputValue(), /<masked private key \d+>/, `${view}, ${way}`);
        assert.deepEqual(shows(await everything(page), key), [], `${view}, ${way}`);
        if (view === "Rules") await page.keyboard.press("Escape");
        await answered(page);
        assert.deepEqual(shows(await everything(page), key), [], `${view}, ${way}, answered`);
        await page.evaluate(() => document.execCommand("undo"));
        assert.deepEqual(shows(await everything(page), key), [], `${view}, ${way}, undone`);
        await page.keyboard.press("Control+z");
        await answered(page);
      }
    }
    await page.getByText(/^What was put into that field holds a private key/).first().waitFor();
  });

  test(`${build.name}: a masked key still matches when everything is judged again`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await answered(page);
    await page.getByLabel("Judged at").fill("2020-01-01T00:00:00");
    await page.keyboard.press("Tab");
    await page.getByText(/not valid for another/).first().waitFor();
    assert.match(await answered(page), /The private key matches\./);
  });
}
