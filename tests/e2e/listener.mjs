// Another host: it answers everybody and remembers who asked.
import { createServer } from "node:http";

export async function listen(test) {
  const heard = [];
  const waiting = [];
  const hear = (request) => {
    heard.push(`${request.method} ${request.url}`);
    waiting.splice(0).forEach((resolve) => resolve());
  };
  const server = createServer((request, response) => {
    hear(request);
    response.writeHead(200, { "content-type": "text/html", "access-control-allow-origin": "*" }).end("<p>hello");
  });
  server.on("upgrade", (request, socket) => {
    hear(request);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    heard,
    /** Resolves at the next request. */
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
