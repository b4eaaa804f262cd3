import { expect, test } from "./fixtures.js";
import { TableBench } from "./pages/table.js";

const NAMES = ["Ada", "Bo", "Cy", "Di"];

for (const { namespace, room, to, got } of [
  { namespace: "/rooms", room: "red", to: "to all", got: ["Ada", "Bo"] },
  { namespace: "/rooms", room: "blue", to: "to all but me", got: ["Cy"] },
  { namespace: "/rooms-2", room: "red", to: "to all but me", got: ["Cy", "Di"] },
  { namespace: "/rooms-2", room: "blue", to: "to all", got: ["Ada", "Di"] },
]) {
  test(`${room}_of_${namespace}_${to}_is_heard_by_its_members_alone`, async ({
    page,
    playground,
  }) => {
    const table = new TableBench(page);
    await table.open(`${playground.url}/table-rooms.html`);
    const row = table.row("rooms");
    await row.open();
    await table.input("Namespace").selectOption(namespace);
    await table.input("Room").selectOption(room);
    await table.input("Ada speaks").selectOption(to);
    await table.input("Message").fill("Tea?");
    await row.run("Let Ada speak");
    await expect(row.socketIo).toHaveText(`to ${got.join(", ")}; 4 connections`);
    // Who is lit is who got a packet with these words on the wire.
    for (const name of NAMES) {
      const lit = table.root.getByRole("group", { name }).getByText("← Tea?");
      await expect(lit).toHaveCount(got.includes(name) ? 1 : 0);
      const wire = await table.seen(`${name}, Socket.IO`);
      const said = wire.got("socket_io").filter((summary) => summary.includes("said"));
      expect(said, name).toHaveLength(got.includes(name) ? 1 : 0);
      expect(wire.connections, name).toBe(1);
    }
    // A room of `/ws/broadcast` hears its speaker always, and is a connection of its own.
    const raw = [...new Set(["Ada", ...got])].sort().join(", ");
    await expect(row.websocket).toHaveText(`to ${raw}; 9 connections`);
    const opened = NAMES.map(async (name) => (await table.seen(`${name}, WebSocket`)).connections);
    expect(await Promise.all(opened)).toEqual([4, 1, 2, 2]);
  });
}

test("a_wrong_prediction_gets_its_reasons", async ({ page, playground }) => {
  const table = new TableBench(page);
  await table.open(`${playground.url}/table-rooms.html`);
  const row = table.row("rooms");
  await row.open();
  for (const name of ["Ada", "Cy"]) {
    await table.root.getByRole("group", { name }).getByLabel("will get it").check();
  }
  await row.run("Let Ada speak");
  await expect(row.inside.locator(".rooms-verdict")).toHaveText(
    "Bo got it: in red of /rooms. " +
      "Cy did not get it: in red of /rooms-2, and that is another red.",
  );
  await table.root.getByRole("group", { name: "Cy" }).getByLabel("will get it").uncheck();
  await table.root.getByRole("group", { name: "Bo" }).getByLabel("will get it").check();
  await row.run("Let Ada speak");
  await expect(row.inside.locator(".rooms-verdict")).toHaveText("As you predicted.");
});
