// Real servers for the tests: the playground, and a plain file server in the place of `mdbook serve`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PLAYGROUND =
  process.env.PLAYGROUND_BIN ??
  fileURLToPath(new URL("../../../target/debug/playground", import.meta.url));

/** @typedef {{ url: string, stop: () => Promise<void> }} Server `url` has no slash at its end */

/**
 * Starts the playground and waits for its "listening" line.
 *
 * @param {{ book: string, listen?: string }} options
 * @returns {Promise<Server>}
 */
export async function startPlayground({ book, listen = "127.0.0.1:0" }) {
  const child = spawn(PLAYGROUND, ["--listen", listen, "--book", book], {
    stdio: ["ignore", "pipe", "inherit"],
    // One line a connection would bury the tests' own words.
    env: { RUST_LOG: "warn", ...process.env },
  });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, "line").then(([text]) => String(text)),
    ended.then(([code]) => Promise.reject(new Error(`${PLAYGROUND} ended with code ${code}`))),
  ]);
  const url = /listening on (http:\/\/\S+?)\/?$/.exec(line)?.[1];
  if (!url) throw new Error(`expected "Playground listening on http://…", got "${line}"`);
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };

/**
 * Serves a directory on a free port: a book that does not come from the playground.
 *
 * @param {string} dir
 * @returns {Promise<Server>}
 */
export async function serveFiles(dir) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    try {
      const body = await readFile(join(dir, path));
      const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? "text/plain";
      response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
    } catch {
      response.writeHead(404).end("not found");
    }
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** A port that nobody listens on, for a playground that is not started yet. */
export async function freePort() {
  const server = createServer();
  const port = await listening(server);
  await new Promise((done) => server.close(done));
  return port;
}

/** @param {import("node:http").Server} server @returns {Promise<number>} */
async function listening(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}
