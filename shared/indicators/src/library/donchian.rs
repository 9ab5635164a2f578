//! Donchian channel: the highest high and the lowest low of the last bars.

use crate::blocks::{Highest, Lowest};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the Donchian channel.
pub static INDICATOR: Indicator = Indicator {
    id: "donchian",
    name: Text::new("Donchian channel", "돈치안 채널"),
    category: Category::Trend,
    about: Text::new(
        "The highest high and the lowest low of the last bars; a breakout is a price beyond upper_prior or lower_prior, which leave the current bar out.",
        "최근 봉들의 최고가와 최저가입니다. 돌파는 현재 봉을 뺀 upper_prior, lower_prior와 비교하여 판단합니다.",
    ),
    inputs: &[Input::High, Input::Low],
    outputs: &["upper", "lower", "middle", "upper_prior", "lower_prior"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize,
    memory: |params| Memory::Bars(params[0] as usize),
    sparse: false,
    kernel: |params| boxed(Donchian::new(params[0] as usize)),
};

/// max(high), min(low) and their mean over n bars with the current one; prior: the same a bar earlier.
/// Source: Donchian's four-week rule; the prior channel as the Turtles traded it (Faith 2007).
#[derive(Clone, Debug)]
pub struct Donchian {
    highest: Highest,
    lowest: Lowest,
    prior: [f64; 2],
}

impl Donchian {
    /// Looks at `period` bars.
    pub fn new(period: usize) -> Donchian {
        Donchian {
            highest: Highest::new(period),
            lowest: Lowest::new(period),
            prior: [f64::NAN; 2],
        }
    }
}

impl Kernel<2, 5> for Donchian {
    #[inline]
    fn next(&mut self, [high, low]: [f64; 2]) -> [f64; 5] {
        if high.is_nan() || low.is_nan() {
            return [f64::NAN; 5];
        }
        let (upper, lower) = (self.highest.push(high), self.lowest.push(low));
        let [upper_prior, lower_prior] = std::mem::replace(&mut self.prior, [upper, lower]);
        let middle = 0.5 * (upper + lower);
        [upper, lower, middle, upper_prior, lower_prior]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prior_channel_leaves_the_current_bar_out() {
        let mut channel = Donchian::new(2);
        channel.next([10.0, 8.0]);
        let second = channel.next([12.0, 9.0]);
        assert_eq!(second[..3], [12.0, 8.0, 10.0]);
        assert!(second[3].is_nan() && second[4].is_nan());
        assert_eq!(channel.next([15.0, 13.0]), [15.0, 9.0, 12.0, 12.0, 8.0]);
    }
}
