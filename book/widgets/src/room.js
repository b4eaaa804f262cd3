/** A broadcast room: its name, its link, who is in it and what its server says. */

/**
 * @typedef {{ id: number, name: string }} Member
 * @typedef {{ type: "welcome", room: string, you: Member, members: readonly Member[] }
 *   | { type: "joined", member: Member }
 *   | { type: "left", member: Member }
 *   | { type: "message", seq: number, from: Member, text: string }
 *   | { type: "missed", count: number }} RoomEvent
 */

/** Why the server would not take this room name; "" when it would. @param {string} name */
export function roomProblem(name) {
  if (/^[a-z0-9-]{1,32}$/.test(name)) return "";
  return "A room's name has 1 to 32 characters of a-z, 0-9 and -.";
}

/** Why the server would not take this member's name; "" when it would. @param {string} name */
export function nameProblem(name) {
  const length = [...name].length;
  if (length >= 1 && length <= 24 && !/\p{C}/u.test(name)) return "";
  return "A name has 1 to 24 printable characters.";
}

/**
 * This page's address with the room in it.
 *
 * @param {string} page @param {string} room
 */
export function roomLink(page, room) {
  const url = new URL(page);
  url.searchParams.set("room", room);
  url.hash = "";
  return url.href;
}

/** @param {string} room @param {string} name @returns {string} path and query */
export function roomPath(room, name) {
  return `/ws/broadcast/${room}?name=${encodeURIComponent(name)}`;
}

/**
 * @param {string} text a text message from the server
 * @returns {RoomEvent | null} null: not one of the events that this page knows
 */
export function parseRoomEvent(text) {
  try {
    const event = JSON.parse(text);
    return ["welcome", "joined", "left", "message", "missed"].includes(event?.type) ? event : null;
  } catch {
    return null;
  }
}

/** @param {RoomEvent} event @returns {string} one line for a log */
export function describeRoomEvent(event) {
  switch (event.type) {
    case "welcome":
      return `welcome to ${event.room}, ${event.you.name}`;
    case "joined":
      return `${event.member.name} joined`;
    case "left":
      return `${event.member.name} left`;
    case "message":
      return `${event.from.name}: ${event.text}`;
    case "missed":
      return `you missed ${event.count} messages: this member did not read fast enough`;
  }
}

/**
 * Who is in the room after an event.
 *
 * @param {readonly Member[]} members @param {RoomEvent} event
 * @returns {readonly Member[]}
 */
export function membersAfter(members, event) {
  switch (event.type) {
    case "welcome":
      return event.members;
    case "joined":
      return [...members.filter(({ id }) => id !== event.member.id), event.member];
    case "left":
      return members.filter(({ id }) => id !== event.member.id);
    default:
      return members;
  }
}
