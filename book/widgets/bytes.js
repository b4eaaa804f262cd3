// Lights what belongs together in a unit: the bytes and bits of a field, and its row. One handler for the whole page, so
// it works in the book and in the live view alike, and without a playground.
(() => {
  "use strict";

  /** The field under the pointer, else the one with the focus. @type {Element | null} */
  let pointed = null;
  /** @type {Element | null} */
  let focused = null;

  document.addEventListener("pointerover", ({ target }) => {
    pointed = fieldOf(target);
    light();
  });
  document.addEventListener("focusin", ({ target }) => {
    focused = fieldOf(target);
    if (focused instanceof HTMLTableRowElement) rove(focused);
    light();
  });
  document.addEventListener("focusout", () => {
    focused = null;
    light();
  });
  // Before a bench, which keeps arrow keys from mdBook, and before mdBook, which turns pages with some.
  document.addEventListener("keydown", moveInTable, true);
  window.addEventListener("hashchange", showTarget);
  for (const conversation of document.querySelectorAll(".conversation")) addToggle(conversation);
  showTarget();

  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  function fieldOf(target) {
    return target instanceof Element ? target.closest(".unit [data-field]") : null;
  }

  /** Units can stand inside units, and each counts its fields from 0. @param {Element} field */
  function unitOf(field) {
    return field.closest(".unit");
  }

  function light() {
    for (const lit of document.querySelectorAll(".unit .lit")) lit.classList.remove("lit");
    const field = pointed ?? focused;
    const unit = field && unitOf(field);
    if (!field || !unit) return;
    for (const index of (field.getAttribute("data-field") ?? "").split(" ")) {
      for (const same of unit.querySelectorAll(`[data-field~="${index}"]`)) {
        if (unitOf(same) === unit) same.classList.add("lit");
      }
    }
  }

  /** @param {HTMLElement} row */
  function rowsBeside(row) {
    return [...(row.closest("tbody")?.rows ?? [])];
  }

  /** A table is one tab stop, and the links of its current row. @param {HTMLTableRowElement} current */
  function rove(current) {
    if (!current.hasAttribute("tabindex")) return;
    for (const row of rowsBeside(current)) {
      row.tabIndex = row === current ? 0 : -1;
      for (const link of row.querySelectorAll("a")) link.tabIndex = row.tabIndex;
    }
  }

  /** @param {KeyboardEvent} event */
  function moveInTable(event) {
    const row = event.target;
    if (!(row instanceof HTMLTableRowElement) || !row.matches(".unit-fields tr")) return;
    const rows = rowsBeside(row);
    const at = rows.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    rows[to]?.focus();
  }

  /** A link to a field opens everything around it. */
  function showTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest(".unit")) return;
    for (let at = target.parentElement; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) at.open = true;
    }
    const own = target.matches(".unit") && target.querySelector("details");
    if (own) own.open = true;
    target.scrollIntoView({ block: own ? "start" : "center" });
    target.focus({ preventScroll: true });
  }

  /** @param {Element} conversation */
  function addToggle(conversation) {
    const button = conversation.querySelector(".conversation-toggle");
    if (!(button instanceof HTMLElement)) return;
    const units = () => [...conversation.querySelectorAll("details")];
    const say = () => {
      button.textContent = units().every(({ open }) => open) ? "Close all" : "Open all";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = !units().every((details) => details.open);
      for (const details of units()) details.open = open;
      say();
    });
    // Toggle events do not bubble.
    conversation.addEventListener("toggle", say, true);
    say();
  }
})();
