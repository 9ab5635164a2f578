//! Which leg is asked for next: first looks at when the market began, then one stretch after the other.

use domain::{Span, Timeframe};

use super::{
    Backfill, Source,
    leg::{Leg, Purpose, State},
};
use crate::Serving;

/// Legs held in memory for each lane, at most.
const WAITING: usize = 4;
/// A span of more legs than this is worth a look at when the market began.
pub(super) const LEGS_WORTH_A_LOOK: u64 = 8;

impl Backfill {
    /// What a look at the market's beginning showed: nothing before it need be asked for.
    pub(super) fn looked(&mut self, leg: &Leg) {
        let first = match leg.first() {
            Some(first) => first,
            // Not even a month of it: there is nothing at all.
            None if self.month.is_none() => {
                self.looks.clear();
                self.span.end
            }
            None => return,
        };
        if leg.timeframe == Timeframe::Month1 {
            self.month = leg.first();
        }
        let first = self.wanted.timeframe.open_of(first).min(self.span.end);
        if first > self.span.start {
            self.span.start = first;
            (self.planned, self.given) = (first, first);
        }
    }

    pub(super) fn open_leg(&mut self) {
        let looking = self.legs.iter().any(|leg| leg.purpose == Purpose::Listing);
        if looking {
            return;
        }
        if let Some(length) = self.looks.pop() {
            let start = length.open_of(self.span.start);
            // A second look is only needed inside the first bar of the one before.
            let end = match self.looks.is_empty() && length == Timeframe::Day1 {
                true if self.calls > 0 => self
                    .span
                    .end
                    .min(Timeframe::Month1.close_of(Timeframe::Month1.open_of(start))),
                _ => self.span.end,
            };
            if start < end {
                let span = Span { start, end };
                self.legs
                    .push_back(Leg::new(Purpose::Listing, length, span));
            }
            return;
        }
        let lanes = self.source.lanes().max(1);
        let under_way = self
            .legs
            .iter()
            .filter(|leg| leg.state != State::Finished)
            .count();
        // Finished legs wait for the ones before them; how many may is bounded, because they are held in memory.
        let full = under_way >= lanes || self.legs.len() >= lanes * WAITING;
        if self.planned >= self.span.end || full {
            return;
        }
        let (asked, wanted) = (self.asked, self.wanted.timeframe);
        let end = self.stride.end(asked, wanted, self.planned, self.span.end);
        let span = Span {
            start: self.planned,
            end,
        };
        self.legs.push_back(Leg::new(Purpose::Keep, asked, span));
        self.planned = end;
    }
}

/// The lengths to look at for when the market began, the first one last: months, then days, or days alone.
pub(super) fn looks(source: &dyn Source, asked: Timeframe) -> Vec<Timeframe> {
    let as_is = |length: &Timeframe| {
        *length > asked && source.exchange().serves(*length) == Some(Serving::AsIs)
    };
    [Timeframe::Day1, Timeframe::Month1]
        .into_iter()
        .filter(as_is)
        .collect()
}
