// When a part cannot be loaded the page says which and offers to try again; it never stays silent or white.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Copy, SHIPPED, startFront } from "./site.mjs";
import { useStage } from "./stage.mjs";

const stage = useStage(() => startFront(SHIPPED));

// The reader may press the button while something else is still on its way.
const RELOADED = /net::ERR_ABORTED/;

const copies = [];
after(() => copies.forEach((copy) => copy.remove()));

async function without(stem, extension) {
  const copy = new Copy();
  copies.push(copy);
  copy.lose(stem, extension);
  await stage.site.deploy(copy.folder);
}

for (const [locale, words] of [
  ["en-US", /Backcast could not be loaded.*reload/],
  ["ko-KR", /Backcast를 불러오지 못했습니다.*새로고침/],
]) {
  test(`without its own program the page says so (${locale})`, async () => {
    await without("app", "wasm");
    const lab = await stage.visit("/", { locale, expected: [/wasm/i, /404/, RELOADED] });
    const note = lab.page.getByRole("status").filter({ hasText: words });
    await note.waitFor();
    await stage.site.deploy(SHIPPED);
    await Promise.all([lab.page.waitForEvent("load"), lab.page.getByRole("button", { name: /Reload/ }).click()]);
    await lab.settled();
  });
}

for (const [stem, extension] of [["worker", "wasm"], ["worker_boot", "js"]]) {
  test(`without ${stem}.${extension} the page says that nothing can be run`, async () => {
    await without(stem, extension);
    const lab = await stage.visit("/?p.k=0.7", { expected: [/worker/, /404/, RELOADED] });
    await lab.outdated.waitFor();
    assert.match(await lab.outdated.textContent(), /compute worker could not be loaded/);
    assert.equal(await lab.hash(), null);
    await stage.site.deploy(SHIPPED);
    await Promise.all([lab.page.waitForEvent("load"), lab.outdated.getByRole("button", { name: "Reload" }).click()]);
    await lab.settled();
    assert.equal(await lab.number("Breakout share k").inputValue(), "0.7");
  });
}
