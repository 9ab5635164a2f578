//! MACD: the distance of a fast average from a slow one, and a signal line behind it.

use super::ema::{Ema, settled};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the MACD.
pub static INDICATOR: Indicator = Indicator {
    id: "macd",
    name: Text::new("MACD", "MACD"),
    category: Category::Momentum,
    about: Text::new(
        "The distance of a fast average from a slow one; above its signal line the rise gathers speed.",
        "단기 평균과 장기 평균의 차이입니다. 시그널선 위에 있으면 상승에 속도가 붙고 있다는 뜻입니다.",
    ),
    inputs: &[Input::Value],
    outputs: &["macd", "signal", "hist"],
    params: &[
        params::fast(12),
        params::slow(26),
        params::bars(
            "signal",
            Text::new("Signal period", "시그널 기간"),
            Text::new("Length of the signal line.", "시그널선의 기간입니다."),
            1,
            9,
        ),
    ],
    warm_up: |params| longer(params) - 1 + params[2] as usize - 1,
    memory: |params| Memory::Bars(settled(longer(params)) + settled(params[2] as usize)),
    sparse: false,
    kernel: |params| {
        boxed(Macd::new(
            params[0] as usize,
            params[1] as usize,
            params[2] as usize,
        ))
    },
};

fn longer(params: &[f64]) -> usize {
    params[0].max(params[1]) as usize
}

/// EMA(fast) − EMA(slow), its EMA, and the difference of the two.
///
/// As TA-Lib does it: the fast average is seeded with the bars that end where the slow one's seed ends, all three lines
/// begin together, and the shorter of two swapped periods is the fast one. Source: Appel 1979; seeding: TA-Lib.
#[derive(Clone, Debug)]
pub struct Macd {
    fast: Ema,
    slow: Ema,
    signal: Ema,
    skip: usize,
}

impl Macd {
    /// Lines of these lengths.
    pub fn new(fast: usize, slow: usize, signal: usize) -> Macd {
        let (fast, slow) = (fast.min(slow).max(1), fast.max(slow).max(1));
        Macd {
            fast: Ema::new(fast),
            slow: Ema::new(slow),
            signal: Ema::new(signal),
            skip: slow - fast,
        }
    }
}

impl Kernel<1, 3> for Macd {
    #[inline]
    fn next(&mut self, [value]: [f64; 1]) -> [f64; 3] {
        if value.is_nan() {
            return [f64::NAN; 3];
        }
        let slow = self.slow.push(value);
        if self.skip > 0 {
            self.skip -= 1;
            return [f64::NAN; 3];
        }
        let macd = self.fast.push(value) - slow;
        if macd.is_nan() {
            return [f64::NAN; 3];
        }
        let signal = self.signal.push(macd);
        if signal.is_nan() {
            return [f64::NAN; 3];
        }
        [macd, signal, macd - signal]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_seed_ends_where_the_slow_one_does() {
        // Fast 1, slow 2, signal 1: fast is the price itself. Slow: 1.5, then 1.5 + ⅔·(6 − 1.5) = 4.5.
        let mut macd = Macd::new(1, 2, 1);
        assert!(macd.next([1.0]).iter().all(|value| value.is_nan()));
        assert_eq!(macd.next([2.0]), [0.5, 0.5, 0.0]);
        assert_eq!(macd.next([6.0]), [1.5, 1.5, 0.0]);
        // A straight line: the mean of the last two lags by ½, the mean of the last four by 1½.
        let mut macd = Macd::new(2, 4, 1);
        let line: Vec<f64> = (0..4).map(|bar| macd.next([f64::from(bar)])[0]).collect();
        assert_eq!(line[3], 1.0);
    }
}
