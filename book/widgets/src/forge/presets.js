/** The frames to begin with: `{{#demo forge preset=NAME}}`. No DOM. */
import { frame } from "./frame.js";

/** @type {Record<string, { label: string, frames: () => import("./frame.js").FrameSettings[] }>} */
export const PRESETS = {
  hello: { label: "Hello, masked", frames: () => [frame()] },
  fragments: {
    label: "One message in two fragments",
    frames: () => [
      frame({ fin: false, payload: "Hel" }),
      frame({ opcode: 0, payload: "lo", key: "a1 b2 c3 d4" }),
    ],
  },
  "ping-inside": {
    label: "A ping between two fragments",
    frames: () => [
      frame({ fin: false, payload: "Hel" }),
      frame({ opcode: 9, payload: "there?", key: "01 23 45 67" }),
      frame({ opcode: 0, payload: "lo", key: "a1 b2 c3 d4" }),
    ],
  },
  lengths: {
    label: "Lengths 125, 126, 65,535, 65,536",
    frames: () => [125, 126, 65_535, 65_536].map((n) => frame({ kind: "count", payload: `${n}` })),
  },
  illegal: { label: "Against the rules: not masked", frames: () => [frame({ masked: false })] },
};
