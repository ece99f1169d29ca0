// What fields take, keep and give back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open, stands } from "./browser.mjs";
import { answered, drop, fixture, many, paste, show } from "./input.mjs";

const box = (page) => page.getByRole("textbox", { name: "Input" });
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);

for (const build of builds) {
  test(`${build.name}: a run of typing is undone as one step, and a paste as another`, async (t) => {
    const { page } = await open(t, build);
    const pem = await fixture("server-cert.pem");
    await box(page).focus();
    await page.keyboard.type("hello");
    await page.keyboard.press("Control+z");
    assert.equal(await box(page).inputValue(), "");
    await paste(page, pem);
    await page.keyboard.type("abc");
    assert.equal(await box(page).inputValue(), `${pem}abc`);
    await page.keyboard.press("Control+z");
    assert.equal(await box(page).inputValue(), pem);
    await page.keyboard.press("Control+Shift+z");
    assert.equal(await box(page).inputValue(), `${pem}abc`);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    assert.equal(await box(page).inputValue(), "");
  });

  test(`${build.name}: Escape closes one thing at a time and wipes nothing`, async (t) => {
    const { page } = await open(t, build);
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    await answered(page);
    const text = await box(page).inputValue();
    const escape = () => page.keyboard.press("Escape");
    const help = page.getByRole("heading", { name: "Shortcuts" });
    await page.locator(".stacks button").first().click();
    await page.keyboard.press("j");
    await page.locator(".choice p").waitFor();
    await page.keyboard.press("?");
    await help.waitFor();
    await escape();
    await help.waitFor({ state: "detached" });
    await page.locator('.stacks button[aria-expanded="true"]').waitFor();
    await box(page).focus();
    await escape();
    assert.equal(await focused(page), "BODY");
    await page.locator('.stacks button[aria-expanded="true"]').waitFor();
    await escape();
    await page.locator('.stacks button[aria-expanded="true"]').waitFor({ state: "detached" });
    await page.locator(".choice p").waitFor();
    await escape();
    await page.locator(".choice p").waitFor({ state: "detached" });
    for (let times = 0; times < 3; times += 1) await escape();
    assert.equal(await box(page).inputValue(), text);
    await show(page, "Pair");
    await page.locator(".cell").first().click();
    await page.locator(".detail").waitFor();
    await escape();
    await page.locator(".detail").waitFor({ state: "detached" });
    assert.equal(await focused(page), "cell-0-0");
  });

  test(`${build.name}: what is cleared is brought back from anywhere, with the choices gone`, async (t) => {
    const { page } = await open(t, build);
    await page.getByRole("button", { name: "Load the guide's example" }).click();
    const summary = await answered(page);
    await page.getByRole("button", { name: "Clear" }).click();
    assert.equal(await focused(page), "box");
    await page.keyboard.press("Escape");
    assert.equal(await focused(page), "BODY");
    await page.keyboard.press("Control+z");
    assert.equal(await answered(page), summary);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    assert.equal(await answered(page), summary);
    assert.equal(await focused(page), "box");
  });

  test(`${build.name}: what was chosen of one pair is not asked of the next`, async (t) => {
    const { page } = await open(t, build);
    const verdict = page.locator(".verdict-head");
    await page.getByRole("button", { name: "Load the corrected pair" }).click();
    await verdict.waitFor();
    const right = await verdict.locator("p").innerText();
    const whole = [await fixture("../corrected/provider-tls.yaml"), await fixture("../corrected/manager-tls.yaml")].join("---\n");
    for (const leave of ["Clear", "all of it is replaced"]) {
      await show(page, "Pair");
      await page.locator("#dialled").fill("foo.bar");
      await page.keyboard.press("Tab");
      await page.getByRole("button", { name: "Swap sides" }).click();
      await page.locator("#side-client").selectOption("none");
      await verdict.filter({ hasText: right }).waitFor({ state: "detached" });
      if (leave === "Clear") await page.getByRole("button", { name: "Clear" }).click();
      else await box(page).selectText();
      await paste(page, whole);
      await verdict.filter({ hasText: right }).waitFor();
    }
  });
}

test("what was asked of a view stays while another is looked at, and goes with a clearing", async (t) => {
  const { page } = await open(t, builds[0]);
  await page.getByRole("button", { name: "Load the guide's example" }).click();
  await answered(page);
  const fields = { Names: "#asked", Pins: "#sought", Inventory: "#filter" };
  for (const [view, field] of Object.entries(fields)) {
    await show(page, view);
    await page.locator(field).fill("abc");
  }
  for (const [view, field] of Object.entries(fields)) {
    await show(page, view);
    assert.equal(await page.locator(field).inputValue(), "abc", view);
  }
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await answered(page);
  for (const [view, field] of Object.entries(fields)) {
    await show(page, view);
    assert.equal(await page.locator(field).inputValue(), "", view);
  }
});

test("the report is copied as its view has it, from everywhere", async (t) => {
  const { page, context } = await open(t, builds[0]);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await paste(page, await fixture("provider-tls.yaml"));
  await answered(page);
  await show(page, "Report");
  await page.getByLabel("JSON").check();
  await page.getByLabel("Redact names and serial numbers").check();
  await show(page, "Inspect");
  await page.keyboard.press("y");
  await page.getByText("Copied: the report, JSON, redacted").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(JSON.parse(copied).objects.length > 0);
  assert.ok(!copied.includes("provider"), "names are redacted");
  await show(page, "Report");
  assert.ok(await page.getByLabel("Redact names and serial numbers").isChecked());
});

