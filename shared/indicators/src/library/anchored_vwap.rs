//! Anchored VWAP: the average price paid since a moment, with bands.

use crate::blocks::{Calendar, typical};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, ParamKind, Text, Unit};

/// Definition of the anchored volume-weighted average price.
pub static INDICATOR: Indicator = Indicator {
    id: "anchored_vwap",
    name: Text::new("Anchored VWAP", "앵커드 VWAP"),
    category: Category::Volume,
    about: Text::new(
        "The average price paid since the day, week, month or moment it is anchored to, with volume-weighted deviations as bands.",
        "기준으로 삼은 일·주·월 또는 특정 시점 이후의 평균 체결가와 거래량 가중 표준편차 밴드입니다.",
    ),
    inputs: &[
        Input::High,
        Input::Low,
        Input::Close,
        Input::Volume,
        Input::Time,
    ],
    outputs: &["vwap", "upper", "lower"],
    params: &[
        ANCHOR,
        MOMENT,
        params::width("width", Text::new("Width", "배수"), 1.0),
    ],
    warm_up: |_| 0,
    memory: |_| Memory::Whole,
    sparse: true,
    kernel: |params| {
        boxed(AnchoredVwap::new(
            Anchor::of(params[0], params[1]),
            params[2],
        ))
    },
};

const ANCHOR: Param = Param::choice(
    "anchor",
    Text::new("Anchor", "기준"),
    Text::new(
        "Where the average begins anew. A day from 00:00 UTC is the exchanges' day from 09:00 in Korea.",
        "평균을 새로 시작하는 시점입니다. 00:00 UTC는 거래소 일봉이 바뀌는 한국 시간 09:00입니다.",
    ),
    &[
        (
            "utc_day",
            Text::new("day, 00:00 UTC (09:00 KST)", "일, 한국 시간 09:00"),
        ),
        (
            "kst_midnight",
            Text::new("day, 00:00 KST", "일, 한국 시간 00:00"),
        ),
        (
            "week",
            Text::new("week, Monday 00:00 UTC", "주, 월요일 09:00 (한국 시간)"),
        ),
        (
            "month",
            Text::new("month, 00:00 UTC", "월, 1일 09:00 (한국 시간)"),
        ),
        ("moment", Text::new("a moment", "특정 시점")),
    ],
);

const MOMENT: Param = Param {
    id: "moment",
    label: Text::new("Moment", "시점"),
    help: Text::new(
        "For the anchor \"a moment\": milliseconds since 1970-01-01 00:00 UTC.",
        "기준이 특정 시점일 때 씁니다. 1970-01-01 00:00 UTC부터 센 밀리초입니다.",
    ),
    unit: Unit::None,
    kind: ParamKind::Float {
        min: 0.0,
        max: 4_102_444_800_000.0,
        // 2024-01-01
        default: 1_704_067_200_000.0,
        step: 86_400_000.0,
    },
};

/// Where an average price begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Anchor {
    /// Anew with each period of the calendar; the first one with the data.
    Each(Calendar),
    /// Once, with the first bar that opens at or after this moment in milliseconds UTC.
    Moment(f64),
}

impl Anchor {
    fn of(choice: f64, moment: f64) -> Anchor {
        match choice {
            0.0 => Anchor::Each(Calendar::UtcDay),
            1.0 => Anchor::Each(Calendar::KstMidnight),
            2.0 => Anchor::Each(Calendar::Week),
            3.0 => Anchor::Each(Calendar::Month),
            _ => Anchor::Moment(moment),
        }
    }

    /// The number of the period a time lies in; `None` before the anchor.
    fn period(self, time: f64) -> Option<i64> {
        match self {
            Anchor::Each(calendar) => Some(calendar.period(time)),
            Anchor::Moment(moment) => (time >= moment).then_some(0),
        }
    }
}

