// The upgrade: the official client, a box for each thing that crosses, a column for each TCP connection.
import { expectNoViolations } from "./axe.js";
import { expect, setTheme, test } from "./fixtures.js";
import { UpgradeBench } from "./pages/upgrade.js";

/**
 * @typedef {import("@playwright/test").Page} Page
 * @typedef {{ connection: number, from: "client" | "server", words: string, bytes: number }} Drawn
 */

/** @param {Page} page @param {string} url */
async function open(page, url) {
  const bench = new UpgradeBench(page);
  await bench.open(`${url}/upgrade.html`);
  return bench;
}

/** The boxes as their reader sees them, from the top. @param {UpgradeBench} bench @returns {Promise<Drawn[]>} */
function drawn(bench) {
  return bench.boxes.evaluateAll((boxes) =>
    boxes.map((box) => {
      const text = (/** @type {string} */ name) => box.querySelector(name)?.textContent ?? "";
      return {
        connection: parseInt(text(".upgrade-on").replace("Connection ", "")),
        from: /** @type {"client" | "server"} */ (box.parentElement?.dataset.from),
        words: text(".upgrade-label"),
        bytes: parseInt(text(".upgrade-size")),
      };
    }),
  );
}

/** What the wire itself counted, by connection in the order of their first byte. @param {UpgradeBench} bench */
function counted(bench) {
  return bench.root.evaluate((element) => {
    const { session } = /** @type {import("../src/demo-element.js").DemoElement} */ (element).wire;
    /** @type {Map<number, { up: number, down: number }>} */
    const connections = new Map();
    for (const event of session.since(0)) {
      if (event.type !== "read") continue;
      const sums = connections.get(event.connection) ?? { up: 0, down: 0 };
      const [from, to] = event.span;
      sums[event.direction === "client_to_server" ? "up" : "down"] += to - from;
      connections.set(event.connection, sums);
    }
    return [...connections.values()];
  });
}

/** @param {Drawn[]} boxes @param {number} connection @param {"client" | "server"} side */
function sum(boxes, connection, side) {
  return boxes
    .filter((box) => box.connection === connection && box.from === side)
    .reduce((total, { bytes }) => total + bytes, 0);
}

for (const order of ["Default order", "WebSocket only", "Polling only"]) {
  test(`boxes_add_up_to_what_each_connection_carried: ${order}`, async ({ page, playground }) => {
    const bench = await open(page, playground.url);
    await bench.run(order);
    await bench.sayHello();
    await expect(async () => {
      const [boxes, connections] = [await drawn(bench), await counted(bench)];
      const sums = connections.map((_, index) => ({
        up: sum(boxes, index + 1, "client"),
        down: sum(boxes, index + 1, "server"),
      }));
      expect(sums).toEqual(connections);
      const heads = connections.map(
        ({ up, down }) => `→ ${up.toLocaleString("en")} bytes ← ${down.toLocaleString("en")} bytes`,
      );
      for (const [index, words] of heads.entries()) {
        await expect(bench.heads.nth(index)).toContainText(words);
      }
    }).toPass();
  });
}

test("packets_come_in_the_order_of_the_protocol", async ({ page, playground }) => {
  const bench = await open(page, playground.url);
  await bench.run("Default order");
  await bench.sayHello();
  const boxes = await drawn(bench);
  const at = (/** @type {RegExp} */ words, /** @type {"client" | "server"} */ from) => {
    const index = boxes.findIndex((box) => box.from === from && words.test(box.words));
    expect(index, `${from}: ${words}`).toBeGreaterThanOrEqual(0);
    return index;
  };
  const chains = [
    [at(/GET polling/, "client"), at(/200 0\{…\}/, "server"), at(/POST 40\/echo,/, "client")],
    [at(/POST 40\/echo,/, "client"), at(/40\/echo,\{…\}/, "server")],
    [at(/200 0\{…\}/, "server"), at(/GET Upgrade/, "client"), at(/^101/, "server")],
    [at(/^101/, "server"), at(/^ ?2probe/, "client"), at(/^ ?3probe/, "server")],
    [at(/^ ?3probe/, "server"), at(/^ ?5$/, "client"), at(/"message",/, "client")],
    // The poll that waits is let go. When, seen from another connection, depends on the machine's scheduler.
    [at(/200 6/, "server")],
    [at(/"message",/, "client"), at(/"message-back",/, "server")],
  ];
  for (const chain of chains) expect(chain).toEqual([...chain].sort((a, b) => a - b));
  const [hello, polled] = [boxes[at(/"message",/, "client")], boxes[at(/GET polling/, "client")]];
  expect(hello?.connection).toBe(boxes[at(/^101/, "server")]?.connection);
  expect(hello?.connection).not.toBe(polled?.connection);
});

