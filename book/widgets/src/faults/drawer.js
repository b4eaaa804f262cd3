import { h } from "../dom.js";

/** @import { WireDrawer } from "../wire/drawer.js" */

/** "Break the line" under a demo's stage: folded it says what is broken, open it has the panel. */
export class FaultsDrawer {
  #wire;
  #line = h("span", { class: "bench-drawer-words" });
  #panel = false;
  element = h(
    "details",
    { class: "bench-drawer bench-faults", ontoggle: () => void this.#toggled() },
    h("summary", {}, "Break the line", " ", this.#line),
  );

  /** @param {WireDrawer} wire */
  constructor(wire) {
    this.#wire = wire;
  }

  /** The panel comes when it is wanted for the first time. */
  async #toggled() {
    if (!this.element.open || this.#panel) return;
    this.#panel = true;
    const { default: FaultsPanel } = await import("./panel.js");
    const panel = new FaultsPanel();
    this.element.append(panel);
    panel.show(this.#wire, (line) => (this.#line.textContent = line));
  }
}
