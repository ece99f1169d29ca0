"use strict";
// The worker's script is a Blob so that it inherits the policy of the page. A worker fetched from
// a file has the policy of that file's headers, and many static hosts send none.
{
  // The one script that is not a Blob: what keeps the site for when there is no network.
  const keeper = new URL("sw.js", document.baseURI).href;
  const policy = globalThis.trustedTypes?.createPolicy("certlens", {
    createScriptURL(url) {
      if (!url.startsWith("blob:") && url !== keeper) throw new TypeError("Only the workers made here may be started.");
      return url;
    },
  });
  globalThis.startKeeper = () => navigator.serviceWorker.register(policy ? policy.createScriptURL(keeper) : keeper);
  // The first message is the compiled module; `onmessage` is the module's own, and stands as soon as requests can be taken.
  // A module that cannot start is an error of the worker, of which the page is told.
  const takeModule = (init) =>
    `addEventListener("message", (event) => void ${init}({ module_or_path: event.data }).catch(reportError), { once: true });`;
  const glue = document.getElementById("glue");
  const source = glue
    ? glue.textContent + takeModule("wasm_bindgen")
    : `import init from ${JSON.stringify(new URL("web.js", document.currentScript.src))};` + takeModule("init");

  globalThis.startWorker = () => {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    return new Worker(policy ? policy.createScriptURL(url) : url, { type: glue ? "classic" : "module" });
  };

  // A worker made in the same way, so under the same policy, that only makes one attempt to reach another host.
  globalThis.workerIsRefused = (attempt) =>
    new Promise((resolve) => {
      const script = `addEventListener("securitypolicyviolation", () => postMessage(true)); setTimeout(() => postMessage(false), 1000); try { ${attempt} } catch {}`;
      const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
      const worker = new Worker(policy ? policy.createScriptURL(url) : url);
      worker.onmessage = (event) => {
        worker.terminate();
        URL.revokeObjectURL(url);
        resolve(event.data);
      };
    });
}

// Said instead of the page when it cannot start.
globalThis.cannotStart = (error) => {
  console.error(error);
  const line = document.getElementById("starting") ?? document.body.appendChild(document.createElement("p"));
  line.textContent = `Certlens could not start: ${error.message}. It needs a browser of 2023 or later with WebAssembly switched on. Update this one, or use another. The command line does the same without a browser: certlens inspect FILE.`;
};

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
