// Pictures of every page, for people to look at; one of them is the picture of the README.
import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { IMAGES, SHOTS } from "./site.mjs";
import { useStage } from "./stage.mjs";

const README_BYTES = 300_000;

const stage = useStage();

before(() => mkdirSync(SHOTS, { recursive: true }));

for (const width of [1280, 360]) {
  for (const locale of ["en-US", "ko-KR"]) {
    for (const colorScheme of ["light", "dark"]) {
      const name = `${width}-${locale.slice(0, 2)}-${colorScheme}`;
      test(name, async () => {
        const narrow = width < 500;
        const lab = await stage.ready("/", {
          locale,
          colorScheme,
          viewport: { width, height: narrow ? 720 : 900 },
          ...(narrow && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
        });
        const { page } = lab;
        const shot = (what, fullPage = false) => page.screenshot({ path: join(SHOTS, `${name}-${what}.png`), fullPage });
        await lab.drawn();
        await shot("backtest");
        await shot("backtest-whole", true);
        if (narrow) {
          await page.getByTestId("question-toggle").click();
          await lab.strategy.waitFor();
          await shot("question", true);
        }
        await lab.settings.click();
        await page.locator("#settings-panel").waitFor();
        await shot("settings");
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        await lab.help.waitFor();
        await shot("help");
        await page.keyboard.press("Escape");
        await lab.openMetrics();
        await page.getByTestId("find-metric").fill("drawdown");
        await lab.metric("ulcer").waitFor({ state: "hidden" });
        await shot("find-metric", true);
        await page.getByTestId("find-metric").fill("");
        await page.getByTestId("open-all-metrics").click();
        await shot("metrics", true);
        await page.getByTestId("open-all-metrics").click();
        await page.getByTestId("curve-table").click();
        await page.getByTestId("curve-rows").waitFor();
        await shot("tables", true);
        assert.ok(statSync(join(SHOTS, `${name}-backtest.png`)).size > 10_000);
        // The small pages are of the same parts: each language and each theme once is enough.
        if ((locale === "en-US") !== (colorScheme === "light")) return;
        await page.goto("/?p.k=9&timeframe=2h&fee=lots");
        await lab.refused();
        await shot("refused");
        await page.goto("/no-such-page");
        await page.getByTestId("not-found").waitFor();
        await shot("not-found");
        await page.goto("/about");
        await page.locator('[data-test="edge"]:not([data-state="asking"])').waitFor();
        await shot("about", true);
      });
    }
  }
}

test("the picture of the README", { skip: process.env.BACKCAST_UPDATE_README !== "1" }, async () => {
  const lab = await stage.ready("/", { viewport: { width: 1280, height: 880 } });
  await lab.drawn();
  mkdirSync(IMAGES, { recursive: true });
  const path = join(IMAGES, "backtest.png");
  // A window that ends below the chart: nothing is cut in the middle.
  const { y, height } = await lab.page.locator(".panel").first().boundingBox();
  await lab.page.setViewportSize({ width: 1280, height: Math.ceil(y + height + 16) });
  await lab.drawn();
  await lab.page.screenshot({ path });
  assert.ok(statSync(path).size < README_BYTES, `${statSync(path).size} bytes`);
});
