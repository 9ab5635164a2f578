//! Binance against wire fixtures: every question, every field, every refusal, and the files with a month in each.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{DAY_20, MINUTE, ask, complaint, fixture, json, refusal, reply, with, wrongs};
use domain::{Bar, Timeframe, Ts};
use venues::{BarsPage, Exchange, Fault, Host, HttpReply, PageAsk, Serving, binance::Binance};

const END: i64 = DAY_20 + 120 * MINUTE;

fn klines(body: &[u8]) -> Result<BarsPage, Fault> {
    let ask = ask("BTCUSDT", Timeframe::Minute15, DAY_20, END);
    Binance.read_bars(&ask, &PageAsk::First, &HttpReply::new(200, body))
}

#[test]
fn a_question_for_bars_has_an_inclusive_end_and_goes_on_behind_the_last() {
    let minutes = ask("BTCUSDT", Timeframe::Minute15, DAY_20, END);
    let request = Binance.bars(&minutes, &PageAsk::First, None).unwrap();
    assert_eq!(
        request.target,
        "/api/v3/klines?symbol=BTCUSDT&interval=15m&startTime=1795132800000&endTime=1795139999999&limit=1000"
    );
    assert_eq!((request.host, request.cost.weight), (Host::Data, 2));
    assert_eq!(
        Binance.base(Host::Data),
        Some("https://data-api.binance.vision")
    );
    let page = PageAsk::From(Ts(DAY_20 + 1));
    let request = Binance.bars(&minutes, &page, None).unwrap();
    assert!(request.target.contains("startTime=1795132800001&"));
    let months = ask("BTCUSDT", Timeframe::Month1, DAY_20, END);
    let request = Binance.bars(&months, &PageAsk::First, None).unwrap();
    assert!(
        request.target.contains("interval=1M&"),
        "a minute is not a month"
    );

    for (length, word) in [
        (Timeframe::Second1, "1s"),
        (Timeframe::Hour2, "2h"),
        (Timeframe::Hour12, "12h"),
    ] {
        let ask = ask("BTCUSDT", length, DAY_20, END);
        let request = Binance.bars(&ask, &PageAsk::First, None).unwrap();
        assert!(request.target.contains(&format!("interval={word}&")));
    }

    assert_eq!(
        Binance.serves(Timeframe::Minute10),
        Some(Serving::MadeOf(Timeframe::Minute5))
    );
    let tens = ask("BTCUSDT", Timeframe::Minute10, DAY_20, END);
    assert!(Binance.bars(&tens, &PageAsk::First, None).is_err());
    let won = ask("KRW-BTC", Timeframe::Minute15, DAY_20, END);
    let error = Binance.bars(&won, &PageAsk::First, None).unwrap_err();
    assert!(error.to_string().contains("it writes BTCUSDT"), "{error}");
    assert!(
        Binance
            .bars(&minutes, &PageAsk::Before(Ts(0)), None)
            .is_err()
    );
}

#[test]
fn klines_have_every_column_in_its_place() {
    let page = klines(&fixture("binance/klines.json")).unwrap();
    let opens = [0, 15, 60].map(|minute| DAY_20 + minute * MINUTE);
    assert_eq!(page.bars.open_time(), opens);
    let first = Bar {
        open_time: Ts(DAY_20),
        open: 98_000.01,
        high: 98_120.0,
        low: 97_950.0,
        close: 98_055.55,
        volume: 123.456,
        made_up: false,
    };
    assert_eq!(page.bars.get(0), Some(first));
    assert_eq!(
        page.bars.volume()[1],
        0.0,
        "a bar in which nobody traded is there"
    );
    // Not full, and not at the end of the span: there may be more.
    assert_eq!(page.next, Some(PageAsk::From(Ts(opens[2] + 1))));
    assert_eq!(klines(b"[]").unwrap().next, None);
    let exact = ask("BTCUSDT", Timeframe::Minute15, DAY_20, DAY_20 + 75 * MINUTE);
    let read = Binance.read_bars(&exact, &PageAsk::First, &reply("binance/klines.json"));
    assert_eq!(read.unwrap().next, None);
}

#[test]
fn the_last_kline_is_told_apart_while_it_forms() {
    let mut ask = ask("BTCUSDT", Timeframe::Minute15, DAY_20, END);
    ask.now = Ts(DAY_20 + 75 * MINUTE - 1);
    let read = Binance.read_bars(&ask, &PageAsk::First, &reply("binance/klines.json"));
    let page = read.unwrap();
    assert_eq!(page.bars.len(), 2);
    assert_eq!(page.forming.map(|bar| bar.close), Some(98_010.0));
}

