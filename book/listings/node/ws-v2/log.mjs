// What was said, numbered. It keeps the newest messages for those who come
// back, and knows which it has, so that nothing is said twice.
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const MAX_MESSAGES = 500;

export class Log {
  // ANCHOR: say
  #name = randomUUID(); // the numbers of another log mean other messages
  #newest = 0;
  #messages = []; // {seq, id, text}, the oldest first

  /** Writes a message down; undefined if it stands there already. */
  say(id, text) {
    if (this.#messages.some(message => message.id === id)) return;
    const seq = ++this.#newest;
    this.#messages.push({ seq, id, text });
    if (this.#messages.length > MAX_MESSAGES) this.#messages.shift();
    return { seq, text };
  }
  // ANCHOR_END: say

  // ANCHOR: resume
  /** What a client must hear that has had number `after` of the log `name`. */
  resume(after, name) {
    const oldest = this.#newest - this.#messages.length + 1;
    const isOurs = name === this.#name || after === 0;
    const next = isOurs ? Math.max(after + 1, oldest) : oldest;
    const events = this.#messages
      .filter(({ seq }) => seq >= next)
      .map(({ seq, text }) => ({ seq, text })); // ids stay between us two
    const log = this.#name;
    if (!isOurs || next > after + 1)
      return [{ log, gap: { after, next } }, ...events];
    return name === log ? events : [{ log }, ...events];
  }
  // ANCHOR_END: resume

  // ANCHOR: keep
  saveTo(file) {
    const [name, newest, messages] = [this.#name, this.#newest, this.#messages];
    writeFileSync(file, JSON.stringify({ name, newest, messages }));
  }

  /** A saved log is good once: after a crash it would be an old one. */
  static takeFrom(file) {
    const log = new Log();
    if (!existsSync(file)) return log;
    const { name, newest, messages } = JSON.parse(readFileSync(file, 'utf8'));
    rmSync(file);
    [log.#name, log.#newest, log.#messages] = [name, newest, messages];
    return log;
  }
  // ANCHOR_END: keep
}
