// What a visitor does: paste, drop, and wait for the answer.
import { readFile } from "node:fs/promises";

const seed = new URL("../fixtures/seed/", import.meta.url);

/** A file of the guide's example. */
export const fixture = (name) => readFile(new URL(name, seed), "utf8");

/** Pastes as the keyboard does, onto whatever has the focus. */
export async function paste(page, text) {
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }, text);
}

/** Drops files anywhere on the page: an object of names and contents. */
export async function drop(page, files) {
  const packed = Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]);
  await page.evaluate((packed) => {
    const dataTransfer = new DataTransfer();
    for (const [name, bytes] of packed) {
      dataTransfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
    }
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, packed);
}

/** Drops files and folders of the disk, as a file manager does. */
export async function dropPaths(page, ...files) {
  const driver = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await driver.send("Input.dispatchDragEvent", { type, x: 20, y: 20, data });
  }
}

/** The DER in a PEM block. */
export const der = (pem) => Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");

/** The summary, once everything is answered. */
export async function answered(page) {
  const sentence = page.locator(".verdict p");
  await sentence.filter({ hasText: /\S/ }).waitFor();
  await page.locator(".progress").waitFor({ state: "detached" });
  return sentence.textContent();
}

/** What each view shows once the worker has answered for it. */
const signs = { Inspect: ".fields", Pair: ".grid", Names: "table", Pins: "#sought", Timeline: ".timeline", Inventory: ".pane", Report: ".report" };

export const views = Object.keys(signs);

/** Opens a view by its tab and waits until it is filled. */
export async function show(page, view) {
  await page.getByRole("tab", { name: view }).click();
  await page.locator(`#panel ${signs[view]}`).first().waitFor();
}

/** Scrolls a pane and waits until what is in sight there has been painted. */
export async function scroll(pane, top) {
  await pane.evaluate(async (pane, top) => {
    pane.scrollTo(0, top);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // The first frame tells the page that it was scrolled, and the next paints what it makes of that.
    for (let frames = 0; frames < 3; frames += 1) await frame();
  }, top);
}

/** A Secret in YAML. */
export function secret(name, data) {
  const lines = Object.entries(data).map(([key, value]) => `  ${key}: ${Buffer.from(value).toString("base64")}\n`);
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n  namespace: default\ntype: kubernetes.io/tls\ndata:\n${lines.join("")}`;
}

const pem = (bytes) => `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;

/** Secrets whose certificates differ in their serial numbers. */
export async function many(count) {
  const bytes = der(await fixture("server-cert.pem"));
  return Array.from({ length: count }, (_, at) => {
    const own = Buffer.from(bytes);
    // In the serial number.
    own.writeUInt32BE(at, 20);
    return secret(`many-${at}`, { "tls.crt": pem(own) });
  }).join("---\n");
}
