// The page as its reader meets it: by role and label first, by `data-test` where a reader goes by the eye.

/** The seven numbers a trader asks for first. */
export const HEADLINE = ["total_return", "cagr", "max_drawdown", "sharpe", "trades", "win_rate", "profit_factor"];

export class LabPage {
  constructor(page) {
    this.page = page;
    this.root = page.getByTestId("backtest");
    this.title = page.getByTestId("answer-title");
    this.strategy = page.getByTestId("strategy");
    this.runButton = page.getByTestId("run");
    this.runState = page.getByTestId("run-state");
    this.language = page.getByTestId("language");
    this.settings = page.getByTestId("settings");
    this.reset = page.getByTestId("reset-params");
    this.chart = page.getByTestId("chart");
    this.canvas = this.chart.locator("canvas").first();
    this.trades = page.getByTestId("trades");
    this.honesty = page.getByTestId("honesty");
    this.help = page.getByTestId("help-dialog");
    this.update = page.getByTestId("update");
    this.outdated = page.getByTestId("outdated");
    this.failed = page.getByTestId("run-failed");
    this.cancelled = page.getByTestId("run-cancelled");
  }

  number(name) {
    return this.page.getByRole("textbox", { name, exact: true });
  }

  slider(name) {
    return this.page.getByRole("slider", { name, exact: true });
  }

  choice(name) {
    return this.page.getByRole("radio", { name, exact: true });
  }

  toggle(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** What is wrong with a field, as told above the answer. */
  problem(field) {
    return this.page.getByTestId(`problem-${field}`);
  }

  /** A choice inside the display settings, which are opened for it. */
  async display(group, choice) {
    if ((await this.settings.getAttribute("aria-expanded")) !== "true") await this.settings.click();
    await this.page.getByTestId(`${group}-${choice}`).check();
  }

  /** Waits until the answer on show belongs to the question. */
  async settled() {
    await this.page.locator('[data-test="backtest"][data-state="ready"][data-report-hash]').waitFor();
  }

  /** Waits for an answer other than this one and returns its hash. */
  async answered(other) {
    await this.page.locator(`[data-test="backtest"][data-state="ready"]:not([data-report-hash="${other}"])`).waitFor();
    return this.hash();
  }

  /** Waits until exactly this answer is on show. */
  async shows(hash) {
    await this.page.locator(`[data-test="backtest"][data-state="ready"][data-report-hash="${hash}"]`).waitFor();
  }

  /** Waits until the question is refused. */
  async refused() {
    await this.page.locator('[data-test="backtest"][data-state="error"]').waitFor();
  }

  hash() {
    return this.root.getAttribute("data-report-hash");
  }

  /** Waits until the check of the run is in this state. */
  async checked(state) {
    await this.page.locator(`[data-test="honesty"][data-state="${state}"]`).waitFor();
  }

  /** Checks the run on show and waits for what is found. */
  async checkRun() {
    await this.page.getByTestId("check").click();
    await this.checked("ready");
  }

  /** Opens the fold with account and costs in detail. */
  async openDetails() {
    await this.page.getByTestId("details-summary").click();
    await this.page.getByTestId("field-sizing").waitFor();
  }

  /** Opens the fold with all metrics, and every category in it when `all` is said. */
  async openMetrics({ all = false } = {}) {
    await this.page.getByTestId("all-metrics").locator("> summary").click();
    const open = this.page.getByTestId("open-all-metrics");
    await open.waitFor();
    if (!all) return;
    await open.click();
    await this.page.getByTestId("metrics-benchmark").getByRole("row").nth(1).waitFor();
  }

  /** The row of a metric in the fold. */
  metric(id) {
    return this.page.getByTestId(`row-${id}`);
  }

  /** The texts of a table, row by row, heads first. */
  async cells(table) {
    const rows = await this.page.getByTestId(table).getByRole("row").all();
    return Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  }

  /** The texts of a column of the trades in view, by the word its head begins with. */
  async column(head) {
    const heads = await this.trades.getByRole("columnheader").allTextContents();
    const place = heads.findIndex((text) => text.trim().startsWith(head)) + 1;
    return this.trades.locator(`tbody tr:not(.space) td:nth-child(${place})`).allTextContents();
  }

  /** The texts of the headline numbers, by id. */
  async metrics() {
    const texts = HEADLINE.map((id) => this.page.getByTestId(`metric-${id}`).getByTestId("value").textContent());
    const values = await Promise.all(texts);
    return Object.fromEntries(HEADLINE.map((id, index) => [id, values[index]]));
  }

  /** Types a value and leaves the field, as a reader does. */
  async type(name, text) {
    const box = this.number(name);
    await box.fill(text);
    await box.blur();
  }

  /** Waits until the address says this. */
  async address(path) {
    await this.page.waitForURL((url) => `${url.pathname}${url.search}` === path);
  }

  /** Waits until the service worker answers for this page; by then it holds all files. */
  async controlled() {
    await this.page.waitForFunction(() => Boolean(navigator.serviceWorker.controller));
  }

  /** Waits until something is drawn in the chart, and returns how many distinct colours it has. */
  async drawn() {
    await this.canvas.waitFor();
    const handle = await this.page.waitForFunction((canvas) => {
      // Looked at in a copy: reading the chart's own canvas would change how the browser keeps it.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;
      const colours = new Set();
      for (let at = 0; at < pixels.length; at += 4 * 7) {
        if (pixels[at + 3] > 0) colours.add((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
      }
      return colours.size > 3 ? colours.size : 0;
    }, await this.canvas.elementHandle());
    return handle.jsonValue();
  }

  /** Saves a file with a button and returns its name and bytes. */
  async download(button) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), button.click()]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    return { name: download.suggestedFilename(), bytes: Buffer.concat(chunks) };
  }

  /** Saves a file of comma-separated values and returns its rows as objects. */
  async csv(test) {
    const { bytes } = await this.download(this.page.getByTestId(test));
    const [head, ...lines] = bytes.toString("utf8").replace("\u{feff}", "").trim().split("\r\n").map((line) => line.split(","));
    return lines.map((line) => Object.fromEntries(head.map((name, index) => [name, line[index]])));
  }

  /** The focused element in a few words, or null when the focus left the page. */
  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
      return `${element.tagName.toLowerCase()} ${element.dataset.test ?? ""} ${(name ?? "").trim().slice(0, 40)}`;
    });
  }
}
