//! Relative strength index: the share of rises in what the price moved.

use crate::blocks::{Averages, Moves, SimpleMoves, WilderMoves};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the relative strength index.
pub static INDICATOR: Indicator = Indicator {
    id: "rsi",
    name: Text::new("Relative strength index", "상대강도지수 (RSI)"),
    category: Category::Momentum,
    about: Text::new(
        "The share of rises in what the price moved, from 0 to 100; above 70 is called overbought, below 30 oversold.",
        "가격 변동 중 상승이 차지한 비율입니다(0~100). 70 위는 과매수, 30 아래는 과매도라고 합니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["rsi"],
    params: &[params::period(14), params::SMOOTHING],
    warm_up: |params| params[0] as usize,
    memory: |params| match params[1] {
        0.0 => Memory::Bars(wilder_settled(params[0] as usize) + 1),
        _ => Memory::Bars(params[0] as usize),
    },
    sparse: false,
    kernel: |params| match params[1] {
        0.0 => boxed(Rsi::new(params[0] as usize)),
        _ => boxed(Rsi::of(SimpleMoves::new(params[0] as usize))),
    },
};

/// Bars after which (1 − 1 ÷ n)^bars is below 1e-8: the seed of a Wilder average can no longer be felt.
pub fn wilder_settled(period: usize) -> usize {
    20 * (period + 1)
}

/// 100·G ÷ (G + L) = 50 + 50·(G − L) ÷ (G + L), G and L being averages of rises and falls; 0 when nothing moved.
/// With simple averages it is Cutler's RSI, without memory beyond the window.
/// Source: Wilder, "New Concepts in Technical Trading Systems", 1978; seeding and the 0 as TA-Lib.
#[derive(Clone, Debug)]
pub struct Rsi<A = WilderMoves> {
    moves: Moves<A>,
}

impl Rsi {
    /// Wilder's, over about `period` changes.
    pub fn new(period: usize) -> Rsi {
        Rsi::of(WilderMoves::new(period))
    }
}

impl<A: Averages> Rsi<A> {
    /// With these averages.
    pub fn of(averages: A) -> Rsi<A> {
        Rsi {
            moves: Moves::new(averages),
        }
    }
}

impl<A: Averages> Kernel<1, 1> for Rsi<A> {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let (net, moved) = self.moves.push(value);
        // NaN, not warmed up, falls through to the quotient.
        [if moved == 0.0 {
            0.0
        } else {
            50.0 + 50.0 * (net / moved)
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn is_the_share_of_rises() {
        // Changes +1, +1, −2, +2 with period 2: seed G = 1, L = 0; then G = ½, L = 1; then G = 1.25, L = ½.
        let values = [1.0, 2.0, 3.0, 1.0, 3.0];
        let got = column(Rsi::new(2), &values);
        assert!(got[0].is_nan() && got[1].is_nan());
        let share = |gain: f64, loss: f64| 50.0 + 50.0 * ((gain - loss) / (gain + loss));
        assert_eq!(got[2..], [100.0, share(0.5, 1.0), share(1.25, 0.5)]);
        assert!((share(0.5, 1.0) - 100.0 / 3.0).abs() < 1e-13);
        // Simple: the last two changes only.
        let got = column(Rsi::of(SimpleMoves::new(2)), &values);
        assert_eq!(got[2..], [100.0, share(1.0, 2.0), 50.0]);
    }
}
