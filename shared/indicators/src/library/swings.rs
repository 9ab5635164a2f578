//! Swings: the last tops and bottoms that are known, and how old they are.

use crate::structure::{SwingKind, Swings};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the swings.
pub static INDICATOR: Indicator = Indicator {
    id: "swings",
    name: Text::new("Swing highs and lows", "스윙 고점·저점"),
    category: Category::Structure,
    about: Text::new(
        "The price of the last top and bottom that stand out among their neighbours, with their age in bars and a flag on the bar that confirms one.",
        "양옆 봉보다 두드러진 마지막 고점과 저점의 가격, 그 뒤로 지난 봉 수, 확정되는 봉의 표시입니다.",
    ),
    inputs: &[Input::High, Input::Low],
    outputs: &["high", "low", "high_age", "low_age", "new_high", "new_low"],
    params: &[params::STRENGTH],
    warm_up: |params| Swings::warm_up(params[0] as usize),
    memory: |_| Memory::Whole,
    sparse: true,
    kernel: |params| boxed(LastSwings::new(params[0] as usize)),
};

/// [`Swings`] as columns: prices and ages hold from the confirming bar until the next swing is confirmed.
#[derive(Clone, Debug)]
pub struct LastSwings {
    swings: Swings,
    warm_up: usize,
    row: usize,
    prices: [f64; 2],
    rows: [usize; 2],
}

impl LastSwings {
    /// Swings among `strength` bars on each side.
    pub fn new(strength: usize) -> LastSwings {
        LastSwings {
            swings: Swings::new(strength),
            warm_up: Swings::warm_up(strength),
            row: 0,
            prices: [f64::NAN; 2],
            rows: [0; 2],
        }
    }
}

impl Kernel<2, 6> for LastSwings {
    fn next(&mut self, [high, low]: [f64; 2]) -> [f64; 6] {
        if high.is_nan() || low.is_nan() {
            return [f64::NAN; 6];
        }
        let row = self.row;
        self.row += 1;
        let mut new = [0.0; 2];
        for swing in self.swings.next(high, low).into_iter().flatten() {
            let side = match swing.kind {
                SwingKind::High => 0,
                SwingKind::Low => 1,
            };
            self.prices[side] = swing.price;
            self.rows[side] = swing.at;
            new[side] = 1.0;
        }
        if row < self.warm_up {
            return [f64::NAN; 6];
        }
        let age = |side: usize| {
            if self.prices[side].is_nan() {
                f64::NAN
            } else {
                (row - self.rows[side]) as f64
            }
        };
        let [top, bottom] = self.prices;
        [top, bottom, age(0), age(1), new[0], new[1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_top_shows_from_its_confirmation_on_and_grows_older() {
        let mut swings = LastSwings::new(1);
        let bars = [
            [10.0, 9.0],
            [12.0, 10.0],
            [11.0, 9.0],
            [10.0, 8.0],
            [11.0, 9.0],
        ];
        let got = bars.map(|bar| swings.next(bar));
        assert!(got[..2].iter().flatten().all(|value| value.is_nan()));
        let [high, low, age, low_age, new_high, new_low] = got[2];
        assert_eq!((high, age, new_high, new_low), (12.0, 1.0, 1.0, 0.0));
        assert!(low.is_nan() && low_age.is_nan());
        assert_eq!(got[4], [12.0, 8.0, 3.0, 1.0, 0.0, 1.0]);
    }
}
