//! Average directional index: how strong a trend is, and which way it points.

use super::rsi::wilder_settled;
use crate::blocks::{Exponential, true_range};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the average directional index.
pub static INDICATOR: Indicator = Indicator {
    id: "adx",
    name: Text::new("Average directional index", "평균 방향성 지수 (ADX/DMI)"),
    category: Category::Trend,
    about: Text::new(
        "The strength of a trend from 0 to 100, and its way: up while plus_di leads minus_di; above 25 is called a trend.",
        "추세의 강도를 0~100으로 나타냅니다. plus_di가 minus_di보다 크면 상승 쪽이며, 25 위를 추세로 봅니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["adx", "plus_di", "minus_di", "dx"],
    params: &[params::period(14)],
    warm_up: |params| 2 * params[0] as usize - 1,
    memory: |params| Memory::Bars(2 * wilder_settled(params[0] as usize) + 1),
    sparse: false,
    kernel: |params| boxed(Adx::new(params[0] as usize)),
};

/// +DI and −DI are 100 times the directional movement's share of the true range, DX = 100·|+DI − −DI| ÷ (+DI + −DI), ADX is
/// Wilder's average of DX.
///
/// The larger of high − high₋₁ and low₋₁ − low is the movement if it is above 0; neither when they are equal. Sums are
/// Wilder's, S ← S − S ÷ n + x, and as in TA-Lib begin with the n − 1 values of bars 1 to n − 1. DX keeps its last value
/// while nothing moves. Source: Wilder, "New Concepts in Technical Trading Systems", 1978.
#[derive(Clone, Debug)]
pub struct Adx {
    period: usize,
    moves: usize,
    before: [f64; 3],
    plus: f64,
    minus: f64,
    range: f64,
    dx: f64,
    average: Exponential,
}

impl Adx {
    /// Looks at about `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> Adx {
        Adx {
            period: period.max(1),
            moves: 0,
            before: [f64::NAN; 3],
            plus: 0.0,
            minus: 0.0,
            range: 0.0,
            dx: 0.0,
            average: Exponential::wilder(period),
        }
    }

    #[inline]
    fn add(&mut self, [plus, minus, range]: [f64; 3]) {
        if self.moves < self.period {
            self.plus += plus;
            self.minus += minus;
            self.range += range;
        } else {
            let n = self.period as f64;
            self.plus += plus - self.plus / n;
            self.minus += minus - self.minus / n;
            self.range += range - self.range / n;
        }
    }
}

impl Kernel<3, 4> for Adx {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 4] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN; 4];
        }
        let [high_before, low_before, close_before] =
            std::mem::replace(&mut self.before, [high, low, close]);
        if close_before.is_nan() {
            return [f64::NAN; 4];
        }
        let (up, down) = (high - high_before, low_before - low);
        self.moves += 1;
        self.add([
            if up > down && up > 0.0 { up } else { 0.0 },
            if down > up && down > 0.0 { down } else { 0.0 },
            true_range(high, low, close_before),
        ]);
        if self.moves < self.period {
            return [f64::NAN; 4];
        }
        let (plus_di, minus_di) = if self.range > 0.0 {
            (
                100.0 * (self.plus / self.range),
                100.0 * (self.minus / self.range),
            )
        } else {
            (0.0, 0.0)
        };
        let both = plus_di + minus_di;
        if both > 0.0 {
            self.dx = 100.0 * ((plus_di - minus_di).abs() / both);
        }
        [self.average.push(self.dx), plus_di, minus_di, self.dx]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_begin_one_value_short_and_then_run() {
        // Period 2. Moves: +2 of range 3; then −1 of range 4; then neither, of range 2.
        let mut adx = Adx::new(2);
        let bars = [
            [10.0, 8.0, 9.0],
            [12.0, 9.0, 11.0],
            [12.0, 8.0, 9.0],
            [11.0, 9.0, 10.0],
        ];
        let got = bars.map(|bar| adx.next(bar));
        assert!(got[..2].iter().flatten().all(|value| value.is_nan()));
        // S: + 2 − 1 = 1, − 0 + 1 = 1, range 3 − 1.5 + 4 = 5.5.
        assert!(got[2][0].is_nan());
        assert_eq!(got[2][1..], [100.0 / 5.5, 100.0 / 5.5, 0.0]);
        // S: + ½, − ½, range 2.75 + 2 = 4.75; DX 0 twice.
        assert_eq!(
            got[3],
            [0.0, 100.0 * (0.5 / 4.75), 100.0 * (0.5 / 4.75), 0.0]
        );
    }

    #[test]
    fn a_steady_rise_is_all_trend_and_stillness_keeps_it() {
        let mut adx = Adx::new(3);
        let mut last = [f64::NAN; 4];
        for bar in 0..20 {
            let base = f64::from(bar);
            last = adx.next([base + 1.0, base, base + 0.5]);
        }
        assert_eq!((last[0], last[2], last[3]), (100.0, 0.0, 100.0));
        for _ in 0..50 {
            last = adx.next([19.5, 19.5, 19.5]);
        }
        assert_eq!(last[3], 100.0);
    }
}
