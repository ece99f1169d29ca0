import assert from "node:assert/strict";
import { test } from "node:test";
import { open, stands } from "./browser.mjs";
import { host } from "./host.mjs";
import { answered, drop, fixture, paste } from "./input.mjs";

const allowed = { serviceWorkers: "allow" };
const reload = (page) => stands(page, () => page.reload());
const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

test("the site works without a network once it was there", async (t) => {
  const { build } = await host(t);
  const { context, page, complaints } = await open(t, build, allowed);
  await kept(page);
  assert.equal(await page.getByText("A new version").count(), 0, "at the first visit nothing is new");
  await context.setOffline(true);
  await reload(page);
  await paste(page, await fixture("provider-tls.yaml"));
  assert.match(await answered(page), /The private key matches/);
  assert.deepEqual(complaints, []);
});

test("what is kept is asked for once, and nothing after that by using the page", async (t) => {
  const { build, asked } = await host(t);
  const { page } = await open(t, build, allowed);
  await kept(page);
  const first = asked.splice(0);
  assert.ok(first.includes("sw.js") && !first.includes("certlens.html"), first.join(" "));
  await paste(page, await fixture("provider-tls.yaml"));
  await answered(page);
  await drop(page, { "manager.yaml": await fixture("manager-tls.yaml") });
  await page.getByText(/in 2 Secrets/).waitFor();
  await page.keyboard.press("7");
  assert.deepEqual(asked, [], "by use");
  await reload(page);
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()));
  assert.deepEqual(asked.filter((path) => path !== "sw.js"), [], "by loading it again, but for the look for a new version");
});

test("a new version waits until it is asked for, and takes what was pasted with it only then", async (t) => {
  const { build, publish } = await host(t);
  const { page } = await open(t, build, allowed);
  await kept(page);
  publish();
  await reload(page);
  await page.getByText("A new version of Certlens is ready.").waitFor();
  await paste(page, await fixture("provider-tls.yaml"));
  assert.match(await answered(page), /The private key matches/);
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Load the new version" }).click();
  await loaded;
  await page.getByText("Nothing leaves this page").waitFor();
  assert.equal(await page.getByText("A new version").count(), 0);
  const names = await page.evaluate(() => caches.keys());
  assert.equal(names.length, 1, "the old version is gone");
  assert.match(names[0], / 2-/);
});
