// esbuild hands a stylesheet to its importer as text; `adoptStyles` in dom.js puts it on the page.
declare module "*.css" {
  const text: string;
  export default text;
}
