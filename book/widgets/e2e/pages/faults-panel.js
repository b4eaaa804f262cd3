import { expect } from "@playwright/test";

/** @typedef {import("@playwright/test").Locator} Locator */

/** "Break the line" of a bench: below its stage, or on the stage of the demo `faults`. */
export class FaultsPanel {
  /** @param {Locator} bench */
  constructor(bench) {
    this.drawer = bench.locator(".bench-faults");
    this.root = bench.locator("faults-panel");
    /** How the line is, in words. */
    this.line = this.root.locator(".faults-line-words");
    /** What the last button did. */
    this.did = this.root.locator(".faults-did");
    this.problem = this.root.locator(".faults-problem");
    this.lanes = this.root.locator(".faults-lane");
  }

  /** Unfolds the drawer. */
  async open() {
    await this.drawer.locator("summary").click();
    await expect(this.root).toBeVisible();
  }

  /** @param {string} name */
  button(name) {
    return this.root.getByRole("button", { name, exact: true });
  }

  /** @param {string} name */
  async press(name) {
    await this.button(name).click();
  }

  /** @param {"To the server" | "Back to the page"} way @param {"Latency" | "Jitter" | "Bandwidth"} label */
  slider(way, label) {
    return this.root.getByRole("group", { name: way }).getByRole("slider", { name: label });
  }

  /**
   * Moves a slider to the step with these words, with the keyboard.
   *
   * @param {Parameters<FaultsPanel["slider"]>[0]} way @param {Parameters<FaultsPanel["slider"]>[1]} label
   * @param {string} words
   */
  async slide(way, label, words) {
    const slider = this.slider(way, label);
    await slider.press("Home");
    const steps = Number(await slider.getAttribute("max"));
    for (let step = 0; step < steps; step++) {
      if ((await slider.getAttribute("aria-valuetext")) === words) return;
      await slider.press("ArrowRight");
    }
    await expect(slider).toHaveAttribute("aria-valuetext", words);
  }

  /** What each direction looks like, up first. @param {string} up @param {string} [down] */
  async looks(up, down = up) {
    await expect(this.lanes.first()).toHaveAttribute("data-look", up);
    await expect(this.lanes.last()).toHaveAttribute("data-look", down);
  }
}
