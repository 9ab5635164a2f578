//! The grids of a venue: which prices and quantities it accepts, and how a number gets there exactly.

/// One row of a tick table: from this price on, prices move in these steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TickRow {
    /// Lowest price the row holds for.
    pub from: f64,
    /// The step.
    pub tick: Tick,
}

impl TickRow {
    /// A row with steps of whole units.
    pub const fn whole(from: f64, size: f64) -> TickRow {
        let tick = Tick::Whole(size);
        TickRow { from, tick }
    }

    /// A row with so many steps in a unit.
    pub const fn per_unit(from: f64, steps: f64) -> TickRow {
        let tick = Tick::PerUnit(steps);
        TickRow { from, tick }
    }
}

/// The table of a venue without steps, or whose steps nobody knows: a price stays as it is, to the last bit.
pub const ANY_PRICE: &[TickRow] = &[TickRow {
    from: 0.0,
    tick: Tick::Any,
}];

/// A price step, kept so that rounding to it is exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tick {
    /// No step at all.
    Any,
    /// Whole units: 1000, 5, 1.
    Whole(f64),
    /// One unit divided by this many: `PerUnit(100.0)` is a tick of 0.01, which no binary number is.
    PerUnit(f64),
}

impl Tick {
    /// The price on the grid.
    pub fn round(self, price: f64, round: Round) -> f64 {
        match self {
            Tick::Any => price,
            Tick::Whole(size) => round_steps(price / size, round) * size,
            Tick::PerUnit(steps) => round_steps(price * steps, round) / steps,
        }
    }
}

/// A quantity step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lot {
    /// No step at all: a quantity stays as it is, to the last bit.
    Any,
    /// One unit divided by this many: `PerUnit(1e8)` is eight decimals, `PerUnit(1.0)` whole units.
    PerUnit(f64),
}

impl Lot {
    /// The largest quantity on the grid that is not above `qty`.
    pub fn round_down(self, qty: f64) -> f64 {
        match self {
            Lot::Any => qty,
            Lot::PerUnit(lots) => round_steps(qty * lots, Round::Down).max(0.0) / lots,
        }
    }
}

/// Which way a price moves to reach a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// To the next tick above, or stay.
    Up,
    /// To the next tick below, or stay.
    Down,
    /// To the nearest tick.
    Nearest,
}

/// Rounds a count of steps; a count within a few last digits of a whole number is that number,
/// because a price already on the grid must not move when division was inexact.
fn round_steps(steps: f64, round: Round) -> f64 {
    let (floor, nearest, ceil) = whole(steps);
    if (steps - nearest).abs() <= 1e-14 * nearest.abs().max(1.0) {
        return nearest;
    }
    match round {
        Round::Up => ceil,
        Round::Down => floor,
        Round::Nearest => nearest,
    }
}

/// The whole numbers below, nearest and above. Not every processor has an instruction for them, and sweeps ask by the million:
/// the usual count of steps is cut to a whole number by way of an integer, which is exact.
#[inline]
fn whole(steps: f64) -> (f64, f64, f64) {
    if !(0.0..4e15).contains(&steps) {
        return (steps.floor(), steps.round(), steps.ceil());
    }
    let floor = steps as i64 as f64;
    let part = steps - floor;
    let above = |is: bool| floor + f64::from(u8::from(is));
    (floor, above(part >= 0.5), above(part > 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_rounds_each_way() {
        let each = |tick: Tick, price: f64| {
            [Round::Down, Round::Nearest, Round::Up].map(|round| tick.round(price, round))
        };
        assert_eq!(each(Tick::Whole(5.0), 5_003.0), [5_000.0, 5_005.0, 5_005.0]);
        assert_eq!(each(Tick::PerUnit(100.0), 1.234), [1.23, 1.23, 1.24]);
        assert_eq!(each(Tick::Any, 0.1 + 0.2), [0.1 + 0.2; 3]);
    }

    #[test]
    fn the_short_way_to_a_whole_number_is_the_long_one() {
        let mut random = crate::random::Random::new(5, 5);
        let edges = [
            0.0,
            0.5,
            1.5,
            2.5,
            0.499_999_999_999_999_94,
            4e15,
            3.999e15,
            1e300,
            -0.5,
        ];
        let many = (0..20_000).map(|_| libm::exp(40.0 * random.uniform() - 3.0));
        for steps in many.chain(edges).chain([f64::INFINITY, -7.25]) {
            assert_eq!(whole(steps), (steps.floor(), steps.round(), steps.ceil()));
        }
    }

    #[test]
    fn a_lot_rounds_down_only() {
        assert_eq!(Lot::PerUnit(1.0).round_down(2.9), 2.0);
        assert_eq!(Lot::PerUnit(1e9).round_down(0.123_456_789_9), 0.123_456_789);
        // 0.29 × 100 is 28.999999999999996 in binary and must still be 29 lots.
        assert_eq!(Lot::PerUnit(100.0).round_down(0.29), 0.29);
        assert_eq!(Lot::Any.round_down(0.1 + 0.2), 0.1 + 0.2);
    }
}
