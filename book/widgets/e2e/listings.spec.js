// The pages of the lessons' Socket.IO chats, unchanged, on the playground.
import { expect, test } from "./fixtures.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {string} url the page of a listing, which has its session then */
async function enter(page, url) {
  const upgraded = page.waitForEvent("websocket");
  await page.goto(url);
  await upgraded;
  return page.locator("#messages li");
}

/** @param {Page} page @param {string} text */
async function say(page, text) {
  await page.locator("#m").fill(text);
  await page.getByRole("button", { name: "Send" }).click();
}

test("two_pages_of_the_source_s_chat_talk_with_each_other", async ({ context, playground }) => {
  const url = `${playground.url}/listings/node/socketio-v0/public/index.html`;
  const [ada, bo] = [await context.newPage(), await context.newPage()];
  const [adaHears, boHears] = [await enter(ada, url), await enter(bo, url)];
  // Only the page itself knows when the server has let it in.
  for (const page of [ada, bo]) await page.waitForFunction("socket.connected");
  await say(ada, "<b>Hi!</b>");
  for (const heard of [adaHears, boHears]) await expect(heard).toHaveText(["<b>Hi!</b>"]);
  await say(bo, "Hello, Ada");
  for (const heard of [adaHears, boHears])
    await expect(heard).toHaveText(["<b>Hi!</b>", "Hello, Ada"]);
});

test("the_page_of_version_1_hears_that_its_message_was_delivered_or_why_not", async ({
  page,
  playground,
}) => {
  const heard = await enter(page, `${playground.url}/listings/node/socketio-v1/public/`);
  await expect(page.getByText("Connected", { exact: true })).toBeVisible();
  await say(page, "Hi!");
  await expect(page.getByText("Delivered", { exact: true })).toBeVisible();
  await expect(heard).toHaveText(["Hi!"]);
  await say(page, "  ");
  await expect(page.getByText("Refused: A message must not be empty")).toBeVisible();
  await expect(page.locator("#m")).toHaveValue("  ");
});
