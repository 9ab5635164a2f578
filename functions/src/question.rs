//! A question to an exchange with every value checked, or what is wrong with it and what would be right.

use domain::{Span, Symbol, Timeframe, Ts, Venue};
use serde_json::{Value, json};
use venues::{Adjustment, Exchange, Feed, Variant, relay::RelayAsk};

use crate::{
    reply::Reply,
    route::{Raw, RawWhat},
};

/// 2100: later bounds are slips, such as microseconds for milliseconds.
const LATEST: i64 = 4_102_444_800_000;
const MOST_SYMBOLS: usize = 100;

/// Whom, and what.
pub struct Question {
    /// Whom.
    pub exchange: &'static dyn Exchange,
    /// What.
    pub what: What,
}

/// The kinds of question.
pub enum What {
    /// All that is traded.
    Markets,
    /// Bars.
    Candles(RelayAsk),
    /// What some symbols cost now.
    Ticker(Vec<Symbol>),
    /// Who waits to buy and sell.
    OrderBook(Symbol),
}

/// What is wrong with a question.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum BadQuestion {
    /// None of ours.
    #[error("no such exchange")]
    Venue,
    /// No code at all.
    #[error("this is no market code")]
    Symbol(Venue),
    /// No such length.
    #[error("no such bar length")]
    Interval,
    /// No time.
    #[error("{0} is not a time from 1970 to 2100 in milliseconds")]
    Time(&'static str),
    /// Upside down, or nothing in it.
    #[error("from must be before to")]
    Span,
    /// No list of codes.
    #[error("symbols is not a list of 1 to 100 different market codes")]
    Symbols(Venue),
    /// No word of this exchange's.
    #[error("{0} is none of the known ones")]
    Word(&'static str, &'static [&'static str]),
    /// A key nobody reads.
    #[error("the query has an unknown key")]
    UnknownKey(&'static [&'static str]),
    /// Twice the same key.
    #[error("{0} is given twice")]
    Twice(&'static str),
    /// A key is missing.
    #[error("{0} is missing")]
    Missing(&'static str),
}

impl Question {
    /// Checks a question. `pairs` is the query, decoded.
    pub fn parse<K: AsRef<str>, V: AsRef<str>>(
        raw: &Raw<'_>,
        pairs: impl Iterator<Item = (K, V)>,
    ) -> Result<Self, BadQuestion> {
        let venue = Venue::find(raw.venue).ok_or(BadQuestion::Venue)?;
        let exchange = venues::find(venue).ok_or(BadQuestion::Venue)?;
        let symbol = |text: &str| Symbol::parse(text).map_err(|_| BadQuestion::Symbol(venue));
        let what = match raw.what {
            RawWhat::Markets => {
                Query::read(&[], pairs)?;
                What::Markets
            }
            RawWhat::OrderBook { symbol: text } => {
                let symbol = symbol(text)?;
                Query::read(&[], pairs)?;
                What::OrderBook(symbol)
            }
            RawWhat::Ticker => {
                let query = Query::read(&["symbols"], pairs)?;
                What::Ticker(symbols(venue, query.get("symbols")?)?)
            }
            RawWhat::Candles {
                symbol: text,
                interval,
            } => {
                let symbol = symbol(text)?;
                let timeframe = Timeframe::parse(interval).ok_or(BadQuestion::Interval)?;
                let known: &[_] = match venue {
                    Venue::Alpaca => &["from", "to", "feed", "adjustment"],
                    _ => &["from", "to"],
                };
                let query = Query::read(known, pairs)?;
                let (start, end) = (query.time("from")?, query.time("to")?);
                if start >= end {
                    return Err(BadQuestion::Span);
                }
                What::Candles(RelayAsk {
                    venue,
                    symbol,
                    timeframe,
                    span: Span { start, end },
                    variant: variant(&query)?,
                })
            }
        };
        Ok(Self { exchange, what })
    }

    /// Path and query, one spelling for equal questions.
    pub fn target(&self) -> String {
        let venue = self.exchange.venue().id();
        match &self.what {
            What::Markets => format!("/api/v1/{venue}/markets"),
            What::Candles(ask) => ask.request().target,
            What::Ticker(symbols) => {
                let symbols: Vec<_> = symbols.iter().map(Symbol::as_str).collect();
                format!("/api/v1/{venue}/ticker?symbols={}", symbols.join(","))
            }
            What::OrderBook(symbol) => format!("/api/v1/{venue}/orderbook/{symbol}"),
        }
    }
}

impl BadQuestion {
    /// What a caller hears.
    pub fn reply(&self) -> Reply {
        let venues = || venues::ALL.iter().map(|known| known.venue().id());
        let (code, field, allowed): (&str, &str, Value) = match self {
            Self::Venue => ("bad_venue", "venue", venues().collect()),
            Self::Symbol(venue) => ("bad_symbol", "symbol", like(*venue)),
            Self::Interval => (
                "bad_interval",
                "interval",
                json!(Timeframe::ALL.map(Timeframe::as_str)),
            ),
            Self::Time(key) | Self::Missing(key) => {
                let code = match *key {
                    "from" => "bad_from",
                    "to" => "bad_to",
                    _ => "bad_symbols",
                };
                let right = match *key {
                    "symbols" => json!("market codes with commas between"),
                    _ => json!("milliseconds since 1970, such as 1790812800000"),
                };
                (code, key, right)
            }
            Self::Span => ("bad_span", "to", json!("a time after from")),
            Self::Symbols(venue) => ("bad_symbols", "symbols", like(*venue)),
            Self::Word(key, words) => {
                let code = match *key {
                    "feed" => "bad_feed",
                    _ => "bad_adjustment",
                };
                (code, key, json!(words))
            }
            Self::UnknownKey(known) if known.is_empty() => ("bad_query", "query", json!("nothing")),
            Self::UnknownKey(known) => ("bad_query", "query", json!(known)),
            Self::Twice(key) => ("bad_query", key, json!("once")),
        };
        Reply::error(400, code, &self.to_string())
            .with("field", field)
            .with("allowed", allowed)
    }
}

fn like(venue: Venue) -> Value {
    json!(format!("a code such as {}", venue.example()))
}

fn symbols(venue: Venue, text: &str) -> Result<Vec<Symbol>, BadQuestion> {
    let bad = || BadQuestion::Symbols(venue);
    let mut symbols = Vec::new();
    for code in text.split(',') {
        let symbol = Symbol::parse(code).map_err(|_| bad())?;
        if symbols.contains(&symbol) || symbols.len() == MOST_SYMBOLS {
            return Err(bad());
        }
        symbols.push(symbol);
    }
    Ok(symbols)
}

fn variant(query: &Query) -> Result<Variant, BadQuestion> {
    const FEEDS: &[&str] = &["sip", "iex"];
    const ADJUSTMENTS: &[&str] = &["raw", "split", "all"];
    let mut variant = Variant::default();
    if let Some(text) = query.find("feed") {
        variant.feed = Feed::parse(text).ok_or(BadQuestion::Word("feed", FEEDS))?;
    }
    if let Some(text) = query.find("adjustment") {
        let wrong = BadQuestion::Word("adjustment", ADJUSTMENTS);
        variant.adjustment = Adjustment::parse(text).ok_or(wrong)?;
    }
    Ok(variant)
}

/// The keys a route knows, each at most once.
struct Query(Vec<(&'static str, String)>);

impl Query {
    fn read<K: AsRef<str>, V: AsRef<str>>(
        known: &'static [&'static str],
        pairs: impl Iterator<Item = (K, V)>,
    ) -> Result<Self, BadQuestion> {
        let mut read: Vec<(&'static str, String)> = Vec::new();
        for (key, value) in pairs {
            let mut names = known.iter().copied();
            let key = names
                .find(|name| *name == key.as_ref())
                .ok_or(BadQuestion::UnknownKey(known))?;
            if read.iter().any(|(name, _)| *name == key) {
                return Err(BadQuestion::Twice(key));
            }
            read.push((key, value.as_ref().to_owned()));
        }
        Ok(Self(read))
    }

    fn find(&self, key: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let (_, value) = pairs.find(|(name, _)| *name == key)?;
        Some(value)
    }

    fn get(&self, key: &'static str) -> Result<&str, BadQuestion> {
        self.find(key).ok_or(BadQuestion::Missing(key))
    }

    fn time(&self, key: &'static str) -> Result<Ts, BadQuestion> {
        let text = self.get(key)?;
        // `str::parse` would also take a sign.
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let at = digits.then(|| text.parse().ok()).flatten();
        let at = at.filter(|at| (0..=LATEST).contains(at));
        at.map(Ts).ok_or(BadQuestion::Time(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(what: RawWhat<'_>, venue: &str, query: &str) -> Result<String, BadQuestion> {
        let raw = Raw { venue, what };
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Question::parse(&raw, pairs).map(|question| question.target())
    }

    fn candles(query: &str) -> Result<String, BadQuestion> {
        let what = RawWhat::Candles {
            symbol: "KRW-BTC",
            interval: "1m",
        };
        ask(what, "upbit", query)
    }

    #[test]
    fn equal_questions_are_spelled_alike() {
        let wanted = "/api/v1/upbit/candles/KRW-BTC/1m?from=0&to=60000";
        for query in ["from=0&to=60000", "to=60000&from=0", "to=060000&from=00"] {
            assert_eq!(candles(query).as_deref(), Ok(wanted), "{query}");
        }
    }

    #[test]
    fn times_are_whole_milliseconds() {
        for text in [
            "",
            "-1",
            "+1",
            "1e3",
            "1.5",
            "0x10",
            " 1",
            "٣",
            "4102444800001",
            "1790812800000000",
            "99999999999999999999999",
            "2026-10-01T00:00:00Z",
        ] {
            let query = format!("from={text}&to=60000");
            assert_eq!(candles(&query), Err(BadQuestion::Time("from")), "{text}");
        }
        assert_eq!(candles("from=5&to=5"), Err(BadQuestion::Span));
        assert_eq!(candles("from=5"), Err(BadQuestion::Missing("to")));
        assert_eq!(candles("from=1&to=2&to=2"), Err(BadQuestion::Twice("to")));
        assert!(matches!(
            candles("from=1&to=2&count=5"),
            Err(BadQuestion::UnknownKey(_))
        ));
        assert!(matches!(
            candles("from=1&to=2&feed=sip"),
            Err(BadQuestion::UnknownKey(_))
        ));
    }

    #[test]
    fn a_stock_has_a_feed_and_an_adjustment() {
        let stock = |query: &str| {
            let what = RawWhat::Candles {
                symbol: "BRK.B",
                interval: "1d",
            };
            ask(what, "alpaca", query)
        };
        let spelled = "/api/v1/alpaca/candles/BRK.B/1d?from=0&to=9&feed=sip&adjustment=all";
        assert_eq!(stock("from=0&to=9").as_deref(), Ok(spelled));
        let spelled = "/api/v1/alpaca/candles/BRK.B/1d?from=0&to=9&feed=iex&adjustment=raw";
        assert_eq!(
            stock("adjustment=raw&feed=iex&from=0&to=9").as_deref(),
            Ok(spelled)
        );
        assert!(matches!(
            stock("from=0&to=9&feed=otc"),
            Err(BadQuestion::Word("feed", _))
        ));
    }

    #[test]
    fn symbols_are_a_short_list_without_doubles() {
        let ticker = |query: &str| ask(RawWhat::Ticker, "binance", query);
        let spelled = "/api/v1/binance/ticker?symbols=BTCUSDT,ETHUSDT";
        assert_eq!(ticker("symbols=BTCUSDT,ETHUSDT").as_deref(), Ok(spelled));
        let many: Vec<_> = (0..101).map(|n| format!("A{n}")).collect();
        let many = many.join(",");
        for text in [
            "",
            ",",
            "BTCUSDT,",
            "BTCUSDT,BTCUSDT",
            "btcusdt",
            "A B",
            &many,
        ] {
            let query = format!("symbols={text}");
            assert_eq!(
                ticker(&query),
                Err(BadQuestion::Symbols(Venue::Binance)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_venue_without_an_exchange_is_none() {
        for venue in [
            "sample",
            "file",
            "binance_futures",
            "UPBIT",
            "",
            "evil.example",
        ] {
            assert_eq!(
                ask(RawWhat::Markets, venue, ""),
                Err(BadQuestion::Venue),
                "{venue}"
            );
        }
    }
}
