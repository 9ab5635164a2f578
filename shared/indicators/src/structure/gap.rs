//! Fair value gaps: three candles of which the outer two leave prices untraded between them.

use super::{Candle, Direction, PriceZone, PriceZones, ZoneRule};

/// Finds fair value gaps. With candles i − 1, i, i + 1 a bullish gap at i is there when candle i rises and
/// high(i − 1) < low(i + 1): the zone between those two prices. A bearish one is the mirror image. It is known when
/// candle i + 1 closes and can be mitigated from the candle after that. Source: the library smartmoneyconcepts.
#[derive(Clone, Debug)]
pub struct Gaps {
    min_size: f64,
    row: usize,
    first: Option<Candle>,
    middle: Option<Candle>,
    zones: PriceZones,
}

impl Gaps {
    /// Gaps of at least `min_size` average true ranges, the newest `capacity` of them watched until the rule ends them.
    pub fn new(min_size: f64, rule: ZoneRule, capacity: usize) -> Gaps {
        Gaps {
            min_size,
            row: 0,
            first: None,
            middle: None,
            zones: PriceZones::new(rule, capacity),
        }
    }

    /// Takes the next bar and the average true range at it; gives the gap that its close confirms.
    pub fn next(&mut self, candle: Candle, true_range: f64) -> Option<PriceZone> {
        let row = self.row;
        self.row += 1;
        self.zones.update(row, &candle);
        let (first, middle) = (self.first, self.middle);
        (self.first, self.middle) = (middle, Some(candle));
        let (first, middle) = (first?, middle?);
        let (direction, bottom, top) = match middle.direction()? {
            Direction::Up => (Direction::Up, first.high, candle.low),
            Direction::Down => (Direction::Down, candle.high, first.low),
        };
        // A minimum of 0 must not wait for the true range.
        let large = self.min_size <= 0.0 || top - bottom >= self.min_size * true_range;
        if top <= bottom || !large {
            return None;
        }
        let gap = PriceZone {
            at: row - 1,
            confirmed_at: row,
            direction,
            top,
            bottom,
        };
        self.zones.add(gap);
        Some(gap)
    }

    /// The gaps that are not mitigated, and those that just were.
    pub fn zones(&self) -> &PriceZones {
        &self.zones
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BARS: [[f64; 4]; 6] = [
        [99.0, 100.0, 98.0, 99.5],
        [99.5, 104.0, 99.0, 103.5],
        [103.5, 106.0, 102.0, 105.0],
        [105.0, 105.5, 101.5, 102.0],
        [102.0, 103.0, 99.5, 100.5],
        [100.5, 101.6, 98.0, 98.5],
    ];

    fn run(mut gaps: Gaps, true_range: f64) -> (Vec<PriceZone>, Vec<(usize, f64)>) {
        let (mut made, mut ended) = (Vec::new(), Vec::new());
        for bar in BARS {
            made.extend(gaps.next(Candle::of(bar).unwrap(), true_range));
            ended.extend(
                gaps.zones()
                    .ended()
                    .iter()
                    .map(|end| (end.confirmed_at, end.zone.filled)),
            );
        }
        (made, ended)
    }

    #[test]
    fn a_gap_lies_between_the_outer_candles_and_is_known_a_bar_later() {
        let gap = PriceZone {
            at: 1,
            confirmed_at: 2,
            direction: Direction::Up,
            top: 102.0,
            bottom: 100.0,
        };
        // Bar 3 reaches down to 101.5, a quarter; bar 4 to 99.5, all of it.
        let (made, ended) = run(Gaps::new(0.0, ZoneRule::Filled, 8), f64::NAN);
        assert_eq!((made, ended), (vec![gap], vec![(4, 1.0)]));
        let (_, ended) = run(Gaps::new(0.0, ZoneRule::Touched, 8), f64::NAN);
        assert_eq!(ended, [(3, 0.25)]);
    }

    #[test]
    fn small_gaps_are_left_out_and_so_is_one_without_a_measure() {
        // The gap is 2 wide: enough for one true range of 2, not for one of 3.
        assert_eq!(run(Gaps::new(1.0, ZoneRule::Filled, 8), 2.0).0.len(), 1);
        assert_eq!(run(Gaps::new(1.0, ZoneRule::Filled, 8), 3.0).0.len(), 0);
        assert_eq!(
            run(Gaps::new(1.0, ZoneRule::Filled, 8), f64::NAN).0.len(),
            0
        );
    }

    #[test]
    fn a_bearish_gap_is_the_mirror_image() {
        let mut gaps = Gaps::new(0.0, ZoneRule::Filled, 8);
        let made: Vec<PriceZone> = BARS
            .iter()
            .filter_map(|[open, high, low, close]| {
                let mirrored = [200.0 - open, 200.0 - low, 200.0 - high, 200.0 - close];
                gaps.next(Candle::of(mirrored).unwrap(), f64::NAN)
            })
            .collect();
        assert_eq!(made.len(), 1);
        assert_eq!(
            (made[0].direction, made[0].bottom, made[0].top),
            (Direction::Down, 98.0, 100.0)
        );
    }

    proptest! {
        #[test]
        fn equals_the_definition_with_hindsight(
            bars in prop::collection::vec((-6_i32..7, -3_i32..4, 0_i32..3, 0_i32..3), 3..120),
        ) {
            let mut price = 1000;
            let bars: Vec<[f64; 4]> = bars
                .iter()
                .map(|&(jump, body, up, down)| {
                    let (open, close) = (price + jump, price + jump + body);
                    price = close;
                    [open, open.max(close) + up, open.min(close) - down, close].map(f64::from)
                })
                .collect();
            let (mut expected, mut made, mut ended) = (Vec::new(), Vec::new(), Vec::new());
            for (place, three) in bars.windows(3).enumerate() {
                let [a, b, c] = [three[0], three[1], three[2]];
                let later = bars.iter().enumerate().skip(place + 3);
                if a[1] < c[2] && b[3] > b[0] {
                    let over = later.clone().find(|(_, bar)| bar[2] <= c[2]);
                    expected.push((place + 1, a[1], c[2], over.map(|(row, _)| row)));
                }
                if a[2] > c[1] && b[3] < b[0] {
                    let over = later.clone().find(|(_, bar)| bar[1] >= c[1]);
                    expected.push((place + 1, c[1], a[2], over.map(|(row, _)| row)));
                }
            }
            let mut gaps = Gaps::new(0.0, ZoneRule::Touched, 200);
            for bar in &bars {
                made.extend(gaps.next(Candle::of(*bar).unwrap(), f64::NAN));
                ended.extend_from_slice(gaps.zones().ended());
            }
            let got: Vec<_> = made
                .iter()
                .map(|gap| {
                    let end = ended.iter().find(|end| end.zone.zone == *gap);
                    (gap.at, gap.bottom, gap.top, end.map(|end| end.confirmed_at))
                })
                .collect();
            prop_assert_eq!(got, expected);
        }
    }
}
