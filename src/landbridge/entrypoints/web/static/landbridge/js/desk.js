// The desk with and without a network. What is done is written down on this device first and shown at once; then it is
// sent. Each act carries this page's device and its number there, so that the server keeps it once, however often and in
// whatever order it arrives. Time: as the server said it, counted on by a clock that does not jump while the page is open.
(() => {
  "use strict";
  const desk = document.getElementById("desk");
  if (!desk) return;
  const EVENT = desk.dataset.event;
  const ROSTER = `desk:${EVENT}:roster`;
  const STANDINGS = `desk:${EVENT}:standings`;
  const QUEUE = `desk:${EVENT}:queue:`;
  const LATEST = "desk:latest";
  const SKEW = "desk:skew";
  const BEAT = 5000;
  const SHOWN = 25;
  const AT_ONCE = 200;
  const $ = (id) => document.getElementById(id);
  const word = (name, data = {}) => $("desk-words").content.querySelector(`[data-word="${name}"]`).textContent.replace(/\{(\w+)\}/g, (_, key) => (data[key] == null ? "" : data[key]));
  const read = (key, otherwise) => { try { return JSON.parse(localStorage.getItem(key)) || otherwise; } catch (spoilt) { return otherwise; } };
  const write = (key, value) => localStorage.setItem(key, JSON.stringify(value));
  const chinese = document.documentElement.lang.startsWith("zh");

  // ---- time: the server's, as well as this device knows it
  let base = null;
  const meet = (serverNow) => { base = serverNow - performance.now(); write(SKEW, serverNow - Date.now()); };
  const now = () => (base === null ? Date.now() + read(SKEW, 0) : base + performance.now());
  const stamp = () => {
    const at = Math.max(Math.round(now()), read(LATEST, 0) + 1);
    write(LATEST, at);
    return at;
  };

  // ---- what is known, what is queued
  const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const DEVICE = hex(crypto.getRandomValues(new Uint8Array(16))).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  let sequence = 0;
  let people = read(ROSTER, { people: [] }).people;
  let standings = read(STANDINGS, {});
  let seen = null;
  let marked = 0;
  let state = "online";
  const queues = () => Object.keys(localStorage).filter((key) => key.startsWith(QUEUE));
  const waiting = () => queues().reduce((sum, key) => sum + read(key, []).length, 0);
  const byId = () => new Map(people.map((person) => [person.id, person]));

  const does = (deed, who) => {
    const key = QUEUE + DEVICE;
    const act = { sequence: (sequence += 1), deed, said_at: new Date(stamp()).toISOString(), ...who };
    write(key, [...read(key, []), act]);
    if (who.attendee_id) {
      standings[who.attendee_id] = { here: deed === "arrived", since: act.said_at };
      write(STANDINGS, standings);
    }
    show();
    sync();
  };

  // ---- sending
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const renew = async () => {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#desk [name=csrfmiddlewaretoken]");
    if (fresh) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((field) => { field.value = fresh.value; });
    return Boolean(fresh);
  };
  const post = (device, acts) => fetch(desk.dataset.acts, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ device, sent_at: new Date(now()).toISOString(), acts, seen }),
  });
  const send = async (device, acts) => {
    let answer = await post(device, acts);
    if (answer.status === 403 && (await renew())) answer = await post(device, acts);
    if ([401, 403, 404].includes(answer.status)) { state = "signed-out"; return null; }
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const settle = (key, said) => {
    const answered = new Set(said.answers.map((answer) => answer.sequence));
    const left = read(key, []).filter((act) => !answered.has(act.sequence));
    if (left.length) write(key, left); else localStorage.removeItem(key);
    said.answers.filter((answer) => answer.refusal).forEach((answer) => tell(`${word("refused")} ${answer.refusal.message}`));
  };
  const learn = (said) => {
    const mine = new Set(queues().flatMap((key) => read(key, []).map((act) => act.attendee_id)));
    said.standings.filter((one) => !mine.has(one.attendee_id)).forEach((one) => { standings[one.attendee_id] = one; });
    write(STANDINGS, standings);
    meet(Date.parse(said.now));
    seen = said.now;
  };
  let busy = false;
  const sync = async () => {
    if (busy) return;
    busy = true;
    try {
      state = "online";
      for (const key of [...new Set([...queues(), QUEUE + DEVICE])]) {
        const acts = read(key, []).slice(0, AT_ONCE);
        if (!acts.length && key !== QUEUE + DEVICE) continue;
        const said = await send(key.slice(QUEUE.length), acts);
        if (!said) break;
        settle(key, said);
        learn(said);
      }
    } catch (unreached) {
      state = "offline";
    } finally {
      busy = false;
    }
    show();
  };
  const fetchRoster = async () => {
    try {
      const answer = await fetch(desk.dataset.roster, { credentials: "same-origin" });
      if (!answer.ok) return;
      const roster = await answer.json();
      people = roster.people;
      write(ROSTER, roster);
    } catch (unreached) { /* the list that is kept here goes on serving */ }
  };

  // ---- showing
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: desk.dataset.zone });
  const time = (at) => clock.format(new Date(at));
  const NO_LETTERS = new RegExp("[^\\p{L}\\p{N}]+", "gu");
  const fold = (text) => text.normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").replace(NO_LETTERS, " ").trim();
  const wanted = (text) => {
    const asked = fold(text).split(" ").filter(Boolean);
    const fits = (person) => asked.every((part) => person.keys.includes(part));
    const starts = (person) => (asked.length && ` ${person.keys}`.includes(` ${asked[0]}`) ? 0 : 1);
    return people.filter(fits).sort((one, other) => starts(one) - starts(other)).slice(0, SHOWN);
  };
  const last = () => {
    const known = byId();
    return Object.keys(standings).filter((id) => known.has(id)).sort((a, b) => Date.parse(standings[b].since) - Date.parse(standings[a].since)).slice(0, SHOWN).map((id) => known.get(id));
  };
  const shown = (latin, han) => (chinese ? han || latin : latin || han);
  const both = (latin, han) => [...new Set(chinese ? [han, latin] : [latin, han])].filter(Boolean).join(" ");
  const due = (person) => (person.meetings || []).find(([, ends]) => ends * 1000 > now());
  const rowOf = (person, place) => {
    const row = $("desk-row").content.cloneNode(true).firstElementChild;
    const standing = standings[person.id];
    const here = Boolean(standing && standing.here);
    const meeting = due(person);
    row.classList.toggle("is-here", here);
    row.classList.toggle("is-marked", place === marked && Boolean($("desk-q").value));
    row.querySelector(".desk-label").textContent = person.label;
    row.querySelector("b").textContent = both(person.name_latin, person.name_chinese);
    row.querySelector("small").textContent = shown(person.party_latin, person.party_chinese);
    row.querySelector(".desk-due").textContent = meeting ? word("due", { time: time(meeting[0] * 1000), table: meeting[2] }) : "";
    row.querySelector(".desk-since").textContent = here ? word("since", { time: time(standing.since) }) : "";
    const button = row.querySelector("button");
    button.textContent = word(here ? "undo" : "check-in");
    button.setAttribute("aria-label", `${button.textContent} ${shown(person.name_latin, person.name_chinese)}`);
    button.className = here ? "button button-quiet" : "button button-main";
    button.onclick = () => { does(here ? "taken_back" : "arrived", { attendee_id: person.id }); $("desk-q").focus(); $("desk-q").select(); };
    return row;
  };
  const net = () => {
    const n = waiting();
    const line = $("desk-net");
    line.hidden = false;
    line.classList.toggle("is-off", state !== "online");
    line.textContent = state === "online" ? (n ? word("sending", { n }) : word("online")) : word(state, { n });
  };
  const show = () => {
    net();
    $("desk-here").textContent = Object.values(standings).filter((one) => one.here).length.toLocaleString(document.documentElement.lang);
    if (!people.length) return;
    const text = $("desk-q").value.trim();
    const found = text ? wanted(text) : last();
    marked = Math.min(marked, Math.max(found.length - 1, 0));
    const focused = [...$("desk-list").querySelectorAll("button")].indexOf(document.activeElement);
    $("desk-list").textContent = "";
    $("desk-list").append(...found.map(rowOf));
    if (!found.length && text) {
      const none = document.createElement("li");
      none.className = "desk-none";
      none.textContent = word("none");
      $("desk-list").append(none);
    }
    const again = $("desk-list").querySelectorAll("button")[focused];
    if (again) again.focus();
  };
  const tell = (text) => {
    const line = document.createElement("p");
    line.className = "notice is-bad";
    line.textContent = text;
    $("desk-refused").prepend(line);
  };

  // ---- hands on the keyboard
  $("desk-q").addEventListener("input", () => { marked = 0; show(); });
  $("desk-search").addEventListener("submit", (event) => {
    if (!people.length) return;
    event.preventDefault();
    const buttons = $("desk-list").querySelectorAll(".desk-row:not(.is-here) button");
    const chosen = $("desk-list").querySelectorAll("button")[marked];
    if (!$("desk-q").value.trim()) { if (buttons.length) buttons[0].focus(); } else if (chosen && chosen.matches(".button-main")) chosen.click();
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.target === $("desk-q")) {
      event.preventDefault();
      marked = Math.max(marked + step, 0);
      show();
    } else if (event.key === "/" && event.target !== $("desk-q")) {
      event.preventDefault();
      $("desk-q").focus();
      $("desk-q").select();
    }
  });
  $("desk-forget").addEventListener("click", async () => {
    await sync();
    if (waiting()) { tell(word("still")); return; }
    Object.keys(localStorage).filter((key) => key.startsWith("desk:")).forEach((key) => localStorage.removeItem(key));
    people = [];
    if (self.caches) await caches.delete("landbridge-desk");
    const registrations = navigator.serviceWorker ? await navigator.serviceWorker.getRegistrations() : [];
    for (const registration of registrations) await registration.unregister();
    $("desk-net").textContent = word("forget");
  });

  // ---- a badge that was scanned while the network was away
  const scanned = () => {
    const code = new URLSearchParams(location.search).get("badge");
    if (!code) return;
    history.replaceState(null, "", location.pathname);
    const person = people.find((one) => one.badge === code);
    if (person) {
      $("desk-q").value = person.label;
      show();
    } else {
      does("arrived", { badge: code });
      tell(word("unknown-badge"));
    }
  };

  const keepForLater = async () => {
    if (!("serviceWorker" in navigator) || !self.caches) return;
    try {
      await navigator.serviceWorker.register(desk.dataset.worker);
      await navigator.serviceWorker.register(desk.dataset.badges, { scope: "/b/" });
      const cache = await caches.open("landbridge-desk");
      const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((part) => part.src || part.href);
      await cache.put("/b/home", new Response(location.pathname));
      await Promise.allSettled([location.pathname, ...parts].map(async (address) => { if (!(await cache.match(address))) await cache.add(address); }));
    } catch (unsafe) { /* not on this address (plain http): the page then works as long as it stays open */ }
  };

  addEventListener("online", sync);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sync(); });
  setInterval(() => { if (!document.hidden || waiting()) sync(); }, BEAT);
  setInterval(fetchRoster, 12 * BEAT);
  const start = async () => {
    scanned();
    show();
    await sync();
    await fetchRoster();
    show();
    await keepForLater();
    desk.dataset.ready = "1";
  };
  start();
})();
