//! Ultimate oscillator: buying pressure over three lengths in one line.

use crate::blocks::{Quotient, true_range};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the ultimate oscillator.
pub static INDICATOR: Indicator = Indicator {
    id: "ultosc",
    name: Text::new("Ultimate oscillator", "얼티밋 오실레이터"),
    category: Category::Momentum,
    about: Text::new(
        "Buying pressure over a short, a middle and a long stretch in one line from 0 to 100.",
        "단기·중기·장기의 매수 압력을 0~100의 선 하나로 합친 값입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["ultosc"],
    params: &[
        params::bars(
            "short",
            Text::new("Short period", "단기 기간"),
            Text::new("The stretch that weighs 4.", "가중치 4를 받는 기간입니다."),
            1,
            7,
        ),
        params::bars(
            "medium",
            Text::new("Middle period", "중기 기간"),
            Text::new("The stretch that weighs 2.", "가중치 2를 받는 기간입니다."),
            1,
            14,
        ),
        params::bars(
            "long",
            Text::new("Long period", "장기 기간"),
            Text::new("The stretch that weighs 1.", "가중치 1을 받는 기간입니다."),
            1,
            28,
        ),
    ],
    warm_up: |params| longest(params),
    memory: |params| Memory::Bars(longest(params)),
    sparse: false,
    kernel: |params| {
        boxed(UltimateOscillator::new([
            params[0] as usize,
            params[1] as usize,
            params[2] as usize,
        ]))
    },
};

fn longest(params: &[f64]) -> usize {
    params[0].max(params[1]).max(params[2]) as usize
}

/// 100·(4·A short + 2·A medium + A long) ÷ 7 with A = Σ buying pressure ÷ Σ true range and buying pressure = close −
/// min(low, previous close); A is 0 where nothing moved. Periods in another order are sorted, as in TA-Lib.
/// Source: Williams, "The Ultimate Oscillator", 1985.
#[derive(Clone, Debug)]
pub struct UltimateOscillator {
    before: f64,
    sums: [Quotient; 3],
}

impl UltimateOscillator {
    /// Looks at stretches of these lengths.
    pub fn new(mut periods: [usize; 3]) -> UltimateOscillator {
        periods.sort_unstable();
        UltimateOscillator {
            before: f64::NAN,
            sums: periods.map(Quotient::new),
        }
    }
}

impl Kernel<3, 1> for UltimateOscillator {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN];
        }
        let before = std::mem::replace(&mut self.before, close);
        if before.is_nan() {
            return [f64::NAN];
        }
        let pressure = close - low.min(before);
        let range = true_range(high, low, before);
        let mut total = 0.0;
        for (sums, weight) in self.sums.iter_mut().zip([4.0, 2.0, 1.0]) {
            total += match sums.push(pressure, range) {
                None => f64::NAN,
                Some((pressure, range)) if range > 0.0 => weight * (pressure / range),
                Some(_) => 0.0,
            };
        }
        [100.0 * (total / 7.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_stretch_weighs_most() {
        // Pressure 3 of 4, then 1 of 2: short A ½, middle and long A 4/6. 100·(2 + 4/3 + 2/3) ÷ 7 = 400/7.
        for periods in [[1, 2, 2], [2, 2, 1]] {
            let mut oscillator = UltimateOscillator::new(periods);
            assert!(oscillator.next([10.0, 9.0, 10.0])[0].is_nan());
            assert!(oscillator.next([13.0, 9.0, 12.0])[0].is_nan());
            let [got] = oscillator.next([13.0, 11.0, 12.0]);
            assert!((got - 400.0 / 7.0).abs() < 1e-12);
        }
    }

    #[test]
    fn is_0_where_nothing_moves() {
        let mut oscillator = UltimateOscillator::new([1, 2, 3]);
        let mut last = f64::NAN;
        for price in [1.0, 9.3, 1e9, 0.7, 0.7, 0.7, 0.7] {
            last = oscillator.next([price; 3])[0];
        }
        assert_eq!(last, 0.0);
    }
}
