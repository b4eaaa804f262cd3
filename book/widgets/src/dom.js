/**
 * Builds elements without ever parsing markup: strings become text nodes, so what a peer sends
 * cannot become a tag or a script.
 */

/**
 * `true` sets an empty attribute, `false` and `null` set none, a function listens to the event
 * named after `on` (`{ onclick: () => … }`), anything else is the attribute's value.
 *
 * @typedef {Record<string, string | number | boolean | null | ((event: any) => void)>} Attributes
 */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * The same for SVG.
 *
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {(Node | string)[]} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** @param {Element} element @param {Attributes} attributes */
function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, String(value));
  }
}

let ids = 0;

/**
 * An id that no other element on the page has, for `label for` and `aria-describedby`.
 *
 * @param {string} name
 */
export function uniqueId(name) {
  ids += 1;
  return `bench-${name}-${ids}`;
}

/**
 * A labelled control: the label's words, then the control.
 *
 * @param {string} label
 * @param {HTMLElement} control gets an id when it has none
 */
export function field(label, control) {
  control.id ||= uniqueId("field");
  return h("div", { class: "bench-field" }, h("label", { for: control.id }, label), control);
}

/**
 * Puts a stylesheet that only one demo needs on the page (`import css from "../../styles/x.css"`).
 *
 * @param {string} css
 */
export function adoptStyles(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
