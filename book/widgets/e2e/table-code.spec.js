import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

/** A listing's text. @param {string} path */
const read = (path) =>
  readFileSync(new URL(`../../listings/node/${path}`, import.meta.url), "utf8");

/** Counted by hand, so to speak: without the code that the page counts with. @param {string[]} paths */
const lines = (...paths) =>
  paths
    .flatMap((path) => read(path).split("\n"))
    .filter((line) => /\S/.test(line) && !/^\s*(\/\/|\/\*|\*|<!--)/.test(line)).length;

test("the_same_chat_is_counted_in_both", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-easy.html`);
  const row = table.row("easy");
  await row.run("Count the code");
  const ws = [
    lines("ws-chat-v0/server.js", "ws-chat-v0/client.html"),
    lines("ws-chat-v1/server.mjs", "ws-chat-v1/client.html"),
  ];
  const io = [
    lines("socketio-v0/server.js", "socketio-v0/public/index.html"),
    lines("socketio-v1/server.mjs", "socketio-v1/public/index.html"),
  ];
  await expect(row.websocket).toHaveText(`Version 0: ${ws[0]} lines, Version 1: ${ws[1]}`);
  await expect(row.socketIo).toHaveText(
    new RegExp(`^Version 0: ${io[0]} lines, Version 1: ${io[1]}; [\\d,]+ bytes to load$`),
  );
  await row.inside.getByText("Version 1, WebSocket, server").click();
  await expect(row.inside.locator("details[open] code")).toHaveText(
    read("ws-chat-v1/server.mjs").trim(),
  );
});

test("one_says_it_and_three_hear_it_on_each_side", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-broadcasting.html`);
  const row = table.row("broadcasting");
  await row.run("Say it to all");
  await expect(row.websocket).toHaveText(/^3 of 3 heard it; 7 lines on the server$/);
  await expect(row.socketIo).toHaveText(/^3 of 3 heard it; 3 lines on the server$/);
  // The listings are the files' own lines.
  const code = row.inside.locator("code");
  for (const [at, path] of ["ws-chat-v0/server.js", "socketio-v0/server.js"].entries()) {
    const shown = (await code.nth(at).textContent())?.split("\n").map((line) => line.trim());
    const all = read(path)
      .split("\n")
      .map((line) => line.trim());
    expect(all.join("\n")).toContain(shown?.join("\n"));
  }
  const figure = row.inside.getByRole("figure", { name: /^Socket\.IO/ });
  const text = /“(.*)”/.exec((await figure.locator("figcaption").textContent()) ?? "")?.[1];
  const heard = 2 + `42["chat message","${text}"]`.length;
  for (const member of await figure.getByRole("listitem").all()) {
    await expect(member).toContainText(`← ${heard} down`);
  }
});
