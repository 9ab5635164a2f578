//! A market's truth: a random walk with holes where nobody traded.

use domain::{Bar, Bars, Timeframe, Ts, random::Random};

/// What a simulated market looks like.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// When the first bar may open.
    pub listed: Ts,
    /// Bars of time it lives.
    pub slots: u32,
    /// The chance that nobody traded in a bar.
    pub holes: f64,
    /// The chance that a long silence begins, of up to 2,000 bars.
    pub halts: f64,
}

/// Bars of a random walk; the same seed gives the same bars.
pub fn market(seed: u64, timeframe: Timeframe, shape: Shape) -> Bars {
    let mut random = Random::named(seed, "simulated market", 0);
    let mut bars = Bars::new(timeframe);
    let mut open_time = timeframe.open_of(shape.listed);
    let mut price = 1_000.0 + 100.0 * random.uniform();
    let mut silent = 0;
    for _ in 0..shape.slots {
        if silent == 0 && random.chance(shape.halts) {
            silent = random.below(2_000);
        }
        let hole = silent > 0 || random.chance(shape.holes);
        silent = silent.saturating_sub(1);
        if !hole {
            let open = price;
            let close = (open + random.uniform() - 0.5).max(1.0);
            let (high, low) = (open.max(close) + random.uniform(), open.min(close) * 0.999);
            price = close;
            let volume = if random.chance(0.02) {
                0.0
            } else {
                random.uniform()
            };
            let bar = Bar {
                open_time,
                open,
                high,
                low,
                close,
                volume,
                made_up: false,
            };
            // Right by construction.
            let _ = bars.push(bar);
        }
        open_time = timeframe.close_of(open_time);
    }
    bars
}
