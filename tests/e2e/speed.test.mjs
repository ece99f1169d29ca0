// How long it takes from a paste to what is painted of it, beside another viewer in the same browser. Printed and not judged: no
// machine is like another.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { builds, open, openPlain } from "./browser.mjs";
import { serve } from "./host.mjs";
import { answered, fixture, show } from "./input.mjs";

const TIMES = 5;

/** The middle one of several measurements. */
async function median(measure) {
  const times = [];
  for (let at = 0; at < TIMES; at += 1) times.push(await measure());
  return Math.round(times.sort((a, b) => a - b)[(TIMES - 1) / 2]);
}

test("from the paste of the pair to the verdict that is painted", async (t) => {
  const pair = `${await fixture("provider-tls.yaml")}---\n${await fixture("manager-tls.yaml")}`;
  for (const build of builds) {
    const { page } = await open(t, build);
    const time = await median(async () => {
      const taken = await page.evaluate(async (text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        const start = performance.now();
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        while (!document.querySelector(".verdict-head .badge") || document.querySelector(".progress")) await frame();
        // What stands now is painted before the frame after the next begins.
        await frame();
        return performance.now() - start;
      }, pair);
      assert.match(await answered(page), /Both private keys match/);
      await page.getByRole("button", { name: "Clear" }).click();
      await page.locator(".verdict").waitFor({ state: "detached" });
      return taken;
    });
    t.diagnostic(`${build.name}: ${time} ms for two Secrets with keys, judged`);
  }
});

test("from the tick of a stack to the sentence that follows, cures and all", async (t) => {
  for (const build of builds) {
    const { page } = await open(t, build);
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    await page.locator(".verdict-head").waitFor();
    await show(page, "Pair");
    const boxes = page.getByRole("group", { name: "The stacks in your system" }).getByRole("checkbox");
    const tick = () =>
      boxes.first().evaluate(async (box) => {
        const sentence = () => document.querySelector(".verdict-head p").textContent;
        const before = sentence();
        const start = performance.now();
        box.click();
        while (sentence() === before) await new Promise((resolve) => requestAnimationFrame(resolve));
        return performance.now() - start;
      });
    const eight = await median(tick);
    for (const box of await boxes.all()) await box.check();
    await page.locator(".verdict-head", { hasText: "196 combinations" }).waitFor();
    t.diagnostic(`${build.name}: ${eight} ms with eight stacks, ${await median(tick)} ms with fourteen`);
  }
});

test("a paste into another viewer, which shows one certificate and judges nothing", async (t) => {
  const main = createRequire(import.meta.url).resolve("@peculiar/certificates-viewer");
  const page = '<!DOCTYPE html><title>viewer</title><script type="module" src="peculiar.esm.js"></script>';
  const url = await serve(t, (path) => (path ? readFile(join(dirname(main), "peculiar", path)) : page));
  const { page: viewer } = await openPlain(t);
  await viewer.goto(url);
  await viewer.waitForFunction(() => customElements.get("peculiar-certificate-viewer"));
  const pem = await fixture("server-cert.pem");
  const time = await median(() =>
    viewer.evaluate(async (pem) => {
      document.querySelector("peculiar-certificate-viewer")?.remove();
      const element = document.createElement("peculiar-certificate-viewer");
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      element.certificate = pem;
      document.body.append(element);
      while (!(element.shadowRoot ?? element).textContent.includes("provider-service")) await frame();
      await frame();
      return performance.now() - start;
    }, pem),
  );
  t.diagnostic(`@peculiar/certificates-viewer: ${time} ms for one certificate, not judged`);
});
