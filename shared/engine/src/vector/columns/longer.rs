//! Longer bars of a symbol as columns, and which of them each of its own bars has seen close.

use domain::{Bar, Bars, Timeframe};

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
        let mut under_way: Option<Bar> = None;
        for bar in bars.iter() {
            let open_time = timeframe.open_of(bar.open_time);
            if let Some(late) = under_way.take_if(|before| before.open_time != open_time) {
                made.push(late);
            }
            let now = match under_way {
                None => Bar { open_time, ..bar },
                Some(before) => before.joined(bar),
            };
            let ends = timeframe.close_of(open_time) <= own.close_of(bar.open_time);
            under_way = (!ends).then_some(now);
            if ends {
                made.push(now);
            }
            made.seen.push(made.len().wrapping_sub(1));
        }
        made
    }

    fn push(&mut self, bar: Bar) {
        self.open_time.push(bar.open_time.0);
        self.open.push(bar.open);
        self.high.push(bar.high);
        self.low.push(bar.low);
        self.close.push(bar.close);
        self.volume.push(bar.volume);
    }

    pub(super) fn len(&self) -> usize {
        self.open_time.len()
    }

    pub(super) fn seen(&self) -> &[usize] {
        &self.seen
    }
}
