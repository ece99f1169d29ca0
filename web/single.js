"use strict";
// Starts the single file: the module stands in the page, so that nothing need be fetched.
const start = async () => {
  const packed = Uint8Array.from(atob(document.getElementById("module").textContent), (c) => c.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const module = await WebAssembly.compile(await new Response(unpacked).arrayBuffer());
  await wasm_bindgen({ module_or_path: module });
};
start().catch(cannotStart);
