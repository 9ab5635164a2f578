// Watches every frame while something changes: does any number go blank, does anything jump, does the chart empty?

/** Starts watching in the page. */
export async function watchFrames(page) {
  await page.evaluate(() => {
    const values = [...document.querySelectorAll('[data-test^="metric-"] [data-test="value"]')];
    const names = ["answer-title", "metric-total_return", "metric-profit_factor", "run-state", "run", "chart", "trades", "sort-exit", "sort-gain", "assumptions"];
    const placed = names.map((name) => {
      const element = document.querySelector(`[data-test="${name}"]`);
      // A table grows inside its frame; what must not move is the frame.
      return name === "trades" ? element.closest(".grid") : element;
    });
    const small = new OffscreenCanvas(24, 24).getContext("2d", { willReadFrequently: true });
    const seen = { frames: 0, blanks: [], jumps: [], emptyChart: 0, shifts: [], hashes: [], longest: 0 };
    const where = () => placed.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y + scrollY, width, height].map(Math.round).join();
    });
    const first = where();
    const chart = document.querySelector('[data-test="chart"]');
    const look = () => {
      for (const value of values) {
        if (!value.isConnected || value.textContent.trim() === "") seen.blanks.push(value.parentElement?.dataset.test ?? "gone");
      }
    };
    // A value that is blank for less than a frame is still a mistake.
    const mutations = new MutationObserver(look);
    mutations.observe(document.querySelector('[data-test="backtest"]'), { subtree: true, childList: true, characterData: true });
    const shifts = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const name = ({ node, previousRect: from, currentRect: to }) => {
          const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
          const called = element?.dataset.test ?? (element?.className || element?.textContent.slice(0, 20));
          return `${element?.tagName} ${called} by ${Math.round(to.x - from.x)}, ${Math.round(to.y - from.y)}`;
        };
        // While a button of the mouse is down the browser adds shifts up and names no source.
        seen.shifts.push(`${entry.value.toFixed(4)}: ${entry.sources.map(name).join("; ")}`);
      }
    });
    shifts.observe({ type: "layout-shift" });
    let before = performance.now();
    let running = true;
    const frame = (now) => {
      if (!running) return;
      seen.frames += 1;
      seen.longest = Math.max(seen.longest, now - before);
      before = now;
      look();
      const hash = document.querySelector('[data-test="backtest"]').dataset.reportHash;
      if (seen.hashes.at(-1) !== hash) seen.hashes.push(hash);
      where().forEach((place, index) => {
        if (place !== first[index]) seen.jumps.push(`${names[index]}: ${first[index]} -> ${place}`);
      });
      const canvas = chart.querySelector("canvas");
      small.clearRect(0, 0, 24, 24);
      if (canvas) small.drawImage(canvas, 0, 0, 24, 24);
      if (!small.getImageData(0, 0, 24, 24).data.some((part) => part > 0)) seen.emptyChart += 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    globalThis.stopWatching = () => {
      running = false;
      mutations.disconnect();
      shifts.disconnect();
      seen.jumps = [...new Set(seen.jumps)];
      seen.blanks = [...new Set(seen.blanks)];
      return seen;
    };
  });
}

/** Stops watching, after what is on its way has been painted, and returns what was seen. */
export function stopWatching(page) {
  return page.evaluate(
    () => new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(globalThis.stopWatching())));
    }),
  );
}
