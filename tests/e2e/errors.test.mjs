import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, drop, fixture, paste } from "./input.mjs";

for (const build of builds) {
  test(`${build.name}: a worker that dies is said, and started again`, async (t) => {
    const { page, worker } = await open(t, build);
    await paste(page, await fixture("server-cert.pem"));
    await answered(page);
    await worker.evaluate(() => void setTimeout(() => { throw new Error("out of memory"); }));
    await page.getByText(/The inspection stopped: .*out of memory/).waitFor();
    await page.getByRole("button", { name: "Start again" }).click();
    await page.getByText("The inspection stopped").waitFor({ state: "detached" });
    assert.match(await answered(page), /^Found 1 certificate\./);
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
