// The only script in the book. It finds the playground and takes the demos' code from there, so
// that book and demos need no build and are never two versions. Nothing else connects before the
// reader acts.
(() => {
  "use strict";

  /** How long an address may take to answer `/about.json`. */
  const ABOUT_TIMEOUT_MS = 3000;
  const COMMAND = "cargo xtask serve";

  const root = document.documentElement;
  const query = new URLSearchParams(location.search);

  showNotes();
  const benches = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".bench"));
  // Printed, each demo is its recording.
  if (benches.length === 0 || location.pathname.endsWith("/print.html")) return;
  // From here on the stylesheet keeps room for the live bench: nothing jumps when it comes.
  root.classList.add("demos");
  for (const recording of document.querySelectorAll(".bench-recording")) {
    // A long recording scrolls in that room, with the keyboard too.
    recording.setAttribute("tabindex", "0");
    recording.setAttribute("role", "group");
    recording.setAttribute("aria-label", "Recording");
  }
  document.addEventListener("playground-absent", (event) => {
    const bench = /** @type {HTMLElement} */ (event.target);
    say(bench, absentWords(bench.dataset.playground ?? ""), "Retry", start);
  });
  start();

  /** `?notes` shows the speaker notes on this and the next pages, `?notes=off` hides them. */
  function showNotes() {
    const asked = query.get("notes");
    if (asked !== null) remember("notes", asked);
    if ((asked ?? recall("notes") ?? "off") !== "off") root.classList.add("show-notes");
  }

  function start() {
    const named = query.get("playground");
    const address = named === null ? null : originOf(named);
    if (named !== null && address === null) {
      sayEverywhere([`?playground=${named} is no address. It looks like http://localhost:4000.`]);
    } else if (address !== null && !isNear(address) && address !== recall("playground")) {
      // What that address sends runs in this page. A link must not decide that alone.
      const words = [`This link takes the demos from ${address}. Use it only if you know it.`];
      sayEverywhere(words, `Use ${address}`, () => find([address]));
    } else {
      find(candidates(address));
    }
  }

  /**
   * Where a playground may be, likeliest first: as the link says, as an earlier page said, where
   * this page comes from, and what the book was built with.
   *
   * @param {string | null} named
   */
  function candidates(named) {
    const own = location.protocol.startsWith("http") ? location.origin : null;
    const built = originOf(benches[0]?.dataset.playground ?? "");
    return [...new Set([named ?? recall("playground"), own, built])].filter((a) => a !== null);
  }

  /** @param {string[]} addresses */
  async function find(addresses) {
    for (const address of addresses) {
      if (await isPlayground(address)) return load(address);
    }
    const address = addresses.at(-1) ?? "";
    const refused = address !== location.origin && (await somethingAnswers(address));
    sayEverywhere(refused ? refusedWords(address) : absentWords(address));
  }

  /** @param {string} address */
  async function load(address) {
    try {
      const widgets = await import(`${address}/assets/widgets.js`);
      await widgets.ready;
    } catch (error) {
      const words = [`${address} is a playground, but its demos do not load (${error}).`];
      return sayEverywhere([...words, "Build and start it: ", COMMAND]);
    }
    remember("playground", address);
    for (const bench of benches) {
      const message = bench.querySelector(".bench-absent");
      if (!message) continue;
      const focused = message.contains(document.activeElement);
      message.remove();
      bench.dispatchEvent(new CustomEvent("playground-found"));
      const primary = bench.querySelector(".bench-primary");
      if (focused && primary instanceof HTMLElement) primary.focus();
    }
  }

  /** @param {string} address */
  async function isPlayground(address) {
    try {
      const signal = AbortSignal.timeout(ABOUT_TIMEOUT_MS);
      const answer = await fetch(`${address}/about.json`, { signal });
      return (await answer.json()).name === "playground";
    } catch {
      return false;
    }
  }

  /**
   * Whether anybody listens there. A page may ask without being let to read the answer: that is
   * how "not started" and "does not allow this origin" look different.
   *
   * @param {string} address
   */
  async function somethingAnswers(address) {
    try {
      const signal = AbortSignal.timeout(ABOUT_TIMEOUT_MS);
      await fetch(`${address}/about.json`, { mode: "no-cors", signal });
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string} address a sentence, then the command */
  function absentWords(address) {
    return [`No playground answers at ${address}. Start one: `, COMMAND];
  }

  /** @param {string} address */
  function refusedWords(address) {
    const why = `Something answers at ${address}, but does not let this page (${location.origin}) `;
    const start = `cargo run -p playground -- --allow-origin ${location.origin}`;
    return [`${why}read it. If it is the playground, restart it: `, start];
  }

  /** @param {string[]} words @param {string} [label] @param {() => void} [action] */
  function sayEverywhere(words, label = "Retry", action = start) {
    for (const bench of benches) {
      // Another bench may be in the middle of a conversation.
      const live = bench.dataset.status && bench.dataset.status !== "absent";
      if (!live) say(bench, words, label, action);
    }
  }

  /**
   * Shows a message with one button in a bench. The recording below it stays.
   *
   * @param {HTMLElement} bench
   * @param {string[]} words a sentence, and a command to type if there is one
   * @param {string} label @param {() => void} action
   */
  function say(bench, [sentence = "", command], label, action) {
    bench.dataset.status = "absent";
    const previous = bench.querySelector(".bench-absent");
    const focused = previous?.contains(document.activeElement);
    const message = document.createElement("div");
    message.className = "bench-absent";
    const text = document.createElement("p");
    text.setAttribute("role", "status");
    text.append(sentence);
    if (command)
      text.append(Object.assign(document.createElement("code"), { textContent: command }));
    // Asked again with the same answer, only this shows that the button did something.
    if (previous) text.append(` (asked again at ${new Date().toLocaleTimeString()})`);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", action);
    message.append(text, button);
    previous?.remove();
    bench.querySelector(".bench-head")?.append(message);
    if (focused) button.focus();
  }

  /** `http://host:port`, or null when the text is no such address. @param {string} text */
  function originOf(text) {
    try {
      const url = new URL(text);
      return url.protocol.startsWith("http") ? url.origin : null;
    } catch {
      return null;
    }
  }

  /** This computer, or the one that the page comes from. @param {string} address */
  function isNear(address) {
    const { hostname } = new URL(address);
    return ["localhost", "127.0.0.1", "[::1]", location.hostname].includes(hostname);
  }

  /** For this tab only: the next page of the book asks again. @param {string} name @param {string} value */
  function remember(name, value) {
    try {
      sessionStorage.setItem(`live-${name}`, value);
    } catch {
      // Storage is forbidden here: each link has to say it.
    }
  }

  /** @param {string} name */
  function recall(name) {
    try {
      return sessionStorage.getItem(`live-${name}`);
    } catch {
      return null;
    }
  }
})();
