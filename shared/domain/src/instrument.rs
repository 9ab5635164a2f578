//! What is traded: symbol, venue, tick, lot, minimum order and how many days a year it trades.

use crate::num::{Cash, Price, Qty};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where an instrument trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Venue {
    /// The generated market that ships with Backcast; never real prices.
    Sample,
    /// Upbit, Korea.
    Upbit,
    /// Bars from a file; nobody knows where they were traded.
    File,
}

/// A market code such as `KRW-BTC`: capital letters, digits and inner dashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^(?=.{1,24}$)[A-Z0-9]+(-[A-Z0-9]+)*$")))]
#[serde(try_from = "String", into = "String")]
pub struct Symbol(String);

/// Why a text is no symbol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "symbol {0:?} is not allowed: 1 to 24 capital letters, digits or inner dashes, like KRW-BTC"
)]
pub struct SymbolError(pub String);

impl Symbol {
    /// Checks a market code.
    pub fn parse(text: &str) -> Result<Symbol, SymbolError> {
        let inner = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
        let shaped = (1..=24).contains(&text.len())
            && text
                .split('-')
                .all(|part| !part.is_empty() && part.chars().all(inner));
        if shaped {
            Ok(Symbol(text.to_owned()))
        } else {
            Err(SymbolError(text.to_owned()))
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for Symbol {
    type Error = SymbolError;
    fn try_from(text: String) -> Result<Symbol, SymbolError> {
        Symbol::parse(&text)
    }
}

impl From<Symbol> for String {
    fn from(symbol: Symbol) -> String {
        symbol.0
    }
}

/// How many days of a year an instrument trades: the base of every annualised figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// Around the clock, 365 days.
    AlwaysOpen,
    /// Exchange sessions, 252 days.
    ExchangeSessions,
}

impl Calendar {
    /// Trading days in a year.
    pub const fn days_per_year(self) -> f64 {
        match self {
            Calendar::AlwaysOpen => 365.0,
            Calendar::ExchangeSessions => 252.0,
        }
    }
}

/// One row of a tick table: from this price on, prices move in these steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TickRow {
    /// Lowest price the row holds for.
    pub from: f64,
    /// Steps per unit of price when the tick is below 1, so that 0.1 is held exactly as 10 per unit.
    pub tick: Tick,
}

/// A price step, kept so that rounding to it is exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tick {
    /// Whole units: 1000, 5, 1.
    Whole(f64),
    /// One unit divided by this many: `PerUnit(100.0)` is a tick of 0.01.
    PerUnit(f64),
}

/// Upbit's KRW tick table, in force since 2025-07-31. Source: Upbit's developer documentation.
pub const UPBIT_KRW_TICKS: &[TickRow] = &[
    TickRow {
        from: 1_000_000.0,
        tick: Tick::Whole(1000.0),
    },
    TickRow {
        from: 500_000.0,
        tick: Tick::Whole(500.0),
    },
    TickRow {
        from: 100_000.0,
        tick: Tick::Whole(100.0),
    },
    TickRow {
        from: 50_000.0,
        tick: Tick::Whole(50.0),
    },
    TickRow {
        from: 10_000.0,
        tick: Tick::Whole(10.0),
    },
    TickRow {
        from: 5_000.0,
        tick: Tick::Whole(5.0),
    },
    TickRow {
        from: 100.0,
        tick: Tick::Whole(1.0),
    },
    TickRow {
        from: 10.0,
        tick: Tick::PerUnit(1e1),
    },
    TickRow {
        from: 1.0,
        tick: Tick::PerUnit(1e2),
    },
    TickRow {
        from: 0.1,
        tick: Tick::PerUnit(1e3),
    },
    TickRow {
        from: 0.01,
        tick: Tick::PerUnit(1e4),
    },
    TickRow {
        from: 0.001,
        tick: Tick::PerUnit(1e5),
    },
    TickRow {
        from: 0.0001,
        tick: Tick::PerUnit(1e6),
    },
    TickRow {
        from: 0.00001,
        tick: Tick::PerUnit(1e7),
    },
    TickRow {
        from: 0.0,
        tick: Tick::PerUnit(1e8),
    },
];

/// What the venue allows for one symbol.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// Where it trades.
    pub venue: Venue,
    /// Its code there.
    pub symbol: Symbol,
    /// Currency that prices and cash are in.
    pub quote: &'static str,
    /// Price steps, highest price first.
    pub ticks: &'static [TickRow],
    /// Quantities are multiples of one unit divided by this.
    pub lots_per_unit: f64,
    /// Orders below this amount are refused.
    pub min_notional: Cash,
    /// Days a year it trades.
    pub calendar: Calendar,
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

impl Instrument {
    /// The price on the venue's grid; `None` when rounding down leaves nothing.
    pub fn on_tick(&self, price: f64, round: Round) -> Option<Price> {
        let row = self.ticks.iter().find(|row| price >= row.from)?;
        let steps = match row.tick {
            Tick::Whole(size) => price / size,
            Tick::PerUnit(per_unit) => price * per_unit,
        };
        let whole = round_steps(steps, round);
        let on_grid = match row.tick {
            Tick::Whole(size) => whole * size,
            Tick::PerUnit(per_unit) => whole / per_unit,
        };
        Price::new(on_grid).ok()
    }

    /// The largest quantity on the venue's grid that is not above `qty`; zero when there is none.
    pub fn on_lot(&self, qty: f64) -> Qty {
        let lots = round_steps(qty * self.lots_per_unit, Round::Down);
        Qty::new(lots.max(0.0) / self.lots_per_unit).unwrap_or(Qty::ZERO)
    }
}

/// Rounds a count of steps; a count within a few last digits of a whole number is that number,
/// because a price already on the grid must not move when division was inexact.
fn round_steps(steps: f64, round: Round) -> f64 {
    let nearest = steps.round();
    if (steps - nearest).abs() <= 1e-14 * nearest.abs().max(1.0) {
        return nearest;
    }
    match round {
        Round::Up => steps.ceil(),
        Round::Down => steps.floor(),
        Round::Nearest => nearest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn krw() -> Instrument {
        Instrument {
            venue: Venue::Upbit,
            symbol: Symbol::parse("KRW-BTC").unwrap(),
            quote: "KRW",
            ticks: UPBIT_KRW_TICKS,
            lots_per_unit: 1e8,
            min_notional: Cash::new(5000.0).unwrap(),
            calendar: Calendar::AlwaysOpen,
        }
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
    fn symbols_are_capitals_digits_and_inner_dashes() {
        for good in ["KRW-BTC", "BTCUSDT", "1INCH", "SAMPLE-AUR"] {
            assert!(Symbol::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "", "-BTC", "BTC-", "A--B", "krw-btc", "KRW/BTC", "KRW BTC", "٣",
        ] {
            assert!(Symbol::parse(bad).is_err(), "{bad}");
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
    }
}
