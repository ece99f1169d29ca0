// The browser, the two builds, and a record of all they do. Every test opens a page through `open`.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { listen } from "./listener.mjs";

const { CERTLENS_URL, CERTLENS_FILE, CHROME_PATH } = process.env;
assert.ok(CERTLENS_URL && CERTLENS_FILE && CHROME_PATH, "Run these tests with `cargo xtask test --only e2e`.");

/** The site as a host serves it, a folder, and the single file as a disk holds it. */
export const builds = [
  { name: "site", url: CERTLENS_URL },
  { name: "single file", url: pathToFileURL(CERTLENS_FILE).href },
];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: CHROME_PATH, headless: true, args: FLAGS });
});
after(() => browser?.close());

/**
 * Opens a build in a context of its own, closed when the test ends, and waits until the page stands and its worker takes requests.
 * What the page and its worker do is recorded: `requests` (URLs), `complaints` (console warnings and errors, uncaught errors).
 */
export async function open(test, build, options = {}) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  test.after(() => context.close());
  // The fixtures were made for a day, and the tests must hold on every other.
  await context.clock.setFixedTime(new Date("2026-12-01T12:00:00Z"));
  const requests = [];
  const complaints = [];
  context.on("request", (request) => requests.push(request.url()));
  context.on("console", (message) => {
    // Contexts keep nothing of the site unless a test asks for it, so that each begins anew.
    if (message.text() === "Service Worker registration blocked by Playwright") return;
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  const worker = await stands(page, () => page.goto(build.url));
  return { context, page, worker, requests, complaints };
}

/** Has the page load, and waits until it stands and its worker takes requests: all of both has been loaded by then. */
export async function stands(page, load) {
  const starting = page.waitForEvent("worker");
  await load();
  // The box of index.html stands before; this one is the page's.
  await page.locator(".starting").waitFor({ state: "detached" });
  const worker = await starting;
  await worker.evaluate(async () => {
    while (!globalThis.onmessage) await new Promise((resolve) => setTimeout(resolve, 10));
  });
  return worker;
}

/** Opens a page and a worker that are under no policy, to see that what is refused above would else be done. */
export async function openPlain(test) {
  const context = await browser.newContext();
  test.after(() => context.close());
  const page = await context.newPage();
  await page.goto((await listen(test)).url);
  const starting = page.waitForEvent("worker");
  await page.evaluate(() => void (globalThis.kept = new Worker(URL.createObjectURL(new Blob([""])))));
  return { page, worker: await starting };
}
