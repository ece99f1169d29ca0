// Answers for the files of the site from the copy that was kept of them, and never asks the network for one of them again.
// The build puts before this: `version`, and `files`, an object of addresses and digests.
const ours = `certlens ${registration.scope} `;
const kept = `${ours}${version}`;
const addresses = new Set(Object.keys(files).map((name) => new URL(name, registration.scope).href));

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("message", (event) => event.data === "take over" && skipWaiting());

addEventListener("fetch", (event) => {
  const [address] = event.request.url.split(/[?#]/);
  if (event.request.method === "GET" && addresses.has(address)) event.respondWith(answer(address));
});

// All of one version or nothing: a file that is not as it was built refuses the whole.
async function keep() {
  const cache = await caches.open(kept);
  await cache.addAll(Object.entries(files).map(([name, integrity]) => new Request(name, { integrity, cache: "no-cache" })));
}

async function answer(address) {
  const cache = await caches.open(kept);
  return (await cache.match(address)) ?? fetch(address);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(ours) && name !== kept).map((name) => caches.delete(name)));
}
