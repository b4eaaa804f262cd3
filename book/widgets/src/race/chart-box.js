import { h, uniqueId } from "../dom.js";

/** @import { LaneName } from "./lanes.js" */
/** @import { LatenessChart } from "./chart.js" */
/** @import { RaceRun } from "./race-run.js" */

/** The chart's place on the page. The library comes with the first race, and the place is kept free for it. */
export class ChartBox {
  /** @type {typeof LatenessChart | null} */
  #Chart = null;
  /** @type {LatenessChart | null} */
  #chart = null;
  /** @type {RaceRun | null} */
  #run = null;
  #names;
  #count;
  #color;
  #canvas = h("div", {
    class: "race-canvas",
    role: "img",
    "aria-label":
      "Chart: how many ms late each tick was, a line a lane. The table has the numbers.",
    "data-empty": "Each tick will be a point: how late it arrived, a line for each lane.",
  });
  #logarithmic = h("input", {
    type: "checkbox",
    id: uniqueId("logarithmic"),
    onchange: () => this.#run && this.begin(this.#run),
  });
  element = h(
    "figure",
    { class: "race-chart" },
    this.#canvas,
    h(
      "figcaption",
      {},
      this.#logarithmic,
      h(
        "label",
        { for: this.#logarithmic.id },
        "Logarithmic scale: makes a few ms visible beside 1000",
      ),
    ),
  );

  /**
   * @param {LaneName[]} names
   * @param {number} count ticks of a race
   * @param {(name: LaneName) => string} color
   */
  constructor(names, count, color) {
    this.#names = names;
    this.#count = count;
    this.#color = color;
  }

  async load() {
    this.#Chart ??= (await import("./chart.js")).LatenessChart;
  }

  /** Draws from nothing: a new race, or another scale. @param {RaceRun} run */
  begin(run) {
    this.destroy();
    this.#run = run;
    if (!this.#Chart) return;
    this.#chart = new this.#Chart(this.#canvas, {
      names: this.#names,
      count: this.#count,
      color: this.#color,
      logarithmic: this.#logarithmic.checked,
    });
    this.draw(run);
  }

  /** @param {RaceRun} run */
  draw(run) {
    this.#chart?.draw(run);
  }

  destroy() {
    this.#chart?.destroy();
    this.#chart = null;
  }
}
