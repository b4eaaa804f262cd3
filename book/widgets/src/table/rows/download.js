import { h } from "../../dom.js";
import { Bars } from "../bars.js";
import { downloadClient } from "../client-file.js";
import { bytes } from "../figures.js";

/** @import { Panel } from "../panel.js" */

/** What the server offers of the client, and for whom. @type {Record<string, string>} */
const FILES = {
  "socket.io.js": "to read",
  "socket.io.min.js": "for <script>",
  "socket.io.esm.min.js": "for import",
};

/** The one that the figures in the table are of. */
const USUAL = "socket.io.min.js";

/** @type {import("../row.js").RowDefinition} */
export default {
  name: "download",
  feature: "Size of the client",
  source: null,
  question: "What does a page have to load before it can begin?",
  build(panel) {
    const sizes = h("div", { class: "table-figures" });
    return h(
      "div",
      {},
      h(
        "div",
        { class: "bench-row" },
        panel.runButton("Download the client", () => run(panel, sizes)),
      ),
      sizes,
      h(
        "p",
        { class: "bench-note" },
        "Bytes of the bodies as they crossed, without heads, and after your browser unpacked them. Your " +
          "browser keeps the file, so a second page need not load it again. WebSocket comes with the browser.",
      ),
    );
  },
};

/** @param {Panel} panel @param {HTMLElement} view */
async function run(panel, view) {
  const sizes = [];
  for (const file of Object.keys(FILES)) {
    sizes.push({ file, ...(await downloadClient(panel, file)) });
  }
  const bars = new Bars();
  bars.show("Bodies of the responses", [
    { label: "WebSocket", up: 0, down: 0, extra: "it is in the browser" },
    ...sizes.map(({ file, crossed, unpacked }) => ({
      label: `${file}, ${FILES[file]}`,
      up: 0,
      down: crossed,
      extra: crossed === unpacked ? "not compressed" : `unpacked ${bytes(unpacked)}`,
    })),
  ]);
  view.replaceChildren(bars.element);
  const usual = sizes.find(({ file }) => file === USUAL);
  panel.result({
    websocket: bytes(0),
    socketIo: usual ? `${bytes(usual.crossed)}, unpacked ${bytes(usual.unpacked)}` : "",
  });
}
