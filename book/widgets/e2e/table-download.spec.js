import { get } from "node:http";
import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

/** Bytes of a body as it crosses: Node's client unpacks nothing. @param {string} url @param {string} encodings */
function crossing(url, encodings) {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": encodings } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk) => (bytes += chunk.length));
      response.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}

test("the_download_is_what_crossed_and_what_the_browser_made_of_it", async ({
  page,
  playground,
}) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-download.html`);
  const row = table.row("download");
  const asked = page.waitForRequest(/socket\.io\.min\.js/);
  await row.run("Download the client");
  const encodings = (await (await asked).allHeaders())["accept-encoding"] ?? "";
  const url = `${playground.url}/socket.io/socket.io.min.js`;
  const [packed, unpacked] = [await crossing(url, encodings), await crossing(url, "identity")];
  expect(packed).toBeLessThan(unpacked);
  const [crossed, all] = [packed, unpacked].map((bytes) => bytes.toLocaleString("en"));
  await expect(row.socketIo).toHaveText(`${crossed} bytes, unpacked ${all} bytes`);
  await expect(row.websocket).toHaveText("0 bytes");
});
