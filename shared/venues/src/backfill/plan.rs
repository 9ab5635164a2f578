//! Where a download begins and ends, and how its span is cut into legs.

use domain::{Span, Timeframe, Ts};

use super::{Source, Wanted};
use crate::BarsAsk;

/// The first opening time at this moment or later.
pub(super) fn next_open(timeframe: Timeframe, at: Ts) -> Ts {
    let open = timeframe.open_of(at);
    if open == at {
        open
    } else {
        timeframe.close_of(open)
    }
}

/// The opening times of the bars that are wanted and surely closed.
pub(super) fn span(source: &dyn Source, wanted: &Wanted, now: Ts) -> Span {
    let (exchange, timeframe) = (source.exchange(), wanted.timeframe);
    let ask = BarsAsk {
        symbol: wanted.symbol,
        timeframe,
        span: wanted.span,
        now,
        variant: wanted.variant,
    };
    let shown = Ts(exchange
        .shows_until(&ask)
        .0
        .saturating_sub(exchange.settles_ms()));
    let mut last = timeframe.open_of(shown);
    // By New York's clock a day closes hours after ours does: twice is enough, and a third time costs nothing.
    for _ in 0..3 {
        if exchange.closes(timeframe, last) <= shown {
            break;
        }
        last = timeframe.open_of(Ts(last.0.saturating_sub(1)));
    }
    let start = next_open(timeframe, wanted.span.start);
    let end = next_open(timeframe, wanted.span.end).min(timeframe.close_of(last));
    Span { start, end }
}

/// How many bars of a length can open in a span.
pub(super) fn slots(timeframe: Timeframe, span: Span) -> u64 {
    let length = span.end.0.saturating_sub(span.start.0).max(0);
    let per = match timeframe {
        // The shortest month there is: an estimate should not be too low.
        Timeframe::Month1 => 28 * domain::time::DAY_MS,
        other => other.millis(),
    };
    u64::try_from(length.saturating_add(per - 1) / per).unwrap_or(0)
}

/// How long legs are: as much time as holds a few full pages, learned from how many bars came for the time that was asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stride {
    /// Bars of time in a leg where every bar exists.
    base: u64,
    slots: u64,
    bars: u64,
}

/// A leg in the quietest market is no longer than so many of the densest.
const LONGEST: u64 = 64;

impl Stride {
    pub(super) fn new(base: u32) -> Stride {
        Stride {
            base: u64::from(base.max(1)),
            slots: 0,
            bars: 0,
        }
    }

    /// What a finished leg brought.
    pub(super) fn learn(&mut self, slots: u64, bars: u64) {
        // Half of what is remembered fades with each long stretch, because markets change.
        if self.slots > 32 * self.base {
            self.slots /= 2;
            self.bars /= 2;
        }
        self.slots += slots;
        self.bars += bars.min(slots);
    }

    fn leg(&self) -> u64 {
        // A dense market keeps to whole pages exactly; below that a little room is left, lest most legs need one page more.
        if self.bars * 10 >= self.slots * 9 {
            return self.base;
        }
        let room = self.base * 95 / 100;
        (room.saturating_mul(self.slots) / self.bars.max(1)).clamp(self.base, self.base * LONGEST)
    }

    /// The end of a leg: where a wanted bar opens, and not beyond the end of all.
    pub(super) fn end(&self, asked: Timeframe, wanted: Timeframe, start: Ts, end: Ts) -> Ts {
        let slots = i64::try_from(self.leg()).unwrap_or(i64::MAX);
        let far = Ts(start.0.saturating_add(slots.saturating_mul(asked.millis())));
        if far >= end {
            return end;
        }
        let aligned = wanted.open_of(far);
        // A leg of short bars may be shorter than one wanted bar.
        let aligned = if aligned > start {
            aligned
        } else {
            wanted.close_of(start)
        };
        aligned.min(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_quiet_market_is_asked_for_in_longer_legs() {
        let minute = Timeframe::Minute1;
        let end = |stride: &Stride| stride.end(minute, minute, Ts(0), Ts(i64::MAX)).0 / 60_000;
        let mut stride = Stride::new(1_000);
        assert_eq!(end(&stride), 1_000);
        stride.learn(1_000, 250);
        // A quarter of the minutes trade: 950 bars are expected in 3,800 minutes.
        assert_eq!(end(&stride), 3_800);
        let mut silent = Stride::new(1_000);
        silent.learn(1_000, 0);
        assert_eq!(end(&silent), 64_000);
    }

    proptest! {
        #[test]
        fn legs_fill_the_span_and_hold_whole_bars(start in 0_i64..3_000_000, length in 1_i64..40_000_000, base in 1_u32..3_000, wanted in 0_usize..11) {
            let wanted = Timeframe::ALL[wanted];
            let asked = Timeframe::Minute1;
            let start = next_open(wanted, Ts(start * 60_000));
            let end = next_open(wanted, Ts(start.0 + length * 60_000));
            let stride = Stride::new(base);
            let mut at = start;
            for _ in 0..50 {
                if at >= end { break; }
                let next = stride.end(asked, wanted, at, end);
                prop_assert!(next > at && next <= end);
                prop_assert_eq!(wanted.open_of(next), next);
                at = next;
            }
        }
    }
}
