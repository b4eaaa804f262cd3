import { expect, test } from "./fixtures.js";
import { ReconnectBench } from "./pages/reconnect.js";

const CLIENTS = ["Naive", "Fixed 1 s", "Exponential", "Full jitter", "Socket.IO"];

test("five_clients_come_back_from_one_outage_and_the_more_patient_ask_less_often", async ({
  page,
  playground,
}) => {
  const bench = new ReconnectBench(page);
  await bench.open(`${playground.url}/reconnect.html`);
  await bench.primary.click();
  await bench.hasStatus("closed");
  await expect(bench.problem).toBeEmpty();
  // Nobody can be back before the outage is over.
  for (const client of CLIENTS) expect(await bench.back(client), client).toBeGreaterThanOrEqual(0);
  // After 1 s: the next of the exponential waits is over when the outage is.
  expect(await bench.attempts("Exponential")).toBe(1);
  expect(await bench.attempts("Fixed 1 s")).toBeGreaterThanOrEqual(1);
  expect(await bench.attempts("Naive")).toBeGreaterThan(await bench.attempts("Fixed 1 s"));
});
