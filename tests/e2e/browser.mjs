// The browser, the two builds, and a record of all they do. Every test opens a page through `open`.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { CERTLENS_URL, CERTLENS_FILE, CHROME_PATH } = process.env;
assert.ok(CERTLENS_URL && CERTLENS_FILE && CHROME_PATH, "Run these tests with `cargo xtask test --only e2e`.");

/** The site as a host serves it, and the single file as a disk holds it. */
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
 * Opens a build in a context of its own, closed when the test ends, and waits until the page stands.
 * What the page and its worker do is recorded: `requests` (URLs), `complaints` (console warnings and errors, uncaught errors).
 */
export async function open(test, build, options = {}) {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  test.after(() => context.close());
  const requests = [];
  const complaints = [];
  context.on("request", (request) => requests.push(request.url()));
  context.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  const page = await context.newPage();
  await page.goto(build.url);
  await page.locator("main").waitFor();
  const worker = page.workers()[0] ?? (await page.waitForEvent("worker"));
  return { context, page, worker, requests, complaints };
}
