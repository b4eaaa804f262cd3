import { expect, test } from "./fixtures.js";
import { CompressionBench } from "./pages/compression.js";

test("the_browser_offers_compression_and_the_server_does_not_answer", async ({
  page,
  playground,
}) => {
  const bench = new CompressionBench(page);
  await bench.open(`${playground.url}/compression.html`);
  await bench.measure();
  await expect(bench.line("Your browser offers")).toHaveText(
    /^Sec-WebSocket-Extensions: permessage-deflate/,
  );
  await expect(bench.line("Our server answers")).toHaveText(/^no Sec-WebSocket-Extensions header/);
  await expect(bench.line("socket.extensions")).toHaveText('""');
  await expect(bench.line("Your text, echoed")).toHaveText(/^text, \d+ bytes, RSV1 = 0$/);
});

test("what_repeats_itself_shrinks_and_random_bytes_grow", async ({ page, playground }) => {
  const bench = new CompressionBench(page);
  await bench.open(`${playground.url}/compression.html`);
  await bench.input("Your text").fill("the same again, ".repeat(20));
  await bench.measure();
  const own = await bench.sizes("Your text");
  expect(own.deflated).toBeLessThan(own.plain / 4);
  const random = await bench.sizes("Random bytes, 200");
  expect(random.deflated).toBeGreaterThan(random.plain);
  expect(random.deflated).toBeLessThan(random.plain + 10);
});

test("a_right_guess_makes_the_message_shorter", async ({ page, playground }) => {
  await page.goto(`${playground.url}/compression.html`);
  const sizes = await page.evaluate(async () => {
    const size = async (/** @type {string} */ text) => {
      const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
      return (await new Response(stream).arrayBuffer()).byteLength;
    };
    const guesses = ["token=k7qz", "token=h3rw", "token=p9xd"];
    return Promise.all(
      guesses.map((guess) => size(`{"secret":"token=h3rw81","search":"${guess}"}`)),
    );
  });
  expect(Math.min(...sizes)).toBe(sizes[1]);
  expect(sizes.filter((size) => size === sizes[1])).toHaveLength(1);
});
