import { EventSourceParserStream } from "eventsource-parser/stream";
import { sentence } from "../sentence.js";
import { takeTick } from "./lane.js";

/** @import { Lane } from "./lane.js" */

/** Characters that one event may have before the parser gives up: a tick's payload is 4096 at most, JSON doubles it at worst. */
const MAX_EVENT_LENGTH = 16_384;

/** @typedef {"reading" | "cut" | "ended"} Stage */

/**
 * Server-sent events: one request, and the answer never seems to end.
 *
 * The lane starts with the browser's own EventSource. That resumes by itself when the *server* ends
 * the connection, but a page that closed an EventSource has to open a new one, and may not set the
 * Last-Event-ID header on it. So `resume` sends with fetch what the browser would have sent, and
 * the reader can see the header.
 */
export class SseReader {
  #lane;
  #tell;
  #lastEventId = "";
  /** @type {Stage} */
  #stage = "reading";
  #resumed = false;
  #close = () => {};
  #resolve = () => {};
  #reject = (/** @type {unknown} */ _reason) => {};
  /** @type {Promise<void>} */
  #whole = new Promise((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  });

  /**
   * @param {Lane} lane
   * @param {(from: "client" | "server", text: string) => void} tell what one sees on the connection,
   *   but for the events between the first and the last
   */
  constructor(lane, tell) {
    this.#lane = lane;
    this.#tell = tell;
    lane.signal.addEventListener("abort", () => this.#fail(lane.signal.reason), { once: true });
  }

  get stage() {
    return this.#stage;
  }

  /** What `resume` sends; empty before the first event. */
  get lastEventId() {
    return this.#lastEventId;
  }

  /** Reads until the `end` event, over as many connections as it takes. */
  read() {
    const source = new EventSource(this.#lane.url("sse"));
    this.#close = () => source.close();
    this.#asked();
    source.addEventListener("message", (event) => this.#take(event.lastEventId, event.data));
    source.addEventListener("end", () => this.#end("event: end"));
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CONNECTING) this.#asked();
      else this.#fail(new Error("The event stream failed, and the browser does not try again."));
    });
    return this.#whole;
  }

  /** Closes the connection in the middle. The race goes on without us. */
  cut() {
    if (this.#stage !== "reading") return;
    this.#stage = "cut";
    this.#close();
    this.#tell("client", `closes the connection after id: ${this.#lastEventId}`);
  }

  /** Asks for what came after the last event, as the browser does: with `Last-Event-ID`. */
  async resume() {
    if (this.#stage !== "cut") return;
    this.#stage = "reading";
    this.#resumed = true;
    const cut = new AbortController();
    this.#close = () => cut.abort();
    this.#asked();
    try {
      const response = await fetch(this.#lane.url("sse"), {
        headers: { Accept: "text/event-stream", ...this.#resumeHeader() },
        cache: "no-store",
        signal: cut.signal,
      });
      if (!response.ok) throw new Error(sentence(response.status, await response.text()));
      // All ticks were here, only the word that it was the end was not.
      if (response.status === 204) this.#end("204 No Content");
      else if (response.body) await this.#readBody(response.body);
    } catch (error) {
      if (!cut.signal.aborted) this.#fail(error);
    }
  }

  /** @returns {Record<string, string>} */
  #resumeHeader() {
    return this.#lastEventId ? { "Last-Event-ID": this.#lastEventId } : {};
  }

  /** @param {ReadableStream<Uint8Array<ArrayBuffer>>} body */
  async #readBody(body) {
    const events = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream({ maxBufferSize: MAX_EVENT_LENGTH }))
      .getReader();
    for (;;) {
      const { done, value } = await events.read();
      if (done) throw new Error("The event stream ended before its last tick.");
      if (value.event === "end") return this.#end("event: end");
      this.#take(value.id ?? "", value.data);
    }
  }

  #asked() {
    this.#lane.record.requests += 1;
    this.#lane.changed();
    const header = Object.entries(this.#resumeHeader()).map((pair) => `, ${pair.join(": ")}`);
    this.#tell("client", `GET /race/…/sse${header.join("")}`);
  }

  /** @param {string} id @param {string} data */
  #take(id, data) {
    if (this.#stage !== "reading") return;
    if (this.#resumed || !this.#lastEventId) this.#tell("server", `id: ${id}`);
    this.#resumed = false;
    this.#lastEventId = id;
    try {
      takeTick(this.#lane, data);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {string} words how the server said that there is no more */
  #end(words) {
    this.#finish();
    this.#tell("server", words);
    this.#lane.record.ended = true;
    this.#lane.changed();
    this.#resolve();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#finish();
    this.#reject(error);
  }

  #finish() {
    this.#stage = "ended";
    this.#close();
    this.#lane.changed();
  }
}
