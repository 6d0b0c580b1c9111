// What pages do beyond links and forms: ask before a change that cannot be undone, show messages, move through a
// grid by arrow keys, copy text. Everything works without it, only with more page loads.
// Like all scripts here it is written for the oldest phones of docs/pages.md: no `?.`, no `??`, no `:is()`.
(() => {
  "use strict";
  const root = document.documentElement;
  const SCROLLED = ".scroll, .board-scroll";
  root.classList.add("js");
  const within = (target, selector) => (target instanceof Element ? target.closest(selector) : null);
  const words = (name) => {
    const kept = document.getElementById("words");
    const word = kept && kept.content.querySelector(`[data-word="${name}"]`);
    return word ? word.textContent : "";
  };

  // ---- messages
  const dock = () => document.getElementById("toasts");
  const say = (text) => {
    const toast = document.createElement("div");
    toast.className = "toast";
    const line = document.createElement("span");
    line.textContent = text;
    toast.append(line);
    if (dock()) dock().append(toast);
    setTimeout(() => toast.remove(), 8000);
  };
  document.addEventListener("click", (event) => {
    const button = within(event.target, "[data-close]");
    const toast = button && button.closest(".toast");
    if (toast) toast.remove();
  });

  // ---- "are you sure?": <form data-confirm="What will happen." data-yes="Remove it">, or the same on its button
  let agreed = null;
  let pressed = null;
  document.addEventListener("click", (event) => { pressed = within(event.target, "button, input[type=submit]"); }, true);
  const submitter = (event) => event.submitter || (pressed && pressed.form === event.target ? pressed : null);
  const send = (form, by) => {
    if (form.requestSubmit) { form.requestSubmit(by); return; }
    const button = by || form.appendChild(Object.assign(document.createElement("button"), { hidden: true }));
    button.click();
    if (!by) button.remove();
  };
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
    const by = submitter(event);
    const asker = by && by.dataset.confirm ? by : form.dataset.confirm ? form : null;
    if (!asker || agreed === form) { agreed = null; return; }
    const dialogs = "showModal" in document.getElementById("confirm");
    if (!dialogs && confirm(asker.dataset.confirm)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (dialogs) ask(asker, () => { agreed = form; send(form, by); });
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
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = within(event.detail.elt, "form");
    if (form) delete form.dataset.sent;
  });
  document.addEventListener("htmx:sendError", () => say(words("offline")));

  // ---- a grid is one tab stop; arrows move inside it: <table data-grid>, cells are links or buttons
  const CELLS = "[data-grid] td a, [data-grid] td button";
  const cells = (row) => [...row.querySelectorAll("td a, td button")];
  const rows = (grid) => [...grid.querySelectorAll("tbody tr")].map(cells).filter((row) => row.length);
  const last = (list) => list[list.length - 1];
  const column = (cell) => cell.closest("td").cellIndex;
  const nearest = (row, at) => row.reduce((best, cell) => (Math.abs(column(cell) - at) < Math.abs(column(best) - at) ? cell : best));
  const hold = (grid, cell) => {
    grid.querySelectorAll("td a, td button").forEach((other) => { other.tabIndex = -1; });
    cell.tabIndex = 0;
  };
  const ready = (grid) => {
    const [first] = [...grid.querySelectorAll("td [aria-current]"), ...[].concat(...rows(grid))];
    if (first) hold(grid, first);
  };
  document.addEventListener("keydown", (event) => {
    const cell = within(event.target, CELLS);
    if (!cell || event.altKey || event.metaKey) return;
    const grid = cell.closest("[data-grid]");
    const all = rows(grid);
    const y = all.findIndex((row) => row.includes(cell));
    const x = all[y].indexOf(cell);
    const moves = {
      ArrowRight: () => all[y][x + 1],
      ArrowLeft: () => all[y][x - 1],
      ArrowDown: () => all[y + 1] && nearest(all[y + 1], column(cell)),
      ArrowUp: () => all[y - 1] && nearest(all[y - 1], column(cell)),
      Home: () => (event.ctrlKey ? all[0][0] : all[y][0]),
      End: () => (event.ctrlKey ? last(last(all)) : last(all[y])),
    };
    const target = moves[event.key] && moves[event.key]();
    if (!target) return;
    event.preventDefault();
    hold(grid, target);
    target.focus();
  });
  document.addEventListener("focusin", (event) => {
    const cell = within(event.target, CELLS);
    if (cell) hold(cell.closest("[data-grid]"), cell);
  });

  // ---- copy: <button data-copy="#id-of-text">
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    const text = source.value === undefined ? source.textContent : source.value;
    try {
      await navigator.clipboard.writeText(text.trim());
      say(words("copied"));
    } catch (refused) {
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
    if (event.target.closest("[data-send]")) send(event.target.form, null);
  });

  // ---- a table wider than its place says so, until its end is seen
  const wide = (box) => {
    const hidden = box.scrollWidth - box.clientWidth;
    if (hidden > 8) box.dataset.more = words("more");
    else delete box.dataset.more;
    box.classList.toggle("is-at-end", box.scrollLeft >= hidden - 8);
  };
  const measure = (part) => part.querySelectorAll(SCROLLED).forEach(wide);
  document.addEventListener("scroll", (event) => { if (event.target instanceof Element && event.target.matches(SCROLLED)) wide(event.target); }, true);
  document.addEventListener("toggle", (event) => measure(event.target), true);
  addEventListener("resize", () => measure(document));

  const start = (part) => {
    measure(part);
    part.querySelectorAll("[data-grid]").forEach(ready);
    const errors = part.querySelector(".errors");
    if (errors) errors.focus();
  };
  addEventListener("DOMContentLoaded", () => start(document));
  document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentElement || event.detail.elt));
})();
