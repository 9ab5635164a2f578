//! Chaikin oscillator: the speed of the accumulation/distribution line.

use super::ad::AccumulationDistribution;
use super::ema::{Ema, Seed, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Chaikin oscillator.
pub static INDICATOR: Indicator = Indicator {
    id: "adosc",
    name: Text::new("Chaikin oscillator", "차이킨 오실레이터"),
    category: Category::Volume,
    about: Text::new(
        "The distance of a fast average of the accumulation/distribution line from a slow one; above 0 buying gathers speed.",
        "누적/분산 지표의 단기 평균과 장기 평균의 차이입니다. 0보다 크면 매수세가 강해지고 있다는 뜻입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close, Input::Volume],
    outputs: &["adosc"],
    params: &[params::fast(3), params::slow(10)],
    warm_up: |params| params[0].max(params[1]) as usize - 1,
    memory: |params| Memory::Bars(settled(params[0].max(params[1]) as usize)),
    sparse: false,
    kernel: |params| {
        boxed(ChaikinOscillator::new(
            params[0] as usize,
            params[1] as usize,
        ))
    },
};

/// EMA(fast) − EMA(slow) of the accumulation/distribution line, both seeded with its first value and silent for the first
/// slow − 1 bars. Where the line began cancels out. Source: Chaikin; as TA-Lib ADOSC.
#[derive(Clone, Debug)]
pub struct ChaikinOscillator {
    line: AccumulationDistribution,
    fast: Ema,
    slow: Ema,
    silent: usize,
}

impl ChaikinOscillator {
    /// Averages of these lengths.
    pub fn new(fast: usize, slow: usize) -> ChaikinOscillator {
        ChaikinOscillator {
            line: AccumulationDistribution::default(),
            fast: Ema::seeded(fast, Seed::First),
            slow: Ema::seeded(slow, Seed::First),
            silent: fast.max(slow).max(1) - 1,
        }
    }
}

impl Kernel<4, 1> for ChaikinOscillator {
    #[inline]
    fn next(&mut self, bar: [f64; 4]) -> [f64; 1] {
        let [line] = self.line.next(bar);
        if line.is_nan() {
            return [f64::NAN];
        }
        let distance = self.fast.push(line) - self.slow.push(line);
        if self.silent > 0 {
            self.silent -= 1;
            return [f64::NAN];
        }
        [distance]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_averages_begin_with_the_first_value_of_the_line() {
        // Line 100, 180: fast 1 is the line, slow 3 (k = ½): 100, 140. Then 180 again: 160.
        let mut oscillator = ChaikinOscillator::new(1, 3);
        assert!(oscillator.next([10.0, 8.0, 10.0, 100.0])[0].is_nan());
        assert!(oscillator.next([10.0, 8.0, 10.0, 80.0])[0].is_nan());
        assert_eq!(oscillator.next([10.0, 8.0, 9.0, 5.0]), [20.0]);
    }
}