#[test]
fn a_column_that_is_not_what_it_was_is_named_with_its_row() {
    let good = json("binance/klines.json");
    let names = [
        "open time",
        "open",
        "high",
        "low",
        "close",
        "volume",
        "close time",
        "quote volume",
        "trades",
        "taker buy volume",
        "taker buy quote volume",
    ];
    for (column, name) in names.into_iter().enumerate() {
        for wrong in wrongs(&good[1][column]) {
            let error = complaint(klines(&with(&good, 1, &column.to_string(), wrong.clone())));
            assert_eq!(error.row, Some(1), "{error}");
            let shaped = error.field == name || error.field == "high and low";
            assert!(shaped, "{name} {wrong:?}: {error}");
        }
    }
    // The twelfth says nothing.
    assert!(klines(&with(&good, 1, "11", None)).is_ok());
}

#[test]
fn a_reply_that_contradicts_itself_or_the_question_is_refused() {
    let good = json("binance/klines.json");
    let says = |body: &[u8], words: &str| {
        let error = complaint(klines(body)).to_string();
        assert!(error.contains(words), "{error}");
    };
    let set =
        |column: usize, value: serde_json::Value| with(&good, 1, &column.to_string(), Some(value));
    let off = serde_json::json!(DAY_20 + 15 * MINUTE + 1);
    says(&set(0, off), "on a 15m boundary");
    let microseconds = serde_json::json!((DAY_20 + 15 * MINUTE) * 1_000);
    says(&set(0, microseconds), "row 1, open time");
    says(&set(6, serde_json::json!(DAY_20)), "row 1, close time");
    says(
        &set(1, serde_json::json!("0.00")),
        "found 0, expected a finite number above 0",
    );
    says(&set(8, serde_json::json!(-1)), "row 1, trades");
    let mut rows = good.as_array().unwrap().clone();
    rows.swap(0, 1);
    says(&serde_json::to_vec(&rows).unwrap(), "row 1, open time");
    rows[0] = rows[1].clone();
    says(&serde_json::to_vec(&rows).unwrap(), "row 1, open time");
    says(b"[[1,2]]", "row 0: found 2 columns, expected 12 columns");
    says(b"<html>", "expected JSON");
    says(br#"{"code":-1003}"#, "found an object, expected a list");
    // Rows outside of what was asked for are another question's.
    let later = ask("BTCUSDT", Timeframe::Minute15, DAY_20 + 15 * MINUTE, END);
    let read = Binance.read_bars(&later, &PageAsk::First, &reply("binance/klines.json"));
    assert_eq!(complaint(read).row, Some(0));
    let many = vec![good[0].clone(); 1_001];
    says(&serde_json::to_vec(&many).unwrap(), "at most 1000");
}

#[test]
fn every_refusal_has_its_meaning() {
    let read = |reply: &HttpReply| {
        let ask = ask("BTCUSDT", Timeframe::Minute15, DAY_20, END);
        Binance.read_bars(&ask, &PageAsk::First, reply).unwrap_err()
    };
    let said = "Invalid symbol.".to_owned();
    let unknown = read(&refusal(400, "binance/error_unknown_market.json"));
    assert_eq!(unknown, Fault::UnknownMarket { said });
    let interval = read(&refusal(400, "binance/error_interval.json"));
    assert!(matches!(interval, Fault::BadRequest { status: 400, .. }));
    let busy = refusal(429, "binance/error_too_many.json").with("Retry-After", "17");
    assert_eq!(
        read(&busy),
        Fault::RateLimited {
            retry_after_s: Some(17)
        }
    );
    assert_eq!(Binance.news(&busy, Ts(0)).throttled, Some(Some(17)));
    let banned = refusal(418, "binance/error_too_many.json").with("retry-after", "120");
    assert_eq!(read(&banned), Fault::Banned { for_s: Some(120) });
    assert_eq!(Binance.news(&banned, Ts(0)).banned, Some(Some(120)));
    let region = read(&refusal(451, "binance/error_region.json"));
    assert!(
        region.to_string().contains("restricted location"),
        "{region}"
    );
    assert!(matches!(
        read(&HttpReply::new(403, "<html>")),
        Fault::Region { .. }
    ));
    assert!(matches!(
        read(&refusal(400, "binance/error_key.json")),
        Fault::KeyRefused { .. }
    ));
    assert!(matches!(
        read(&HttpReply::new(502, "")),
        Fault::Server { status: 502, .. }
    ));
    let used = HttpReply::new(200, "[]").with("X-MBX-USED-WEIGHT-1M", "1234");
    assert_eq!(Binance.news(&used, Ts(0)).used, Some(1_234));
}
