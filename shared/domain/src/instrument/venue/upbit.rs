//! Upbit's rules: the quote comes first (`KRW-BTC`), and each of the three quotes has its own steps, minimum and fee.

use crate::instrument::{Calendar, Instrument, Lot, Symbol, TickRow, Venue};
use crate::num::Cash;

/// The won market's tick table, in force since 2025-07-31. Earlier years had other steps; one table serves them all.
/// Source: Upbit's developer documentation.
pub const KRW_TICKS: &[TickRow] = &KRW_ROWS;

/// The won market's table for coins worth a dollar: half a won where the others have one, in force since 2025-03-21. Source:
/// Upbit's notice of that day.
pub const KRW_DOLLAR_TICKS: &[TickRow] = &{
    let mut rows = KRW_ROWS;
    rows[6] = TickRow::per_unit(100.0, 2.0);
    rows
};

/// The coins worth a dollar.
const DOLLARS: [&str; 2] = ["USDT", "USDC"];

const KRW_ROWS: [TickRow; 15] = [
    TickRow::whole(1_000_000.0, 1_000.0),
    TickRow::whole(500_000.0, 500.0),
    TickRow::whole(100_000.0, 100.0),
    TickRow::whole(50_000.0, 50.0),
    TickRow::whole(10_000.0, 10.0),
    TickRow::whole(5_000.0, 5.0),
    TickRow::whole(100.0, 1.0),
    TickRow::per_unit(10.0, 1e1),
    TickRow::per_unit(1.0, 1e2),
    TickRow::per_unit(0.1, 1e3),
    TickRow::per_unit(0.01, 1e4),
    TickRow::per_unit(0.001, 1e5),
    TickRow::per_unit(0.000_1, 1e6),
    TickRow::per_unit(0.000_01, 1e7),
    TickRow::per_unit(0.0, 1e8),
];

/// The BTC market has one step. Source: Upbit's developer documentation.
pub const BTC_TICKS: &[TickRow] = &[TickRow::per_unit(0.0, 1e8)];

/// The USDT market's tick table. Source: Upbit's developer documentation for the first two rows; the others go on in
/// the same pattern, down to the smallest step of the won market.
pub const USDT_TICKS: &[TickRow] = &[
    TickRow::per_unit(10.0, 1e2),
    TickRow::per_unit(1.0, 1e3),
    TickRow::per_unit(0.1, 1e4),
    TickRow::per_unit(0.01, 1e5),
    TickRow::per_unit(0.001, 1e6),
    TickRow::per_unit(0.000_1, 1e7),
    TickRow::per_unit(0.0, 1e8),
];

/// Maker and taker in the won market, VAT included, no tiers; reserved orders cost 13.9. Source: Upbit's fee page.
pub(super) const KRW_FEES_BPS: (f64, f64) = (5.0, 5.0);

/// Maker and taker in the BTC and USDT markets, outside of events. Source: Upbit's fee page.
const OTHER_FEES_BPS: (f64, f64) = (25.0, 25.0);

/// Maker and taker; a code of no market we know pays the dearer fee.
pub(super) fn fees_bps(symbol: Symbol) -> (f64, f64) {
    match symbol.as_str().split_once('-') {
        Some(("KRW", _)) => KRW_FEES_BPS,
        _ => OTHER_FEES_BPS,
    }
}

