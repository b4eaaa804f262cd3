/** @import { Box } from "./boxes.js" */
import { layersOf } from "../wire/layers.js";
import { bytesWord } from "../wire/unit-rows.js";
import { packetsOf, statusOf } from "./boxes.js";
import { STEPS, stepOf } from "./steps.js";
import { labelOf, sideOf } from "./words.js";

/** What a box is, where its bytes go, and what it is for. @param {Box} box @param {Box[]} boxes all of them */
export function captionOf(box, boxes) {
  const { what, packets } = labelOf(box);
  const name = [what, ...packets].filter(Boolean).join(" ");
  const [title, why] = STEPS[stepOf(box, boxes)];
  const side = sideOf(box);
  return `${side[0]?.toUpperCase()}${side.slice(1)}: ${name}. ${weight(box)} ${own(box) ?? `${title}. ${why}`}`;
}

/** @param {Box} box */
function weight({ units, content, bytes }) {
  const parts = layersOf(units, content)?.parts ?? [];
  if (parts.length === 0) return `${bytesWord(bytes)}.`;
  return `${bytesWord(bytes)}: ${parts.map(({ name, bytes }) => `${name} ${bytes}`).join(" + ")}.`;
}

/** What one box alone does, when its step does not say it. @param {Box} box */
function own(box) {
  const status = statusOf(box);
  if (status && status >= 400) return "The server refuses.";
  const [packet] = packetsOf(box);
  if (box.kind === "response" && status === 200 && !packet) {
    return "The POST arrived. Its answer says no more than that: what the server has to say comes by the poll that waits.";
  }
  if (!packet && box.kind === "request") return undefined;
  const word = packet?.bytes.length === 2 ? packet.packet_type : undefined;
  if (word === "noop")
    return "Nothing to say: it ends the poll that waits, so that the client may move.";
  return undefined;
}
