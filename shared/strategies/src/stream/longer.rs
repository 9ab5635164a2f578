//! Bars of a longer timeframe made of a symbol's own, each known only once it has closed.

use domain::{Bar, Timeframe, Ts};

/// The longer bar under way.
pub(super) struct Longer {
    timeframe: Timeframe,
    bar: Option<Bar>,
}

impl Longer {
    pub(super) fn new(timeframe: Timeframe) -> Longer {
        Longer {
            timeframe,
            bar: None,
        }
    }

    /// The longer bar that ended before this bar began, when holes kept it from closing in time.
    pub(super) fn ended_before(&mut self, bar: &Bar) -> Option<Bar> {
        let open = self.timeframe.open_of(bar.open_time);
        self.bar.take_if(|under_way| under_way.open_time != open)
    }

    /// Takes a bar in; the longer bar, when it closes with it.
    pub(super) fn take(&mut self, bar: &Bar, close: Ts) -> Option<Bar> {
        let open_time = self.timeframe.open_of(bar.open_time);
        let merged = match self.bar {
            None => Bar { open_time, ..*bar },
            Some(before) => before.joined(*bar),
        };
        let ends = self.timeframe.close_of(open_time) <= close;
        self.bar = if ends { None } else { Some(merged) };
        ends.then_some(merged)
    }
}
