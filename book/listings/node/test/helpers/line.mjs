import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A TCP line to a server, with a pair of scissors. */
export class Line {
  #target;
  #ends = new Set();
  #isCut = false;
  #server = createServer(from => this.#pass(from));

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

  /** Ends every connection at once, and each new one until it is mended. */
  cut() {
    this.#isCut = true;
    for (const end of this.#ends) end.resetAndDestroy();
  }

  mend() {
    this.#isCut = false;
  }

  /** Resolves when a client has sent something that matches. */
  async sent(pattern) {
    for (;;) {
      const [bytes] = await once(this.#server, 'sent');
      if (pattern.test(bytes.toString('latin1'))) return;
    }
  }

  #pass(from) {
    const to = this.#isCut ? undefined : connect(this.#target, '127.0.0.1');
    if (!to) return from.resetAndDestroy();
    for (const [end, other] of [
      [from, to],
      [to, from],
    ]) {
      this.#ends.add(end);
      end.on('error', () => {}); // told by 'close'
      end.on('close', () => {
        this.#ends.delete(end);
        other.destroy();
      });
    }
    from.pipe(to).pipe(from);
    from.on('data', bytes => this.#server.emit('sent', bytes));
  }

  #close() {
    this.cut();
    this.#server.close();
  }
}
