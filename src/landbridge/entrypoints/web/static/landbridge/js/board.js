// The board: which cell is selected, and keys for what the panel offers. Without this file every step is a link or form.
(() => {
  "use strict";
  const board = () => document.querySelector("[data-board]");
  const panel = () => document.getElementById("selected");

  const mark = () => {
    const wanted = location.search;
    if (!board()) return;
    board().querySelectorAll("td a").forEach((cell) => {
      if (cell.search === wanted) cell.setAttribute("aria-current", "true");
      else cell.removeAttribute("aria-current");
    });
  };
  document.addEventListener("htmx:pushedIntoHistory", mark);
  addEventListener("popstate", mark);

  // m, s, p, Delete, u: press the button of the panel that carries the key
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !(event.target instanceof Element) || !event.target.closest("[data-board]")) return;
    const key = event.key === "Backspace" ? "Delete" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const offered = panel() && panel().querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!offered) return;
    event.preventDefault();
    if (offered.tagName === "DETAILS") {
      offered.open = true;
      const first = offered.querySelector("select, button");
      if (first) first.focus();
    } else offered.click();
  });

  // back from a form of the panel to the cell it changed
  document.addEventListener("DOMContentLoaded", () => {
    const cell = board() && board().querySelector("td [aria-current]");
    const asked = panel() && panel().querySelector('[role="alert"]');
    if (asked) panel().focus();
    else if (cell) cell.focus({ preventScroll: true });
  });
})();
