//! Binance's rules: the quote comes last (`BTCUSDT`). Each market's steps stand only in `exchangeInfo`, so prices are
//! not rounded here and quantities only as finely as any market allows; the minimums are those known by quote.

use crate::instrument::{ANY_PRICE, Calendar, Instrument, Lot, Symbol, Venue};
use crate::num::Cash;

/// Maker and taker on spot without a level or a BNB discount. Source: Binance's fee schedule.
pub(super) const SPOT_FEES_BPS: (f64, f64) = (10.0, 10.0);

/// Maker and taker on USDT futures without a level or a BNB discount. Source: Binance's fee schedule.
pub(super) const FUTURES_FEES_BPS: (f64, f64) = (2.0, 5.0);

/// Quotes and smallest orders; a quote that ends like a shorter one stands before it. Dollar coins had a minimum of
/// 10 for years and have 5 in most markets now: the stricter one. Source: `exchangeInfo` answers. Where none is known
/// to us the minimum is 0.
const QUOTES: [(&str, f64); 13] = [
    ("FDUSD", 10.0),
    ("USDT", 10.0),
    ("USDC", 10.0),
    ("TUSD", 10.0),
    ("BUSD", 10.0),
    ("BTC", 0.000_1),
    ("ETH", 0.0),
    ("BNB", 0.0),
    ("EUR", 0.0),
    ("TRY", 0.0),
    ("BRL", 0.0),
    ("JPY", 0.0),
    ("KRW", 0.0),
];

/// The finest quantity step of any spot market.
const SPOT_LOTS: f64 = 1e8;

/// The quantity step of the large USDT futures; smaller coins have coarser ones, down to whole units.
const FUTURES_LOTS: f64 = 1e3;

/// The rules of a spot market.
pub(super) fn spot(symbol: Symbol) -> Option<Instrument> {
    let code = symbol.as_str();
    let quoted = |(quote, _): &&(&str, f64)| base(code, quote).is_some();
    let &(quote, minimum) = QUOTES.iter().find(quoted)?;
    made(Venue::Binance, symbol, quote, SPOT_LOTS, minimum)
}

/// The rules of a perpetual that settles in USDT.
pub(super) fn futures(symbol: Symbol) -> Option<Instrument> {
    // Source: Binance's contract specifications; the two large ones since 2023-11-02.
    let minimum = match base(symbol.as_str(), "USDT")? {
        "BTC" => 100.0,
        "ETH" => 20.0,
        _ => 5.0,
    };
    let venue = Venue::BinanceFutures;
    made(venue, symbol, "USDT", FUTURES_LOTS, minimum)
}

/// What stands before the quote, when the code ends in it.
fn base<'a>(code: &'a str, quote: &str) -> Option<&'a str> {
    let base = code.strip_suffix(quote)?;
    let plain = !base.is_empty() && base.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some(base)
}

fn made(
    venue: Venue,
    symbol: Symbol,
    quote: &'static str,
    lots: f64,
    minimum: f64,
) -> Option<Instrument> {
    Some(Instrument {
        venue,
        symbol,
        quote,
        ticks: ANY_PRICE,
        lot: Lot::PerUnit(lots),
        min_notional: Cash::new(minimum).ok()?,
        calendar: Calendar::AlwaysOpen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::Round;

    fn symbol(code: &str) -> Symbol {
        Symbol::parse(code).unwrap()
    }

    #[test]
    fn the_quote_comes_last() {
        for (code, quote) in [
            ("BTCUSDT", "USDT"),
            ("TUSDT", "USDT"),
            ("USDCUSDT", "USDT"),
            ("BTCUSDC", "USDC"),
            ("BTCFDUSD", "FDUSD"),
            ("ETHBTC", "BTC"),
            ("USDTTRY", "TRY"),
            ("BTCKRW", "KRW"),
        ] {
            let made = spot(symbol(code)).unwrap();
            assert_eq!((made.venue, made.quote), (Venue::Binance, quote));
        }
        for code in [
            "BTC",
            "USDT",
            "AAPL",
            "KRW-BTC",
            "BTC-USDT",
            "BTCUSDT_260327",
        ] {
            assert_eq!(spot(symbol(code)), None, "{code}");
            assert_eq!(futures(symbol(code)), None, "{code}");
        }
        assert_eq!(futures(symbol("ETHBTC")), None);
    }

    #[test]
    fn longer_quotes_stand_first() {
        for (index, (quote, _)) in QUOTES.iter().enumerate() {
            let hidden = QUOTES[..index]
                .iter()
                .any(|(before, _)| quote.ends_with(before));
            assert!(!hidden, "{quote}");
        }
    }

    #[test]
    fn no_price_is_rounded_and_quantities_have_decimals() {
        let (spot, futures) = (spot(symbol("BTCUSDT")), futures(symbol("BTCUSDT")));
        let (spot, futures) = (spot.unwrap(), futures.unwrap());
        assert_eq!(spot.on_tick(0.1 + 0.2, Round::Up).unwrap().get(), 0.1 + 0.2);
        assert_eq!(spot.on_lot(0.123_456_789).get(), 0.123_456_78);
        assert_eq!(futures.on_lot(0.123_9).get(), 0.123);
    }
}