test("websocket_only_is_one_request_on_one_connection", async ({ page, playground }) => {
  const bench = await open(page, playground.url);
  await bench.run("WebSocket only");
  await bench.sayHello();
  await expect(bench.heads).toHaveCount(1);
  await expect(bench.runs.last()).toHaveText(/^WebSocket only11[\d,]+[\d.]+ ms/);
  const boxes = await drawn(bench);
  expect(boxes.filter(({ words }) => words.includes("GET"))).toHaveLength(1);
  await expect(bench.box(/2probe/)).toHaveCount(0);
});

test("polling_only_never_switches_and_answers_by_the_poll_that_waits", async ({
  page,
  playground,
}) => {
  const bench = await open(page, playground.url);
  await bench.run("Polling only");
  await bench.sayHello();
  await expect(bench.box(/Upgrade|101/)).toHaveCount(0);
  await expect(bench.runs.last()).toContainText("never");
  const boxes = await drawn(bench);
  const back = boxes.find(({ words }) => words.includes("message-back"));
  expect(back?.words).toMatch(/^200/);
});

test("the_three_orders_can_be_compared", async ({ page, playground }) => {
  const bench = await open(page, playground.url);
  const orders = ["Default order", "WebSocket only", "Polling only"];
  for (const order of orders) {
    await bench.run(order);
    await bench.primary.click();
    await bench.hasStatus("closed");
  }
  await expect(bench.runs.locator("th")).toHaveText(orders);
  const rows = await bench.runs.evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll("td")].map(({ textContent }) => textContent)),
  );
  const numbers = rows.map((row) => row.slice(0, 4).map((cell) => Number(cell?.replace(",", ""))));
  const [first = [], second = [], third = []] = numbers;
  // Connections, requests, bytes up, bytes down: WebSocket only is the least of each.
  for (const [index, least] of second.entries()) {
    expect(least).toBeLessThanOrEqual(third[index] ?? 0);
    expect(least).toBeLessThanOrEqual(first[index] ?? 0);
  }
  expect(first[1]).toBeGreaterThan(third[1] ?? 0);
});

test("a_box_is_read_with_the_keyboard_and_opened_to_its_bytes", async ({ page, playground }) => {
  const bench = await open(page, playground.url);
  await bench.run("Default order");
  await bench.boxes.first().focus();
  await expect(bench.caption).toContainText("Connection 1, client to server: GET polling.");
  await page.keyboard.press("ArrowDown");
  await expect(bench.boxes.nth(1)).toBeFocused();
  await expect(bench.caption).toContainText("server to client: 200 0{…}");
  const probe = bench.box("2probe");
  await probe.focus();
  await expect(bench.caption).toContainText("12 bytes: frame header 6 + Engine.IO 6.");
  await page.keyboard.press("Enter");
  await expect(probe).toHaveAttribute("aria-expanded", "true");
  const layers = bench.opened.getByRole("region", { name: /^Layer/ });
  await expect(layers).toHaveCount(2);
  await expect(
    bench.opened.getByRole("region", { name: "Layer 2: Engine.IO packet" }),
  ).toContainText("ping probe");
  await page.keyboard.press("Enter");
  await expect(bench.opened).toBeEmpty();
});

test("a_refused_connection_is_said_in_words", async ({ page, playground }) => {
  const bench = await open(page, playground.url);
  await page.route("**/socket.io/?*", (route) => route.abort());
  await bench.primary.click();
  await expect(bench.problem).toContainText("could not be opened, although the playground answers");
  await bench.hasStatus("closed");
});

test("it_is_accessible_in_all_themes_and_fits_a_phone", async ({ page, playground }) => {
  const bench = await open(page, playground.url);
  await bench.run("Default order");
  await bench.sayHello();
  await bench.box("2probe").click();
  await expectNoViolations(page, { scope: ["live-upgrade"], setTheme });
  await page.setViewportSize({ width: 390, height: 844 });
  await bench.box("message-back").click();
  const tooWide = await page.evaluate(
    () =>
      [document.documentElement, ...document.querySelectorAll(".unit")].filter(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
      ).length,
  );
  expect(tooWide).toBe(0);
  await expect(bench.boxes.first().locator(".upgrade-on")).toContainText("Connection 1");
});
