import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";

for (const build of builds) {
  test(`${build.name}: the worker answers, and nothing complains`, async (t) => {
    const { page, complaints } = await open(t, build);
    await page.getByRole("textbox").fill("hello");
    await page.getByText("The worker read 5 characters.").waitFor();
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: of many requests the newest is answered last`, async (t) => {
    const { page } = await open(t, build);
    const box = page.getByRole("textbox");
    for (const text of ["a", "ab", "abc", "abcd", "abcde", "abcdef"]) await box.fill(text);
    await page.getByText("The worker read 6 characters.").waitFor();
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
