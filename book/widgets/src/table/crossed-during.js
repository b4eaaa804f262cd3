/** @import { Panel } from "./panel.js" */

/**
 * Bytes and frames that cross while something happens that is at least one message each way.
 *
 * @param {Panel} panel
 * @param {string} label of the connection
 * @param {() => Promise<unknown>} act
 */
export async function crossedDuring(panel, label, act) {
  await panel.settled(label);
  const before = panel.counts(label);
  await act();
  await panel.settled(
    label,
    ({ up, down }) => up.frames > before.up.frames && down.frames > before.down.frames,
  );
  const after = panel.counts(label);
  return {
    up: after.up.bytes - before.up.bytes,
    down: after.down.bytes - before.down.bytes,
    framesUp: after.up.frames - before.up.frames,
    framesDown: after.down.frames - before.down.frames,
  };
}
