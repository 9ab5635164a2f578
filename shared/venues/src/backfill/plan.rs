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
    // Whoever wants everything there is may say so with the largest number.
    let of_this_age = |at: Ts| Ts(at.0.clamp(0, LATEST_MS));
    let kept = exchange
        .keeps_ms(timeframe)
        .map(|keeps| now.0.saturating_sub(keeps));
    let from = wanted.span.start.max(Ts(kept.unwrap_or(0)));
    let start = next_open(timeframe, of_this_age(from));
    let end = next_open(timeframe, of_this_age(wanted.span.end));
    let end = end.min(timeframe.close_of(last));
    Span { start, end }
}

/// 2099: late enough for all, and a bar that opens then closes before the next century.
const LATEST_MS: i64 = 4_070_908_800_000;

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
    /// Bars in a page, and pages in a leg.
    page: u64,
    pages: u64,
    lanes: u64,
    slots: u64,
    bars: u64,
}

/// A leg in the quietest market is no longer than so many of the densest.
const LONGEST: u64 = 64;

impl Stride {
    pub(super) fn new(source: &dyn Source) -> Stride {
        let leg = u64::from(source.leg().max(1));
        let page = u64::from(source.exchange().limits().page.max(1)).min(leg);
        Stride {
            page,
            pages: leg / page,
            lanes: source.lanes().max(1) as u64,
            slots: 0,
            bars: 0,
        }
    }

    /// What a finished leg brought.
    pub(super) fn learn(&mut self, slots: u64, bars: u64) {
        // Half of what is remembered fades with each long stretch, because markets change.
        if self.slots > 32 * self.page * self.pages {
            self.slots /= 2;
            self.bars /= 2;
        }
        self.slots += slots;
        self.bars += bars.min(slots);
    }

    /// Bars of time in the next leg, of those that are left.
    fn leg(&self, left: u64) -> u64 {
        // A dense market keeps to whole pages exactly; below that a little room is left, lest most legs need one page more.
        let dense = self.bars * 10 >= self.slots * 9;
        let stretched = |bars: u64| {
            if dense {
                return bars;
            }
            let room = bars * 95 / 100;
            (room.saturating_mul(self.slots) / self.bars.max(1)).clamp(bars, bars * LONGEST)
        };
        // Towards the end legs are shorter, so that all lanes come to their ends together.
        let share = left / stretched(self.page).saturating_mul(self.lanes).max(1);
        stretched(self.page * share.clamp(1, self.pages))
    }

    /// The end of a leg: where a wanted bar opens, and not beyond the end of all.
    pub(super) fn end(&self, asked: Timeframe, wanted: Timeframe, start: Ts, end: Ts) -> Ts {
        let left = slots(asked, Span { start, end });
        let slots = i64::try_from(self.leg(left)).unwrap_or(i64::MAX);
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
        let far = Ts(10_000_000 * 60_000);
        let end = |stride: &Stride| stride.end(minute, minute, Ts(0), far).0 / 60_000;
        let upbit = crate::Direct::new(&crate::upbit::Upbit, None);
        let mut stride = Stride::new(&upbit);
        assert_eq!(end(&stride), 1_000);
        stride.learn(1_000, 250);
        // A quarter of the minutes trade: 950 bars are expected in 3,800 minutes.
        assert_eq!(end(&stride), 3_800);
        let mut silent = Stride::new(&upbit);
        silent.learn(1_000, 0);
        assert_eq!(end(&silent), 64_000);
        // 3,200 bars are left for sixteen lanes: a page for each.
        let near = Ts(3_200 * 60_000);
        let last = Stride::new(&upbit).end(minute, minute, Ts(0), near);
        assert_eq!(last.0 / 60_000, 200);
    }

    proptest! {
        #[test]
        fn legs_fill_the_span_and_hold_whole_bars(start in 0_i64..3_000_000, length in 1_i64..40_000_000, pages in 1_u64..9, wanted in prop::sample::select(Timeframe::ALL.to_vec())) {
            let asked = wanted.min(Timeframe::Minute1);
            let start = next_open(wanted, Ts(start * 60_000));
            let end = next_open(wanted, Ts(start.0 + length * 60_000));
            let stride = Stride { page: 200, pages, lanes: 4, slots: 0, bars: 0 };
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
