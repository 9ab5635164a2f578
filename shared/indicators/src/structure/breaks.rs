//! Breaks of structure: closes beyond the last swing, with the trend or against it.

use super::{Candle, Direction, Swing, SwingKind, Swings};

/// What a break says about the trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// It goes on (BOS).
    BreakOfStructure,
    /// It turned, or was not known before (CHoCH).
    ChangeOfCharacter,
}

/// A close beyond the last swing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    /// The bar that closed beyond.
    pub at: usize,
    /// The same bar: its close tells.
    pub confirmed_at: usize,
    /// Up through a top or down through a bottom.
    pub direction: Direction,
    /// With the trend or against it.
    pub kind: BreakKind,
    /// The price of the swing.
    pub level: f64,
    /// The bar of the swing.
    pub swing_at: usize,
}

/// Finds breaks. A close above the last confirmed top is a break upwards: of structure in an up-trend, else a change of
/// character; from then on the trend is up and that top is spent. Bottoms are the mirror image. The rule of the library
/// smartmoneyconcepts looks for the pattern of four swings first and for the break afterwards, with hindsight; this one
/// asks the same at each close with what is known then.
#[derive(Clone, Debug)]
pub struct Breaks {
    row: usize,
    swings: Swings,
    trend: Option<Direction>,
    high: Option<Swing>,
    low: Option<Swing>,
}

impl Breaks {
    /// Breaks of swings that stand out among `strength` bars on each side.
    pub fn new(strength: usize) -> Breaks {
        Breaks {
            row: 0,
            swings: Swings::new(strength),
            trend: None,
            high: None,
            low: None,
        }
    }

    /// Takes the next bar; gives the break its close makes.
    pub fn next(&mut self, candle: &Candle) -> Option<Break> {
        let row = self.row;
        self.row += 1;
        // The levels known before this bar come first: a swing confirmed now is a level from the next bar on.
        let broken = if let Some(top) = self.high.filter(|top| candle.close > top.price) {
            self.high = None;
            Some((Direction::Up, top))
        } else if let Some(bottom) = self.low.filter(|bottom| candle.close < bottom.price) {
            self.low = None;
            Some((Direction::Down, bottom))
        } else {
            None
        };
        for swing in self
            .swings
            .next(candle.high, candle.low)
            .into_iter()
            .flatten()
        {
            match swing.kind {
                SwingKind::High => self.high = Some(swing),
                SwingKind::Low => self.low = Some(swing),
            }
        }
        let (direction, swing) = broken?;
        let before = self.trend.replace(direction);
        Some(Break {
            at: row,
            confirmed_at: row,
            direction,
            kind: if before == Some(direction) {
                BreakKind::BreakOfStructure
            } else {
                BreakKind::ChangeOfCharacter
            },
            level: swing.price,
            swing_at: swing.at,
        })
    }

    /// The trend, once a break told it.
    pub fn trend(&self) -> Option<Direction> {
        self.trend
    }

    /// The swing a break in this direction would have to pass.
    pub fn level(&self, direction: Direction) -> Option<Swing> {
        match direction {
            Direction::Up => self.high,
            Direction::Down => self.low,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_break_sets_the_trend_the_next_follows_or_turns_it() {
        // Closes with half a point of wick on both sides; swings with one bar on each side.
        // Top 12.5 at 1, broken by 13 at 4; top 14.5 at 5, broken by 15 at 7; bottom 12.5 at 6, broken by 12 at 9.
        let closes = [10.0, 12.0, 11.0, 10.5, 13.0, 14.0, 13.0, 15.0, 13.5, 12.0];
        let mut breaks = Breaks::new(1);
        let found: Vec<Break> = closes
            .iter()
            .filter_map(|&close| {
                breaks.next(&Candle {
                    open: close,
                    high: close + 0.5,
                    low: close - 0.5,
                    close,
                })
            })
            .collect();
        let expected = |at, direction, kind, level, swing_at| Break {
            at,
            confirmed_at: at,
            direction,
            kind,
            level,
            swing_at,
        };
        use BreakKind::{BreakOfStructure, ChangeOfCharacter};
        assert_eq!(
            found,
            [
                expected(4, Direction::Up, ChangeOfCharacter, 12.5, 1),
                expected(7, Direction::Up, BreakOfStructure, 14.5, 5),
                expected(9, Direction::Down, ChangeOfCharacter, 12.5, 6),
            ]
        );
        assert_eq!(breaks.trend(), Some(Direction::Down));
        assert_eq!(breaks.level(Direction::Down), None);
    }

    #[test]
    fn a_wick_beyond_the_level_is_no_break() {
        let mut breaks = Breaks::new(1);
        let bars = [
            [10.0, 10.5, 9.5, 10.0],
            [10.0, 12.0, 9.8, 11.0],
            [11.0, 11.5, 10.0, 10.5],
            [10.5, 12.5, 10.2, 12.0],
        ];
        assert!(bars.iter().all(|bar| {
            let candle = Candle::of(*bar).unwrap();
            breaks.next(&candle).is_none()
        }));
    }
}
