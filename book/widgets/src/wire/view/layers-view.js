/** @import { Layers, Packet, Part, Shown } from "../layers.js" */
import css from "../../../styles/layers.css";
import { adoptStyles, h } from "../../dom.js";
import { bytesWord } from "../unit-rows.js";

adoptStyles(css);

/**
 * Layers one inside the other, each with what it adds.
 *
 * @param {Layers} layers
 * @param {(shown: Shown) => Node} view draws a unit
 */
export function layersView({ outer, name, packets, parts, total }, view) {
  const own = parts.filter((part) => !["Engine.IO", "Socket.IO"].includes(part.name));
  return h(
    "div",
    { class: "layers" },
    sumView(parts, total),
    layer(1, name, addsWords(own.slice(0, 1)), outer.map(view), packets.map(packetView(view))),
  );
}

/** @param {(shown: Shown) => Node} view */
function packetView(view) {
  return (/** @type {Packet} */ { engine, socket, parts }) => {
    const [engineAdds, socketAdds] = parts.map((part) => addsWords([part]));
    const inside = socket && layer(3, layerThree(socket), socketAdds ?? "", [view(socket)], []);
    return layer(2, "Engine.IO packet", engineAdds ?? "", [view(engine)], inside ? [inside] : []);
  };
}

/** @param {Shown} socket */
function layerThree({ unit }) {
  return unit.kind === "socket_io" ? "Socket.IO packet" : "Socket.IO attachment";
}

/** @param {number} number @param {string} name @param {string} adds @param {Node[]} units @param {Node[]} inside */
function layer(number, name, adds, units, inside) {
  return h(
    "section",
    { class: "layer", "aria-label": `Layer ${number}: ${name}` },
    h(
      "p",
      { class: "layer-name" },
      h("strong", {}, `Layer ${number}`),
      ` ${name} `,
      h("span", { class: "layer-adds" }, adds),
    ),
    ...units,
    ...inside,
  );
}

/** @param {Part[]} parts */
function addsWords([part]) {
  return part ? `adds ${bytesWord(part.bytes)}` : "";
}

/** Each part as wide as it is heavy, as far as its words allow. @param {Part[]} parts @param {number} total */
function sumView(parts, total) {
  return h(
    "div",
    { class: "layer-sum" },
    h("span", { class: "layer-total" }, `${bytesWord(total)} on the wire =`),
    " ",
    h(
      "ul",
      {},
      ...parts.map(({ name, bytes }) =>
        h(
          "li",
          { style: `flex-grow: ${bytes}`, "data-part": name },
          h("span", {}, name),
          " ",
          h("b", {}, String(bytes)),
        ),
      ),
    ),
  );
}
