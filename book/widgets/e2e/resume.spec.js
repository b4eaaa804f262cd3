import { expect, test } from "./fixtures.js";
import { ResumeBench } from "./pages/resume.js";

test("who_says_its_last_number_hears_each_once_through_three_cuts", async ({
  page,
  playground,
}) => {
  const resume = new ResumeBench(page);
  await resume.open(`${playground.url}/resume.html`);
  await resume.primary.click();
  await resume.hasStatus("closed", 30_000);
  await expect(resume.problem).toBeEmpty();
  const [heard, lost, doubled, cuts] = await resume.measured(resume.lasting).allTextContents();
  expect({ heard, lost, doubled, cuts }).toEqual({
    heard: "200 of 200",
    lost: "0",
    doubled: "0",
    cuts: "3",
  });
  await expect(resume.fates(resume.lasting, "lost")).toHaveCount(0);
  // A client that goes on with what comes has not what came meanwhile; one that asks for all has much twice.
  await expect(resume.fates(resume.forward, "lost")).not.toHaveCount(0);
  await expect(resume.fates(resume.forward, "doubled")).toHaveCount(0);
  await expect(resume.fates(resume.again, "lost")).toHaveCount(0);
  await expect(resume.fates(resume.again, "doubled")).not.toHaveCount(0);
});
