import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

// The package stands beside the page that is one file.
const folder = new URL("npm/", pathToFileURL(process.env.CERTLENS_FILE));
const { default: init, inspect, pair } = await import(new URL("certlens_js.js", folder));
await init({ module_or_path: await readFile(new URL("certlens_js_bg.wasm", folder)) });

const at = "2026-12-01T00:00:00Z";
const text = (name) => readFile(new URL(`../fixtures/${name}`, import.meta.url), "utf8");
const input = async (name) => ({ name, content: await text(name) });

test("the package: certificates to trust are anchors without being an input", async () => {
  const server = await input("corrected/server-cert.pem");
  const trust = [await text("corrected/server-ca.pem")];
  const [path] = inspect([server], { at, trust }).paths;
  assert.deepEqual([path.verdict, path.end], ["accept", "anchor"]);
  assert.equal(inspect([server], { at }).paths[0].verdict, "undetermined");
});

test("the package: a setting that is not understood is an error that says which", async () => {
  const sides = [await input("seed/provider-tls.yaml"), await input("seed/manager-tls.yaml")];
  assert.equal(pair(sides, { at, stacks: ["go"], suites: ["ecdhe-rsa"] }).stacks.length, 1);
  const cases = [
    [{ suites: ["ecdhe-rsa", "typo"] }, /suites: there are no suites `typo`/],
    [{ stacks: ["cobol"] }, /stacks: there is no stack `cobol`/],
    [{ at: "yesterday" }, /at: /],
    [{ colour: "red" }, /colour/],
  ];
  for (const [settings, sentence] of cases) {
    assert.throws(() => pair(sides, settings), sentence);
  }
});
