//! Correlation with another symbol: whether the two move together.

use super::beta::Beside;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the rolling correlation.
pub static INDICATOR: Indicator = Indicator {
    id: "correlation",
    name: Text::new("Correlation with another symbol", "다른 종목과의 상관계수"),
    category: Category::Statistic,
    about: Text::new(
        "1 when the two symbols move together, −1 when they move against each other, 0 when one says nothing about the other.",
        "두 종목이 같이 움직이면 1, 반대로 움직이면 −1, 서로 무관하면 0입니다.",
    ),
    inputs: &[Input::Value, Input::Other],
    outputs: &["correlation"],
    params: &[
        params::bars(
            "period",
            Text::new("Period", "기간"),
            Text::new("How many bars are looked at.", "몇 개의 봉을 보는지입니다."),
            2,
            30,
        ),
        OF,
    ],
    warm_up: |params| match params[1] {
        0.0 => params[0] as usize,
        _ => params[0] as usize - 1,
    },
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Correlation::new(params[0] as usize, params[1] == 0.0)),
};

const OF: Param = Param::choice(
    "of",
    Text::new("Of", "대상"),
    Text::new(
        "Returns tell whether moves go together; prices correlate by their trends alone.",
        "수익률은 움직임이 함께인지 보여 줍니다. 가격끼리는 추세만으로도 상관이 높게 나옵니다.",
    ),
    &[
        ("returns", Text::new("returns", "수익률")),
        ("levels", Text::new("prices", "가격")),
    ],
);

/// Pearson's cov(x, y) ÷ (σx·σy) of the last n log returns or values; 0 when one of the two does not move.
#[derive(Clone, Debug)]
pub struct Correlation {
    beside: Beside,
}

impl Correlation {
    /// Looks at `period` returns or values, less than 2 counts as 2.
    pub fn new(period: usize, of_returns: bool) -> Correlation {
        Correlation {
            beside: Beside::new(period, of_returns),
        }
    }
}

impl Kernel<2, 1> for Correlation {
    #[inline]
    fn next(&mut self, values: [f64; 2]) -> [f64; 1] {
        let Some(spread) = self.beside.push(values) else {
            return [f64::NAN];
        };
        let both = spread.variance_x.sqrt() * spread.variance_y.sqrt();
        if both > 0.0 {
            [(spread.covariance / both).clamp(-1.0, 1.0)]
        } else {
            [0.0]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(rows: &[[f64; 2]], period: usize, of_returns: bool) -> f64 {
        let mut kernel = Correlation::new(period, of_returns);
        rows.iter().fold(f64::NAN, |_, row| kernel.next(*row)[0])
    }

    #[test]
    fn levels_follow_a_small_example_worked_by_hand() {
        // x: 1, 2, 3, mean 2; y: 1, 3, 2, mean 2. cov = (1 + 0 + 0) ÷ 3, both variances ⅔: ½.
        let rows = [[1.0, 1.0], [2.0, 3.0], [3.0, 2.0]];
        assert!((last(&rows, 3, false) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn returns_need_not_go_the_way_of_the_levels() {
        // Returns ln2, −ln2 against −ln2, ln2.
        let rows = [[1.0, 2.0], [2.0, 1.0], [1.0, 2.0]];
        assert!((last(&rows, 2, true) + 1.0).abs() < 1e-15);
    }

    #[test]
    fn who_stands_still_is_correlated_with_nobody() {
        let rows = [[1.0, 5.0], [2.0, 5.0], [3.0, 5.0], [1.0, 5.0]];
        assert_eq!((last(&rows, 3, false), last(&rows, 3, true)), (0.0, 0.0));
        // Steady growth: returns differ by rounding only.
        let growth: Vec<[f64; 2]> = (0..30)
            .map(|bar| [libm::pow(1.07, f64::from(bar)), f64::from(3 + bar % 4)])
            .collect();
        assert_eq!(last(&growth, 10, true), 0.0);
    }
}
