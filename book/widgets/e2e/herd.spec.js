import { expect, test } from "./fixtures.js";
import { HerdBench } from "./pages/herd.js";

test("thirty_clients_come_back_at_one_moment_or_with_full_jitter_at_many", async ({
  page,
  playground,
}) => {
  const herd = new HerdBench(page);
  await herd.open(`${playground.url}/herd.html`);
  await herd.run("Without jitter");
  await herd.run("With full jitter");
  await expect(herd.problem).toBeEmpty();
  const [together, spread] = [herd.cells("Without jitter"), herd.cells("With full jitter")];
  // What each client chose, not when a busy machine let it.
  await expect(together.first()).toHaveText("1.0 s to 1.0 s, in 1 tenth of a second");
  await expect(spread.first()).toHaveText(/in ([2-9]|10) tenths of a second$/);
  for (const cells of [together, spread])
    await expect(cells.last()).toHaveText(/^after \d+\.\d s$/);
  // Each of the 30 knocked at the server: the drawing has them all.
  for (const run of await herd.knocks()) expect(run).toEqual({ client: 30, server: 30 });
});
