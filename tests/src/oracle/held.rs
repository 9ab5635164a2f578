//! A position of the plain loop: where it leaves inside a stretch of prices, and how its stop follows.

use super::asked::further;
use domain::{Bar, PathRule, Reason};

/// A position; the sign is −1 for a short.
#[derive(Clone, Copy)]
pub struct Held {
    pub sign: f64,
    pub units: f64,
    pub entered: (i64, f64, Reason),
    pub fee: f64,
    pub stop: Option<(f64, Reason)>,
    pub target: Option<f64>,
    pub best: f64,
    pub closes: u32,
    /// Did the whole of its first bar come after the entry?
    pub whole: bool,
}

impl Held {
    /// Where and why it leaves while prices go from a start through this range; one price alone is an open.
    pub fn leaves(
        &self,
        (start, low, high): (f64, f64, f64),
        path: PathRule,
    ) -> Option<(f64, Reason)> {
        let (bad, good) = (
            further(-self.sign, low, high),
            further(self.sign, low, high),
        );
        let stop = self
            .stop
            .filter(|(stop, _)| (bad - stop) * self.sign <= 0.0);
        let target = self
            .target
            .filter(|target| (good - target) * self.sign >= 0.0);
        // Where it began beyond its stop or its target, that is the price.
        let stop = stop.map(|(stop, why)| (further(-self.sign, stop, start), why));
        let target_first = match (stop, target, path) {
            (None, ..) | (_, _, PathRule::Optimistic) => true,
            (_, _, PathRule::Pessimistic) => false,
            (Some((stop, _)), target, PathRule::NearestToOpen) => {
                target.is_some_and(|target| (target - start).abs() < (stop - start).abs())
            }
        };
        let target = target.filter(|_| target_first);
        let target = target.map(|target| (further(self.sign, target, start), Reason::TakeProfit));
        target.or(stop)
    }

    /// A bar closed with the position held.
    pub fn age(&mut self, bar: &Bar) {
        let seen = match self.closes > 0 || self.whole {
            true => further(self.sign, bar.low, bar.high),
            false => bar.close,
        };
        self.best = further(self.sign, self.best, seen);
        self.closes += 1;
    }

    /// Moves the stop, never away from the price.
    pub fn follow(&mut self, level: f64) {
        let nearer = self
            .stop
            .is_none_or(|(stop, _)| (level - stop) * self.sign > 0.0);
        if nearer {
            self.stop = Some((level, Reason::TrailingStop));
        }
    }
}
