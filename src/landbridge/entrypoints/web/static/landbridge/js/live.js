// Parts of a page that follow the day: <div data-live="/address/" data-beat="3" data-age="id">. The address is asked again
// every `beat` seconds with the tag of what is shown; an unchanged part comes back as 304 and costs next to nothing.
// A phone in a pocket does not ask. If nothing could be had for a while the element `age` says how old the page is.
// <... data-pages> shows long lists in turns, a screenful each.
(() => {
  "use strict";
  const STALE = 10000;
  const TURN = 8000;
  const part = document.querySelector("[data-live]");
  if (!part) return;
  const screen = "pages" in part.dataset;
  const beat = Number(part.dataset.beat) * 1000;
  const age = document.getElementById(part.dataset.age);
  const version = () => {
    const shown = part.querySelector("[data-version]");
    return shown ? shown.dataset.version : undefined;
  };
  let tag = "";
  let last = performance.now();
  let turn = 0;

  const tell = () => {
    if (!age) return;
    const old = performance.now() - last;
    const stale = age.querySelector("[data-stale]");
    if (!stale.dataset.words) stale.dataset.words = stale.innerHTML;
    stale.hidden = old < STALE;
    age.hidden = stale.hidden;
    if (!stale.hidden) stale.innerHTML = stale.dataset.words.replace(/\{n\}/g, String(Math.round(old / 1000)));
  };
  const pages = () => {
    if (!screen) return;
    part.querySelectorAll("[data-page]").forEach((list) => {
      const rows = [...list.children];
      rows.forEach((row) => { row.hidden = false; });
      const room = innerHeight - 24;
      const fits = rows.filter((row) => row.getBoundingClientRect().bottom <= room).length;
      if (fits >= rows.length || !fits) return;
      const sheets = Math.ceil(rows.length / fits);
      const first = (turn % sheets) * fits;
      rows.forEach((row, place) => { row.hidden = place < first || place >= first + fits; });
    });
  };
  const look = async () => {
    if (document.hidden && !screen) return;
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), 3 * beat);
    try {
      const answer = await fetch(part.dataset.live, { credentials: "same-origin", headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", signal: stop.signal });
      if (answer.status === 404) { location.reload(); return; }
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        const before = version();
        const held = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        part.innerHTML = await answer.text();
        const again = held && part.querySelector(`a[href="${CSS.escape(held)}"]`);
        if (again) again.focus();
        if (before !== undefined && version() !== before) { location.reload(); return; }
        pages();
      }
      if (answer.ok || answer.status === 304) last = performance.now();
    } catch (unreached) { /* told by its age */ } finally {
      clearTimeout(patience);
    }
    tell();
  };
  pages();
  setInterval(look, beat);
  setInterval(tell, 1000);
  if (screen) {
    setInterval(() => { turn += 1; pages(); }, TURN);
    addEventListener("resize", pages);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();
