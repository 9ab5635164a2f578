//! Average true range: how far the price moves in a bar, gaps included.

use super::rsi::wilder_settled;
use super::trange::TrueRange;
use crate::blocks::{Average, Exponential, Mean};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the average true range.
pub static INDICATOR: Indicator = Indicator {
    id: "atr",
    name: Text::new("Average true range", "평균 실제 범위 (ATR)"),
    category: Category::Volatility,
    about: Text::new(
        "How far the price moves in a bar, gaps included, in units of price.",
        "갭을 포함해 봉 하나에서 가격이 얼마나 움직이는지를 가격 단위로 나타냅니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["atr"],
    params: &[params::period(14), params::SMOOTHING],
    warm_up: |params| params[0] as usize,
    memory: |params| match params[1] {
        0.0 => Memory::Bars(wilder_settled(params[0] as usize) + 1),
        _ => Memory::Bars(params[0] as usize),
    },
    sparse: false,
    kernel: |params| match params[1] {
        0.0 => boxed(Atr::new(params[0] as usize)),
        _ => boxed(Atr::of(Mean::new(params[0] as usize))),
    },
};

/// Average of the true range, from the second bar on.
/// Source: Wilder, "New Concepts in Technical Trading Systems", 1978; seeding as TA-Lib.
#[derive(Clone, Debug)]
pub struct Atr<A = Exponential> {
    range: TrueRange,
    average: A,
}

impl Atr {
    /// Wilder's, over about `period` bars.
    pub fn new(period: usize) -> Atr {
        Atr::of(Exponential::wilder(period))
    }
}

impl<A: Average> Atr<A> {
    /// Averaged in this way.
    pub fn of(average: A) -> Atr<A> {
        Atr {
            range: TrueRange::default(),
            average,
        }
    }
}

impl<A: Average> Kernel<3, 1> for Atr<A> {
    #[inline]
    fn next(&mut self, bar: [f64; 3]) -> [f64; 1] {
        let [range] = self.range.next(bar);
        if range.is_nan() {
            return [f64::NAN];
        }
        [self.average.push(range)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_counts_and_the_first_bar_does_not() {
        // Ranges: bar 1 from 10 to 14 after a close of 9: 5; bar 2 from 12 to 13 after 13: 1; then 8 to 9 after 12: 4.
        let bars = [
            [10.0, 8.0, 9.0],
            [14.0, 10.0, 13.0],
            [13.0, 12.0, 12.0],
            [9.0, 8.0, 8.0],
        ];
        let (mut wilder, mut simple) = (Atr::new(2), Atr::of(Mean::new(2)));
        let got: Vec<[f64; 2]> = bars
            .iter()
            .map(|bar| [wilder.next(*bar)[0], simple.next(*bar)[0]])
            .collect();
        assert!(got[..2].iter().flatten().all(|value| value.is_nan()));
        assert_eq!(got[2..], [[3.0, 3.0], [3.5, 2.5]]);
    }
}
