/** Hides what differs from run to run: session ids. */
const anonymous = text => text.replace(/"sid":"[\w-]+"/g, '"sid":"…"');

/** One request to Engine.IO; resolves to `{status, body}`. */
export async function ask({ port }, query, options) {
  const url = `http://127.0.0.1:${port}/socket.io/?${query}`;
  const answer = await fetch(url, options);
  const body = anonymous(await answer.text());
  return { status: answer.status, body, headers: answer.headers };
}

/** A session over polling, spoken by hand. */
export class Polling {
  #server;
  #query;
  /** What was polled since the namespaces were entered. */
  packets = [];

  /** Opens a session, and enters these namespaces. */
  static async open(server, ...namespaces) {
    const url = `http://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=polling`;
    const handshake = await (await fetch(url)).text();
    const polling = new Polling();
    polling.#server = server;
    polling.sid = JSON.parse(handshake.slice(1)).sid;
    polling.#query = `EIO=4&transport=polling&sid=${polling.sid}`;
    for (const namespace of namespaces) {
      await polling.post(`40${namespace}`);
      await polling.until(/^40/);
      polling.packets = [];
    }
    return polling;
  }

  /** Posts packets; resolves to "200 ok". */
  async post(packets, type = 'text/plain;charset=UTF-8') {
    const headers = { 'Content-Type': type };
    const options = { method: 'POST', body: packets, headers };
    const { status, body } = await ask(this.#server, this.#query, options);
    return `${status} ${body}`.trim();
  }

  /** Polls once; resolves to "200 …", its packets separated by "|". */
  async poll() {
    const { status, body } = await ask(this.#server, this.#query);
    return `${status} ${body.replaceAll('\x1e', '|')}`.trim();
  }

  /** Polls once, into `packets`. */
  async take() {
    const answer = await this.poll();
    if (!answer.startsWith('200 ')) throw new Error(answer);
    this.packets.push(...answer.slice('200 '.length).split('|'));
  }

  /** Polls until a packet matches; `packets` are all since the opening. */
  async until(pattern) {
    while (!this.packets.some(packet => pattern.test(packet)))
      await this.take();
    return this.packets;
  }
}
