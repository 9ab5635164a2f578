//! How long a download takes: said before, and while it goes on.

use domain::{Span, Ts};

use super::{
    Backfill, Estimate, Progress,
    leg::{Purpose, State},
    plan,
};

impl Backfill {
    /// What the download will take. It is said anew, and lower, once it is known when the market began.
    pub fn estimate(&self) -> Estimate {
        let limits = self.source.exchange().limits();
        let page = u64::from(limits.page.max(1));
        let looks = 2 * self.looks.len() as u64;
        let calls = plan::slots(self.asked, self.span).div_ceil(page) + looks;
        let millis = limits
            .rates
            .iter()
            .filter(|rate| rate.group == limits.bars.group)
            .map(|rate| {
                let weight = calls.saturating_mul(u64::from(limits.bars.weight));
                let per = u64::try_from(rate.per_ms).unwrap_or(0);
                weight.saturating_mul(per) / u64::from(rate.most.max(1))
            })
            .max()
            .unwrap_or(0);
        Estimate {
            bars: plan::slots(self.wanted.timeframe, self.span),
            calls,
            millis: i64::try_from(millis).unwrap_or(i64::MAX),
        }
    }

    /// How far it has come.
    pub fn progress(&self, now: Ts) -> Progress {
        let length = |span: Span| span.end.0.saturating_sub(span.start.0).max(0) as f64;
        let all = length(self.span);
        let finished = self
            .legs
            .iter()
            .filter(|leg| leg.purpose == Purpose::Keep && leg.state == State::Finished)
            .map(|leg| length(leg.span));
        let given = length(Span {
            start: self.span.start,
            end: self.given,
        });
        let covered = given + finished.sum::<f64>();
        let done = if self.is_done() {
            1.0
        } else if all > 0.0 {
            (covered / all).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let elapsed = self
            .began
            .map_or(0, |began| now.0.saturating_sub(began.0))
            .max(0) as f64;
        let rate = if elapsed > 0.0 {
            self.bars as f64 * 1_000.0 / elapsed
        } else {
            0.0
        };
        let known = covered > 0.0 && elapsed > 0.0;
        let eta_ms = if done >= 1.0 {
            Some(0)
        } else {
            known.then(|| (elapsed * (all - covered) / covered) as i64)
        };
        Progress {
            done,
            bars: self.bars,
            calls: self.calls,
            rate,
            eta_ms,
        }
    }
}
