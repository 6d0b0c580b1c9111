// Nothing typed is ever lost. A form with data-draft="name" keeps what is typed in this tab until the server has taken it.
(() => {
  "use strict";
  const PREFIX = "draft:";
  const SENT = "sent:";
  const key = (form) => PREFIX + location.pathname + "#" + form.dataset.draft;
  const kept = (field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type) && field.name !== "csrfmiddlewaretoken";
  const fields = (form) => [...form.elements].filter(kept);
  const value = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value);
  const read = (form) => fields(form).map((field) => [field.name, field.type === "radio" || field.type === "checkbox" ? field.value : "", value(field)]);
  const first = new WeakMap();
  const changed = (form) => first.has(form) && JSON.stringify(read(form)) !== first.get(form);
  let leaving = false;

  const fill = (form, draft) => {
    for (const [name, option, typed] of draft) {
      for (const field of fields(form)) {
        if (field.name !== name) continue;
        if (["checkbox", "radio"].includes(field.type)) {
          if (field.value !== option) continue;
          field.checked = typed;
          const folded = typed && field.closest("details");
          if (folded) folded.open = true;
        } else if (field.multiple) {
          [...field.options].forEach((choice) => { choice.selected = typed.includes(choice.value); });
        } else {
          field.value = typed;
        }
      }
    }
  };
  const offer = (form) => {
    const words = document.getElementById("words");
    const word = (name) => words.content.querySelector(`[data-word="${name}"]`).textContent;
    if (!words) return;
    const line = document.createElement("p");
    line.className = "notice is-info";
    line.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = word("restored") + " ";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = word("discard");
    button.onclick = () => { sessionStorage.removeItem(key(form)); form.reset(); line.remove(); };
    line.append(text, button);
    form.prepend(line);
  };
  const keep = (form) => {
    if (changed(form)) sessionStorage.setItem(key(form), JSON.stringify(read(form)));
    else sessionStorage.removeItem(key(form));
  };

  const start = () => {
    const broken = "error" in document.body.dataset;
    const [entry] = performance.getEntriesByType("navigation");
    const onward = entry ? entry.type === "navigate" : performance.navigation.type === 0;
    const forms = [...document.querySelectorAll("form[data-draft]")];
    const refused = (form) => form.querySelector(".errors") !== null;
    for (const name of Object.keys(sessionStorage).filter((name) => name.startsWith(SENT))) {
      // The server answered with a page of ours that is neither an error nor a step back: what was sent has arrived.
      const draft = name.slice(SENT.length);
      if (!broken && onward && !forms.some((form) => key(form) === draft && refused(form))) sessionStorage.removeItem(draft);
      sessionStorage.removeItem(name);
    }
    for (const form of forms) {
      first.set(form, JSON.stringify(read(form)));
      const draft = sessionStorage.getItem(key(form));
      if (draft && draft !== first.get(form) && !refused(form)) {
        fill(form, JSON.parse(draft));
        offer(form);
      }
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) keep(form);
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    const form = event.target;
    if (form.matches("[data-draft]")) {
      keep(form);
      sessionStorage.setItem(SENT + key(form), "1");
    }
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && [...document.querySelectorAll("form[data-draft]")].some(changed)) event.preventDefault();
  });
  addEventListener("DOMContentLoaded", start);
})();
