//! Force index: how far the price moved, times how much was traded.

use super::ema::{Ema, Seed, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the force index.
pub static INDICATOR: Indicator = Indicator {
    id: "force_index",
    name: Text::new("Force index", "포스 인덱스"),
    category: Category::Volume,
    about: Text::new(
        "The move of the price times the volume behind it, averaged; above 0 buyers are stronger.",
        "가격 변화에 거래량을 곱해 평균한 값입니다. 0보다 크면 매수세가 더 강합니다.",
    ),
    inputs: &[Input::Close, Input::Volume],
    outputs: &["force"],
    params: &[params::period(13), params::EMA_SEED],
    warm_up: |params| match Seed::of(params[1]) {
        Seed::Mean => params[0] as usize,
        Seed::First => 1,
    },
    memory: |params| Memory::Bars(settled(params[0] as usize) + 1),
    sparse: false,
    kernel: |params| boxed(ForceIndex::new(params[0] as usize, Seed::of(params[1]))),
};

/// EMA((close − close₋₁)·volume). Source: Elder, "Trading for a Living", 1993.
#[derive(Clone, Debug)]
pub struct ForceIndex {
    before: f64,
    average: Ema,
}

impl ForceIndex {
    /// Looks at about `period` bars; 0 counts as 1.
    pub fn new(period: usize, seed: Seed) -> ForceIndex {
        ForceIndex {
            before: f64::NAN,
            average: Ema::seeded(period, seed),
        }
    }
}

impl Kernel<2, 1> for ForceIndex {
    #[inline]
    fn next(&mut self, [close, volume]: [f64; 2]) -> [f64; 1] {
        if close.is_nan() || volume.is_nan() {
            return [f64::NAN];
        }
        let before = std::mem::replace(&mut self.before, close);
        self.average.next([(close - before) * volume])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_moves_times_volume() {
        // Forces 2·10, −1·30, 4·5 with k = ½: 20, −5, 7.5; seeded with a mean of three: 10 ÷ 3.
        let bars = [[1.0, 99.0], [3.0, 10.0], [2.0, 30.0], [6.0, 5.0]];
        let (mut first, mut mean) = (
            ForceIndex::new(3, Seed::First),
            ForceIndex::new(3, Seed::Mean),
        );
        let got = bars.map(|bar| [first.next(bar)[0], mean.next(bar)[0]]);
        assert!(got[0][0].is_nan() && got[2][1].is_nan());
        assert_eq!([got[1][0], got[2][0], got[3][0]], [20.0, -5.0, 7.5]);
        assert_eq!(got[3][1], 10.0 / 3.0);
    }
}
