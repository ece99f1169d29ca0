// Prints what the wasm build of the limbo driver answers: node tests/limbo.mjs SCRIPT MODULE CASES
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [script, module, cases] = process.argv.slice(2);
const { initSync, answer } = await import(pathToFileURL(script));
initSync({ module: await readFile(module) });
console.log(answer(await readFile(cases, "utf8")));
