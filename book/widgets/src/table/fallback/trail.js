/** @import { Socket } from "socket.io-client" */

/**
 * Writes down what the official client goes through until it is connected: the events of its engine.
 * Call it just after `connect()`, which makes the engine.
 *
 * @param {Socket} socket
 * @param {(text: string) => void} write
 */
export function follow(socket, write) {
  const { engine } = socket.io;
  const name = () => engine.transport.name;
  engine.on("handshake", ({ upgrades }) =>
    write(
      `session begun over ${name()}; the server offers: ${upgrades.join(", ") || "no upgrade"}`,
    ),
  );
  engine.on("open", () => write(`“open” over ${name()}`));
  engine.on("upgrading", (transport) =>
    write(`“upgrading” to ${transport.name}: the probe came back`),
  );
  engine.on("upgrade", (transport) => write(`“upgrade”: now over ${transport.name}`));
  engine.on("upgradeError", (error) => write(`“upgradeError”, stays: ${error.message}`));
  socket.on("connect", () => write(`the namespace is connected, over ${name()}`));
  socket.on("connect_error", (error) => write(`“connect_error”: ${error.message}`));
}
