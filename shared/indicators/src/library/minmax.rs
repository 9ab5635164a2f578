//! Highest and lowest value of the last bars.

use crate::blocks::{Highest, Lowest};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the rolling extremes.
pub static INDICATOR: Indicator = Indicator {
    id: "minmax",
    name: Text::new("Highest and lowest", "최고값과 최저값"),
    category: Category::Statistic,
    about: Text::new(
        "The highest and the lowest value of the last bars, the current one included.",
        "현재 봉을 포함한 최근 봉들의 최고값과 최저값입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["max", "min"],
    params: &[params::period(30)],
    warm_up: |params| params[0] as usize - 1,
    memory: |params| Memory::Bars(params[0] as usize - 1),
    sparse: false,
    kernel: |params| boxed(MinMax::new(params[0] as usize)),
};

/// max and min of the last n values.
#[derive(Clone, Debug)]
pub struct MinMax {
    highest: Highest,
    lowest: Lowest,
}

impl MinMax {
    /// Looks at `period` values.
    pub fn new(period: usize) -> MinMax {
        MinMax {
            highest: Highest::new(period),
            lowest: Lowest::new(period),
        }
    }
}

impl Kernel<1, 2> for MinMax {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 2] {
        if value.is_nan() {
            return [f64::NAN; 2];
        }
        [self.highest.push(value), self.lowest.push(value)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extreme_is_forgotten_when_it_leaves() {
        let mut extremes = MinMax::new(2);
        assert!(extremes.next([5.0])[0].is_nan());
        assert_eq!(extremes.next([1.0]), [5.0, 1.0]);
        assert_eq!(extremes.next([3.0]), [3.0, 1.0]);
        assert_eq!(extremes.next([4.0]), [4.0, 3.0]);
    }
}
