//! Parsers against mutated fixtures: they never panic, and never let a bar through that `domain::Bars` would refuse.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{DAY_20, ask, fixture, keys, symbol};
use domain::{Bars, Timeframe, Ts, Venue};
use proptest::prelude::*;
use serde_json::Value;
use venues::{
    ALL, BarsAsk, Exchange, HttpReply, PageAsk,
    alpaca::Alpaca,
    binance::files::MonthFile,
    find,
    upbit::{Upbit, socket},
};

/// Which exchange's bars a fixture holds, and the question they answer.
fn questions() -> Vec<(&'static dyn Exchange, BarsAsk, Vec<u8>)> {
    let of = |venue, code, timeframe, name| {
        let mut ask = ask(code, timeframe, 0, DAY_20 + 30 * 86_400_000);
        ask.now = Ts(DAY_20 + 40 * 86_400_000);
        (find(venue).unwrap(), ask, fixture(name))
    };
    use Timeframe as T;
    vec![
        of(
            Venue::Upbit,
            "KRW-BTC",
            T::Minute1,
            "upbit/candles_minutes.json",
        ),
        of(
            Venue::Upbit,
            "KRW-BTC",
            T::Second1,
            "upbit/candles_seconds.json",
        ),
        of(Venue::Upbit, "KRW-BTC", T::Day1, "upbit/candles_days.json"),
        of(
            Venue::Upbit,
            "KRW-NEW",
            T::Week1,
            "upbit/candles_weeks.json",
        ),
        of(
            Venue::Binance,
            "BTCUSDT",
            T::Minute15,
            "binance/klines.json",
        ),
        of(
            Venue::Alpaca,
            "AAPL",
            T::Minute1,
            "alpaca/bars_minutes.json",
        ),
        of(Venue::Alpaca, "AAPL", T::Day1, "alpaca/bars_days.json"),
    ]
}

/// All the other fixtures, whatever they are.
const OTHERS: [&str; 24] = [
    "upbit/markets.json",
    "upbit/tickers.json",
    "upbit/order_book.json",
    "upbit/trades.json",
    "upbit/instruments.json",
    "upbit/socket_ticker.json",
    "upbit/socket_ticker_simple.json",
    "upbit/socket_trade.json",
    "upbit/socket_trade_simple.json",
    "upbit/socket_book.json",
    "upbit/socket_book_simple.json",
    "upbit/socket_candle.json",
    "upbit/socket_candle_simple.json",
    "upbit/error_banned.json",
    "upbit/error_unknown_market.json",
    "binance/exchange_info.json",
    "binance/tickers.json",
    "binance/depth.json",
    "binance/trades.json",
    "binance/month_us.csv",
    "binance/checksum.txt",
    "binance/error_too_many.json",
    "alpaca/assets.json",
    "alpaca/calendar.json",
];

/// One way to spoil a reply.
#[derive(Clone, Debug)]
enum Spoil {
    Flip(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Double(prop::sample::Index, prop::sample::Index),
    /// The n-th value of the JSON becomes something else.
    Swap(prop::sample::Index, usize),
    /// A digit becomes a long number.
    Huge(prop::sample::Index, usize),
    Deep(usize),
}

const STRANGE: [&str; 14] = [
    "null",
    "true",
    "\"\"",
    "\"NaN\"",
    "\"1e999\"",
    "[]",
    "{}",
    "-0.0",
    "-1",
    "1e308",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "\"-9999-99-99T99:99:99\"",
];

fn spoil() -> impl Strategy<Value = Spoil> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        (index(), any::<u8>()).prop_map(|(at, byte)| Spoil::Flip(at, byte)),
        index().prop_map(Spoil::Cut),
        (index(), index()).prop_map(|(from, to)| Spoil::Double(from, to)),
        (index(), 0..STRANGE.len()).prop_map(|(at, which)| Spoil::Swap(at, which)),
        (index(), 1_usize..400).prop_map(|(at, digits)| Spoil::Huge(at, digits)),
        (1_usize..3_000).prop_map(Spoil::Deep),
    ]
}

