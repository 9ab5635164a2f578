//! Parabolic SAR: a trailing stop that speeds up with the trend and turns over when it is touched.

use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the parabolic SAR.
pub static INDICATOR: Indicator = Indicator {
    id: "sar",
    name: Text::new("Parabolic SAR", "파라볼릭 SAR"),
    category: Category::Trend,
    about: Text::new(
        "A trailing stop that closes in faster the longer the trend runs; below the price it is an uptrend.",
        "추세가 이어질수록 빠르게 따라붙는 추적 손절선입니다. 가격 아래에 있으면 상승 추세입니다.",
    ),
    inputs: &[Input::High, Input::Low],
    outputs: &["sar"],
    params: &[
        params::number(
            "acceleration",
            Text::new("Acceleration", "가속 계수"),
            Text::new(
                "How much faster the stop follows with each new extreme.",
                "새 고점이나 저점이 나올 때마다 얼마나 더 빨리 따라가는지입니다.",
            ),
            [0.0, 1.0, 0.02, 0.01],
        ),
        params::number(
            "maximum",
            Text::new("Maximum", "최대 가속"),
            Text::new(
                "The fastest the stop follows, as a part of its distance a bar.",
                "봉마다 거리의 최대 얼마까지 따라가는지입니다.",
            ),
            [0.0, 1.0, 0.2, 0.05],
        ),
    ],
    warm_up: |_| 1,
    memory: |_| Memory::Whole,
    sparse: false,
    kernel: |params| boxed(ParabolicSar::new(params[0], params[1])),
};

/// sar ← sar + af·(extreme − sar), never beyond this bar's or the previous bar's low (high when short); af grows by the
/// acceleration with each new extreme up to the maximum. A bar that touches the stop turns it over: it jumps to the extreme,
/// widened to this and the previous bar, and af begins anew.
///
/// Begins at the second bar, short if its low fell more than its high rose. Source: Wilder, "New Concepts in Technical
/// Trading Systems", 1978; beginning and order of steps as TA-Lib.
#[derive(Clone, Debug)]
pub struct ParabolicSar {
    acceleration: f64,
    maximum: f64,
    before: [f64; 2],
    running: Option<Trail>,
}

/// Prices are turned over for a short stop, so that one rule serves both sides: the stop is below, the extreme above.
#[derive(Clone, Copy, Debug)]
struct Trail {
    side: f64,
    stop: f64,
    extreme: f64,
    factor: f64,
}

impl ParabolicSar {
    /// A stop with these factors; an acceleration above the maximum counts as the maximum.
    pub fn new(acceleration: f64, maximum: f64) -> ParabolicSar {
        ParabolicSar {
            acceleration: acceleration.min(maximum),
            maximum,
            before: [f64::NAN; 2],
            running: None,
        }
    }

    fn begin(&self, high: f64, low: f64) -> Trail {
        let [high_before, low_before] = self.before;
        let (up, down) = (high - high_before, low_before - low);
        let side = if down > 0.0 && down > up { -1.0 } else { 1.0 };
        Trail {
            side,
            stop: facing(side, self.before).1,
            extreme: facing(side, [high, low]).0,
            factor: self.acceleration,
        }
    }
}

impl Kernel<2, 1> for ParabolicSar {
    #[inline]
    fn next(&mut self, [high, low]: [f64; 2]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() {
            return [f64::NAN];
        }
        if self.before[0].is_nan() {
            self.before = [high, low];
            return [f64::NAN];
        }
        let (mut trail, before) = match self.running {
            Some(trail) => (trail, self.before),
            // The first stop is clipped by its own bar only.
            None => (self.begin(high, low), [high, low]),
        };
        self.before = [high, low];
        let (top, bottom) = facing(trail.side, [high, low]);
        let shown = if bottom <= trail.stop {
            let limit = facing(trail.side, before).0.max(top);
            let stop = -trail.extreme.max(limit);
            trail = Trail {
                side: -trail.side,
                stop,
                extreme: -bottom,
                factor: self.acceleration,
            };
            trail.side * stop
        } else {
            let shown = trail.side * trail.stop;
            if top > trail.extreme {
                trail.extreme = top;
                trail.factor = (trail.factor + self.acceleration).min(self.maximum);
            }
            shown
        };
        let moved = trail.stop + trail.factor * (trail.extreme - trail.stop);
        let (_, low_now) = facing(trail.side, [high, low]);
        let (_, low_before) = facing(trail.side, before);
        trail.stop = moved.min(low_before).min(low_now);
        self.running = Some(trail);
        [shown]
    }
}

/// High and low as a stop of this side sees them.
#[inline]
fn facing(side: f64, [high, low]: [f64; 2]) -> (f64, f64) {
    if side > 0.0 {
        (high, low)
    } else {
        (-low, -high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_faster_with_each_extreme_and_turns_when_touched() {
        let mut sar = ParabolicSar::new(0.1, 0.2);
        let mut next = |high, low| sar.next([high, low])[0];
        assert!(next(10.0, 8.0).is_nan());
        // Up. The stop begins at the low before, the extreme is 12; then 8 + 0.1·(12 − 8) = 8.4.
        assert_eq!(next(12.0, 10.0), 8.0);
        // New extreme 14, factor 0.2: 8.4 + 0.2·(14 − 8.4) = 9.52.
        assert!((next(14.0, 11.0) - 8.4).abs() < 1e-12);
        // 9 touches 9.52: the stop jumps to the extreme of 14. 14 + 0.1·(9 − 14) = 13.5 is below the high of 14: it stays.
        assert_eq!(next(13.0, 9.0), 14.0);
        assert_eq!(next(10.0, 8.5), 14.0);
    }

    #[test]
    fn begins_short_when_the_low_falls_more() {
        let mut sar = ParabolicSar::new(0.02, 0.2);
        sar.next([10.0, 8.0]);
        assert_eq!(sar.next([9.5, 6.0]), [10.0]);
    }
}
