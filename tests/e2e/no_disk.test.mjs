// Browsers that keep nothing, or can't say who does: it is said in red where the library is, and never looks like an empty list.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataPage } from "./data_page.mjs";
import { beginLibraryWith, list, refuseDisk, startWithExchanges } from "./library.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startWithExchanges());

const NO_LOCKS = "Object.defineProperty(WorkerNavigator.prototype, 'locks', { value: undefined });\n";
const DAY = "panel=get&from=2024-03-04&to=2024-03-04&markets=KRW-BTC&intervals=1h";

/** The data page in a browser whose library worker lives with this. */
async function visit(lack, options) {
  const context = await stage.reader(options);
  await beginLibraryWith(context, lack);
  const page = await context.newPage();
  await page.goto(`/data?${DAY}`);
  return new DataPage(page);
}

const state = (data, name) => data.page.locator(`[data-test="data"][data-state="${name}"]`).waitFor();
const words = (data) => data.page.getByTestId("storage").locator("p").first();

/** Is the ink red: more of it than of green and blue together? */
async function isRed(place) {
  const ink = await place.evaluate((element) => {
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = getComputedStyle(element).color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  });
  return ink[0] > ink[1] + ink[2];
}

for (const [locale, said] of [
  ["en-US", /In memory only: everything here is lost/],
  ["ko-KR", /메모리에만 있습니다/],
]) {
  test(`without a disk it says so in red, works all the same, and is empty again after a reload (${locale})`, async () => {
    const data = await visit(refuseDisk("SecurityError"), { locale });
    await state(data, "memory");
    assert.match(await words(data).textContent(), said);
    assert.equal(await isRed(words(data)), true);
    assert.equal(await data.empty.count(), 0, "an empty list would look as if all were well");
    await data.page.getByTestId("start").click();
    await data.row("upbit:KRW-BTC:1h").waitFor();
    await data.page.reload();
    await state(data, "memory");
    assert.equal((await list(data.page)).size, 0);
    assert.match(await words(data).textContent(), said);
    assert.equal(await data.empty.count(), 0);
  });
}

test("without locks it works, and warns of a second tab", async () => {
  const data = await visit(NO_LOCKS);
  await state(data, "disk");
  await data.page.getByTestId("storage").filter({ hasText: /Use one tab only/ }).waitFor();
  await data.page.getByTestId("start").click();
  await data.row("upbit:KRW-BTC:1h").waitFor();
  await data.page.reload();
  await data.row("upbit:KRW-BTC:1h").waitFor();
});

test("a disk that somebody else holds is said in red, and nothing looks empty", async () => {
  const data = await visit(refuseDisk("NoModificationAllowedError"));
  await state(data, "locked");
  assert.match(await words(data).textContent(), /held by somebody else/);
  assert.equal(await isRed(words(data)), true);
  assert.equal(await data.empty.count(), 0);
  assert.equal(await data.page.getByTestId("series").count(), 0);
});
