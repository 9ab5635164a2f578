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

for (const [locale, words] of [
  ["en-US", /could not be loaded.*reloaded/],
  ["ko-KR", /불러오지 못했습니다.*새로고침/],
]) {
  test(`a part that is gone from the server is said to be missing, and a reload brings it (${locale})`, async () => {
    await stage.site.deploy(SHIPPED);
    // Without a service worker, as in a private window that blocks it: it would have kept the part.
    const lab = await stage.ready("/", {
      locale,
      serviceWorkers: "block",
      expected: [/part-about/, /404/, /WebAssembly/, /offline use is off/, /registration blocked/, RELOADED],
    });
    await without("part-about", "wasm");
    await lab.page.getByTestId("nav-about").click();
    const missing = lab.page.getByTestId("part-missing");
    await missing.waitFor();
    assert.match(await missing.textContent(), words);
    await stage.site.deploy(SHIPPED);
    await Promise.all([lab.page.waitForEvent("load"), missing.getByRole("button", { name: /Reload|새로고침/ }).click()]);
    await lab.page.getByTestId("about").waitFor();
  });
}

test("a part asked for without a network is said to be missing; the page works on, and the part comes when asked again", async () => {
  await stage.site.deploy(SHIPPED);
  const lab = await stage.ready("/", {
    serviceWorkers: "block",
    expected: [/ERR_INTERNET_DISCONNECTED/, /Failed to fetch/, /offline use is off/, /registration blocked/],
  });
  const hash = await lab.hash();
  await lab.page.context().setOffline(true);
  await lab.page.getByTestId("all-metrics").locator("> summary").click();
  await lab.page.getByTestId("part-missing").waitFor();
  // The question next to it is answered as ever.
  await lab.type("Breakout share k", "0.7");
  await lab.answered(hash);
  await lab.page.context().setOffline(false);
  await lab.page.getByTestId("part-again").click();
  await lab.page.getByTestId("open-all-metrics").waitFor();
  assert.equal(await lab.page.getByTestId("part-missing").count(), 0);
});
