import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";
import { answered, fixture, many, paste, show } from "./input.mjs";

/** Pastes both Secrets of the guide and waits for what comes of them. */
async function pasteGuide(page) {
  await paste(page, `${await fixture("provider-tls.yaml")}---\n${await fixture("manager-tls.yaml")}`);
  await answered(page);
  return headline(page, /shakes hands/);
}

async function headline(page, wanted) {
  const sentence = page.locator(".verdict-head p").filter({ hasText: wanted });
  await sentence.waitFor();
  return sentence.textContent();
}

const cell = (page, client, server) => page.getByRole("button", { name: new RegExp(`^${client} to ${server}: `) });
const java = "KeyUsage does not allow digital signatures";

for (const build of builds) {
  test(`${build.name}: the report begins with what comes of the pair`, async (t) => {
    const { page } = await open(t, build);
    await pasteGuide(page);
    await show(page, "Report");
    const report = page.getByRole("region", { name: "Text of the report" });
    await report.getByText(/^## Will this pair shake hands\?\s+This pair shakes hands in 8 of 64 combinations/).waitFor();
    await page.getByRole("radio", { name: "Plain text" }).check();
    await report.getByText(/^This pair shakes hands in 8 of 64 combinations/).waitFor();
  });

  test(`${build.name}: a side that stands alone is held against nobody who is not there`, async (t) => {
    const { page } = await open(t, build);
    const secret = await readFile(new URL("../fixtures/corrected/provider-tls.yaml", import.meta.url), "utf8");
    await paste(page, secret);
    await headline(page, /^Only a server was given, and nothing that issued its certificate.*paste that CA, or the client's side\.$/);
    const chips = page.getByRole("list", { name: "What every stack makes of it" }).getByRole("button");
    for (const chip of await chips.allInnerTexts()) assert.match(chip, /cannot be told/);
  });

  test(`${build.name}: a pair is answered in a sentence, a chip for each stack and a grid`, async (t) => {
    const { page, complaints } = await open(t, build);
    assert.match(await pasteGuide(page), /^This pair shakes hands in 8 of 64 combinations of 8 stacks\./);
    const chips = page.getByRole("list", { name: "What every stack makes of it" });
    const words = (await chips.getByRole("button").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " "));
    assert.deepEqual(words.map((text) => /(works|refuses.*)$/.exec(text)?.[0]), [
      "works",
      "refuses as server",
      "refuses as server",
      "refuses",
      "refuses",
      "works",
      "refuses",
      "refuses",
    ]);
    await chips.getByRole("button", { name: /^Java/ }).click();
    await page.getByRole("region", { name: /^What Java .* says$/ }).getByText(java).first().waitFor();
    await page.getByRole("button", { name: "See the pair" }).click();
    const grid = page.getByRole("table", { name: /^Clients downwards/ });
    assert.equal(await grid.getByRole("button").count(), 64);
    assert.equal(await grid.getByRole("button", { name: /: works$/ }).count(), 8);
    await cell(page, "Java.*", "rustls.*").click();
    const detail = page.getByRole("region", { name: /^Java .* dials rustls/ });
    await detail.getByText(java).first().waitFor();
    await detail.getByText(/The two agree on TLS 1\.3\./).waitFor();
    await detail.getByRole("button", { name: /^Copy the error text of Java .* as the client$/ }).first().click();
    await page.getByText(/^Copied: the error text of Java .* as the client/).waitFor();
    const [cause, remedy] = ["Required", "To change"].map((label) => detail.locator(".facts > div", { hasText: label }));
    await cause.getByRole("link", { name: "key-usage" }).first().waitFor();
    await remedy.getByText(/digitalSignature/).first().waitFor();
    await remedy.getByRole("button", { name: "Copy what to change for key-usage" }).first().click();
    await page.getByText("Copied: what to change for key-usage").waitFor();
    await cause.getByRole("link").first().click();
    await page.getByRole("dialog", { name: "Rules" }).locator(".is-chosen").waitFor();
    assert.deepEqual(complaints, []);
  });

  test(`${build.name}: the corrected pair works in every cell, and nothing is left to cure`, async (t) => {
    const { page } = await open(t, build);
    await page.getByRole("button", { name: "Load the corrected pair" }).click();
    await answered(page);
    assert.match(await headline(page, /shakes hands/), /in all 64 combinations of 8 stacks/);
    await show(page, "Pair");
    const grid = page.getByRole("table", { name: /^Clients downwards/ });
    assert.equal(await grid.getByRole("button", { name: /: works$/ }).count(), 64);
    for (const title of ["What cures it", "What is refused, and what to change"]) {
      assert.equal(await page.getByRole("heading", { name: title }).count(), 0, title);
    }
  });

  test(`${build.name}: sides, name, suites and stacks are the reader's to say`, async (t) => {
    const { page } = await open(t, build);
    await pasteGuide(page);
    await page.keyboard.press("2");
    const client = page.getByLabel("Client", { exact: true });
    const server = page.getByLabel("Server", { exact: true });
    const name = page.getByLabel("dials", { exact: true });
    const chosen = (field) => field.evaluate((select) => select.selectedOptions[0].textContent);
    assert.match(await chosen(server), /provider-tls/);
    assert.match(await chosen(client), /manager-tls/);
    assert.equal(await name.inputValue(), "provider-service");

    await name.fill("elsewhere.example");
    await name.press("Tab");
    await headline(page, /in 0 of 64/);
    await page.getByText(/elsewhere\.example/).first().waitFor();
    await name.fill("");
    await name.press("Tab");
    await headline(page, /in 8 of 64/);
    assert.equal(await name.inputValue(), "provider-service");

    const noSuite = page.locator(".pair").getByRole("link", { name: "suites-in-common" });
    assert.equal(await noSuite.count(), 0);
    await page.getByLabel("ECDHE-RSA").uncheck();
    await noSuite.first().waitFor();
    await page.getByLabel("ECDHE-RSA").check();
    await noSuite.first().waitFor({ state: "detached" });

    const untick = ["OpenSSL 3.0, security level 2", "Node.js", "Java", "gRPC", "GnuTLS", "Python"];
    for (const stack of untick) await page.getByRole("checkbox", { name: new RegExp(`^${stack}`) }).uncheck();
    await headline(page, /in all 4 combinations of 2 stacks/);
    for (const stack of ["Go crypto/tls 1.27", "rustls"]) await page.getByRole("checkbox", { name: new RegExp(`^${stack}`) }).uncheck();
    await headline(page, /No stack is chosen/);
    await page.getByRole("checkbox", { name: /^Go crypto\/tls 1\.27/ }).check();
    await headline(page, /shakes hands with Go/);

    await page.getByRole("button", { name: "Swap sides" }).click();
    await headline(page, /does not shake hands/);
    assert.match(await chosen(server), /manager-tls/);
    await page.getByText("taken for the server, as it was chosen").waitFor();
  });

  test(`${build.name}: of one side alone it is said what a peer may refuse`, async (t) => {
    const { page } = await open(t, build);
    await paste(page, await fixture("provider-tls.yaml"));
    await headline(page, /^Only a server was given\./);
    await page.keyboard.press("2");
    await page.getByRole("heading", { name: "What may a peer refuse here?" }).waitFor();
    await page.locator(".grid").getByRole("button", { name: /^GnuTLS/ }).click();
    await page.getByRole("region", { name: /dials this server$/ }).getByText(/as the client$/).waitFor();
    await page.getByText("What this is true of").click();
    await page.getByRole("columnheader", { name: "Recorded" }).waitFor();
  });
}

test("the grid is walked by keys alone", async (t) => {
  const { page } = await open(t, builds[0]);
  await pasteGuide(page);
  await page.keyboard.press("2");
  await page.getByRole("checkbox", { name: "ECDHE-ECDSA" }).focus();
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.match(await focused(), /^Go .* to Go .*: works$/);
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
  assert.match(await focused(), /^Java .* to Go .*: refused$/);
  await page.getByRole("region", { name: /^Java .* dials Go/ }).getByText(java).first().waitFor();
  await page.keyboard.press("ArrowLeft");
  assert.match(await focused(), /^Java .* to Go /);
  await page.keyboard.press("Tab");
  assert.match(await focused(), /^Copy the error text of Java/);
});

test("what holds no side says so, and asks for one", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, await fixture("ca-cert.pem"));
  await answered(page);
  await page.keyboard.press("2");
  await page.getByText(/There is no side with a certificate/).waitFor();
  assert.equal(await page.locator(".verdict-head").count(), 0);
});

