//! Zones between two prices, how far the price came back into them, and when they are over.

use super::{Candle, Direction};

/// A stretch of prices left behind by a move: a fair value gap or an order block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriceZone {
    /// The bar it lies at.
    pub at: usize,
    /// The bar whose close made it known.
    pub confirmed_at: usize,
    /// Up: the move left it below, and it may hold a fall. Down: the mirror image.
    pub direction: Direction,
    /// Upper price.
    pub top: f64,
    /// Lower price.
    pub bottom: f64,
}

impl PriceZone {
    /// How much of the zone a bar reaches into, 0 to 1.
    fn share(&self, candle: &Candle) -> f64 {
        let reach = match self.direction {
            Direction::Up => self.top - candle.low,
            Direction::Down => candle.high - self.bottom,
        };
        (reach / (self.top - self.bottom)).clamp(0.0, 1.0)
    }

    fn is_touched(&self, candle: &Candle) -> bool {
        match self.direction {
            Direction::Up => candle.low <= self.top,
            Direction::Down => candle.high >= self.bottom,
        }
    }

    fn is_closed_through(&self, candle: &Candle) -> bool {
        match self.direction {
            Direction::Up => candle.close < self.bottom,
            Direction::Down => candle.close > self.top,
        }
    }
}

/// A zone the price may still come back to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActiveZone {
    /// The zone.
    pub zone: PriceZone,
    /// The deepest a bar has reached into it so far, 0 to 1.
    pub filled: f64,
    /// The first bar that touched it.
    pub touched_at: Option<usize>,
}

/// When a zone is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneRule {
    /// All of it was traded.
    Filled,
    /// Half of it was traded ("consequent encroachment").
    HalfFilled,
    /// A bar touched it (as the library smartmoneyconcepts has it).
    Touched,
    /// A bar closed beyond its far side.
    ClosedThrough,
}

/// The end of a zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZoneEnd {
    /// The zone as it was at the end.
    pub zone: ActiveZone,
    /// The bar whose close made it known.
    pub confirmed_at: usize,
    /// Was it mitigated by its rule, or forgotten in favour of newer zones?
    pub mitigated: bool,
}

/// The most recent zones that are not over.
#[derive(Clone, Debug)]
pub struct PriceZones {
    rule: ZoneRule,
    capacity: usize,
    active: Vec<ActiveZone>,
    ended: Vec<ZoneEnd>,
}

impl PriceZones {
    /// Keeps the newest `capacity` zones that are not over by the rule.
    pub fn new(rule: ZoneRule, capacity: usize) -> PriceZones {
        let capacity = capacity.max(1);
        PriceZones {
            rule,
            capacity,
            active: Vec::with_capacity(capacity),
            ended: Vec::with_capacity(capacity + 1),
        }
    }

    /// Lets a bar act on the zones made before it.
    pub fn update(&mut self, row: usize, candle: &Candle) {
        self.ended.clear();
        let (rule, ended) = (self.rule, &mut self.ended);
        self.active.retain_mut(|active| {
            let zone = active.zone;
            if zone.is_touched(candle) {
                active.filled = active.filled.max(zone.share(candle));
                active.touched_at = active.touched_at.or(Some(row));
            }
            let over = match rule {
                ZoneRule::Filled => active.filled >= 1.0,
                ZoneRule::HalfFilled => active.filled >= 0.5,
                ZoneRule::Touched => active.touched_at.is_some(),
                ZoneRule::ClosedThrough => zone.is_closed_through(candle),
            };
            if over {
                ended.push(ZoneEnd {
                    zone: *active,
                    confirmed_at: row,
                    mitigated: true,
                });
            }
            !over
        });
    }

    /// Adds a zone; the oldest is forgotten when there are too many.
    pub fn add(&mut self, zone: PriceZone) {
        if self.active.len() == self.capacity {
            let oldest = self.active.remove(0);
            self.ended.push(ZoneEnd {
                zone: oldest,
                confirmed_at: zone.confirmed_at,
                mitigated: false,
            });
        }
        self.active.push(ActiveZone {
            zone,
            filled: 0.0,
            touched_at: None,
        });
    }

    /// The zones that are not over, oldest first.
    pub fn active(&self) -> &[ActiveZone] {
        &self.active
    }

    /// The zones that ended with the last bar.
    pub fn ended(&self) -> &[ZoneEnd] {
        &self.ended
    }

    /// The zone a returning price meets first: the highest of those below it, the lowest of those above.
    pub fn nearest(&self, direction: Direction) -> Option<&ActiveZone> {
        let side = self
            .active
            .iter()
            .filter(|active| active.zone.direction == direction);
        match direction {
            Direction::Up => side.max_by(|a, b| a.zone.top.total_cmp(&b.zone.top)),
            Direction::Down => side.min_by(|a, b| a.zone.bottom.total_cmp(&b.zone.bottom)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(at: usize, direction: Direction, bottom: f64, top: f64) -> PriceZone {
        PriceZone {
            at,
            confirmed_at: at + 1,
            direction,
            top,
            bottom,
        }
    }

    fn bar(high: f64, low: f64, close: f64) -> Candle {
        Candle {
            open: close,
            high,
            low,
            close,
        }
    }

    #[test]
    fn each_rule_ends_a_zone_at_its_own_bar() {
        // A zone from 100 to 104; lows come down to 105, 103, 102, 100, and the last bar closes at 99.
        let bars = [
            bar(110.0, 105.0, 108.0),
            bar(108.0, 103.0, 106.0),
            bar(107.0, 102.0, 103.0),
            bar(105.0, 100.0, 101.0),
            bar(102.0, 98.0, 99.0),
        ];
        for (rule, expected, share) in [
            (ZoneRule::Touched, 3, 0.25),
            (ZoneRule::HalfFilled, 4, 0.5),
            (ZoneRule::Filled, 5, 1.0),
            (ZoneRule::ClosedThrough, 6, 1.0),
        ] {
            let mut zones = PriceZones::new(rule, 4);
            zones.add(zone(0, Direction::Up, 100.0, 104.0));
            let mut ends = Vec::new();
            for (row, candle) in bars.iter().enumerate() {
                zones.update(row + 2, candle);
                ends.extend_from_slice(zones.ended());
            }
            assert_eq!(ends.len(), 1);
            let end = ends[0];
            assert_eq!((end.confirmed_at, end.mitigated), (expected, true));
            assert_eq!((end.zone.filled, end.zone.touched_at), (share, Some(3)));
        }
    }

    #[test]
    fn the_nearest_of_each_side_counts_and_the_oldest_is_forgotten() {
        let mut zones = PriceZones::new(ZoneRule::Filled, 3);
        zones.add(zone(1, Direction::Up, 100.0, 104.0));
        zones.add(zone(2, Direction::Up, 90.0, 91.0));
        zones.add(zone(3, Direction::Down, 120.0, 121.0));
        let nearest = |zones: &PriceZones, side| zones.nearest(side).map(|active| active.zone.at);
        assert_eq!(nearest(&zones, Direction::Up), Some(1));
        zones.add(zone(5, Direction::Down, 115.0, 116.0));
        assert_eq!(nearest(&zones, Direction::Up), Some(2));
        assert_eq!(nearest(&zones, Direction::Down), Some(5));
        let end = zones.ended()[0];
        assert_eq!(
            (end.zone.zone.at, end.mitigated, end.confirmed_at),
            (1, false, 6)
        );
        // 119 fills the zone from 115 to 116 for good and leaves the one at 120 alone.
        zones.update(7, &bar(119.0, 110.0, 112.0));
        assert_eq!(nearest(&zones, Direction::Down), Some(3));
    }
}
