// Real servers for the tests: the playground, and a plain file server in the place of `mdbook serve`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The book that the lessons made, and the two builds of the playground. */
export const BOOK = join(root, "target/book");
export const RELEASE = join(root, "target/release/playground");
const PLAYGROUND = process.env.PLAYGROUND_BIN ?? join(root, "target/debug/playground");
const MDBOOK = process.env.MDBOOK ?? join(root, "target/tools/bin/mdbook");

/** @typedef {{ url: string, stop: () => Promise<void> }} Server `url` has no slash at its end */

/**
 * Starts the playground and waits for its "listening" line.
 *
 * @param {{ program?: string, cwd?: string, book?: string, listen?: string, args?: string[] }} options
 *   without `book` it serves the one that it carries; `args`: more flags
 * @returns {Promise<Server>}
 */
export async function startPlayground({
  program = PLAYGROUND,
  cwd,
  book,
  listen = "127.0.0.1:0",
  args = [],
}) {
  const child = spawn(program, ["--listen", listen, ...(book ? ["--book", book] : []), ...args], {
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
    // One line a connection would bury the tests' own words.
    env: { RUST_LOG: "warn", ...process.env },
  });
  return whenItSays(child, child.stdout, /listening on (http:\/\/\S+?)\/?$/);
}

/**
 * Starts `mdbook serve` on a free port, with a preprocessor that is compiled already.
 *
 * @param {string} dir the folder of book.toml
 * @param {string} playground where the book says the playground is
 * @returns {Promise<Server>}
 */
export async function serveWithMdbook(dir, playground) {
  const port = await freePort();
  const child = spawn(MDBOOK, ["serve", "--hostname", "127.0.0.1", "--port", String(port), dir], {
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      ...process.env,
      MDBOOK_PREPROCESSOR__LIVE__COMMAND: join(root, "target/debug/mdbook-live"),
      MDBOOK_PREPROCESSOR__LIVE__PLAYGROUND: playground,
    },
  });
  return whenItSays(child, child.stderr, /Serving on: (http:\/\/\S+?)\/?$/);
}

/** A copy of what `mdbook serve` reads and watches, to be edited. */
export function copyOfTheBook() {
  const dir = mkdtempSync(join(tmpdir(), "book-"));
  const folders = readFileSync(join(root, "book.toml"), "utf8").match(/"book\/[^"]+"/g) ?? [];
  for (const path of ["book.toml", ...folders.map((folder) => folder.slice(1, -1))]) {
    const filter = (/** @type {string} */ source) => !source.includes("node_modules");
    cpSync(join(root, path), join(dir, path), { recursive: true, filter });
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** The chapters that mdBook's table of contents links to. */
export function chaptersOf(/** @type {string} */ toc) {
  return [...toc.matchAll(/href="([^"#:]+\.html)"/g)].map((link) => link[1] ?? "");
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {import("node:stream").Readable} output
 * @param {RegExp} words the line with which it says where it listens
 * @returns {Promise<Server>}
 */
async function whenItSays(child, output, words) {
  const ended = once(child, "exit");
  const url = await new Promise((found, failed) => {
    /** @type {string[]} */
    const said = [];
    createInterface({ input: output }).on("line", (line) => {
      said.push(line);
      const match = words.exec(line);
      if (match) found(match[1]);
    });
    child.once("error", failed);
    child.once("exit", (code) =>
      failed(new Error(`${child.spawnfile} ended with code ${code}:\n${said.join("\n")}`)),
    );
  });
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
