import js from "@eslint/js";
import globals from "globals";

const IN_BROWSER = ["loader.js", "bytes.js", "src/**/*.js"];

export default [
  { ignores: ["test-results/", "playwright-report/"] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "prefer-const": "error",
      // Text from the wire must never become markup: see the book's correction 8.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Use dom.js: textContent and append only." },
        { property: "outerHTML", message: "Use dom.js: textContent and append only." },
        { property: "insertAdjacentHTML", message: "Use dom.js: textContent and append only." },
      ],
    },
  },
  { files: IN_BROWSER, languageOptions: { globals: globals.browser } },
  { files: ["loader.js", "bytes.js"], languageOptions: { sourceType: "script" } },
  {
    files: ["*.mjs", "*.config.js", "test/**/*.js", "e2e/**"],
    // Functions given to page.evaluate() run in the browser.
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
  },
];
