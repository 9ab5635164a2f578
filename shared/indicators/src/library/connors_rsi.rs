//! Connors RSI: three short measures of exhaustion in one number.

use super::rank::{Rank, Ties};
use super::rsi::Rsi;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Connors RSI.
pub static INDICATOR: Indicator = Indicator {
    id: "connors_rsi",
    name: Text::new("Connors RSI", "코너스 RSI"),
    category: Category::Momentum,
    about: Text::new(
        "The mean of a short RSI, an RSI of winning and losing streaks, and the rank of the last move; below 10 is a deep dip.",
        "짧은 RSI, 연속 상승·하락 봉 수의 RSI, 최근 변동의 백분위를 평균한 값입니다. 10 아래면 크게 눌린 상태로 봅니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["crsi"],
    params: &[
        params::period(3),
        params::bars(
            "streak",
            Text::new("Streak period", "연속 기간"),
            Text::new(
                "Length of the RSI of streaks.",
                "연속 상승·하락 RSI의 기간입니다.",
            ),
            1,
            2,
        ),
        params::bars(
            "rank",
            Text::new("Rank period", "백분위 기간"),
            Text::new(
                "Among how many earlier moves the last one is ranked.",
                "최근 변동을 이전 변동 몇 개와 비교하는지입니다.",
            ),
            1,
            100,
        ),
    ],
    warm_up: |params| params[0].max(params[1]).max(params[2] + 1.0) as usize,
    // A streak is as long as it is.
    memory: |_| Memory::Whole,
    sparse: false,
    kernel: |params| {
        boxed(ConnorsRsi::new(
            params[0] as usize,
            params[1] as usize,
            params[2] as usize,
        ))
    },
};

/// (RSI(x, 3) + RSI(streak, 2) + percent rank of x ÷ x₋₁ − 1 among 100 earlier ones) ÷ 3. The streak counts rises in a row, falls
/// in a row below 0, and is 0 when the price stays; equal moves do not count in the rank.
/// Source: Connors and Alvarez, "An Introduction to ConnorsRSI", 2012.
#[derive(Clone, Debug)]
pub struct ConnorsRsi {
    before: Option<f64>,
    streak: f64,
    rsi: Rsi,
    streak_rsi: Rsi,
    rank: Rank,
}

impl ConnorsRsi {
    /// The lengths of the three measures.
    pub fn new(period: usize, streak: usize, rank: usize) -> ConnorsRsi {
        ConnorsRsi {
            before: None,
            streak: 0.0,
            rsi: Rsi::new(period),
            streak_rsi: Rsi::new(streak),
            rank: Rank::new(rank, Ties::Skip),
        }
    }
}

impl Kernel<1, 1> for ConnorsRsi {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let mut rank = f64::NAN;
        if let Some(before) = self.before.replace(value) {
            self.streak = if value > before {
                self.streak.max(0.0) + 1.0
            } else if value < before {
                self.streak.min(0.0) - 1.0
            } else {
                0.0
            };
            let change = if before == 0.0 {
                0.0
            } else {
                value / before - 1.0
            };
            [rank] = self.rank.next([change]);
        }
        let [rsi] = self.rsi.next([value]);
        let [streak] = self.streak_rsi.next([self.streak]);
        [(rsi + streak + rank) / 3.0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn follows_a_small_example_worked_by_hand() {
        // Values 10, 11, 12.1, 11, 12 with lengths 2, 2, 2.
        // Streaks 0, 1, 2, −1, 1: changes 1, 1, −3, 2. Seed gain 1, loss 0; then ½, 1½; then 1¼, ¾: RSI 62.5.
        // Price changes 1, 1.1, −1.1, 1: seed gain 1.05, loss 0; then 0.525, 0.55; then 0.7625, 0.275.
        // Moves +10 %, +10 %, −9.1 %, +9.1 %: the last is above one of the two before it: 50.
        let got = column(ConnorsRsi::new(2, 2, 2), &[10.0, 11.0, 12.1, 11.0, 12.0]);
        assert!(got[..3].iter().all(|value| value.is_nan()));
        let rsi = 100.0 * 0.7625 / (0.7625 + 0.275);
        assert!((got[4] - (rsi + 62.5 + 50.0) / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_price_that_stands_still_is_0() {
        let got = column(ConnorsRsi::new(3, 2, 5), &[7.0; 12]);
        assert_eq!(got[6..], [0.0; 6]);
    }
}
