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

  // A worker made in the same way, so under the same policy, that only tries to reach another host.
  const attempt = (elsewhere) =>
    `addEventListener("securitypolicyviolation", () => postMessage(true)); fetch(${JSON.stringify(elsewhere)}).catch(() => setTimeout(() => postMessage(false), 500));`;
  globalThis.workerIsRefused = (elsewhere) =>
    new Promise((resolve) => {
      const url = URL.createObjectURL(new Blob([attempt(elsewhere)], { type: "text/javascript" }));
      const worker = new Worker(policy ? policy.createScriptURL(url) : url);
      worker.onmessage = (event) => {
        worker.terminate();
        URL.revokeObjectURL(url);
        resolve(event.data);
      };
    });
}

// A page from a disk may be refused the clipboard, and the old way works everywhere.
globalThis.copyText = (text) => {
  const legacy = () => {
    const area = Object.assign(document.createElement("textarea"), { value: text, className: "hidden" });
    const focused = document.activeElement;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    focused?.focus();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).catch(legacy);
  else legacy();
};
