import uPlot from "uplot";
import css from "uplot/dist/uPlot.min.css";
import { adoptStyles } from "../dom.js";
import { LANES } from "./lanes.js";

/** @import { LaneName } from "./lanes.js" */
/** @import { RaceRun } from "./race-run.js" */

adoptStyles(css);

const HEIGHT = 240;
/** Lateness below this is drawn here on the logarithmic scale, which has no zero. The clock is no finer. */
const LEAST_MS = 0.1;
const FONT = "12px system-ui, sans-serif";

/**
 * @typedef {object} ChartOptions
 * @property {LaneName[]} names
 * @property {number} count ticks of the race: the x axis does not move while it runs
 * @property {(name: LaneName) => string} color of a lane's line, asked again on every redraw
 * @property {boolean} logarithmic
 */

/** Lines of lateness over ticks, one a lane. */
export class LatenessChart {
  #host;
  #plot;
  #width;
  #resize = new ResizeObserver(() => this.#fit());
  // mdBook changes its theme by changing the class of <html>.
  #theme = new MutationObserver(() => this.#plot.redraw(false));

  /** @param {HTMLElement} host an empty box; its width is the chart's @param {ChartOptions} options */
  constructor(host, options) {
    this.#host = host;
    this.#width = host.clientWidth;
    this.#plot = new uPlot(this.#options(options), [[], ...options.names.map(() => [])], host);
    this.#resize.observe(host);
    this.#theme.observe(document.documentElement, { attributeFilter: ["class"] });
  }

  /** @param {RaceRun} run */
  draw(run) {
    const ticks = Array.from({ length: run.newest }, (_, index) => index + 1);
    const { baseline } = run;
    const lines = Array.from(run.records.values(), (record) =>
      record
        .lateness(baseline, run.newest)
        .map((late) => (late === null ? null : Math.max(late, LEAST_MS))),
    );
    this.#plot.setData([ticks, ...lines]);
  }

  destroy() {
    this.#resize.disconnect();
    this.#theme.disconnect();
    this.#plot.destroy();
  }

  #fit() {
    const width = this.#host.clientWidth;
    // A drawer that is closed has no width.
    if (width > 0 && width !== this.#width) this.#plot.setSize({ width, height: HEIGHT });
    this.#width = width;
  }

  /** @param {ChartOptions} options @returns {uPlot.Options} */
  #options({ names, count, color, logarithmic }) {
    return {
      width: this.#width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [1, Math.max(count, 2)] },
        y: logarithmic
          ? { distr: 3, log: 10 }
          : { range: (_plot, _min, max) => [0, Math.max(max * 1.1, 1)] },
      },
      axes: [this.#axis("tick", 30), this.#axis("ms late", 50)],
      series: [{}, ...names.map((name) => series(name, () => color(name)))],
    };
  }

  /** @param {string} label @param {number} size pixels @returns {uPlot.Axis} */
  #axis(label, size) {
    const words = () => getComputedStyle(this.#host).color;
    const lines = { stroke: () => getComputedStyle(this.#host).borderTopColor, width: 1 };
    const font = { font: FONT, labelFont: FONT, labelSize: 18 };
    return { label, size, stroke: words, grid: lines, ticks: lines, ...font };
  }
}

/** @param {LaneName} name @param {() => string} stroke @returns {uPlot.Series} */
function series(name, stroke) {
  const { title, dash, width } = LANES[name];
  return { label: title, stroke, dash: [...dash], width, points: { show: false } };
}
