/** Who is where in the row "Rooms & namespaces", and what a prediction was worth. */

/** Two namespaces of the playground that do the same, so that only the name differs. */
export const NAMESPACES = /** @type {const} */ (["/rooms", "/rooms-2"]);

export const ROOMS = /** @type {const} */ (["red", "blue"]);

/** @typedef {typeof NAMESPACES[number]} Namespace @typedef {typeof ROOMS[number]} Room */
/** @typedef {{ name: string, rooms: Record<Namespace, readonly Room[]> }} Member */
/** @typedef {"all" | "others"} To `others`: all but the speaker */
/** @typedef {{ namespace: Namespace, room: Room, to: To }} Said */

/** Ada speaks, so she is everywhere; each of the others is somewhere else. @type {readonly Member[]} */
export const MEMBERS = [
  { name: "Ada", rooms: { "/rooms": ["red", "blue"], "/rooms-2": ["red", "blue"] } },
  { name: "Bo", rooms: { "/rooms": ["red"], "/rooms-2": [] } },
  { name: "Cy", rooms: { "/rooms": ["blue"], "/rooms-2": ["red"] } },
  { name: "Di", rooms: { "/rooms": [], "/rooms-2": ["red", "blue"] } },
];

export const SPEAKER = "Ada";

/** Every room that a member is in. @param {Member} member */
export function placesOf({ rooms }) {
  return NAMESPACES.flatMap((namespace) => rooms[namespace].map((room) => ({ namespace, room })));
}

/** @param {Said} said */
export function describe({ namespace, room, to }) {
  return `${room} in ${namespace}, ${to === "all" ? "to all" : "to all but me"}`;
}

/**
 * What a prediction was worth, and where it failed why.
 *
 * @param {Said} said
 * @param {ReadonlySet<string>} predicted names of members
 * @param {ReadonlySet<string>} received names of members
 */
export function verdict(said, predicted, received) {
  const wrong = MEMBERS.filter(({ name }) => predicted.has(name) !== received.has(name));
  if (wrong.length === 0) return "As you predicted.";
  return wrong
    .map((member) =>
      received.has(member.name)
        ? `${member.name} got it: ${place(member, said)}.`
        : `${member.name} did not get it: ${why(member, said)}.`,
    )
    .join(" ");
}

/** @param {Member} member @param {Said} said */
function place({ name }, { namespace, room }) {
  const speaker = name === SPEAKER ? "who speaks to all hears it too, " : "";
  return `${speaker}in ${room} of ${namespace}`;
}

/** @param {Member} member @param {Said} said */
function why({ name, rooms }, { namespace, room }) {
  if (rooms[namespace].includes(room)) {
    return name === SPEAKER ? "“all but me” leaves out who speaks" : "the playground lost it";
  }
  const other = NAMESPACES.find((other) => other !== namespace && rooms[other].includes(room));
  if (other) return `in ${room} of ${other}, and that is another ${room}`;
  return `not in ${room} of ${namespace}`;
}
