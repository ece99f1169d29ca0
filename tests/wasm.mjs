// Runs libtest compiled to wasm32-unknown-unknown. A test that fails traps, which ends the run.
import { readFile } from "node:fs/promises";

const module = await WebAssembly.compile(await readFile(process.argv[2]));
const { exports } = await WebAssembly.instantiate(module, {});
let status;
try {
  status = exports.main(0, 0);
} catch (trap) {
  const frame = String(trap.stack).split("\n").find((line) => line.includes("::tests::"));
  console.error(`${frame ? frame.trim() : trap.stack}\n${trap.message}`);
  status = 1;
}
process.exitCode = status;
