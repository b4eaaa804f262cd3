import { h } from "../dom.js";

/** @import { Client } from "./client.js" */

const HEAD = ["Client", "State", "Ended with", "Then", "Numbers"];

const STATES = {
  idle: "Not connected",
  connecting: "0 CONNECTING",
  open: "1 OPEN",
  waiting: "3 CLOSED, waits",
  closed: "3 CLOSED",
};

/** A line a client. */
export class ClientsTable {
  #body = h("tbody");
  element = h(
    "table",
    { class: "bench-table ending-clients" },
    h("thead", {}, h("tr", {}, ...HEAD.map((words) => h("th", { scope: "col" }, words)))),
    this.#body,
  );

  /** @param {Client[]} clients */
  show(clients) {
    this.#body.replaceChildren(
      ...rowsOf(clients).map(([name = "", ...cells], index) =>
        h(
          "tr",
          { "data-state": clients[index]?.state ?? "" },
          h("th", { scope: "row" }, name),
          // On a phone each cell stands below the one before, after its column's name.
          ...cells.map((words, at) => h("td", { "data-column": HEAD[at + 1] ?? "" }, words)),
        ),
      ),
    );
  }

  /** @param {Client[]} clients */
  recording(clients) {
    return { head: HEAD, rows: rowsOf(clients) };
  }
}

/** @param {Client[]} clients */
function rowsOf(clients) {
  return clients.map(({ name, state, ended, then, numbers }) => [
    name,
    STATES[state],
    ended,
    then,
    numbers.words,
  ]);
}
