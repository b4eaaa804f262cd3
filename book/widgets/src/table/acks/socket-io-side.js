import { ask } from "../ask.js";
import { roomTag } from "../room-name.js";
import { timed, until } from "../until.js";
import { duration, many } from "../words.js";
import { LONG_MS, PATIENCE_MS, failure, timeToAnswer } from "./answers.js";

/** @import { Panel } from "../panel.js" */
/** @import { Socket } from "socket.io-client" */

/** `PacketType.ACK` of the Socket.IO protocol. */
const ACK = 3;

/**
 * The same three questions in a room of the namespace `/rooms`.
 *
 * @param {Panel} panel
 * @returns {Promise<import("./answers.js").Answers>}
 */
export async function socketIoQuestions(panel) {
  const room = `acks-${roomTag()}`;
  const options = { transports: ["websocket"] };
  const ada = await panel.socketIo("/rooms", "Ada, Socket.IO", options);
  const bo = await panel.socketIo("/rooms", "Bo, Socket.IO", options);
  await Promise.all([panel.connected(ada), panel.connected(bo)]);
  await Promise.all([ask(ada, "join", room), ask(bo, "join", room)]);

  const answered = await timeToAnswer(() => {
    void questionAt(panel, bo).then((answer) => answer("Yes"));
    return ask(ada, "ask", room, "Are you there?", LONG_MS);
  });
  // The server waits for Bo, and tells Ada how many answers are missing.
  const never = await timed(ask(ada, "ask", room, "And now?", PATIENCE_MS));
  const last = questionAt(panel, bo);
  // Here Ada's own client gives up, earlier than the server.
  const late = await timed(
    failure(ada.timeout(PATIENCE_MS).emitWithAck("ask", room, "And now?", LONG_MS)),
  );
  const arrives = until(panel.signal, "the late acknowledgement", (came) =>
    ada.io.on("packet", ({ type }) => type === ACK && came(undefined)),
  );
  (await last)("Yes");
  const after = await timed(arrives);
  return {
    answered: duration(answered),
    never: `the server says: ${many(never.value.missing, "answer")} missing, after ${duration(never.ms)}`,
    late: `${late.value}; the packet came ${duration(after.ms)} later, for nobody`,
  };
}

/** How to answer the next question that reaches Bo. @param {Panel} panel @param {Socket} bo @returns {Promise<(answer: string) => void>} */
function questionAt({ signal }, bo) {
  return until(signal, "the question to reach Bo", (came) =>
    bo.once("question", (_question, answer) => came(answer)),
  );
}
