import assert from "node:assert/strict";
import { test } from "node:test";
import { violations } from "./axe.mjs";
import { builds, open } from "./browser.mjs";
import { answered, drop, fixture, paste } from "./input.mjs";

for (const build of builds) {
  test(`${build.name}: a worker that dies is said, and started again with the text that is left`, async (t) => {
    const { page, worker } = await open(t, build);
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    await drop(page, { "ca.pem": await fixture("ca-cert.pem") });
    await page.getByText(/Found 2 certificates/).waitFor();
    const text = await page.locator("#box").inputValue();
    await die(worker);
    const sentence = page.getByText(/The inspection stopped: .*out of memory\. Files and masked keys went with it; the text in the box is still here\./);
    await sentence.waitFor();
    assert.equal(await page.locator(".progress").count(), 0, "nobody inspects");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: /^Copy SPKI SHA-256/ }).first().click();
    await page.getByText(/^Copied: /).waitFor();
    assert.ok(await sentence.isVisible(), "no other line takes its place");
    await page.getByRole("button", { name: "Start again" }).focus();
    await page.keyboard.press("Enter");
    await sentence.waitFor({ state: "detached" });
    assert.match(await answered(page), /^Found 1 certificate\./);
    assert.equal(await page.locator("#box").inputValue(), text);
    assert.equal(await page.locator(".files li").count(), 0);
  });

  test(`${build.name}: a worker that dies with all there was is said, and files can be given again`, async (t) => {
    const { page, worker } = await open(t, build);
    await drop(page, { "ca.pem": await fixture("ca-cert.pem") });
    await page.getByText(/Found 1 certificate\./).waitFor();
    await die(worker);
    await page.getByText(/The files went with it: start again and open them once more\./).waitFor();
    await drop(page, { "ca.pem": await fixture("ca-cert.pem") });
    assert.match(await answered(page), /^Found 1 certificate\./);
    assert.equal(await page.getByText("The inspection stopped").count(), 0, "what is asked again needs no button");
  });

  test(`${build.name}: a worker that cannot start is said, and the next one answers`, async (t) => {
    const { context } = await open(t, build);
    const page = await context.newPage();
    await page.addInitScript(() => {
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function () {
        Worker.prototype.postMessage = post;
        post.call(this, "no module");
      };
    });
    await page.goto(build.url);
    await page.getByText(/The inspection stopped: /).waitFor();
    await page.getByRole("button", { name: "Start again" }).click();
    await paste(page, await fixture("server-cert.pem"));
    assert.match(await answered(page), /^Found 1 certificate\./);
  });

  test(`${build.name}: an inspection that takes too long is stopped, and begun anew`, async (t) => {
    const { page, worker } = await open(t, build);
    await worker.evaluate(() => void setTimeout(() => { for (;;); }));
    await paste(page, await fixture("server-cert.pem"));
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/The inspection stopped: you ended it\. .*the text in the box is still here\./).waitFor();
    assert.equal(await page.locator(".progress").count(), 0, "nobody inspects");
    await page.getByRole("button", { name: "Start again" }).click();
    assert.match(await answered(page), /^Found 1 certificate\./);
  });

  test(`${build.name}: a text that is too large is said, and what stands in the box stays`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    await page.evaluate(() => {
      const event = new ClipboardEvent("paste", { bubbles: true, cancelable: true });
      // No clipboard of the test's takes as much.
      const clipboardData = { files: [], getData: () => "A".repeat(64 * 1024 * 1024 + 1) };
      Object.defineProperty(event, "clipboardData", { value: clipboardData });
      document.body.dispatchEvent(event);
    });
    await page.locator(".notices li", { hasText: /The text is larger than 64 MB and was not read\. Paste it in parts/ }).waitFor();
    assert.deepEqual(await violations(page), []);
    assert.match(await answered(page), /^Found 1 certificate\./);
  });

  test(`${build.name}: an error of a stack is explained beside what was pasted, and leads to its line`, async (t) => {
    const { page, complaints } = await open(t, build);
    const line = "remote error: tls: unsupported certificate";
    const pair = `${await fixture("provider-tls.yaml")}---\n${await fixture("manager-tls.yaml")}`;
    await paste(page, `2026/12/01 12:00:00 ${line}\n---\n${pair}`);
    await answered(page);
    const card = page.getByRole("region", { name: "Error lines" }).getByRole("article");
    await card.getByRole("button", { name: line }).click();
    assert.ok((await page.locator("mark.chosen").allTextContents()).join("").includes(line));
    await card.locator(".severity").getByText("Here", { exact: true }).first().waitFor();
    assert.deepEqual(await violations(page), []);
    await card.getByRole("link").first().click();
    await page.getByRole("dialog", { name: "Rules" }).locator(".is-chosen").waitFor();
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: files that are too large or cannot be read are named, each with a way on, and the others are read`, async (t) => {
    const { page } = await open(t, build);
    await page.evaluate(() => {
      const read = File.prototype.arrayBuffer;
      File.prototype.arrayBuffer = function () {
        if (this.name === "gone.pem") return Promise.reject(new DOMException("A requested file could not be found.", "NotFoundError"));
        return read.call(this);
      };
      const size = Object.getOwnPropertyDescriptor(Blob.prototype, "size").get;
      Object.defineProperty(Blob.prototype, "size", {
        get() {
          return this.name === "large.bin" ? 64 * 1024 * 1024 + 1 : size.call(this);
        },
      });
    });
    await drop(page, { "large.bin": "", "gone.pem": "", "server.pem": await fixture("server-cert.pem") });
    const notices = page.locator(".notices li");
    await notices.nth(1).waitFor();
    const [tooLarge, gone] = await notices.allTextContents();
    assert.match(tooLarge, /large\.bin is larger than 64 MB and was not read\..*command line/);
    assert.match(gone, /gone\.pem could not be read: A requested file could not be found\..*Choose it with Open files/);
    assert.match(await answered(page), /^Found 1 certificate\./);
    await page.getByRole("button", { name: "Close" }).click();
    await notices.first().waitFor({ state: "detached" });
  });

  test(`${build.name}: a browser without WebAssembly is told so`, async (t) => {
    const { context } = await open(t, build);
    const page = await context.newPage();
    await page.addInitScript(() => void delete globalThis.WebAssembly);
    await page.goto(build.url);
    await page.getByText(/Certlens could not start: .*WebAssembly.*Update this one, or use another/).waitFor();
  });
}

/** Has the worker end as it does when the browser gives it no more memory. */
const die = (worker) => worker.evaluate(() => void setTimeout(() => { throw new Error("out of memory"); }));
