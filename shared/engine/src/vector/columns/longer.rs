//! Longer bars of a symbol as columns, and which of them each of its own bars has seen close.

use domain::{Bars, Timeframe, Ts};

/// The closed longer bars of one symbol.
pub(super) struct LongerBars {
    pub(super) open_time: Vec<i64>,
    pub(super) open: Vec<f64>,
    pub(super) high: Vec<f64>,
    pub(super) low: Vec<f64>,
    pub(super) close: Vec<f64>,
    pub(super) volume: Vec<f64>,
    pub(super) timeframe: Timeframe,
    /// For each own bar the last longer bar that had closed with it; none is the largest number.
    seen: Vec<usize>,
}

impl LongerBars {
    /// Joins bars; one at the end that hasn't closed is left out.
    pub(super) fn new(bars: &Bars, own: Timeframe, timeframe: Timeframe) -> LongerBars {
        let mut made = LongerBars {
            open_time: Vec::new(),
            open: Vec::new(),
            high: Vec::new(),
            low: Vec::new(),
            close: Vec::new(),
            volume: Vec::new(),
            timeframe,
            seen: Vec::with_capacity(bars.len()),
        };
        let mut under_way: Option<[f64; 5]> = None;
        let mut opened = i64::MIN;
        for bar in bars.iter() {
            let open = timeframe.open_of(bar.open_time).0;
            if opened != open
                && let Some(late) = under_way.take()
            {
                made.push(opened, late);
            }
            opened = open;
            let now = match under_way {
                None => [bar.open, bar.high, bar.low, bar.close, bar.volume],
                Some([first, high, low, _, volume]) => [
                    first,
                    high.max(bar.high),
                    low.min(bar.low),
                    bar.close,
                    volume + bar.volume,
                ],
            };
            let ends = timeframe.close_of(Ts(open)) <= own.close_of(bar.open_time);
            if ends {
                made.push(open, now);
                under_way = None;
            } else {
                under_way = Some(now);
            }
            made.seen.push(made.len().wrapping_sub(1));
        }
        made
    }

    fn push(&mut self, open_time: i64, [open, high, low, close, volume]: [f64; 5]) {
        self.open_time.push(open_time);
        self.open.push(open);
        self.high.push(high);
        self.low.push(low);
        self.close.push(close);
        self.volume.push(volume);
    }

    pub(super) fn len(&self) -> usize {
        self.open_time.len()
    }

    pub(super) fn seen(&self) -> &[usize] {
        &self.seen
    }
}