test("the focus is where a keyboard goes on", async (t) => {
  const { page } = await open(t, builds[0]);
  await page.getByRole("button", { name: "Load the guide's example" }).click();
  assert.equal(await focused(page), "output");
  await answered(page);
  await page.keyboard.press("?");
  assert.equal(await focused(page), "button", "in the list of shortcuts");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "output", "where it was before");
  await page.getByRole("button", { name: "Shortcuts" }).click();
  await page.locator(".help").getByRole("button", { name: "Close" }).click();
  assert.equal(await focused(page), "shortcuts");
  await show(page, "Timeline");
  await page.getByRole("button", { name: "1 day on" }).click();
  await page.getByRole("button", { name: "Back to now" }).click();
  assert.equal(await focused(page), "now");
});

test("the focus goes from a file that is removed to the next", async (t) => {
  const { page } = await open(t, builds[0]);
  const pem = await fixture("server-cert.pem");
  await drop(page, { "a.pem": pem, "b.pem": pem });
  const remove = (name) => page.getByRole("button", { name: `Remove ${name}` });
  await remove("b.pem").waitFor();
  await remove("a.pem").click();
  await remove("a.pem").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Remove b.pem");
  await page.keyboard.press("Enter");
  await remove("b.pem").waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.type), "file");
});

test("what is cleared while it is read keeps nothing waiting", async (t) => {
  const { page, complaints } = await open(t, builds[0]);
  await drop(page, { "many.yaml": await many(2500) });
  await page.locator(".progress").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Clear" }).click();
  const another = page.waitForEvent("worker");
  await paste(page, await fixture("server-cert.pem"));
  await another;
  assert.match(await answered(page), /1 certificate/);
  assert.deepEqual(complaints, []);
});

test("a view that a digit opens is brought into sight", async (t) => {
  const { page } = await open(t, builds[0], { viewport: { width: 390, height: 844 } });
  await page.getByRole("button", { name: "Load the guide's example" }).click();
  await answered(page);
  for (const digit of "25") {
    await page.evaluate(() => scrollTo(0, 0));
    await page.keyboard.press(digit);
    const top = await page.locator(".tabs").evaluate((tabs) => tabs.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 600, `the tabs stand at ${top}`);
  }
});

test("the verdict is in sight once an example or a paste is answered for", async (t) => {
  for (const width of [390, 320]) {
    const { page } = await open(t, builds[0], { viewport: { width, height: 844 } });
    const top = () => page.locator(".verdict-head").evaluate((verdict) => verdict.getBoundingClientRect().top);
    const example = page.getByRole("button", { name: "Load the guide's example" });
    await example.scrollIntoViewIfNeeded();
    await example.click();
    await answered(page);
    assert.ok((await top()) > -1 && (await top()) < 600, `${await top()} at ${width}`);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await box(page).selectText();
    await paste(page, await fixture("provider-tls.yaml"));
    await page.waitForFunction(() => {
      const top = document.querySelector(".verdict-head")?.getBoundingClientRect().top;
      return top > -1 && top < 600;
    });
  }
});

test("keys that are pressed alone can be switched off, for good", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, await fixture("provider-tls.yaml"));
  await answered(page);
  const tab = (name) => page.getByRole("tab", { name }).getAttribute("aria-selected");
  await page.keyboard.press("?");
  await page.getByLabel(/Hear the single keys/).uncheck();
  await page.keyboard.press("Escape");
  await page.locator(".help").waitFor({ state: "detached" });
  await page.keyboard.press("2");
  assert.equal(await tab("Pair"), "false");
  await stands(page, () => page.reload());
  await paste(page, await fixture("provider-tls.yaml"));
  await answered(page);
  await page.keyboard.press("2");
  assert.equal(await tab("Pair"), "false", "after a reload");
  await page.getByRole("button", { name: "Shortcuts" }).click();
  await page.getByLabel(/Hear the single keys/).check();
  await page.keyboard.press("2");
  assert.equal(await tab("Pair"), "true");
});

test("a private key that is chosen is copied as its pin", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, await fixture("server-key.pem"));
  await answered(page);
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await page.getByText("Copied: SHA-256 key pin of #0, hex").waitFor();
});

test("where nothing could be judged, nothing passes", async (t) => {
  const { page } = await open(t, builds[0]);
  const badge = page.locator(".verdict .badge.undetermined");
  for (const [text, word] of [["hello world", "Nothing read"], ["conf := &tls.Config{MinVersion: tls.VersionTLS13}", "Nothing to judge"]]) {
    await box(page).selectText();
    await paste(page, text);
    await badge.filter({ hasText: word }).waitFor();
  }
  const files = { "store.jks": ["Not opened", "feedfeed0000000200000001"], "store.p12": ["Not opened", "3082010a02010330"], "empty.pem": ["Nothing read", ""] };
  for (const [name, [word, hex]] of Object.entries(files)) {
    await page.getByRole("button", { name: "Clear" }).click();
    await drop(page, { [name]: Buffer.from(hex, "hex") });
    await badge.filter({ hasText: word }).waitFor();
  }
});
