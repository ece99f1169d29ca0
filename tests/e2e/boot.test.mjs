import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open, stands } from "./browser.mjs";
import { answered, fixture, paste } from "./input.mjs";

for (const build of builds) {
  test(`${build.name}: the worker answers, and nothing complains`, async (t) => {
    const { page, complaints } = await open(t, build);
    await paste(page, await fixture("server-cert.pem"));
    assert.match(await answered(page), /^Found 1 certificate\./);
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: of many requests the newest is answered last`, async (t) => {
    const { page } = await open(t, build);
    const box = page.getByRole("textbox", { name: "Input" });
    const certificates = await Promise.all(["server-cert.pem", "client-cert.pem", "ca-cert.pem"].map(fixture));
    for (const count of [1, 2, 3, 2, 1, 2]) await box.fill(certificates.slice(0, count).join(""));
    await page.getByText(/Found 2 certificates/).waitFor();
    assert.match(await answered(page), /Found 2 certificates/);
  });

  test(`${build.name}: loads what it is made of and no more`, async (t) => {
    const { requests } = await open(t, build);
    const own = [build.url, "blob:", "data:"];
    const strangers = requests.filter((url) => !own.some((start) => url.startsWith(start)));
    assert.deepEqual(strangers, []);
    const modules = requests.filter((url) => url.endsWith(".wasm"));
    assert.ok(modules.length <= 1, "the worker is handed the page's module and fetches none");
  });
}

test("site: what is pasted before the module is there is taken, and its key is masked", async (t) => {
  const [site] = builds;
  const { context, page } = await open(t, site);
  const secret = await fixture("provider-tls.yaml");
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  await context.route("**/*.wasm", (route) => arrived.then(() => route.continue()));
  await stands(page, async () => {
    await page.reload({ waitUntil: "commit" });
    await page.getByText("See whether two sides will shake hands").waitFor();
    await page.locator("#box").fill(secret);
    arrive();
  });
  assert.match(await answered(page), /^Found 2 certificates and 1 private key in 1 Secret\./);
  const box = page.getByRole("textbox", { name: "Input" });
  assert.match(await box.inputValue(), /<masked /);
  assert.ok(!(await box.inputValue()).includes(secret.match(/tls.key: (\S{200})/)[1]));
  assert.ok(await box.evaluate((box) => box === document.activeElement));
});
