/** @import { WireSession } from "../session.js" */
import { h } from "../../dom.js";
import { MAX_FILE_BYTES, fromJson, toJson } from "./save.js";
import { toPcap } from "./pcap.js";

/**
 * Takes a session away as a file, and brings one back.
 *
 * @param {{ session: () => WireSession, say: (text: string) => void,
 *   load: (loaded: import("./save.js").Loaded, name: string) => void }} view
 */
export function fileButtons({ session, say, load }) {
  const saveJson = () => {
    download("wire.json", "application/json", [toJson(session(), new Date())]);
    say("Saved as wire.json. “Load” shows it again, without any server.");
  };
  const savePcap = () => {
    download("wire.pcap", "application/vnd.tcpdump.pcap", toPcap(session()));
    say(
      "Saved as wire.pcap. Its payloads are the real bytes; the IP and TCP headers around them are made up.",
    );
  };
  const file = h("input", { type: "file", accept: ".json,application/json", hidden: true });
  file.addEventListener("change", () => void read());
  const read = async () => {
    const [chosen] = file.files ?? [];
    if (!chosen) return;
    try {
      load(await loadFile(chosen), chosen.name);
    } catch (error) {
      say(`${chosen.name} was not loaded. ${error instanceof Error ? error.message : error}`);
    }
    // The same file can be chosen again.
    file.value = "";
  };
  const button = (/** @type {string} */ words, /** @type {() => void} */ onclick) =>
    h("button", { type: "button", onclick }, words);
  return h(
    "div",
    { class: "wire-files" },
    button("Save JSON", saveJson),
    button("Save pcap", savePcap),
    button("Load", () => file.click()),
    file,
  );
}

/** @param {File} file */
async function loadFile(file) {
  if (file.size > MAX_FILE_BYTES) {
    const limit = MAX_FILE_BYTES / 1024 / 1024;
    throw new Error(`It is larger than any saved wire, which takes ${limit} MiB at the most.`);
  }
  return fromJson(await file.text());
}

/** @param {string} name @param {string} type @param {BlobPart[]} parts */
function download(name, type, parts) {
  const href = URL.createObjectURL(new Blob(parts, { type }));
  h("a", { href, download: name }).click();
  URL.revokeObjectURL(href);
}
