import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A TCP line to a server, on which everything can go wrong. */
export class Line {
  #target;
  #pairs = new Set();
  #newcomers = 'pass';
  #server = createServer(from => this.#accept(from));

  static async to(t, { port }) {
    const line = new Line();
    line.#target = port;
    t.after(() => line.#close());
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get port() {
    return this.#server.address().port;
  }

  /** Ends every connection with FIN, and each new one until it is mended. */
  cut() {
    this.#newcomers = 'end';
    for (const pair of this.#pairs) pair.finish();
  }

  /** Ends every connection with RST, and each new one until it is mended. */
  reset() {
    this.#newcomers = 'resetAndDestroy';
    // One that says FIN already cannot be reset: libuv refuses, and Node 20
    // then waits for that handle for ever when the process exits.
    for (const end of this.#ends())
      if (end.writableEnded) end.destroy();
      else end.resetAndDestroy();
  }

  /** Nothing passes until it is mended; then all of it does. */
  hold() {
    this.#newcomers = 'wait';
    for (const pair of this.#pairs) pair.hold();
  }

  /**
   * As a pulled plug: nothing passes any more, and nobody is told. Mended, the
   * line carries new connections again; the old ones stay silent for ever.
   */
  halfOpen() {
    this.hold();
    for (const pair of this.#pairs) pair.isLost = true;
  }

  mend() {
    this.#newcomers = 'pass';
    for (const pair of this.#pairs) if (!pair.isLost) pair.pass();
  }

  /** Resolves when a client has sent something that matches. */
  async sent(pattern) {
    for (;;) {
      const [bytes] = await once(this.#server, 'sent');
      if (pattern.test(bytes.toString('latin1'))) return;
    }
  }

  #accept(from) {
    from.on('error', () => {}); // told by 'close'
    if (this.#newcomers === 'end' || this.#newcomers === 'resetAndDestroy')
      return from[this.#newcomers]();
    const pair = new Pair(from, connect(this.#target, '127.0.0.1'));
    this.#pairs.add(pair);
    for (const end of pair.ends)
      end.on('close', () => this.#pairs.delete(pair));
    if (this.#newcomers === 'wait') pair.hold();
    else pair.pass();
    from.on('data', bytes => this.#server.emit('sent', bytes));
  }

  #ends() {
    return [...this.#pairs].flatMap(({ ends }) => ends);
  }

  #close() {
    for (const end of this.#ends()) end.destroy();
    this.#server.close();
  }
}

/** A connection to the line, and the line's own to the server. */
class Pair {
  isLost = false;

  constructor(from, to) {
    this.ends = [from, to];
    for (const [end, other] of this.#ways()) {
      end.on('error', () => {}); // told by 'close'
      end.on('close', () => this.isLost || other.destroy());
    }
  }

  pass() {
    for (const [end, other] of this.#ways()) end.pipe(other);
  }

  hold() {
    for (const [end, other] of this.#ways()) end.unpipe(other).pause();
  }

  finish() {
    this.hold();
    for (const end of this.ends) end.resume().end(); // read, and drop it
  }

  #ways() {
    const [from, to] = this.ends;
    return [
      [from, to],
      [to, from],
    ];
  }
}
