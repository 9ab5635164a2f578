// A reader's own keys of a stock account: they open the exchange, live in memory, and are found nowhere else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEYS } from "../edge/fake_alpaca.mjs";
import { DataPage } from "./data_page.mjs";
import { startMarket } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(startMarket);
// Without a key.
const REFUSED = [/response: .*\/api\/v1\/alpaca\/.* 401/, /console: .*401/];
const ASKED = "/data?panel=get&venue=alpaca&markets=AAPL&intervals=1d&from=2024-03-05&to=2024-03-08";

async function visit(options) {
  const { page } = await stage.visit(ASKED, { expected: REFUSED, ...options });
  await new DataPage(page).opened();
  return page;
}

async function enter(page, { id, secret }) {
  await page.getByTestId("key-id").fill(id);
  await page.getByTestId("key-secret").fill(secret);
  await page.getByTestId("key-secret").press("Enter");
}

const listed = (page) => page.locator('[data-test="market"][data-market="AAPL"]');

test("stocks ask for a key, the reader's own opens them, and a download goes through with it", async () => {
  const page = await visit();
  await page.getByTestId("keys-needed").waitFor();
  await enter(page, KEYS);
  await page.getByTestId("keys-in-use").filter({ hasText: "in use" }).waitFor();
  await listed(page).waitFor();
  assert.equal(await page.getByTestId("key-secret").inputValue(), "");
  await page.getByTestId("start").click();
  await page.locator('[data-test="download"][data-state="done"]').waitFor();
  await page.locator('[data-test="series-row"][data-series="alpaca:AAPL:1d"]').waitFor();
  const { headers } = stage.site.alpaca.requests.at(-1);
  assert.equal(headers["apca-api-secret-key"], KEYS.secret);

  const kept = await page.evaluate(async () => {
    const texts = [location.href, document.documentElement.outerHTML, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    const folders = [await navigator.storage.getDirectory()];
    for (let folder = folders.pop(); folder; folder = folders.pop()) {
      for await (const entry of folder.values()) {
        if (entry.kind === "directory") folders.push(entry);
        else texts.push(new TextDecoder("latin1").decode(await (await entry.getFile()).arrayBuffer()));
      }
    }
    return texts;
  });
  assert.ok(kept.length > 6, "files of the library are among them");
  for (const text of [...kept, stage.site.edge.log()]) {
    for (const word of [KEYS.id, KEYS.secret]) assert.ok(!text.includes(word), text.slice(0, 80));
  }
  // Over a reload they are gone.
  await page.reload();
  await page.getByTestId("own-keys").waitFor();
  assert.equal((await page.getByTestId("keys-in-use").textContent()).trim(), "");
});

test("a wrong key is refused in words, one that is none isn't sent, and keys are forgotten on demand", async () => {
  const page = await visit({ locale: "ko-KR" });
  await page.getByTestId("keys-needed").waitFor();
  const before = stage.site.alpaca.requests.length;
  await enter(page, { id: "two words", secret: "x" });
  await page.locator('[data-test="key-id"][aria-invalid="true"]').waitFor();
  assert.equal(stage.site.alpaca.requests.length, before);
  await enter(page, { id: "PKWRONG", secret: "wrong" });
  await page.getByTestId("markets-trouble").filter({ hasText: "키를 요구하거나" }).waitFor();
  await enter(page, KEYS);
  await listed(page).waitFor();
  await page.getByTestId("forget-keys").click();
  await page.getByTestId("forget-keys").waitFor({ state: "detached" });
});
