// What pages do beyond links and forms: ask before a change that cannot be undone, show messages, move through a
// grid by arrow keys, copy text. Everything works without it, only with more page loads.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const words = (name) => document.getElementById("words")?.content.querySelector(`[data-word="${name}"]`)?.textContent ?? "";

  // ---- messages
  const dock = () => document.getElementById("toasts");
  const say = (text) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    const line = document.createElement("span");
    line.textContent = text;
    toast.append(line);
    dock()?.append(toast);
    setTimeout(() => toast.remove(), 8000);
  };
  document.addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.closest(".toast")?.remove();
  });

  // ---- "are you sure?": <form data-confirm="What will happen." data-yes="Remove it">, or the same on its button
  let agreed = null;
  const ask = (asker, yes) => {
    const dialog = document.getElementById("confirm");
    const [no, go] = dialog.querySelectorAll("button");
    const answer = (event) => {
      dialog.close();
      if (event.currentTarget === go) yes();
    };
    dialog.querySelector("#confirm-text").textContent = asker.dataset.confirm;
    go.textContent = asker.dataset.yes || go.dataset.default;
    no.onclick = go.onclick = answer;
    dialog.showModal();
    no.focus();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asker = event.submitter?.dataset.confirm ? event.submitter : form.dataset.confirm ? form : null;
    if (!asker || agreed === form) { agreed = null; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asker, () => { agreed = form; form.requestSubmit(event.submitter); });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    const asker = event.detail.elt;
    if (!asker.dataset.confirm || asker.tagName === "FORM") return;
    event.preventDefault();
    ask(asker, () => event.detail.issueRequest(true));
  });

  // ---- one press, one submit
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  document.addEventListener("htmx:afterRequest", (event) => { delete event.detail.elt.closest?.("form")?.dataset.sent; });
  document.addEventListener("htmx:sendError", () => say(words("offline")));

  // ---- a grid is one tab stop; arrows move inside it: <table data-grid>, cells are links or buttons
  const cells = (row) => [...row.querySelectorAll("td a, td button")];
  const rows = (grid) => [...grid.querySelectorAll("tbody tr")].map(cells).filter((row) => row.length);
  const column = (cell) => cell.closest("td").cellIndex;
  const nearest = (row, at) => row.reduce((best, cell) => (Math.abs(column(cell) - at) < Math.abs(column(best) - at) ? cell : best));
  const hold = (grid, cell) => {
    grid.querySelectorAll("td :is(a, button)").forEach((other) => { other.tabIndex = -1; });
    cell.tabIndex = 0;
  };
  const ready = (grid) => {
    const first = grid.querySelector("td [aria-current]") ?? rows(grid)[0]?.[0];
    if (first) hold(grid, first);
  };
  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-grid] td :is(a, button)");
    if (!cell || event.altKey || event.metaKey) return;
    const grid = cell.closest("[data-grid]");
    const all = rows(grid);
    const y = all.findIndex((row) => row.includes(cell));
    const x = all[y].indexOf(cell);
    const target = {
      ArrowRight: () => all[y][x + 1],
      ArrowLeft: () => all[y][x - 1],
      ArrowDown: () => all[y + 1] && nearest(all[y + 1], column(cell)),
      ArrowUp: () => all[y - 1] && nearest(all[y - 1], column(cell)),
      Home: () => (event.ctrlKey ? all[0][0] : all[y][0]),
      End: () => (event.ctrlKey ? all.at(-1).at(-1) : all[y].at(-1)),
    }[event.key]?.();
    if (!target) return;
    event.preventDefault();
    hold(grid, target);
    target.focus();
  });
  document.addEventListener("focusin", (event) => {
    const cell = event.target.closest?.("[data-grid] td :is(a, button)");
    if (cell) hold(cell.closest("[data-grid]"), cell);
  });

  // ---- copy: <button data-copy="#id-of-text">
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    const text = source.value ?? source.textContent;
    try {
      await navigator.clipboard.writeText(text.trim());
      say(words("copied"));
    } catch {
      getSelection().selectAllChildren(source);
    }
  });

  // ---- a menu closes when one looks elsewhere
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // ---- a select or box that filters a list sends its form at once
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-send]")) event.target.form.requestSubmit();
  });

  const start = (part) => {
    part.querySelectorAll("[data-grid]").forEach(ready);
    part.querySelector(".errors")?.focus();
  };
  addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement ?? event.detail.elt));
})();
