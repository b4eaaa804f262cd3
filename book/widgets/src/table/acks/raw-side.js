import { roomPath } from "../../room.js";
import { enter, onSaid } from "../room-line.js";
import { roomTag } from "../room-name.js";
import { timed, until } from "../until.js";
import { duration } from "../words.js";
import { LONG_MS, PATIENCE_MS, failure, timeToAnswer } from "./answers.js";
import asker from "./asker.js";

/** @import { Panel } from "../panel.js" */

/**
 * Three questions in a room of `/ws/broadcast/`, whose server knows nothing of questions.
 *
 * @param {Panel} panel
 * @returns {Promise<import("./answers.js").Answers>}
 */
export async function rawQuestions(panel) {
  const room = `acks-${roomTag()}`;
  const ada = await enter(panel, roomPath(room, "Ada"), "Ada, WebSocket");
  const bo = await enter(panel, roomPath(room, "Bo"), "Bo, WebSocket");
  const ask = asker(ada);
  const answer = (/** @type {number} */ number) =>
    bo.send(JSON.stringify({ number, answer: "Yes" }));

  const answered = await timeToAnswer(() => {
    void questionAt(panel, bo).then(answer);
    return ask("Are you there?", LONG_MS);
  });
  const never = await timed(failure(ask("And now?", PATIENCE_MS)));
  const last = questionAt(panel, bo);
  const late = await timed(failure(ask("And now?", PATIENCE_MS)));
  const arrives = until(panel.signal, "the late answer", (came) =>
    onSaid(ada, (text) => JSON.parse(text).answer && came(undefined)),
  );
  answer(await last);
  const after = await timed(arrives);
  return {
    answered: duration(answered),
    never: `${never.value}, after ${duration(never.ms)}`,
    late: `${late.value}; the message came ${duration(after.ms)} later, for nobody`,
  };
}

/** The number of the next question that reaches Bo. @param {Panel} panel @param {WebSocket} bo @returns {Promise<number>} */
function questionAt({ signal }, bo) {
  return until(signal, "the question to reach Bo", (came) =>
    onSaid(bo, (text) => {
      const { number, question } = JSON.parse(text);
      if (question) came(number);
    }),
  );
}
