import js from '@eslint/js';
import globals from 'globals';

export default [
  // The source document's own code stays as it was written.
  { ignores: ['ws-v0/', 'socketio-v0/'] },
  js.configs.recommended,
  { languageOptions: { globals: { ...globals.node } } },
  {
    // Functions in the browser tests run inside the page.
    files: ['test/*.browser.test.mjs', 'ws-v2/lasting-socket.mjs'],
    languageOptions: { globals: { ...globals.browser } },
  },
];
