// Keeps the desk's page and its parts for when the network fails. Under /b/ it sends a scanned badge to that page.
// It stores pages only; what the desk does is queued by desk.js.
"use strict";
const CACHE = "landbridge-desk";
const HOME = "/b/home";
const PATIENCE = 4000;
const scope = new URL(self.registration.scope).pathname;

addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const inTime = (request) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("slow")), PATIENCE);
  fetch(request).then(resolve, reject);
});

const keep = async (key, response) => {
  if (response.ok && !response.redirected) await (await caches.open(CACHE)).put(key, response.clone());
  return response;
};

const page = async (request, key) => {
  const cache = await caches.open(CACHE);
  try {
    return await keep(key, await (await cache.match(key) ? inTime(request) : fetch(request)));
  } catch (unreached) {
    return (await cache.match(key)) || Response.error();
  }
};

const kept = async (key) => (await (await caches.open(CACHE)).match(key)) || Response.error();

const badge = async (request) => {
  try {
    return await inTime(request);
  } catch (unreached) {
    const home = await (await caches.open(CACHE)).match(HOME);
    if (!home) return fetch(request);
    const code = new URL(request.url).pathname.slice("/b/".length);
    return Response.redirect(`${await home.text()}?badge=${encodeURIComponent(code)}`);
  }
};

addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (scope === "/b/") {
    if (request.mode === "navigate") event.respondWith(badge(request));
  } else if (url.pathname === scope) {
    // One page for all questions: without a network the script answers them from the list it keeps.
    if (request.mode === "navigate") event.respondWith(url.search ? fetch(request).catch(() => kept(scope)) : page(request, scope));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(page(request, request.url));
  }
});
