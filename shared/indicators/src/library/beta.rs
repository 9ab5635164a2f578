//! Beta: how far a symbol moves when another one moves by one percent.

use crate::blocks::{Joint, JointSpread, log_ratio};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the rolling beta.
pub static INDICATOR: Indicator = Indicator {
    id: "beta",
    name: Text::new("Beta to another symbol", "다른 종목에 대한 베타"),
    category: Category::Statistic,
    about: Text::new(
        "How many percent the symbol moves when the other one, such as Bitcoin, moves by one.",
        "비트코인 같은 다른 종목이 1% 움직일 때 이 종목이 몇 % 움직이는지입니다.",
    ),
    inputs: &[Input::Value, Input::Other],
    outputs: &["beta"],
    params: &[params::bars(
        "period",
        Text::new("Period", "기간"),
        Text::new(
            "How many returns are looked at.",
            "몇 개의 수익률을 보는지입니다.",
        ),
        2,
        60,
    )],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Beta::new(params[0] as usize)),
};

/// cov(x, y) ÷ var(y) of the last n log returns, y being the other symbol's; 0 while the other one does not move.
/// Source: Sharpe, "A simplified model for portfolio analysis", 1963.
#[derive(Clone, Debug)]
pub struct Beta {
    beside: Beside,
}

impl Beta {
    /// Looks at `period` returns, less than 2 counts as 2.
    pub fn new(period: usize) -> Beta {
        Beta {
            beside: Beside::new(period, true),
        }
    }
}

impl Kernel<2, 1> for Beta {
    #[inline]
    fn next(&mut self, values: [f64; 2]) -> [f64; 1] {
        match self.beside.push(values) {
            Some(spread) if spread.variance_y > 0.0 => [spread.covariance / spread.variance_y],
            Some(_) => [0.0],
            None => [f64::NAN],
        }
    }
}

/// Two symbols side by side: the moments of their log returns or of their prices.
#[derive(Clone, Debug)]
pub struct Beside {
    before: Option<[f64; 2]>,
    of_returns: bool,
    joint: Joint,
}

impl Beside {
    /// Looks at `period` returns or values, less than 2 counts as 2.
    pub fn new(period: usize, of_returns: bool) -> Beside {
        Beside {
            before: None,
            of_returns,
            joint: Joint::new(period.max(2)),
        }
    }

    /// Takes a bar of both in; gives the moments once there are enough. A row in which one is missing is left out.
    #[inline]
    pub fn push(&mut self, [x, y]: [f64; 2]) -> Option<JointSpread> {
        if x.is_nan() || y.is_nan() {
            return None;
        }
        let spread = if self.of_returns {
            let [old_x, old_y] = self.before.replace([x, y])?;
            self.joint.push(log_ratio(x, old_x), log_ratio(y, old_y))?
        } else {
            self.joint.push(x, y)?
        };
        Some(JointSpread {
            variance_x: scatter(spread.variance_x, spread.mean_x),
            variance_y: scatter(spread.variance_y, spread.mean_y),
            ..spread
        })
    }
}

/// A deviation of a trillionth of the mean is rounding, and a quotient by it would be any number.
fn scatter(variance: f64, mean: f64) -> f64 {
    if variance > 1e-24 * mean * mean {
        variance
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twice_the_moves_are_a_beta_of_two() {
        // x = y² doubles every log return.
        let mut kernel = Beta::new(3);
        let got: Vec<f64> = [1.0, 2.0, 1.5, 4.0, 3.0]
            .map(|y: f64| kernel.next([y * y, y])[0])
            .to_vec();
        assert!(got[..3].iter().all(|value| value.is_nan()));
        assert!((got[3] - 2.0).abs() < 1e-13 && (got[4] - 2.0).abs() < 1e-13);
    }

    #[test]
    fn follows_a_small_example_worked_by_hand() {
        // With u = ln2: x returns u, 0; y returns u, −u: cov = u²/2, var y = u².
        let mut kernel = Beta::new(2);
        kernel.next([1.0, 1.0]);
        kernel.next([2.0, 2.0]);
        assert!((kernel.next([2.0, 1.0])[0] - 0.5).abs() < 1e-15);
    }

    #[test]
    fn a_market_that_stands_still_has_no_beta() {
        let mut kernel = Beta::new(2);
        let got = [1.0, 2.0, 3.0, 5.0].map(|x| kernel.next([x, 7.0])[0]);
        assert_eq!(got[2..], [0.0, 0.0]);
    }
}
