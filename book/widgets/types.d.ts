// esbuild hands a stylesheet to its importer as text; `adoptStyles` in dom.js puts it on the page.
declare module "*.css" {
  const text: string;
  export default text;
}

// The text of any file, see the plugin in build.mjs.
declare module "*?text" {
  const text: string;
  export default text;
}