/// Σ(p·volume) ÷ Σ(volume), p = (high + low + close) ÷ 3, ± width·√(Σvolume·(p − vwap)² ÷ Σvolume); p itself while nobody
/// has traded since the anchor.
///
/// Mean and deviation by West's update, "Updating mean and variance estimates: an improved method", 1979: no difference of
/// large sums.
#[derive(Clone, Debug)]
pub struct AnchoredVwap {
    anchor: Anchor,
    width: f64,
    period: Option<i64>,
    volume: f64,
    mean: f64,
    squares: f64,
}

impl AnchoredVwap {
    /// An average price since the anchor.
    pub fn new(anchor: Anchor, width: f64) -> AnchoredVwap {
        AnchoredVwap {
            anchor,
            width,
            period: None,
            volume: 0.0,
            mean: 0.0,
            squares: 0.0,
        }
    }
}

impl Kernel<5, 3> for AnchoredVwap {
    #[inline]
    fn next(&mut self, [high, low, close, volume, time]: [f64; 5]) -> [f64; 3] {
        let price = typical(high, low, close);
        if price.is_nan() || volume.is_nan() || time.is_nan() {
            return [f64::NAN; 3];
        }
        let period = self.anchor.period(time);
        if period.is_none() {
            return [f64::NAN; 3];
        }
        if period != self.period {
            self.period = period;
            (self.volume, self.squares) = (0.0, 0.0);
        }
        if volume > 0.0 {
            self.volume += volume;
            let distance = price - self.mean;
            if self.volume == volume {
                self.mean = price;
            } else {
                self.mean += distance * (volume / self.volume);
                self.squares += volume * distance * (price - self.mean);
            }
        } else if self.volume == 0.0 {
            self.mean = price;
        }
        let variance = if self.volume > 0.0 {
            self.squares / self.volume
        } else {
            0.0
        };
        let reach = self.width * variance.max(0.0).sqrt();
        [self.mean, self.mean + reach, self.mean - reach]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: f64 = 3_600_000.0;

    fn flat(price: f64, volume: f64, time: f64) -> [f64; 5] {
        [price, price, price, volume, time]
    }

    #[test]
    fn averages_what_was_paid_since_the_day_began() {
        let mut kernel = AnchoredVwap::new(Anchor::Each(Calendar::UtcDay), 2.0);
        assert_eq!(kernel.next(flat(7.0, 0.0, 0.0)), [7.0; 3]);
        assert_eq!(kernel.next(flat(10.0, 1.0, HOUR)), [10.0; 3]);
        // (10·1 + 20·1) ÷ 2 = 15, deviation 5; then 2 more at 15: 15, deviation √(50 ÷ 4).
        assert_eq!(kernel.next(flat(20.0, 1.0, 2.0 * HOUR)), [15.0, 25.0, 5.0]);
        let reach = 2.0 * 12.5_f64.sqrt();
        assert_eq!(
            kernel.next(flat(15.0, 2.0, 3.0 * HOUR)),
            [15.0, 15.0 + reach, 15.0 - reach]
        );
        // Nobody trades: it stays. The next day begins anew.
        assert_eq!(kernel.next(flat(99.0, 0.0, 4.0 * HOUR))[0], 15.0);
        assert_eq!(kernel.next(flat(3.0, 5.0, 24.0 * HOUR)), [3.0; 3]);
    }

    #[test]
    fn a_day_in_korea_begins_at_15_utc() {
        let mut kernel = AnchoredVwap::new(Anchor::Each(Calendar::KstMidnight), 1.0);
        kernel.next(flat(10.0, 1.0, 14.0 * HOUR));
        assert_eq!(kernel.next(flat(20.0, 1.0, 15.0 * HOUR))[0], 20.0);
        assert_eq!(kernel.next(flat(30.0, 1.0, 24.0 * HOUR))[0], 25.0);
    }

    #[test]
    fn says_nothing_before_the_moment() {
        let mut kernel = AnchoredVwap::new(Anchor::Moment(2.0 * HOUR), 1.0);
        assert!(kernel.next(flat(10.0, 1.0, HOUR))[0].is_nan());
        assert_eq!(kernel.next(flat(20.0, 1.0, 2.0 * HOUR))[0], 20.0);
    }
}
