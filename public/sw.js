// Offline use: one cache per build, filled completely before it is used, so the page, its wasm and its workers are
// always of one build. A new build waits until the page asks for it.
const BUILD = "{{build}}";
const CACHE = `backcast-${BUILD}`;
const PAGE = "/";
const FILES = {{precache}};

self.addEventListener("install", (event) => event.waitUntil(fill()));

async function fill() {
  const cache = await caches.open(CACHE);
  // The page is kept once, under the address every navigation is answered from.
  const files = FILES.filter((url) => url !== PAGE && url !== "/index.html" && url !== "/sw.js");
  const page = await fetch(PAGE, { cache: "reload" });
  const text = await page.clone().text();
  // A deploy in progress can hand out the next page with this service worker; better no cache than a mixed one.
  if (!page.ok || !text.includes(`content="${BUILD}"`)) throw new Error("the page is of another build");
  await cache.addAll(files);
  await cache.put(PAGE, page);
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("backcast-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // On the first visit nothing older can be on the screen, so the open page may go offline at once.
  if (old.length === 0) await self.clients.claim();
}

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  // The edge is asked on the network or not at all: a stale answer would be passed off as a fresh one.
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  event.respondWith(request.mode === "navigate" ? answer(new Request(PAGE), request) : answer(request, request));
});

/** From this build's cache, otherwise from the network as it was asked. */
async function answer(kept, asked) {
  const cache = await caches.open(CACHE);
  return (await cache.match(kept, { ignoreVary: true })) ?? fetch(asked);
}