/// The rules of a market; quantities have eight decimals.
pub(super) fn instrument(symbol: Symbol) -> Option<Instrument> {
    let (quote, base) = symbol.as_str().split_once('-')?;
    if !base.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    // Minimums: Upbit's developer documentation.
    let (quote, ticks, minimum) = match quote {
        "KRW" if DOLLARS.contains(&base) => ("KRW", KRW_DOLLAR_TICKS, 5_000.0),
        "KRW" => ("KRW", KRW_TICKS, 5_000.0),
        "BTC" => ("BTC", BTC_TICKS, 0.000_05),
        "USDT" => ("USDT", USDT_TICKS, 0.5),
        _ => return None,
    };
    Some(Instrument {
        venue: Venue::Upbit,
        symbol,
        quote,
        ticks,
        lot: Lot::PerUnit(1e8),
        min_notional: Cash::new(minimum).ok()?,
        calendar: Calendar::AlwaysOpen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::Round;

    fn made(code: &str) -> Option<Instrument> {
        instrument(Symbol::parse(code).unwrap())
    }

    /// At a row's border: the border itself stays, half a step above it goes a whole step up or back down, and half a
    /// step of the row below it goes up to the border or down one of the smaller steps.
    fn check(code: &str, rows: &[(f64, f64, f64, f64, f64)]) {
        let instrument = made(code).unwrap();
        let at = |price: f64, round| instrument.on_tick(price, round).unwrap().get();
        for &(border, just_above, one_above, just_below, one_below) in rows {
            for round in [Round::Up, Round::Down, Round::Nearest] {
                assert_eq!(at(border, round), border, "{code}");
            }
            assert_eq!(
                at(just_above, Round::Up),
                one_above,
                "{code} above {border}"
            );
            assert_eq!(at(just_above, Round::Down), border, "{code} above {border}");
            assert_eq!(at(just_below, Round::Up), border, "{code} below {border}");
            assert_eq!(
                at(just_below, Round::Down),
                one_below,
                "{code} below {border}"
            );
        }
    }

    #[test]
    fn every_row_of_the_won_table_starts_where_it_says() {
        check(
            "KRW-BTC",
            &[
                (1_000_000.0, 1_000_500.0, 1_001_000.0, 999_750.0, 999_500.0),
                (500_000.0, 500_250.0, 500_500.0, 499_950.0, 499_900.0),
                (100_000.0, 100_050.0, 100_100.0, 99_975.0, 99_950.0),
                (50_000.0, 50_025.0, 50_050.0, 49_995.0, 49_990.0),
                (10_000.0, 10_005.0, 10_010.0, 9_997.5, 9_995.0),
                (5_000.0, 5_002.5, 5_005.0, 4_999.5, 4_999.0),
                (100.0, 100.5, 101.0, 99.95, 99.9),
                (10.0, 10.05, 10.1, 9.995, 9.99),
                (1.0, 1.005, 1.01, 0.999_5, 0.999),
                (0.1, 0.100_5, 0.101, 0.099_95, 0.099_9),
                (0.01, 0.010_05, 0.010_1, 0.009_995, 0.009_99),
                (0.001, 0.001_005, 0.001_01, 0.000_999_5, 0.000_999),
                (1e-4, 0.000_100_5, 0.000_101, 0.000_099_95, 0.000_099_9),
                (1e-5, 0.000_010_05, 0.000_010_1, 0.000_009_995, 0.000_009_99),
            ],
        );
        let smallest = made("KRW-BTC").unwrap().on_tick(1.4e-8, Round::Nearest);
        assert_eq!(smallest.unwrap().get(), 1e-8);
        assert_eq!(KRW_TICKS.len(), 15);
    }

    #[test]
    fn a_dollar_in_won_moves_by_half_a_won() {
        for code in ["KRW-USDT", "KRW-USDC"] {
            check(code, &[(1_400.5, 1_400.6, 1_401.0, 1_400.4, 1_400.0)]);
            // Outside of the row the steps are those of the market.
            check(code, &[(5_000.0, 5_002.5, 5_005.0, 4_999.75, 4_999.5)]);
            check(code, &[(100.0, 100.25, 100.5, 99.95, 99.9)]);
        }
        let other = made("KRW-XRP").unwrap();
        assert_eq!(other.on_tick(1_400.4, Round::Up).unwrap().get(), 1_401.0);
    }

    #[test]
    fn every_row_of_the_usdt_table_starts_where_it_says() {
        check(
            "USDT-BTC",
            &[
                (10.0, 10.005, 10.01, 9.999_5, 9.999),
                (1.0, 1.000_5, 1.001, 0.999_95, 0.999_9),
                (0.1, 0.100_05, 0.100_1, 0.099_995, 0.099_99),
                (0.01, 0.010_005, 0.010_01, 0.009_999_5, 0.009_999),
                (0.001, 0.001_000_5, 0.001_001, 0.000_999_95, 0.000_999_9),
                (1e-4, 0.000_100_05, 0.000_100_1, 0.000_099_995, 0.000_099_99),
            ],
        );
        assert_eq!(USDT_TICKS.len(), 7);
    }

    #[test]
    fn the_btc_market_has_one_step_everywhere() {
        let btc = made("BTC-ETH").unwrap();
        for (price, down, up) in [
            (0.034_567_891_4, 0.034_567_89, 0.034_567_90),
            (1.000_000_005, 1.0, 1.000_000_01),
        ] {
            assert_eq!(btc.on_tick(price, Round::Down).unwrap().get(), down);
            assert_eq!(btc.on_tick(price, Round::Up).unwrap().get(), up);
        }
    }

    #[test]
    fn the_quote_comes_first() {
        for (code, quote) in [("KRW-BTC", "KRW"), ("BTC-ETH", "BTC"), ("USDT-XRP", "USDT")] {
            let made = made(code).unwrap();
            assert_eq!((made.quote, made.lot), (quote, Lot::PerUnit(1e8)));
            assert_eq!(made.calendar, Calendar::AlwaysOpen);
        }
        for code in ["BTCKRW", "KRW", "BTC-KRW-X", "ETH-KRW", "KRW-BRK.B"] {
            assert_eq!(made(code), None, "{code}");
        }
    }
}
