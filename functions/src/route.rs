//! Every route, as the path names it; its values are still text.

/// What a path asks for.
pub enum Route<'a> {
    /// Is the edge alive?
    Health,
    /// A question to an exchange.
    Market(Raw<'a>),
    /// Dies in the worker.
    #[cfg(feature = "trap-route")]
    Trap,
    /// Dies in an exchange's desk.
    #[cfg(feature = "trap-route")]
    TrapDesk(&'a str),
}

/// A question whose values nobody has looked at.
pub struct Raw<'a> {
    /// Which exchange.
    pub venue: &'a str,
    /// What of it.
    pub what: RawWhat<'a>,
}

/// The kinds of question.
pub enum RawWhat<'a> {
    /// All that is traded.
    Markets,
    /// Bars of one symbol.
    Candles {
        /// Whose.
        symbol: &'a str,
        /// Bar length.
        interval: &'a str,
    },
    /// What some symbols cost now.
    Ticker,
    /// Who waits to buy and sell.
    OrderBook {
        /// What.
        symbol: &'a str,
    },
}

impl<'a> Route<'a> {
    /// Segments are compared as they came: nothing is decoded, so nothing can hide in an escape.
    pub fn parse(path: &'a str) -> Option<Self> {
        let mut segments = path.strip_prefix("/api/")?.split('/');
        let mut next = || segments.next();
        let parts = [next(), next(), next(), next(), next(), next()];
        let (venue, what) = match parts {
            [Some("health"), None, ..] => return Some(Self::Health),
            #[cfg(feature = "trap-route")]
            [Some("trap"), None, ..] => return Some(Self::Trap),
            #[cfg(feature = "trap-route")]
            [Some("trap"), Some(venue), None, ..] => return Some(Self::TrapDesk(venue)),
            [Some("v1"), Some(venue), Some("markets"), None, ..] => (venue, RawWhat::Markets),
            [Some("v1"), Some(venue), Some("ticker"), None, ..] => (venue, RawWhat::Ticker),
            [
                Some("v1"),
                Some(venue),
                Some("orderbook"),
                Some(symbol),
                None,
                ..,
            ] => (venue, RawWhat::OrderBook { symbol }),
            [
                Some("v1"),
                Some(venue),
                Some("candles"),
                Some(symbol),
                Some(interval),
                None,
            ] => (venue, RawWhat::Candles { symbol, interval }),
            _ => return None,
        };
        Some(Self::Market(Raw { venue, what }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_paths_are_routes() {
        for path in [
            "/api/health",
            "/api/v1/upbit/markets",
            "/api/v1/x/ticker",
            "/api/v1/binance/orderbook/BTCUSDT",
            "/api/v1/alpaca/candles/AAPL/1d",
        ] {
            assert!(Route::parse(path).is_some(), "{path}");
        }
        for path in [
            "/api",
            "/api/",
            "/api/Health",
            "/api/health/",
            "/api/v1",
            "/api/v1/upbit",
            "/api/v1/upbit/",
            "/api/v1/upbit/markets/",
            "/api/v1/upbit/orderbook",
            "/api/v1/upbit/candles/KRW-BTC",
            "/api/v1/upbit/candles/KRW-BTC/1m/",
            "/api/v1/upbit/candles/KRW-BTC/1m/x",
            "/api/v1/candles/upbit/KRW-BTC/1m",
            "/api/v2/upbit/markets",
            "/api/v1/upbit/%6darkets",
            "/v1/upbit/markets",
        ] {
            assert!(Route::parse(path).is_none(), "{path}");
        }
    }
}
