import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A TCP gate in front of a server: the browser's every `localhost:PORT` leads
 * here, and on to `target`. While it is shut, WebSocket handshakes wait in it.
 */
export class Gate {
  target = 0;
  #opening = Promise.resolve();
  #server = createServer(from => this.#pass(from));

  async listen() {
    this.#server.listen(0, '127.0.0.1').unref();
    await once(this.#server, 'listening');
    return this.#server.address().port;
  }

  /** Shuts the gate, for a test; returns the function that opens it. */
  shut(t) {
    let open;
    this.#opening = new Promise(resolve => (open = resolve));
    t.after(open);
    return open;
  }

  #pass(from) {
    from.on('error', () => from.destroy());
    from.once('data', async head => {
      from.pause();
      if (/^upgrade: websocket/im.test(head)) await this.#opening;
      const to = connect(this.target, '127.0.0.1');
      to.on('error', () => from.destroy());
      from.on('close', () => to.destroy());
      to.write(head);
      from.pipe(to).pipe(from);
    });
  }
}
