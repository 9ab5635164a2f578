//! Hull moving average: a weighted average that hardly lags.

use crate::blocks::Line;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Hull moving average.
pub static INDICATOR: Indicator = Indicator {
    id: "hma",
    name: Text::new("Hull moving average", "헐 이동평균 (HMA)"),
    category: Category::Average,
    about: Text::new(
        "A smooth average that turns early, because the lag of a weighted average is taken out.",
        "가중 이동평균의 지연을 덜어내 방향 전환이 빠르면서도 부드러운 평균입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["hma"],
    params: &[params::period(20)],
    warm_up: |params| bars_before(params[0] as usize),
    memory: |params| Memory::Bars(bars_before(params[0] as usize)),
    sparse: false,
    kernel: |params| boxed(Hma::new(params[0] as usize)),
};

fn bars_before(period: usize) -> usize {
    period - 1 + period.isqrt().max(1) - 1
}

/// WMA(2·WMA(x, n ÷ 2) − WMA(x, n), √n), both lengths rounded down.
/// Source: Hull, "How to reduce lag in a moving average", 2005.
#[derive(Clone, Debug)]
pub struct Hma {
    half: Line,
    whole: Line,
    smooth: Line,
}

impl Hma {
    /// Looks at `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Hma {
        Hma {
            half: Line::new(period / 2),
            whole: Line::new(period),
            smooth: Line::new(period.isqrt()),
        }
    }
}

impl Kernel<1, 1> for Hma {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let half = self.half.push(value);
        let whole = self.whole.push(value);
        let (Some(half), Some(whole)) = (half, whole) else {
            return [f64::NAN];
        };
        let fit = self.smooth.push(2.0 * half.weighted - whole.weighted);
        [fit.map_or(f64::NAN, |fit| fit.weighted)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn follows_a_small_example_worked_by_hand() {
        // Period 4, half 2, root 2, values 1, 2, 3, 4, 8.
        // Bar 3: WMA2 = (3 + 2·4)/3 = 11/3, WMA4 = (1 + 4 + 9 + 16)/10 = 3, raw = 13/3.
        // Bar 4: WMA2 = (4 + 2·8)/3 = 20/3, WMA4 = (2 + 6 + 12 + 32)/10 = 5.2, raw = 122/15.
        // Hull = (13/3 + 2·122/15)/3 = 309/45.
        let got = column(Hma::new(4), &[1.0, 2.0, 3.0, 4.0, 8.0]);
        assert!(got[..4].iter().all(|value| value.is_nan()));
        assert!((got[4] - 309.0 / 45.0).abs() < 1e-14);
    }

    #[test]
    fn of_one_bar_it_is_the_price() {
        assert_eq!(column(Hma::new(1), &[3.0, 5.0]), [3.0, 5.0]);
    }
}
