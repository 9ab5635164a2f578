//! Swings: bars whose high or low stands out among the bars on both sides.

use crate::blocks::{Highest, Lowest};

/// Which end of the bar stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SwingKind {
    /// A top.
    High,
    /// A bottom.
    Low,
}

/// A turning point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The bar of the top or bottom.
    pub at: usize,
    /// The bar whose close made it known: `strength` bars later.
    pub confirmed_at: usize,
    /// Its high or low.
    pub price: f64,
    /// Top or bottom.
    pub kind: SwingKind,
}

/// Finds swings: a high not below the `strength` highs before it and above the `strength` highs after it, lows mirrored;
/// of equal tops in a row it is the last. Source: the fractal of Williams, "Trading Chaos", 1995, with any width.
#[derive(Clone, Debug)]
pub struct Swings {
    strength: usize,
    row: usize,
    highest: Highest,
    lowest: Lowest,
}

impl Swings {
    /// Compares with `strength` bars on each side; 0 counts as 1.
    pub fn new(strength: usize) -> Swings {
        let strength = strength.max(1);
        Swings {
            strength,
            row: 0,
            highest: Highest::new(2 * strength + 1),
            lowest: Lowest::new(2 * strength + 1),
        }
    }

    /// The row before which no swing can be known.
    pub const fn warm_up(strength: usize) -> usize {
        2 * strength
    }

    /// Takes the next bar; gives the top and the bottom it confirms.
    #[inline]
    pub fn next(&mut self, high: f64, low: f64) -> [Option<Swing>; 2] {
        let row = self.row;
        self.row += 1;
        let (top, bottom) = (self.highest.push(high), self.lowest.push(low));
        let swing = |price: f64, age: usize, kind| {
            (!price.is_nan() && age == self.strength).then(|| Swing {
                at: row - age,
                confirmed_at: row,
                price,
                kind,
            })
        };
        [
            swing(top, self.highest.age(), SwingKind::High),
            swing(bottom, self.lowest.age(), SwingKind::Low),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(strength: usize, bars: &[(f64, f64)]) -> Vec<Swing> {
        let mut swings = Swings::new(strength);
        bars.iter()
            .flat_map(|&(high, low)| swings.next(high, low))
            .flatten()
            .collect()
    }

    #[test]
    fn a_top_is_known_strength_bars_later() {
        //                 0           1           2           3           4           5
        let bars = [
            (10.0, 8.0),
            (11.0, 9.0),
            (14.0, 10.0),
            (12.0, 7.0),
            (11.0, 8.0),
            (13.0, 9.0),
        ];
        let swing = |at, confirmed_at, price, kind| Swing {
            at,
            confirmed_at,
            price,
            kind,
        };
        assert_eq!(
            all(2, &bars),
            [
                swing(2, 4, 14.0, SwingKind::High),
                swing(3, 5, 7.0, SwingKind::Low)
            ]
        );
        assert_eq!(
            all(1, &bars),
            [
                swing(2, 3, 14.0, SwingKind::High),
                swing(3, 4, 7.0, SwingKind::Low)
            ]
        );
    }

    #[test]
    fn of_equal_tops_the_last_counts_and_a_flat_market_has_none() {
        let level = [(5.0, 1.0), (9.0, 1.0), (9.0, 1.0), (5.0, 1.0)];
        let found = all(1, &level);
        assert_eq!((found.len(), found[0].at, found[0].confirmed_at), (1, 2, 3));
        assert_eq!(all(2, &[(3.0, 3.0); 20]), []);
    }

    proptest! {
        #[test]
        fn tops_lie_more_than_their_strength_apart(
            strength in 1_usize..6,
            highs in prop::collection::vec(0_i32..8, 0..120),
        ) {
            let bars: Vec<(f64, f64)> = highs.iter().map(|&high| (f64::from(high), 0.0)).collect();
            let tops: Vec<usize> = all(strength, &bars)
                .iter()
                .filter(|swing| swing.kind == SwingKind::High)
                .map(|swing| swing.at)
                .collect();
            prop_assert!(tops.windows(2).all(|pair| pair[1] - pair[0] > strength));
        }

        #[test]
        fn equals_a_look_at_both_sides(
            strength in 1_usize..5,
            bars in prop::collection::vec((5_i32..12, 0_i32..6), 0..80),
        ) {
            let bars: Vec<(f64, f64)> = bars.iter().map(|&(h, l)| (h.into(), l.into())).collect();
            let mut expected = Vec::new();
            for row in 2 * strength..bars.len() {
                let at = row - strength;
                let (before, after) = (&bars[at - strength..at], &bars[at + 1..=row]);
                let (high, low) = bars[at];
                if before.iter().all(|bar| bar.0 <= high) && after.iter().all(|bar| bar.0 < high) {
                    expected.push((at, row, high, SwingKind::High));
                }
                if before.iter().all(|bar| bar.1 >= low) && after.iter().all(|bar| bar.1 > low) {
                    expected.push((at, row, low, SwingKind::Low));
                }
            }
            let got: Vec<_> = all(strength, &bars)
                .iter()
                .map(|swing| (swing.at, swing.confirmed_at, swing.price, swing.kind))
                .collect();
            prop_assert_eq!(got, expected);
        }
    }
}
