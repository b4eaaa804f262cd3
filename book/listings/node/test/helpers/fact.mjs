import test from 'node:test';

/** A test that waits for ever is a failed one, and is named as such. */
export const fact = (name, body) => test(name, { timeout: 45_000 }, body);