test("of several sides that nothing ties together it is asked which two are meant", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, await many(100));
  await answered(page);
  await headline(page, /^Which two talk to each other\? 100 sides have a certificate/);
  assert.match(await page.locator(".verdict-head .badge").innerText(), /not judged/i);
  assert.equal(await page.locator(".stacks").count(), 0, "no stack is said to do anything");
  await page.getByRole("button", { name: "Choose among 100" }).click();
  const server = page.getByRole("combobox", { name: "Server" });
  await server.selectOption({ label: "Secret default/many-99" });
  await headline(page, /^Only a server was given/);
  await server.selectOption("none");
  await headline(page, /^Which two talk to each other\?/);
});

test("two versions of one Secret are told apart where a side is chosen", async (t) => {
  const { page } = await open(t, builds[0]);
  await paste(page, `${await fixture("provider-tls.yaml")}---\n${await fixture("../corrected/provider-tls.yaml")}`);
  await answered(page);
  await headline(page, /^Which two talk to each other\?/);
  await page.keyboard.press("2");
  await page.locator("#side-server").waitFor();
  const options = await page.locator("#side-server option").allInnerTexts();
  assert.deepEqual(options, ["Not given", "Secret default/provider-tls, 1 of 2", "Secret default/provider-tls, 2 of 2"]);
});
