//! Order blocks: the last candle against a move that went on to break structure.

use super::{Break, Breaks, Candle, Direction, PriceZone, PriceZones, ZoneRule};
use std::collections::VecDeque;

/// Finds order blocks. When a close breaks the last top, the move that did it began at the lowest low since that top;
/// the block is the last falling candle at or before that low, from its low to its high. Bearish blocks are the mirror
/// image. It is known with the break, and over when a bar closes beyond its far side.
/// There is no authority on the definition; this is the usual one put into words that leave nothing open.
#[derive(Clone, Debug)]
pub struct Blocks {
    row: usize,
    breaks: Breaks,
    recent: VecDeque<Candle>,
    strength: usize,
    up: Leg,
    down: Leg,
    zones: PriceZones,
}

impl Blocks {
    /// Blocks behind breaks of swings of this strength; the newest `capacity` are watched.
    pub fn new(strength: usize, capacity: usize) -> Blocks {
        let strength = strength.max(1);
        Blocks {
            row: 0,
            breaks: Breaks::new(strength),
            recent: VecDeque::with_capacity(strength + 2),
            strength,
            up: Leg::new(Direction::Up),
            down: Leg::new(Direction::Down),
            zones: PriceZones::new(ZoneRule::ClosedThrough, capacity),
        }
    }

    /// Takes the next bar; gives the break its close makes and the block behind it.
    pub fn next(&mut self, candle: Candle) -> (Option<Break>, Option<PriceZone>) {
        let row = self.row;
        self.row += 1;
        self.zones.update(row, &candle);
        self.recent.push_back(candle);
        if self.recent.len() > self.strength + 1 {
            self.recent.pop_front();
        }
        self.up.push(row, &candle);
        self.down.push(row, &candle);
        let broken = self.breaks.next(&candle);
        let block = broken.and_then(|broken| {
            let leg = match broken.direction {
                Direction::Up => &self.up,
                Direction::Down => &self.down,
            };
            self.zone(row, broken.direction, leg.block?)
        });
        if let Some(block) = block {
            self.zones.add(block);
        }
        // A swing is known `strength` bars late: its leg begins with the bars since then.
        for leg in [&mut self.up, &mut self.down] {
            let level = self.breaks.level(leg.direction);
            if level.is_some_and(|swing| swing.confirmed_at == row) {
                *leg = Leg::new(leg.direction);
                let first = row + 1 - self.recent.len();
                for (since, candle) in self.recent.iter().enumerate() {
                    leg.push(first + since, candle);
                }
            }
        }
        (broken, block)
    }

    /// The blocks that are not closed through, and those that just were.
    pub fn zones(&self) -> &PriceZones {
        &self.zones
    }

    /// The trend and the levels behind the blocks.
    pub fn breaks(&self) -> &Breaks {
        &self.breaks
    }

    fn zone(&self, row: usize, direction: Direction, block: (usize, Candle)) -> Option<PriceZone> {
        let (at, candle) = block;
        // Two breaks may have begun at the same candle: it is one block.
        let known = |zone: &PriceZone| zone.at == at && zone.direction == direction;
        let new = !self.zones.active().iter().any(|active| known(&active.zone));
        new.then_some(PriceZone {
            at,
            confirmed_at: row,
            direction,
            top: candle.high,
            bottom: candle.low,
        })
    }
}

/// The way from a swing to the break of it.
#[derive(Clone, Debug)]
struct Leg {
    direction: Direction,
    start: f64,
    opposite: Option<(usize, Candle)>,
    block: Option<(usize, Candle)>,
}

impl Leg {
    fn new(direction: Direction) -> Leg {
        Leg {
            direction,
            start: f64::NAN,
            opposite: None,
            block: None,
        }
    }

    #[inline]
    fn push(&mut self, row: usize, candle: &Candle) {
        let against = match self.direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        };
        if candle.direction() == Some(against) {
            self.opposite = Some((row, *candle));
        }
        let further = match self.direction {
            Direction::Up => candle.low <= self.start,
            Direction::Down => candle.high >= self.start,
        };
        if self.start.is_nan() || further {
            self.start = match self.direction {
                Direction::Up => candle.low,
                Direction::Down => candle.high,
            };
            self.block = self.opposite;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A top at 1 (high 12), a fall to the low of bar 4, a rise with one small falling candle (5), a break at 6.
    const BARS: [[f64; 4]; 9] = [
        [10.0, 11.0, 9.5, 10.8],
        [10.8, 12.0, 10.5, 11.5],
        [11.5, 11.6, 10.0, 10.2],
        [10.2, 10.4, 9.0, 9.2],
        [9.2, 10.6, 8.9, 10.5],
        [10.5, 10.7, 10.2, 10.3],
        [10.3, 12.8, 10.3, 12.5],
        [12.5, 12.6, 10.3, 11.0],
        [11.0, 11.1, 8.5, 8.8],
    ];

    #[test]
    fn the_last_falling_candle_before_the_move_is_the_block() {
        let mut blocks = Blocks::new(1, 4);
        let (mut made, mut ended, mut touched) = (Vec::new(), Vec::new(), Vec::new());
        for bar in BARS {
            made.extend(blocks.next(Candle::of(bar).unwrap()).1);
            ended.extend_from_slice(blocks.zones().ended());
            touched.push(
                blocks
                    .zones()
                    .nearest(Direction::Up)
                    .map(|active| active.touched_at),
            );
        }
        // Bar 4 makes the low but rises: the block is bar 3, from 9.0 to 10.4. The candle at 5 is inside the move.
        let block = PriceZone {
            at: 3,
            confirmed_at: 6,
            direction: Direction::Up,
            top: 10.4,
            bottom: 9.0,
        };
        assert_eq!(made.first(), Some(&block));
        // Bar 7 comes back to 10.3 and touches it, bar 8 closes below 9.0 and ends it.
        assert_eq!(touched[5..8], [None, Some(None), Some(Some(7))]);
        let end = ended.iter().find(|end| end.zone.zone == block).unwrap();
        assert_eq!((end.confirmed_at, end.mitigated), (8, true));
    }

    #[test]
    fn a_bearish_block_is_the_mirror_image() {
        let mut blocks = Blocks::new(1, 4);
        let made: Vec<PriceZone> = BARS
            .iter()
            .filter_map(|[open, high, low, close]| {
                let mirrored = [20.0 - open, 20.0 - low, 20.0 - high, 20.0 - close];
                blocks.next(Candle::of(mirrored).unwrap()).1
            })
            .collect();
        assert_eq!((made[0].at, made[0].confirmed_at), (3, 6));
        assert_eq!(
            (made[0].direction, made[0].bottom, made[0].top),
            (Direction::Down, 20.0 - 10.4, 11.0)
        );
    }
}
