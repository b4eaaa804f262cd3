/**
 * Acknowledgements for a WebSocket in a room: a question gets a number, an answer repeats it.
 *
 * @param {WebSocket} socket
 */
export default function asker(socket) {
  /** @type {Map<number, (answer: string) => void>} */
  const waiting = new Map();
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const { type, text } = JSON.parse(data);
    if (type !== "message") return;
    const { number, answer } = JSON.parse(text);
    if (answer === undefined) return;
    waiting.get(number)?.(answer);
    waiting.delete(number);
  });
  /** @param {string} question @param {number} ms @returns {Promise<string>} */
  return (question, ms) =>
    new Promise((resolve, reject) => {
      const number = ++last;
      const giveUp = () => waiting.delete(number) && reject(new Error("no answer in time"));
      setTimeout(giveUp, ms);
      waiting.set(number, resolve);
      socket.send(JSON.stringify({ number, question }));
    });
}
