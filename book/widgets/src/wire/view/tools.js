/** @import { Group } from "../rows/row.js" */
/** @import { Level } from "../rows/timeline.js" */
import { h, uniqueId } from "../../dom.js";

/** @type {[Level, string, string][]} */
const LEVELS = [
  [
    "messages",
    "Messages",
    "What code sends and gets, and what has no such form: HTTP heads, control frames.",
  ],
  ["frames", "Frames", "Every byte once, cut where HTTP and RFC 6455 cut it."],
  [
    "reads",
    "TCP reads",
    "Every byte once, as the server's socket read and wrote it. TCP knows no frames.",
  ],
];

/** @type {[Group, string][]} */
const GROUPS = [
  ["heads", "HTTP heads"],
  ["bodies", "Bodies and events"],
  ["data", "Messages and data"],
  ["heartbeats", "Heartbeats"],
  ["close", "Close"],
  ["rules", "Broken rules"],
  ["ends", "Ends and gaps"],
];

/** @param {(level: Level) => void} choose */
export function levelChooser(choose) {
  const name = uniqueId("level");
  const words = h("p", { class: "wire-level-words" }, LEVELS[0]?.[2] ?? "");
  const radios = LEVELS.map(([value, label, sentence], index) => {
    const onchange = () => {
      words.textContent = sentence;
      choose(value);
    };
    const radio = h("input", { type: "radio", name, value, checked: index === 0, onchange });
    return h("label", {}, radio, h("span", {}, label));
  });
  const levels = h("fieldset", { class: "wire-levels" }, h("legend", {}, "Level"), ...radios);
  return { levels, words };
}

/** @param {(group: Group, shown: boolean) => void} show */
export function filter(show) {
  const state = h("span", {});
  /** @type {Set<Group>} */
  const hidden = new Set();
  const boxes = GROUPS.map(([group, words]) => {
    const box = h("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      if (box.checked) hidden.delete(group);
      else hidden.add(group);
      state.textContent = hidden.size > 0 ? ` (${hidden.size} hidden)` : "";
      show(group, box.checked);
    });
    return h("label", {}, box, words);
  });
  return h(
    "details",
    { class: "wire-filter" },
    h("summary", {}, "Filter", state),
    h("fieldset", {}, h("legend", {}, "Show"), ...boxes),
  );
}
