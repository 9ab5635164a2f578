//! Squeeze: Bollinger bands inside the Keltner channel, and where the price leans meanwhile.

use crate::blocks::{Deviation, Highest, Line, Lowest, Quotient, flag, true_range};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the squeeze.
pub static INDICATOR: Indicator = Indicator {
    id: "squeeze",
    name: Text::new("Squeeze momentum", "스퀴즈 모멘텀"),
    category: Category::Volatility,
    about: Text::new(
        "On while the market is unusually quiet (Bollinger bands inside the Keltner channel), off when it breaks loose; momentum shows the direction.",
        "볼린저 밴드가 켈트너 채널 안에 있는 조용한 구간이 on, 밖으로 터지면 off입니다. momentum은 방향을 보여 줍니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["on", "off", "momentum"],
    params: &[
        params::period(20),
        params::width(
            "bollinger",
            Text::new("Bollinger width", "볼린저 배수"),
            2.0,
        ),
        params::width("keltner", Text::new("Keltner width", "켈트너 배수"), 1.5),
    ],
    warm_up: |params| {
        let period = params[0] as usize;
        period.max(2 * period - 2)
    },
    memory: |params| Memory::Bars(2 * params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Squeeze::new(params[0] as usize, params[1], params[2])),
};

/// on: bollinger·σ < keltner·mean TR, both bands around the same simple average; off: the other way round; population σ.
/// momentum: end of the least-squares line through n values of close − ((highest + lowest) ÷ 2 + SMA) ÷ 2.
///
/// Source: Carter, "Mastering the Trade", 2005 (TTM Squeeze), with the averages of LazyBear's "Squeeze Momentum Indicator",
/// whose Bollinger bands used the Keltner width by mistake; here each has its own.
#[derive(Clone, Debug)]
pub struct Squeeze {
    bollinger: f64,
    keltner: f64,
    before: f64,
    closes: Deviation,
    ranges: Quotient,
    highest: Highest,
    lowest: Lowest,
    line: Line,
}

impl Squeeze {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize, bollinger: f64, keltner: f64) -> Squeeze {
        Squeeze {
            bollinger,
            keltner,
            before: f64::NAN,
            closes: Deviation::new(period),
            ranges: Quotient::new(period),
            highest: Highest::new(period),
            lowest: Lowest::new(period),
            line: Line::new(period),
        }
    }
}

impl Kernel<3, 3> for Squeeze {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 3] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN; 3];
        }
        let period = self.closes.period() as f64;
        let middle = 0.5 * (self.highest.push(high) + self.lowest.push(low));
        let spread = self.closes.push(close);
        let before = std::mem::replace(&mut self.before, close);
        let ranges = if before.is_nan() {
            None
        } else {
            self.ranges.push(0.0, true_range(high, low, before))
        };
        let Some(spread) = spread else {
            return [f64::NAN; 3];
        };
        let fit = self.line.push(close - 0.5 * (middle + spread.mean));
        let momentum = fit.map_or(f64::NAN, |fit| fit.mean + 0.5 * (period - 1.0) * fit.slope);
        match ranges {
            Some((_, ranges)) => {
                let bands = self.bollinger * spread.variance.sqrt();
                let channel = self.keltner * ranges / period;
                [flag(bands < channel), flag(bands > channel), momentum]
            }
            None => [f64::NAN, f64::NAN, momentum],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_bars_that_go_nowhere_are_a_squeeze() {
        let mut kernel = Squeeze::new(3, 2.0, 1.5);
        let last = (0..8).fold([f64::NAN; 3], |_, _| kernel.next([11.0, 9.0, 10.0]));
        assert_eq!(last, [1.0, 0.0, 0.0]);
        let mut flat = Squeeze::new(3, 2.0, 1.5);
        let last = (0..8).fold([f64::NAN; 3], |_, _| flat.next([10.0; 3]));
        assert_eq!(last, [0.0; 3]);
    }

    #[test]
    fn a_straight_run_is_not_and_leans_its_way() {
        // Closes t, highs and lows equal: σ² of 0, 1, 2, 3 is 1.25, mean true range 1: 2·1.118 > 1.5.
        // The middle and the mean both lie 1.5 below the close: momentum 1.5.
        let mut kernel = Squeeze::new(4, 2.0, 1.5);
        let got: Vec<[f64; 3]> = (0..9).map(|bar| kernel.next([f64::from(bar); 3])).collect();
        assert!(got[..4].iter().all(|row| row[0].is_nan()));
        assert!(got[5][2].is_nan());
        assert_eq!(got[6][..2], [0.0, 1.0]);
        assert!((got[6][2] - 1.5).abs() < 1e-12);
    }
}
