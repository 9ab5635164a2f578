//! Percent rank: where a value stands among the ones before it.

use crate::blocks::Window;
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the percent rank.
pub static INDICATOR: Indicator = Indicator {
    id: "rank",
    name: Text::new("Percent rank", "백분위 순위"),
    category: Category::Statistic,
    about: Text::new(
        "Where the value stands among the ones before it: 0 below them all, 100 above them all.",
        "이전 값들 가운데 지금 값의 위치입니다. 모두보다 낮으면 0, 모두보다 높으면 100입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["rank"],
    params: &[params::period(100), TIES],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Rank::new(params[0] as usize, Ties::of(params[1]))),
};

const TIES: Param = Param::choice(
    "ties",
    Text::new("Equal values", "같은 값"),
    Text::new(
        "Do values equal to this one count as being below it?",
        "지금 값과 같은 값을 더 낮은 것으로 셀지 정합니다.",
    ),
    &[
        (
            "count",
            Text::new("count (TradingView)", "포함 (TradingView)"),
        ),
        ("half", Text::new("count half", "절반만 포함")),
        ("skip", Text::new("do not count (Connors)", "제외 (코너스)")),
    ],
);

/// What values equal to the one ranked count for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// As much as values below.
    Count,
    /// Half as much.
    Half,
    /// Nothing.
    Skip,
}

impl Ties {
    /// The rule a parameter means.
    pub fn of(param: f64) -> Ties {
        match param {
            0.0 => Ties::Count,
            1.0 => Ties::Half,
            _ => Ties::Skip,
        }
    }
}

/// 100·(values below this one) ÷ n among the n before it, itself not counted.
///
/// O(n) a bar, a plain count over the ring: for the usual hundreds of bars it beats a sorted structure.
#[derive(Clone, Debug)]
pub struct Rank {
    before: Window,
    ties: Ties,
    tolerance: f64,
}

impl Rank {
    /// Ranks among `period` earlier values; 0 counts as 1.
    pub fn new(period: usize, ties: Ties) -> Rank {
        Rank {
            before: Window::new(period),
            ties,
            tolerance: 0.0,
        }
    }

    /// Takes values closer to each other than this share of the value for equal, because they were computed.
    pub fn with_tolerance(self, tolerance: f64) -> Rank {
        Rank { tolerance, ..self }
    }
}

impl Kernel<1, 1> for Rank {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 1] {
        if value.is_nan() {
            return [f64::NAN];
        }
        let mut rank = f64::NAN;
        if self.before.is_full() {
            let margin = self.tolerance * value.abs();
            let (mut below, mut not_above) = (0_usize, 0_usize);
            for other in self.before.as_slice() {
                below += usize::from(*other < value - margin);
                not_above += usize::from(*other <= value + margin);
            }
            let counted = match self.ties {
                Ties::Count => not_above as f64,
                Ties::Half => 0.5 * (below + not_above) as f64,
                Ties::Skip => below as f64,
            };
            rank = 100.0 * counted / self.before.period() as f64;
        }
        self.before.push(value);
        [rank]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column;

    #[test]
    fn counts_who_is_below() {
        let values = [1.0, 3.0, 3.0, 5.0, 3.0, 0.0];
        let ranks = |ties| column(Rank::new(4, ties), &values)[4..].to_vec();
        // 3 among 1, 3, 3, 5: one below, two equal; 0 among 3, 3, 5, 3: none.
        assert_eq!(ranks(Ties::Count), [75.0, 0.0]);
        assert_eq!(ranks(Ties::Half), [50.0, 0.0]);
        assert_eq!(ranks(Ties::Skip), [25.0, 0.0]);
        assert!(column(Rank::new(4, Ties::Count), &values)[3].is_nan());
    }

    #[test]
    fn what_differs_by_rounding_is_equal_if_asked_for() {
        let values = [0.1 + 0.2, 0.3];
        let exact = column(Rank::new(1, Ties::Skip), &values)[1];
        let close = Rank::new(1, Ties::Count).with_tolerance(1e-9);
        assert_eq!((exact, column(close, &values)[1]), (0.0, 100.0));
    }
}