fn spoiled(mut body: Vec<u8>, spoil: &Spoil) -> Vec<u8> {
    if body.is_empty() {
        return body;
    }
    match spoil {
        Spoil::Flip(at, byte) => {
            let at = at.index(body.len());
            body[at] = *byte;
        }
        Spoil::Cut(at) => body.truncate(at.index(body.len())),
        Spoil::Double(from, to) => {
            let (from, to) = (from.index(body.len()), to.index(body.len()));
            let piece = body[from.min(to)..from.max(to)].to_vec();
            body.extend(piece);
        }
        Spoil::Swap(at, which) => {
            if let Ok(mut value) = serde_json::from_slice::<Value>(&body) {
                let strange = serde_json::from_str(STRANGE[*which]).unwrap_or(Value::Null);
                let mut left = at.index(count(&value));
                replace(&mut value, &mut left, &strange);
                body = serde_json::to_vec(&value).unwrap();
            }
        }
        Spoil::Huge(at, digits) => {
            let at = at.index(body.len());
            if let Some(place) = (at..body.len()).find(|&place| body[place].is_ascii_digit()) {
                body.splice(place..=place, std::iter::repeat_n(b'9', *digits));
            }
        }
        Spoil::Deep(depth) => {
            body = [vec![b'['; *depth], body, vec![b']'; *depth]].concat();
        }
    }
    body
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

fn replace(value: &mut Value, left: &mut usize, strange: &Value) -> bool {
    if *left == 0 {
        *value = strange.clone();
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(list) => list.iter_mut().any(|inner| replace(inner, left, strange)),
        Value::Object(fields) => fields
            .values_mut()
            .any(|inner| replace(inner, left, strange)),
        _ => false,
    }
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop::sample::select(venues::TOLD.to_vec());
    prop::collection::vec(
        (name.prop_map(str::to_owned), "\\PC{0,30}|[0-9]{1,25}"),
        0..4,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn spoiled_bars_are_refused_or_still_bars(which in 0_usize..6, spoils in prop::collection::vec(spoil(), 1..4), page in 0_usize..4) {
        let (exchange, ask, mut body) = questions().swap_remove(which);
        for spoil in &spoils {
            body = spoiled(body, spoil);
        }
        let page = [PageAsk::First, PageAsk::Before(ask.span.end), PageAsk::From(ask.span.start), PageAsk::Token("x".to_owned())][page].clone();
        if let Ok(page) = exchange.read_bars(&ask, &page, &HttpReply::new(200, body)) {
            let again = Bars::from_bars(ask.timeframe, page.bars.iter());
            prop_assert_eq!(again.as_ref(), Ok(&page.bars));
            let inside = page.bars.iter().all(|bar| ask.span.contains(bar.open_time));
            prop_assert!(inside && page.bars.timeframe() == ask.timeframe);
        }
    }

    #[test]
    fn spoiled_replies_of_every_other_kind_are_read_or_refused(which in 0_usize..24, spoils in prop::collection::vec(spoil(), 0..4), status in prop::sample::select(vec![200_u16, 302, 400, 401, 403, 404, 418, 429, 451, 500, 503, 0, 999]), headers in headers()) {
        let mut body = fixture(OTHERS[which]);
        for spoil in &spoils {
            body = spoiled(body, spoil);
        }
        let reply = HttpReply { status, headers, body };
        let asked = [symbol("KRW-BTC"), symbol("BTCUSDT")];
        for exchange in ALL {
            let _ = exchange.news(&reply, Ts(DAY_20));
            let _ = exchange.read_markets(&reply);
            let _ = exchange.read_tickers(&[], &reply);
            let _ = exchange.read_tickers(&asked, &reply);
            let _ = exchange.read_order_book(asked[0], &reply);
            let _ = exchange.read_trades(asked[0], &reply);
        }
        let _ = Upbit.read_ticks(&asked[..1], &reply);
        let _ = Alpaca.read_calendar(&reply);
        let _ = socket::read(&reply.body);
        let file = MonthFile::new(asked[1], Timeframe::Minute1, 2025, 1).unwrap();
        let _ = file.read_checksum(&reply.body);
        if let Ok(bars) = file.read_csv(&reply.body) {
            prop_assert!(Bars::from_bars(Timeframe::Minute1, bars.iter()).is_ok());
        }
    }

    #[test]
    fn any_question_is_asked_or_refused(start in any::<i64>(), length in any::<i64>(), now in any::<i64>(), code in "[A-Z0-9]{1,8}([-._][A-Z0-9]{1,8})?", timeframe in prop::sample::select(Timeframe::ALL.to_vec()), at in any::<i64>(), token in "\\PC{0,20}") {
        let mut ask = ask(&code, timeframe, start, start.saturating_add(length));
        ask.now = Ts(now);
        for exchange in ALL {
            for page in [PageAsk::First, PageAsk::Before(Ts(at)), PageAsk::From(Ts(at)), PageAsk::Token(token.clone())] {
                if let Ok(request) = exchange.bars(&ask, &page, Some(&keys())) {
                    let target = request.target;
                    prop_assert!(target.starts_with('/') && !target.starts_with("//"));
                    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/?&=-._~%".contains(&byte);
                    prop_assert!(target.bytes().all(plain), "{}", target);
                }
            }
        }
    }
}
