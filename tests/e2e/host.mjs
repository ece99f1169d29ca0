// A host of the site that remembers what it was asked for, and can have a new version of it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";

const dist = dirname(process.env.CERTLENS_FILE);
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm", ".svg": "image/svg+xml" };

export async function host(test) {
  const asked = [];
  let version = 1;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://host").pathname.slice(1) || "index.html";
    asked.push(path);
    try {
      let bytes = await readFile(join(dist, path));
      if (path === "sw.js") bytes = Buffer.from(bytes.toString().replace('const version = "', `$&${version}-`));
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
  return {
    build: { name: "host", url: `http://127.0.0.1:${server.address().port}/` },
    asked,
    publish: () => void (version += 1),
  };
}
