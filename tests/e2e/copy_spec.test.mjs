// The question can be taken elsewhere: as JSON for the command line, named by the hash the page shows.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { useStage } from "./stage.mjs";

const stage = useStage();

test("the copied spec is the question the shown hash names", async () => {
  const lab = await stage.ready("/?p.k=0.7&fee=3", { permissions: ["clipboard-read", "clipboard-write"] });
  await lab.page.getByTestId("copy-spec").getByRole("button").click();
  await lab.page.getByTestId("copy-spec").getByRole("status").filter({ hasText: /\S/ }).waitFor();
  const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
  const spec = JSON.parse(copied);
  assert.equal(spec.strategy.library.params.k, 0.7);
  assert.equal(spec.costs.fee, 3);
  const shown = await lab.page.getByTestId("spec-hash").textContent();
  assert.equal(createHash("sha256").update(copied).digest("hex"), shown);
});
