// Runs libtest compiled to wasm32-unknown-unknown. A test that fails traps, which ends the run.
import { readFile } from "node:fs/promises";

const module = await WebAssembly.compile(await readFile(process.argv[2]));
const { exports } = await WebAssembly.instantiate(module, {});
Error.stackTraceLimit = 100;
try {
  process.exitCode = exports.main(0, 0);
} catch (trap) {
  // Only an unoptimised module still has the test's own frame.
  const frames = String(trap.stack).split("\n");
  console.error(`${frames[0]}\n${frames.find((frame) => /\.wasm\..*\dtests\d/.test(frame)) ?? ""}`);
  process.exitCode = 1;
}
