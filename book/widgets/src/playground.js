/** Where these modules came from is where the demos connect to. */
export const PLAYGROUND = new URL(import.meta.url).origin;
