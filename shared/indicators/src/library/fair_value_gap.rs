//! Fair value gaps: prices a fast move left untraded, and how far they have filled since.

use super::atr::Atr;
use crate::structure::{Candle, Direction, Gaps, PriceZones, WATCHED_ZONES, ZoneRule};
use crate::{Category, Indicator, Input, Kernel, Memory, boxed, params};
use domain::{Param, Text};

/// Definition of the fair value gaps.
pub static INDICATOR: Indicator = Indicator {
    id: "fair_value_gap",
    name: Text::new("Fair value gaps", "공정가치갭 (FVG)"),
    category: Category::Structure,
    about: Text::new(
        "The nearest prices below and above that a fast move left untraded and that are still open, with the share filled since; new is 1 for a bullish and −1 for a bearish gap.",
        "급하게 움직이며 거래 없이 지나친 가격대 가운데 아직 메워지지 않은 가장 가까운 위·아래 구간과 메워진 비율입니다. new는 상승 갭이면 1, 하락 갭이면 −1입니다.",
    ),
    inputs: &[Input::Open, Input::High, Input::Low, Input::Close],
    outputs: &[
        "new",
        "bull_top",
        "bull_bottom",
        "bull_fill",
        "bull_mitigated",
        "bear_top",
        "bear_bottom",
        "bear_fill",
        "bear_mitigated",
    ],
    params: &[
        params::number(
            "min_size",
            Text::new("Smallest size", "최소 크기"),
            Text::new(
                "Smaller gaps are left out, in average true ranges; 0 takes all.",
                "이보다 작은 갭은 무시합니다(ATR 배수). 0이면 모두 봅니다.",
            ),
            [0.0, 10.0, 0.0, 0.05],
        ),
        Param::choice(
            "mitigation",
            Text::new("Over when", "해소 기준"),
            Text::new(
                "When a gap no longer counts as open.",
                "갭이 해소된 것으로 보는 시점입니다.",
            ),
            &[
                ("full", Text::new("all of it is filled", "전부 메워짐")),
                ("half", Text::new("half of it is filled", "절반 메워짐")),
                ("touch", Text::new("a bar touches it", "봉이 닿음")),
            ],
        ),
        params::TRUE_RANGE,
    ],
    warm_up: |params| warm_up(params[0], params[2] as usize),
    memory: |_| Memory::Whole,
    sparse: true,
    kernel: |params| {
        let rule = match params[1] {
            0.0 => ZoneRule::Filled,
            1.0 => ZoneRule::HalfFilled,
            _ => ZoneRule::Touched,
        };
        boxed(FairValueGap::new(params[0], rule, params[2] as usize))
    },
};

/// [`Gaps`] as columns; of several open gaps on a side the one the price would meet first. A gap shows from the bar that
/// confirms it to the bar before the one that mitigates it, where the flag is 1.
#[derive(Clone, Debug)]
pub struct FairValueGap {
    gaps: Gaps,
    true_range: Atr,
    warm_up: usize,
    row: usize,
}

impl FairValueGap {
    /// Gaps of at least `min_size` average true ranges over `true_range` bars.
    pub fn new(min_size: f64, rule: ZoneRule, true_range: usize) -> FairValueGap {
        FairValueGap {
            gaps: Gaps::new(min_size, rule, WATCHED_ZONES),
            true_range: Atr::new(true_range),
            warm_up: warm_up(min_size, true_range),
            row: 0,
        }
    }
}

impl Kernel<4, 9> for FairValueGap {
    fn next(&mut self, prices: [f64; 4]) -> [f64; 9] {
        let Some(candle) = Candle::of(prices) else {
            return [f64::NAN; 9];
        };
        let row = self.row;
        self.row += 1;
        let [true_range] = self
            .true_range
            .next([candle.high, candle.low, candle.close]);
        let new = self.gaps.next(candle, true_range);
        if row < self.warm_up {
            return [f64::NAN; 9];
        }
        let zones = self.gaps.zones();
        let [bull_top, bull_bottom, bull_fill] = side(zones, Direction::Up);
        let [bear_top, bear_bottom, bear_fill] = side(zones, Direction::Down);
        [
            new.map_or(0.0, |gap| gap.direction.sign()),
            bull_top,
            bull_bottom,
            bull_fill,
            mitigated(zones, Direction::Up),
            bear_top,
            bear_bottom,
            bear_fill,
            mitigated(zones, Direction::Down),
        ]
    }
}

fn warm_up(min_size: f64, true_range: usize) -> usize {
    if min_size > 0.0 { true_range.max(2) } else { 2 }
}

fn side(zones: &PriceZones, direction: Direction) -> [f64; 3] {
    zones.nearest(direction).map_or([f64::NAN; 3], |active| {
        [active.zone.top, active.zone.bottom, active.filled]
    })
}

fn mitigated(zones: &PriceZones, direction: Direction) -> f64 {
    let over = zones
        .ended()
        .iter()
        .any(|end| end.mitigated && end.zone.zone.direction == direction);
    if over { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_shows_from_its_third_candle_until_it_is_filled() {
        let bars = [
            [99.0, 100.0, 98.0, 99.5],
            [99.5, 104.0, 99.0, 103.5],
            [103.5, 106.0, 102.0, 105.0],
            [105.0, 105.5, 101.5, 102.0],
            [102.0, 103.0, 99.5, 100.5],
        ];
        let mut gap = FairValueGap::new(0.0, ZoneRule::Filled, 14);
        let got = bars.map(|bar| gap.next(bar));
        assert!(got[..2].iter().flatten().all(|value| value.is_nan()));
        assert_eq!(got[2][..5], [1.0, 102.0, 100.0, 0.0, 0.0]);
        // 101.5 reaches a quarter into the two points from 102 to 100.
        assert_eq!(got[3][..5], [0.0, 102.0, 100.0, 0.25, 0.0]);
        assert!(got[4][1].is_nan() && got[4][3].is_nan());
        assert_eq!((got[4][0], got[4][4], got[4][8]), (0.0, 1.0, 0.0));
        assert!(got.iter().all(|row| row[5].is_nan()));
    }
}
