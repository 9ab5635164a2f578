//! Alpaca's rules for US stocks: cents, fractions of a share, no commission.

use crate::instrument::{Calendar, Instrument, Lot, Symbol, TickRow, Venue};
use crate::num::Cash;

/// The sub-penny rule: cents from one dollar on, hundredths of a cent below. Source: Alpaca's documentation.
pub const TICKS: &[TickRow] = &[TickRow::per_unit(1.0, 1e2), TickRow::per_unit(0.0, 1e4)];

/// No commission; what regulators take of sales is not part of it. Source: Alpaca's documentation.
pub(super) const FEES_BPS: (f64, f64) = (0.0, 0.0);

/// The rules of a stock such as `AAPL` or `BRK.B`.
pub(super) fn instrument(symbol: Symbol) -> Option<Instrument> {
    if symbol.as_str().contains(['-', '_']) {
        return None;
    }
    Some(Instrument {
        venue: Venue::Alpaca,
        symbol,
        quote: "USD",
        ticks: TICKS,
        // Fractional orders have up to nine decimals and start at one dollar. Source: Alpaca's documentation.
        lot: Lot::PerUnit(1e9),
        min_notional: Cash::new(1.0).ok()?,
        calendar: Calendar::ExchangeSessions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::Round;

    fn made(code: &str) -> Option<Instrument> {
        instrument(Symbol::parse(code).unwrap())
    }

    #[test]
    fn cents_from_a_dollar_on_and_hundredths_of_a_cent_below() {
        let stock = made("AAPL").unwrap();
        for (price, down, up) in [
            (1.0, 1.0, 1.0),
            (1.005, 1.0, 1.01),
            (234.567, 234.56, 234.57),
            (0.999_95, 0.999_9, 1.0),
            (0.123_45, 0.123_4, 0.123_5),
        ] {
            assert_eq!(stock.on_tick(price, Round::Down).unwrap().get(), down);
            assert_eq!(stock.on_tick(price, Round::Up).unwrap().get(), up);
        }
        assert_eq!(stock.on_lot(0.123_456_789_9).get(), 0.123_456_789);
    }

    #[test]
    fn stocks_trade_in_sessions_and_dollars() {
        for code in ["AAPL", "BRK.B"] {
            let made = made(code).unwrap();
            assert_eq!(made.quote, "USD");
            assert_eq!(made.calendar, Calendar::ExchangeSessions);
        }
        assert_eq!(made("KRW-BTC"), None);
        assert_eq!(made("BRK_B"), None);
    }
}
