"use strict";
// The worker's script is a Blob so that it inherits the policy of the page. A worker fetched from
// a file has the policy of that file's headers, and many static hosts send none.
{
  const policy = globalThis.trustedTypes?.createPolicy("certlens", {
    createScriptURL(url) {
      if (!url.startsWith("blob:")) throw new TypeError("Only the worker made here may be started.");
      return url;
    },
  });
  // The first message is the compiled module; the module then takes over `onmessage`.
  const takeModule = (init) =>
    `onmessage = (event) => { onmessage = null; ${init}({ module_or_path: event.data }); };`;
  const glue = document.getElementById("glue");
  const source = glue
    ? glue.textContent + takeModule("wasm_bindgen")
    : `import init from ${JSON.stringify(new URL("web.js", document.currentScript.src))};` + takeModule("init");

  globalThis.startWorker = () => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    return new Worker(policy ? policy.createScriptURL(url) : url, { type: glue ? "classic" : "module" });
  };
}
