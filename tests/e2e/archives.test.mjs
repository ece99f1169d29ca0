import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { builds, open } from "./browser.mjs";
import { answered, drop, dropPaths } from "./input.mjs";

const fixtures = new URL("../fixtures/", import.meta.url);
const folder = fileURLToPath(new URL("corrected", fixtures));
const archive = (name) => readFile(new URL(`archives/${name}`, fixtures));
const listed = (page) => page.locator(".files li .link").allTextContents();

for (const build of builds) {
  for (const name of ["deflated.zip", "packed.tar.gz"]) {
    test(`${build.name}: the files in ${name} are read, shown and removed like others`, async (t) => {
      const { page } = await open(t, build);
      await drop(page, { [name]: await archive(name) });
      await page.getByText(/Found 2 certificates/).waitFor();
      await answered(page);
      assert.deepEqual(await listed(page), [`${name} › prod/ca.pem`, `${name} › prod/web/server.pem`]);
      await page.getByRole("button", { name: `${name} › prod/ca.pem`, exact: true }).first().click();
      await page.locator(".viewer").getByText("-----BEGIN CERTIFICATE-----").waitFor();
      await page.getByRole("button", { name: `Remove ${name} › prod/ca.pem` }).click();
      await page.getByText(/Found 1 certificate\./).waitFor();
    });
  }

  test(`${build.name}: an archive that would fill the memory is said to be left, and what else is in it is read`, async (t) => {
    const { page } = await open(t, build);
    await drop(page, { "bomb.zip": await archive("bomb.zip") });
    await page.getByText(/Found 1 certificate\./).waitFor();
    await page.getByText(/bomb\.zip › zeros\.gz: this gzip archive was not unpacked in full/).first().waitFor({ state: "attached" });
  });

  test(`${build.name}: a folder is read with the folders in it`, async (t) => {
    const { page } = await open(t, build);
    await page.getByLabel("Open a folder").setInputFiles(folder);
    await allOfFolder(page);
  });
}

test("a folder that is dropped is read too", async (t) => {
  const { page } = await open(t, builds[0]);
  await dropPaths(page, folder);
  await allOfFolder(page);
});

test("a page from a disk is refused what is in a dropped folder, and says how to give it", async (t) => {
  const { page } = await open(t, builds[1]);
  await dropPaths(page, folder);
  await page.locator(".notices").getByText(/could not be read.*Open a folder/).first().waitFor();
});

async function allOfFolder(page) {
  await page.getByText(/in 2 Secrets/).waitFor();
  await answered(page);
  assert.deepEqual((await listed(page)).sort(), (await readdir(folder)).map((name) => `corrected/${name}`).sort());
}
