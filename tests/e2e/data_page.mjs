// The data page as its reader meets it.
export class DataPage {
  constructor(page) {
    this.page = page;
    this.root = page.getByTestId("data");
    this.empty = page.getByTestId("data-empty");
    this.downloads = page.getByTestId("downloads");
    this.said = page.getByTestId("said");
    this.detail = page.getByTestId("detail");
    this.candles = page.getByTestId("candles");
  }

  /** Waits until the library is open. */
  async opened() {
    await this.page.locator('[data-test="data"][data-state="disk"]').waitFor();
  }

  /** The row of a series. */
  row(name) {
    return this.page.locator(`[data-test="series-row"][data-series="${name}"]`);
  }

  /** What a row says in a column, by the name of the column. */
  cell(name, label) {
    return this.row(name).locator(`td[data-label="${label}"]`);
  }

  /** A download, in a state when one is named. */
  download(name, state) {
    const which = `[data-test="download"][data-series="${name}"]`;
    return this.page.locator(state ? `${which}[data-state="${state}"]` : which);
  }

  /** A button of a download. */
  async act(name, what) {
    await this.download(name).getByTestId(what).click();
  }

  /** Waits until a download has brought more bars than so many. */
  async brought(name, than = 0) {
    const bars = than.toLocaleString("en-US");
    await this.download(name).locator(".download-figures").filter({ hasNotText: new RegExp(`^(${bars} |$)`) }).waitFor();
  }

  /** Opens a series. */
  async open(name) {
    await this.row(name).getByRole("button").click();
    await this.detail.waitFor();
  }

  /** Brings a file in by the file field, and waits until it has been looked at. */
  async offer(name, text) {
    await this.page.getByTestId("files").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    await this.page.locator('[data-test="import-file"][data-busy="false"]').waitFor();
  }
}
