// The ways in which a page or a worker could tell another host what was pasted. Each function runs in the browser.
// Two more ways are outside any policy and so not here: a page may navigate away, and may open WebRTC connections.

const send = {
  fetch: (url) => void fetch(url, { method: "POST", body: "leak" }).catch(() => {}),
  XMLHttpRequest: (url) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.send("leak");
  },
  WebSocket: (url) => void new WebSocket(url.replace("http", "ws")),
  EventSource: (url) => void new EventSource(url),
  "dynamic import": (url) => void import(url).catch(() => {}),
};

export const fromPage = {
  ...send,
  sendBeacon: (url) => void navigator.sendBeacon(url, "leak"),
  image: (url) => void (new Image().src = url),
  style: (url) => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: url })),
  script: (url) => document.head.append(Object.assign(document.createElement("script"), { src: url })),
  frame: (url) => document.body.append(Object.assign(document.createElement("iframe"), { src: url })),
  video: (url) => document.body.append(Object.assign(document.createElement("video"), { src: url })),
  object: (url) => document.body.append(Object.assign(document.createElement("object"), { data: url })),
  font: (url) => void new FontFace("leak", `url(${url})`).load().catch(() => {}),
  form: (url) => {
    const form = Object.assign(document.createElement("form"), { action: url, method: "post" });
    document.body.append(form);
    form.submit();
  },
};

export const fromWorker = { ...send, importScripts: (url) => importScripts(url) };
