import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const portZero = fileURLToPath(new URL('../port-zero.cjs', import.meta.url));

/** Path of a file among the listings. */
export const listing = path => fileURLToPath(new URL(path, root));

/** A server in a process of its own. */
class ServerProcess {
  #child;
  #output = '';

  constructor(child) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        this.#output += text;
        child.emit('output');
      });
    }
    /** Resolves to the exit code; null when a signal ended the process. */
    this.exited = once(child, 'exit').then(([code]) => code);
  }

  /** Resolves to the match, once the process has printed it. */
  async printed(pattern) {
    for (;;) {
      const match = this.#output.match(pattern);
      if (match) return match;
      await Promise.race([once(this.#child, 'output'), this.#failed()]);
    }
  }

  /** What the listing asked `listen()` for; only of one started on port zero. */
  async listens() {
    const [message] = await Promise.race([
      once(this.#child, 'message'),
      this.#failed(),
    ]);
    return message;
  }

  async #failed() {
    const code = await this.exited;
    throw new Error(`the server ended (${code}) and said:\n${this.#output}`);
  }

  signal(name) {
    this.#child.kill(name);
  }

  /** Ends the process at once, as a power cut would. */
  async kill() {
    this.signal('SIGKILL');
    await this.exited;
  }
}

function run(t, command, args, options) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...options,
  });
  const server = new ServerProcess(child);
  t.after(() => server.kill());
  return server;
}

const runListing = (t, folder, args, env) =>
  run(t, process.execPath, args, {
    cwd: listing(folder),
    env: { ...process.env, ...env },
  });

/** Runs a listing as it is, but for the port that it listens on. */
export async function startOnPortZero(t, folder, ...args) {
  const server = runListing(t, folder, ['--require', portZero, ...args]);
  return Object.assign(server, await server.listens());
}

/**
 * Starts Version 0 (server.js), Version 1 or the reference (server.mjs) and
 * waits until it listens on `server.port`.
 */
export async function start(t, folder, env) {
  if (folder.endsWith('-v0')) return startOnPortZero(t, folder, 'server.js');
  const env0 = { PORT: '0', ...env };
  const server = runListing(t, folder, ['server.mjs'], env0);
  const [, port] = await server.printed(
    /Listening on http:\/\/localhost:(\d+)/,
  );
  return Object.assign(server, { port: Number(port) });
}

const built = name => listing(`../../../target/debug/${name}`);

/** Starts a program that cargo has built, and waits until it names its port. */
async function startBuilt(t, program, args, pattern, env) {
  if (!existsSync(program))
    throw new Error(`${program}: build it with cargo build --workspace`);
  const server = run(t, program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const [, port] = await server.printed(pattern);
  return Object.assign(server, { port: Number(port) });
}

/** Starts a Rust listing. */
export const startRust = (t, name, { PORT = '0', ...env } = {}) =>
  startBuilt(
    t,
    built(name),
    [`127.0.0.1:${PORT}`],
    /Listening on ws:\/\/127\.0\.0\.1:(\d+)/,
    env,
  );

const { PLAYGROUND_BIN = built('playground') } = process.env;

/** Starts the book's playground. */
export const startPlayground = (t, ...args) =>
  startBuilt(
    t,
    PLAYGROUND_BIN,
    ['--listen', '127.0.0.1:0', ...args],
    /Playground listening on http:\/\/[^:]+:(\d+)/,
  );
