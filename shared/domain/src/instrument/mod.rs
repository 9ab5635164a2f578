//! What is traded, and the rules its venue sets: price steps, lots, the smallest order, trading days, fees.

mod symbol;
mod ticks;
pub mod venue;

pub use symbol::{Symbol, SymbolError};
pub use ticks::{ANY_PRICE, Lot, Round, Tick, TickRow};
pub use venue::upbit::KRW_TICKS as UPBIT_KRW_TICKS;
pub use venue::{Venue, VenueFees};

use crate::num::{Cash, Price, Qty};
use serde::{Deserialize, Serialize};

/// How many days of a year an instrument trades: the base of every annualised figure. New ones go to the end: files keep the place
/// in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// Around the clock, 365 days.
    AlwaysOpen,
    /// Sessions of New York's exchanges, 252 days.
    ExchangeSessions,
    /// Sessions of another exchange, whose hours and holidays aren't known here; 252 days.
    OwnSessions,
}

impl Calendar {
    /// Every calendar.
    pub const ALL: [Calendar; 3] = [
        Calendar::AlwaysOpen,
        Calendar::ExchangeSessions,
        Calendar::OwnSessions,
    ];

    /// The id used in flags and files.
    pub const fn id(self) -> &'static str {
        match self {
            Calendar::AlwaysOpen => "24/7",
            Calendar::ExchangeSessions => "xnys",
            Calendar::OwnSessions => "own",
        }
    }

    /// Finds a calendar by id.
    pub fn find(id: &str) -> Option<Calendar> {
        Calendar::ALL.into_iter().find(|known| known.id() == id)
    }

    /// Trading days in a year.
    pub const fn days_per_year(self) -> f64 {
        match self {
            Calendar::AlwaysOpen => 365.0,
            Calendar::ExchangeSessions | Calendar::OwnSessions => 252.0,
        }
    }
}

/// What the venue allows for one symbol; [`Venue::instrument`] makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// Where it trades.
    pub venue: Venue,
    /// Its code there.
    pub symbol: Symbol,
    /// Currency that prices and cash are in; empty when nothing tells.
    pub quote: &'static str,
    /// Price steps, highest price first.
    pub ticks: &'static [TickRow],
    /// Steps of a quantity.
    pub lot: Lot,
    /// Orders below this amount are refused.
    pub min_notional: Cash,
    /// Days a year it trades.
    pub calendar: Calendar,
}

impl Instrument {
    /// The price on the venue's grid; `None` when rounding down leaves nothing.
    pub fn on_tick(&self, price: f64, round: Round) -> Option<Price> {
        let row = self.ticks.iter().find(|row| price >= row.from)?;
        Price::new(row.tick.round(price, round)).ok()
    }

    /// The largest quantity on the venue's grid that is not above `qty`; zero when there is none.
    pub fn on_lot(&self, qty: f64) -> Qty {
        Qty::new(self.lot.round_down(qty)).unwrap_or(Qty::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn instrument(venue: Venue, code: &str) -> Instrument {
        venue.instrument(Symbol::parse(code).unwrap()).unwrap()
    }

    fn krw() -> Instrument {
        instrument(Venue::Upbit, "KRW-BTC")
    }

    #[test]
    fn rounds_to_the_krw_table() {
        let check = |price: f64, round, want: f64| {
            assert_eq!(
                krw().on_tick(price, round).unwrap().get(),
                want,
                "{price} {round:?}"
            );
        };
        check(145_050_300.0, Round::Up, 145_051_000.0);
        check(145_050_300.0, Round::Down, 145_050_000.0);
        check(145_050_300.0, Round::Nearest, 145_050_000.0);
        check(1_000_000.0, Round::Up, 1_000_000.0);
        check(999_600.0, Round::Up, 1_000_000.0);
        check(12.34, Round::Down, 12.3);
        check(0.123_456, Round::Up, 0.124);
        check(0.000_000_012_3, Round::Down, 0.000_000_01);
    }

    #[test]
    fn nothing_is_left_below_the_smallest_tick() {
        assert_eq!(krw().on_tick(1e-9, Round::Down), None);
    }

    #[test]
    fn lots_round_down_and_never_below_nothing() {
        assert_eq!(krw().on_lot(1.234_567_899).get(), 1.234_567_89);
        for nothing in [0.0, 9e-9, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(krw().on_lot(nothing), Qty::ZERO, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn a_price_on_the_grid_stays_where_it_is(price in 1e-7_f64..1e9) {
            let once = krw().on_tick(price, Round::Nearest).unwrap();
            for round in [Round::Up, Round::Down, Round::Nearest] {
                prop_assert_eq!(krw().on_tick(once.get(), round), Some(once));
            }
        }

        #[test]
        fn rounding_brackets_the_price(price in 1e-7_f64..1e9) {
            let up = krw().on_tick(price, Round::Up).unwrap().get();
            let down = krw().on_tick(price, Round::Down).unwrap().get();
            prop_assert!(down <= price * (1.0 + 1e-12) && price <= up * (1.0 + 1e-12));
        }

        #[test]
        fn a_lot_never_asks_for_more(qty in 0.0_f64..1e6) {
            prop_assert!(krw().on_lot(qty).get() <= qty * (1.0 + 1e-9));
        }

        #[test]
        fn without_a_grid_every_price_and_quantity_keeps_its_bits(bits in 0_u64..=u64::MAX) {
            let file = instrument(Venue::File, "ANYTHING");
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite() && value > 0.0);
            for round in [Round::Up, Round::Down, Round::Nearest] {
                let price = file.on_tick(value, round).unwrap();
                prop_assert_eq!(price.get().to_bits(), bits);
            }
            prop_assert_eq!(file.on_lot(value).get().to_bits(), bits);
        }
    }
}
