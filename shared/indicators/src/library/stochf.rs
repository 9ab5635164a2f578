//! Fast stochastic: where the close lies between the lowest low and the highest high.

use super::ema::{Ema, settled};
use super::sma::Sma;
use crate::blocks::{Highest, Lowest};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the fast stochastic.
pub static INDICATOR: Indicator = Indicator {
    id: "stochf",
    name: Text::new("Fast stochastic", "스토캐스틱 패스트"),
    category: Category::Momentum,
    about: Text::new(
        "The place of the close in the range of the last bars, from 0 to 100, and its average.",
        "최근 고저 범위에서 종가가 놓인 위치(0~100)와 그 평균입니다.",
    ),
    inputs: &[Input::High, Input::Low, Input::Close],
    outputs: &["fastk", "fastd"],
    params: &[fast_k(5), fast_d(3), AVERAGE],
    warm_up: |params| (params[0] + params[1]) as usize - 2,
    memory: |params| Memory::Bars(params[0] as usize + reach(params[2], params[1] as usize)),
    sparse: false,
    kernel: |params| {
        boxed(FastStochastic::new(
            params[0] as usize,
            Average::of(params[2], params[1] as usize),
        ))
    },
};

/// How the lines of a stochastic are averaged; home trading systems differ.
pub const AVERAGE: Param = Param::choice(
    "average",
    Text::new("Average", "평균 방식"),
    Text::new(
        "Smooth the lines with a simple average (TA-Lib, TradingView) or an exponential one.",
        "선을 단순 이동평균(TA-Lib, TradingView) 또는 지수 이동평균으로 평활합니다.",
    ),
    &[
        ("simple", Text::new("simple", "단순")),
        ("exponential", Text::new("exponential", "지수")),
    ],
);

/// Length of the range.
pub const fn fast_k(default: i64) -> Param {
    params::bars(
        "fast_k",
        Text::new("%K range", "%K 기간"),
        Text::new(
            "Over how many bars the highest and the lowest are taken.",
            "최고가와 최저가를 몇 개의 봉에서 찾는지입니다.",
        ),
        1,
        default,
    )
}

/// Length of the line behind the fast one.
pub const fn fast_d(default: i64) -> Param {
    params::bars(
        "fast_d",
        Text::new("%D period", "%D 기간"),
        Text::new("Length of the average of %K.", "%K를 평균하는 기간입니다."),
        1,
        default,
    )
}

/// A simple or an exponential average, whichever a parameter asks for.
#[derive(Clone, Debug)]
pub enum Average {
    /// Mean of the window.
    Simple(Sma),
    /// Exponential, seeded with a mean.
    Exponential(Ema),
}

impl Average {
    /// The average the parameter [`AVERAGE`] names.
    pub fn of(average: f64, period: usize) -> Average {
        if average == 0.0 {
            Average::Simple(Sma::new(period))
        } else {
            Average::Exponential(Ema::new(period))
        }
    }
}

impl Kernel<1, 1> for Average {
    #[inline]
    fn next(&mut self, value: [f64; 1]) -> [f64; 1] {
        match self {
            Average::Simple(average) => average.next(value),
            Average::Exponential(average) => average.next(value),
        }
    }
}

/// For how many bars an average of this kind feels a value.
pub fn reach(average: f64, period: usize) -> usize {
    if average == 0.0 {
        period
    } else {
        settled(period)
    }
}

/// %K = 100·(close − LL) ÷ (HH − LL) of the highest high and lowest low of n bars, 0 when they are equal.
/// Source: Lane; the 0 as TA-Lib.
#[derive(Clone, Debug)]
pub struct Place {
    highest: Highest,
    lowest: Lowest,
    least_range: f64,
}

impl Place {
    /// Looks at `period` bars; 0 counts as 1.
    pub fn new(period: usize) -> Place {
        Place::above_rounding(period, 0.0)
    }

    /// The same for values that rounding moves: a range up to `least_range` counts as none.
    pub fn above_rounding(period: usize, least_range: f64) -> Place {
        Place {
            highest: Highest::new(period),
            lowest: Lowest::new(period),
            least_range,
        }
    }
}

impl Kernel<3, 1> for Place {
    #[inline]
    fn next(&mut self, [high, low, close]: [f64; 3]) -> [f64; 1] {
        if high.is_nan() || low.is_nan() || close.is_nan() {
            return [f64::NAN];
        }
        let (top, bottom) = (self.highest.push(high), self.lowest.push(low));
        let range = top - bottom;
        if range <= self.least_range {
            [0.0]
        } else {
            [100.0 * ((close - bottom) / range)]
        }
    }
}

/// %K, and its average %D; both begin when %D does.
#[derive(Clone, Debug)]
pub struct FastStochastic {
    place: Place,
    average: Average,
}

impl FastStochastic {
    /// Looks at `fast_k` bars.
    pub fn new(fast_k: usize, average: Average) -> FastStochastic {
        FastStochastic {
            place: Place::new(fast_k),
            average,
        }
    }
}

impl Kernel<3, 2> for FastStochastic {
    #[inline]
    fn next(&mut self, bar: [f64; 3]) -> [f64; 2] {
        let [fast_k] = self.place.next(bar);
        let [fast_d] = self.average.next([fast_k]);
        if fast_d.is_nan() {
            return [f64::NAN; 2];
        }
        [fast_k, fast_d]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_place_of_the_close_in_the_range() {
        let mut stochastic = FastStochastic::new(2, Average::of(0.0, 2));
        assert!(stochastic.next([10.0, 8.0, 9.0])[0].is_nan());
        // Range 8 to 12: 11 is 75 %, but %D is not there yet.
        assert!(stochastic.next([12.0, 9.0, 11.0])[0].is_nan());
        // Range 9 to 13: 10 is 25 %.
        assert_eq!(stochastic.next([13.0, 10.0, 10.0]), [25.0, 50.0]);
    }

    #[test]
    fn no_range_is_0_and_the_average_may_be_exponential() {
        let mut stochastic = FastStochastic::new(1, Average::of(1.0, 2));
        stochastic.next([10.0, 0.0, 3.0]);
        assert_eq!(stochastic.next([10.0, 0.0, 9.0]), [90.0, 60.0]);
        // Two thirds of the way from 60 to 0.
        let [fast_k, fast_d] = stochastic.next([7.0, 7.0, 7.0]);
        assert!(fast_k == 0.0 && (fast_d - 20.0).abs() < 1e-12);
    }
}
