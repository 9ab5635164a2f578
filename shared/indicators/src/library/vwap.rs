//! Volume-weighted average price: what the average unit was traded at.

use crate::blocks::{Quotient, typical};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::Text;

/// Definition of the volume-weighted average price.
pub static INDICATOR: Indicator = Indicator {
    id: "vwap",
    name: Text::new(
        "Volume-weighted average price",
        "거래량 가중 평균가격 (VWAP)",
    ),
    category: Category::Volume,
    about: Text::new(
        "The average price paid: since the start, since midnight UTC (09:00 in Seoul), and over the last bars.",
        "거래량으로 가중한 평균 체결가입니다. 처음부터, UTC 자정(한국 시간 09:00)부터, 최근 봉 기준의 세 가지를 냅니다.",
    ),
    inputs: &[
        Input::High,
        Input::Low,
        Input::Close,
        Input::Volume,
        Input::Time,
    ],
    outputs: &["cumulative", "utc_day", "rolling"],
    params: &[params::period(20)],
    warm_up: |params| params[0] as usize - 1,
    memory: |_| Memory::Whole,
    // Where nothing has been traded yet, there is no price.
    sparse: true,
    kernel: |params| boxed(Vwap::new(params[0] as usize)),
};

const DAY: f64 = 86_400_000.0;

/// Σ tp·volume ÷ Σ volume, tp = (high + low + close) ÷ 3; NaN where the volume adds up to 0.
/// Source: Berkowitz, Logue and Noser 1988; the price of a bar as charts take it.
#[derive(Clone, Debug)]
pub struct Vwap {
    all: Traded,
    today: Traded,
    day: f64,
    recent: Quotient,
}

/// What has been paid for how much.
#[derive(Clone, Copy, Debug, Default)]
struct Traded {
    money: f64,
    volume: f64,
}

impl Traded {
    #[inline]
    fn add(&mut self, money: f64, volume: f64) -> f64 {
        self.money += money;
        self.volume += volume;
        price(self.money, self.volume)
    }
}

#[inline]
fn price(money: f64, volume: f64) -> f64 {
    if volume > 0.0 {
        money / volume
    } else {
        f64::NAN
    }
}

impl Vwap {
    /// `period` is the length of the rolling average; 0 counts as 1.
    pub fn new(period: usize) -> Vwap {
        Vwap {
            all: Traded::default(),
            today: Traded::default(),
            day: f64::NAN,
            recent: Quotient::new(period),
        }
    }
}

impl Kernel<5, 3> for Vwap {
    #[inline]
    fn next(&mut self, [high, low, close, volume, time]: [f64; 5]) -> [f64; 3] {
        let tp = typical(high, low, close);
        if tp.is_nan() || volume.is_nan() || time.is_nan() {
            return [f64::NAN; 3];
        }
        let day = (time / DAY).floor();
        if day != self.day {
            self.day = day;
            self.today = Traded::default();
        }
        let money = tp * volume;
        let recent = self.recent.push(money, volume);
        [
            self.all.add(money, volume),
            self.today.add(money, volume),
            recent.map_or(f64::NAN, |(money, volume)| price(money, volume)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_forgets_in_its_own_way() {
        let mut vwap = Vwap::new(2);
        let mut next = |price: f64, volume, hour: f64| {
            vwap.next([price, price, price, volume, hour * 3_600_000.0])
        };
        assert!(next(10.0, 0.0, 22.0).iter().all(|value| value.is_nan()));
        assert_eq!(next(10.0, 1.0, 23.0), [10.0; 3]);
        // A new day: only this bar counts for it.
        assert_eq!(next(20.0, 3.0, 24.0), [17.5, 20.0, 17.5]);
        assert_eq!(next(30.0, 1.0, 25.0), [20.0, 22.5, 22.5]);
        next(99.0, 0.0, 26.0);
        let [all, today, recent] = next(99.0, 0.0, 27.0);
        assert_eq!((all, today), (20.0, 22.5));
        assert!(recent.is_nan());
    }
}
