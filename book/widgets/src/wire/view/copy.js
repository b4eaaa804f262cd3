import { h } from "../../dom.js";

/**
 * Copies text, also where there is no `navigator.clipboard`: on a page that comes over plain HTTP from
 * another machine.
 *
 * @param {string} text
 * @returns {Promise<boolean>} whether it is copied
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyWithSelection(text);
  }
}

/** The old way: what is selected is copied. @param {string} text */
function copyWithSelection(text) {
  const before = document.activeElement;
  const area = h("textarea", { readonly: true, "aria-hidden": "true", class: "wire-copied" });
  area.value = text;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return isCopied;
}
