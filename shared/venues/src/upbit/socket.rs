//! What Upbit sends over its socket: tickers, trades, order books and candles, in full words or in letters.
//!
//! Frames are binary and hold UTF-8 JSON. A candle comes again whenever it changes: the last one of a time counts, and it is
//! closed only when the next one comes.

use domain::{Bar, Symbol, Timeframe, Ts};
use serde_json::json;

use super::quotes::{
    BOOK_NAMES, BookNames, TICKER_NAMES, TRADE_NAMES, TickerNames, TradeNames, book, market,
    ticker, trade,
};
use crate::{
    OrderBook, Ticker, Trade, WireError,
    excerpt::excerpt,
    parse_utc,
    wire::{At, Fields},
};

/// Where the public socket is.
pub const ADDRESS: &str = "wss://api.upbit.com/websocket/v1";

const AT: At = At::reply("Upbit socket");

/// What can be listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Prices of now.
    Ticker,
    /// Every trade.
    Trades,
    /// Who waits to buy and to sell.
    OrderBook,
    /// Candles of up to four hours.
    Candles(Timeframe),
}

/// How messages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// In full words.
    #[default]
    Default,
    /// In letters: less than half as long.
    Simple,
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// A price.
    Ticker(Ticker),
    /// A trade.
    Trade(Trade),
    /// An order book.
    OrderBook(OrderBook),
    /// A candle as it stands; more of the same time may follow.
    Candle {
        /// Whose.
        symbol: Symbol,
        /// How long.
        timeframe: Timeframe,
        /// As it stands.
        bar: Bar,
    },
    /// The socket lives.
    Up,
    /// Upbit refuses the subscription, and will close the socket.
    Refused {
        /// Upbit's word for the reason.
        name: String,
    },
}

/// The message that subscribes; it takes the place of whatever was subscribed before. `ticket` names the listener. `None`: there
/// is no stream of candles that long.
pub fn subscribe(
    ticket: &str,
    channels: &[Channel],
    symbols: &[Symbol],
    format: Format,
) -> Option<String> {
    let codes: Vec<&str> = symbols.iter().map(Symbol::as_str).collect();
    let mut parts = vec![json!({ "ticket": ticket })];
    for &channel in channels {
        parts.push(json!({ "type": kind(channel)?, "codes": codes }));
    }
    let format = match format {
        Format::Default => "DEFAULT",
        Format::Simple => "SIMPLE",
    };
    parts.push(json!({ "format": format }));
    Some(serde_json::Value::Array(parts).to_string())
}

/// Reads one message, in whichever format it is.
pub fn read(frame: &[u8]) -> Result<Message, WireError> {
    let value = AT.json(frame)?;
    let it = AT.object(&value)?;
    if let Some(error) = it.given("error") {
        let name = excerpt(AT.object(error)?.text("name")?);
        return Ok(Message::Refused { name });
    }
    if it.given("status").is_some() {
        return match it.text("status")? {
            "UP" => Ok(Message::Up),
            other => Err(AT.error("status", format!("{:?}", excerpt(other)), "UP")),
        };
    }
    let names = if it.fields.contains_key("ty") {
        &SIMPLE
    } else {
        &DEFAULT
    };
    let kind = it.text(names.kind)?;
    let symbol = market(it, names.code)?;
    Ok(match kind {
        "ticker" => Message::Ticker(ticker(it, symbol, &names.ticker)?),
        "trade" => Message::Trade(trade(it, symbol, &names.trade)?),
        "orderbook" => Message::OrderBook(book(it, symbol, &names.book)?),
        other => match other.strip_prefix("candle.").and_then(length) {
            Some(timeframe) => Message::Candle {
                symbol,
                timeframe,
                bar: candle(it, timeframe, names)?,
            },
            None => {
                let got = format!("{:?}", excerpt(other));
                let want = "ticker, trade, orderbook or a candle of seconds or minutes";
                return Err(AT.error(names.kind, got, want));
            }
        },
    })
}

const LENGTHS: [(&str, Timeframe); 9] = [
    ("1s", Timeframe::Second1),
    ("1m", Timeframe::Minute1),
    ("3m", Timeframe::Minute3),
    ("5m", Timeframe::Minute5),
    ("10m", Timeframe::Minute10),
    ("15m", Timeframe::Minute15),
    ("30m", Timeframe::Minute30),
    ("60m", Timeframe::Hour1),
    ("240m", Timeframe::Hour4),
];

fn length(word: &str) -> Option<Timeframe> {
    let known = LENGTHS.iter().find(|(known, _)| *known == word);
    known.map(|&(_, timeframe)| timeframe)
}

fn kind(channel: Channel) -> Option<String> {
    Some(match channel {
        Channel::Ticker => "ticker".to_owned(),
        Channel::Trades => "trade".to_owned(),
        Channel::OrderBook => "orderbook".to_owned(),
        Channel::Candles(timeframe) => {
            let (word, _) = LENGTHS.iter().find(|&&(_, known)| known == timeframe)?;
            format!("candle.{word}")
        }
    })
}

struct Names {
    kind: &'static str,
    code: &'static str,
    utc: &'static str,
    open: &'static str,
    high: &'static str,
    low: &'static str,
    close: &'static str,
    volume: &'static str,
    ticker: TickerNames,
    trade: TradeNames,
    book: BookNames,
}

const DEFAULT: Names = Names {
    kind: "type",
    code: "code",
    utc: "candle_date_time_utc",
    open: "opening_price",
    high: "high_price",
    low: "low_price",
    close: "trade_price",
    volume: "candle_acc_trade_volume",
    ticker: TICKER_NAMES,
    trade: TradeNames {
        at: "trade_timestamp",
        ..TRADE_NAMES
    },
    book: BOOK_NAMES,
};

const SIMPLE: Names = Names {
    kind: "ty",
    code: "cd",
    utc: "cdttmu",
    open: "op",
    high: "hp",
    low: "lp",
    close: "tp",
    volume: "catv",
    ticker: TickerNames {
        last: "tp",
        change: "scr",
        volume: "atp24h",
        at: "tms",
    },
    trade: TradeNames {
        at: "ttms",
        price: "tp",
        size: "tv",
        taker: "ab",
        id: "sid",
    },
    book: BookNames {
        at: "tms",
        units: "obu",
        ask: ("ap", "as"),
        bid: ("bp", "bs"),
    },
};

fn candle(it: Fields<'_>, timeframe: Timeframe, names: &Names) -> Result<Bar, WireError> {
    let text = it.text(names.utc)?;
    let open_time = parse_utc(text).filter(|&at: &Ts| timeframe.open_of(at) == at);
    let open_time = open_time.ok_or_else(|| {
        let want = format!("a time like 2026-11-20T03:15:00 on a {timeframe} boundary");
        AT.error(names.utc, format!("{:?}", excerpt(text)), want)
    })?;
    let bar = Bar {
        open_time,
        open: it.price(names.open)?,
        high: it.price(names.high)?,
        low: it.price(names.low)?,
        close: it.price(names.close)?,
        volume: it.amount(names.volume)?,
        made_up: false,
    };
    AT.push(&mut domain::Bars::new(timeframe), bar)?;
    Ok(bar)
}
