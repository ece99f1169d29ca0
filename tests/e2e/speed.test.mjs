// How long it takes from a paste to what is painted of it, beside another viewer in the same browser. Printed and not judged: no
// machine is like another.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { builds, open, openPlain } from "./browser.mjs";
import { answered, fixture } from "./input.mjs";

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
    await page.locator("main").waitFor();
    const time = await median(async () => {
      const taken = await page.evaluate(async (text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        const start = performance.now();
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        while (!document.querySelector(".verdict .badge") || document.querySelector(".progress")) await frame();
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

test("the same of another viewer, which shows one certificate and judges nothing", async (t) => {
  const main = createRequire(import.meta.url).resolve("@peculiar/certificates-viewer");
  const root = join(dirname(main), "peculiar");
  const url = await serve(t, root);
  const { page } = await openPlain(t);
  await page.goto(url);
  await page.waitForFunction(() => customElements.get("peculiar-certificate-viewer"));
  const pem = await fixture("server-cert.pem");
  const time = await median(() =>
    page.evaluate(async (pem) => {
      document.querySelector("peculiar-certificate-viewer")?.remove();
      const viewer = document.createElement("peculiar-certificate-viewer");
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const start = performance.now();
      viewer.certificate = pem;
      document.body.append(viewer);
      while (!(viewer.shadowRoot ?? viewer).textContent.includes("provider-service")) await frame();
      await frame();
      return performance.now() - start;
    }, pem),
  );
  t.diagnostic(`@peculiar/certificates-viewer: ${time} ms for one certificate, not judged`);
});

/** A folder, and a page that has the viewer in it. */
async function serve(test, folder) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://host").pathname.slice(1);
    if (!path) {
      const page = '<!DOCTYPE html><title>viewer</title><script type="module" src="peculiar.esm.js"></script>';
      return response.writeHead(200, { "content-type": "text/html" }).end(page);
    }
    try {
      const bytes = await readFile(join(folder, path));
      response.writeHead(200, { "content-type": path.endsWith(".js") ? "text/javascript" : "application/json" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/`;
}
