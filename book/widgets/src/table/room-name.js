/** Rooms are shared by all readers of one playground: a few random digits keep a run to itself. */
export function roomTag() {
  return crypto.getRandomValues(new Uint32Array(1))[0]?.toString(16).padStart(8, "0") ?? "";
}
