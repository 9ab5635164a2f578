//! Bars from a file whose venue is unknown: nothing is rounded and nothing refused, so that prices stay what they were.

use crate::instrument::{ANY_PRICE, Calendar, Instrument, Lot, Symbol, Venue};
use crate::num::Cash;

/// An instrument without rules. The quote stays empty: a code alone doesn't tell what money a price is in.
pub fn instrument(symbol: Symbol, calendar: Calendar) -> Instrument {
    Instrument {
        venue: Venue::File,
        symbol,
        quote: "",
        ticks: ANY_PRICE,
        lot: Lot::Any,
        min_notional: Cash::ZERO,
        calendar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_the_calendar_it_was_given_and_no_rules() {
        let symbol = Symbol::parse("SPX").unwrap();
        for calendar in [Calendar::AlwaysOpen, Calendar::ExchangeSessions] {
            let made = instrument(symbol, calendar);
            assert_eq!((made.calendar, made.quote), (calendar, ""));
            assert_eq!(made.min_notional, Cash::ZERO);
        }
    }
}
