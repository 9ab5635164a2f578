// A browser and a site for the tests of one file. Every page is watched: an error on the console, an exception, a
// failed request or a violation of the security policy fails the test in which it happens.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { chromium, selectors } from "playwright-core";
import { LabPage } from "./lab_page.mjs";
import { SHIPPED, startSite } from "./site.mjs";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PATIENCE_MS = 15_000;

selectors.setTestIdAttribute("data-test");

class Stage {
  #contexts = [];

  async open(start) {
    this.site = await start();
    this.browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: FLAGS });
  }

  async close() {
    await this.browser?.close();
    await this.site?.stop();
  }

  /** A reader with a fresh profile. `expected` are troubles that are the point of the test. */
  async reader({ expected = [], ...options } = {}) {
    const context = await this.browser.newContext({
      baseURL: this.site.origin,
      locale: "en-US",
      timezoneId: "UTC",
      colorScheme: "light",
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    this.#contexts.push({ context, troubles: await watch(context), expected });
    return context;
  }

  /** A fresh profile with one page on an address, not waited for beyond the load. */
  async visit(path = "/", options) {
    const context = await this.reader(options);
    const page = await context.newPage();
    await page.goto(path);
    return new LabPage(page);
  }

  /** The same, once the first answer is there. */
  async ready(path = "/", options) {
    const lab = await this.visit(path, options);
    await lab.settled();
    return lab;
  }

  /** Ends what a test opened, and judges what went wrong meanwhile. */
  async leave() {
    const opened = this.#contexts.splice(0);
    const unexpected = [];
    for (const { context, troubles, expected } of opened) {
      // What went wrong before this line counts; the end of the page itself is no trouble.
      const seen = [...troubles];
      // A service worker may still be fetching what a test replaces; cut off, that would fail the file after all its tests passed.
      await context.unrouteAll({ behavior: "wait" });
      await context.close();
      unexpected.push(...seen.filter((trouble) => !expected.some((shape) => shape.test(trouble))));
    }
    assert.deepEqual(unexpected, [], "something went wrong in the page");
  }
}

async function watch(context) {
  const troubles = [];
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => troubles.push(`exception: ${error.error()?.stack ?? error.error()}`));
  // What a page is still loading when the reader leaves it is cut off by the browser; any other broken load is trouble.
  const loading = new Set();
  const left = new WeakSet();
  context.on("request", (request) => {
    if (request.isNavigationRequest()) for (const earlier of loading) left.add(earlier);
    // A worker of the page that is being left may still ask.
    else if ([...loading].some((one) => one.isNavigationRequest())) left.add(request);
    loading.add(request);
  });
  context.on("requestfinished", (request) => loading.delete(request));
  context.on("requestfailed", (request) => {
    loading.delete(request);
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED" || !left.has(request)) troubles.push(`request: ${request.url()} ${why}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`response: ${response.url()} ${response.status()}`);
  });
  context.on("page", (page) => page.on("crash", () => troubles.push("the page crashed")));
  await context.exposeFunction("backcastViolation", (what) => troubles.push(`security policy: ${what}`));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.backcastViolation(`${event.violatedDirective} refused ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return troubles;
}

/** Opens the stage for a file: `start` brings up the site. */
export function useStage(start = () => startSite(SHIPPED)) {
  const stage = new Stage();
  before(() => stage.open(start));
  afterEach(() => stage.leave());
  after(() => stage.close());
  return stage;
}
