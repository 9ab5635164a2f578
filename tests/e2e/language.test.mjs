// Korean and English, without a reload, remembered, complete.
import assert from "node:assert/strict";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

/** Names, units and file kinds that are the same in both languages. */
const NAMES = new Set(
  `Backcast English KRW UTC KST PNG CSV EMA SMA RSI CAGR AUR BAS CIN DUN SAMPLE MIT Apache ECharts Leptos wasm bindgen
  WebAssembly SIMD Rust Home bp bps ms MB MDD PF VaR CVaR MAR CPC UPI MAE MFE SQN Ulcer ATR DCA FVG ORB Z mean sd var cov min max exp
  k d h v K M R S a b f m n p r z`.split(/\s+/),
);

/** Words of Latin letters a reader of the page meets, in text and in what a screen reader says. */
function latin(page, root) {
  return page.evaluate((root) => {
    const texts = [];
    const visit = (element) => {
      if (element.matches("code, .mono, kbd, script, style, option[value]") && !element.matches("option")) return;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        const text = element.getAttribute(name);
        if (text && !/^[a-z.]$/.test(text)) texts.push(text);
      }
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) texts.push(child.data);
        else if (child.nodeType === Node.ELEMENT_NODE) visit(child);
      }
    };
    visit(document.querySelector(root));
    const words = texts.filter((text) => !/^\s*[0-9a-f]{10,}\s*$/.test(text));
    return words.flatMap((text) => (text.match(/[A-Za-z]+/g) ?? []).map((word) => `${word} (${text.trim()})`));
  }, root);
}

function foreign(words) {
  return [...new Set(words)].filter((word) => !NAMES.has(word.split(" ")[0]));
}

test("the language changes without a reload and is remembered", async () => {
  const lab = await stage.ready("/?p.k=0.7");
  const { page } = lab;
  const hash = await lab.hash();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.evaluate(() => (globalThis.sameDocument = true));
  await lab.language.click();
  await page.getByRole("link", { name: "백테스트", exact: true }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "ko");
  assert.equal(await page.title(), "백테스트 · Backcast");
  assert.match(await lab.title.textContent(), /^변동성 돌파 · AUR · 1d$/);
  assert.equal(await lab.number("돌파 계수 k").inputValue(), "0.7");
  assert.equal(await page.evaluate(() => globalThis.sameDocument), true);
  assert.equal(await lab.hash(), hash, "a language is no question");

  await page.reload();
  await lab.shows(hash);
  assert.equal(await page.locator("html").getAttribute("lang"), "ko");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("link", { name: "Backtest", exact: true }).waitFor();
  await page.reload();
  await lab.shows(hash);
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});

test("a Korean browser is greeted in Korean, with Korean time and colours", async () => {
  const lab = await stage.ready("/", { locale: "ko-KR" });
  assert.equal(await lab.page.locator("html").getAttribute("lang"), "ko");
  assert.equal(await lab.page.locator("html").getAttribute("data-gain"), "kr");
  assert.match(await lab.page.locator(".answer-sub").textContent(), /KST/);
  await lab.page.getByText("샘플 데이터, 실제 시세 아님").first().waitFor();
});

test("no English is left in Korean", async () => {
  const lab = await stage.ready("/", { locale: "ko-KR" });
  const { page } = lab;
  assert.deepEqual(foreign(await latin(page, "header")), []);
  await lab.openMetrics({ all: true });
  await page.getByTestId("curve-table").click();
  await lab.openDetails();
  for (const kind of ["risk", "volatility", "kelly", "inverse"]) {
    await page.getByTestId("field-sizing").selectOption(kind);
    assert.deepEqual(foreign(await latin(page, '[data-test="details"]')), []);
  }
  await page.getByTestId("reset-details").click();
  await lab.settled();
  await lab.checkRun();
  await lab.settings.click();
  assert.deepEqual(foreign(await latin(page, "body")), []);
  const hash = await lab.hash();
  await lab.strategy.selectOption("ema_cross");
  await lab.answered(hash);
  assert.deepEqual(foreign(await latin(page, "body")), []);

  await page.goto("/no-such-page");
  await page.getByTestId("not-found").waitFor();
  assert.deepEqual(foreign(await latin(page, "body")).filter((word) => !word.includes("/no-such-page")), []);
  await page.getByTestId("nav-about").click();
  await page.locator('[data-test="edge"]:not([data-state="asking"])').waitFor();
  assert.deepEqual(foreign(await latin(page, "body")), []);
});

test("what is wrong with a question is said in Korean", async () => {
  const lab = await stage.visit("/?strategy=ema_cross&p.fast=40&p.stop=x&fee=101", { locale: "ko-KR" });
  await lab.refused();
  await lab.problem("fee").filter({ hasText: "수수료: 101은(는) 0 – 100 범위를 벗어납니다" }).waitFor();
  assert.deepEqual(foreign(await latin(lab.page, ".run-notices")).filter((word) => !word.startsWith("x ")), []);
  await lab.problem("fee").getByRole("button").click();
  await lab.problem("p.stop").getByRole("button").click();
  await lab.problem("p.fast").waitFor();
  assert.deepEqual(foreign(await latin(lab.page, ".run-notices")), []);
});
