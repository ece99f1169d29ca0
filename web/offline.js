"use strict";
// Keeps the site for when there is no network, and tells of a new version; nothing of that is in the single file.
{
  const isHosted = () => document.querySelector("meta[name='single-file']") && navigator.serviceWorker;

  // A new version is looked for when the page is opened and at no other time. It waits until it is asked for.
  globalThis.watchForUpdate = async (told) => {
    if (!isHosted()) return;
    const registration = await globalThis.startKeeper();
    // At the first visit there is nothing that a new version could wait for.
    const look = () => registration.waiting && navigator.serviceWorker.controller && told();
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
    look();
  };

  globalThis.takeUpdate = async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    // Other pages that are open stay as they are: what was pasted there is not to be lost.
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration?.waiting?.postMessage("take over");
  };
}
