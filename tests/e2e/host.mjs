// Hosts of what a test wants to be served: the site itself, which may have a new version, or another page.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";

const types = {
  "": "text/html",
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

/** Answers with what `read` gives for a path, until the test ends; the address ends in `/`. */
export async function serve(test, read) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://host").pathname.slice(1);
    try {
      const bytes = await read(path);
      response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}/`;
}

/** The site, on a host that remembers what it was asked for. */
export async function host(test) {
  const dist = dirname(process.env.CERTLENS_FILE);
  const asked = [];
  let version = 1;
  const url = await serve(test, async (path) => {
    asked.push(path);
    const bytes = await readFile(join(dist, path || "index.html"));
    return path === "sw.js" ? bytes.toString().replace('const version = "', `$&${version}-`) : bytes;
  });
  return { build: { name: "host", url }, asked, publish: () => void (version += 1) };
}
