//! Upbit against wire fixtures: every question, every field, every refusal.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{DAY_20, MINUTE, ask, complaint, fixture, json, refusal, reply, with, wrongs};
use domain::{Bar, Timeframe, Ts};
use venues::{BarsAsk, BarsPage, Exchange, Fault, Host, HttpReply, PageAsk, upbit::Upbit};

const START: i64 = DAY_20 + 190 * MINUTE;
const END: i64 = DAY_20 + 200 * MINUTE;

fn minutes(body: &[u8]) -> Result<BarsPage, Fault> {
    let ask = ask("KRW-BTC", Timeframe::Minute1, START, END);
    Upbit.read_bars(&ask, &PageAsk::First, &HttpReply::new(200, body))
}

#[test]
fn a_question_for_bars_names_market_count_and_an_encoded_end() {
    let units = [
        (Timeframe::Second1, "seconds"),
        (Timeframe::Minute1, "minutes/1"),
        (Timeframe::Minute3, "minutes/3"),
        (Timeframe::Minute5, "minutes/5"),
        (Timeframe::Minute10, "minutes/10"),
        (Timeframe::Minute15, "minutes/15"),
        (Timeframe::Minute30, "minutes/30"),
        (Timeframe::Hour1, "minutes/60"),
        (Timeframe::Hour4, "minutes/240"),
        (Timeframe::Day1, "days"),
        (Timeframe::Week1, "weeks"),
        (Timeframe::Month1, "months"),
    ];
    for (timeframe, unit) in units {
        let ask = ask("KRW-BTC", timeframe, START, END);
        let request = Upbit.bars(&ask, &PageAsk::First, None).unwrap();
        let to = "2026-11-20T03%3A20%3A00Z";
        assert_eq!(
            request.target,
            format!("/candles/{unit}?market=KRW-BTC&count=200&to={to}")
        );
        assert_eq!((request.host, request.cost.group), (Host::Data, "candle"));
        assert!(request.headers.iter().all(|header| header.name == "accept"));
        assert_eq!(Upbit.base(request.host), Some("https://api.upbit.com/v1"));
    }
    let ask = ask("KRW-BTC", Timeframe::Minute1, START, END);
    let page = PageAsk::Before(Ts(START + 1));
    let request = Upbit.bars(&ask, &page, None).unwrap();
    assert!(request.target.ends_with("to=2026-11-20T03%3A10%3A01Z"));
}

#[test]
fn what_can_not_be_asked_is_refused_before_it_is_sent() {
    let good = ask("KRW-BTC", Timeframe::Minute1, START, END);
    for code in ["BTCUSDT", "AAPL", "BTCUSDT_260327"] {
        let bad = ask(code, Timeframe::Minute1, START, END);
        let error = Upbit.bars(&bad, &PageAsk::First, None).unwrap_err();
        assert!(error.to_string().contains("it writes KRW-BTC"), "{error}");
    }
    let empty = ask("KRW-BTC", Timeframe::Minute1, END, END);
    assert!(Upbit.bars(&empty, &PageAsk::First, None).is_err());
    for page in [PageAsk::From(Ts(0)), PageAsk::Token("x".to_owned())] {
        assert!(Upbit.bars(&good, &page, None).is_err());
    }
}

#[test]
fn minutes_come_oldest_first_with_every_field_in_its_place() {
    let page = minutes(&fixture("upbit/candles_minutes.json")).unwrap();
    assert_eq!(page.bars.len(), 3);
    assert_eq!(
        page.bars.open_time(),
        [191, 194, 195].map(|minute| DAY_20 + minute * MINUTE)
    );
    let newest = Bar {
        open_time: Ts(DAY_20 + 195 * MINUTE),
        open: 145_000_000.0,
        high: 145_100_000.0,
        low: 144_900_000.0,
        close: 145_050_000.0,
        volume: 3.53,
        made_up: false,
    };
    assert_eq!(page.bars.get(2), Some(newest));
    // Three rows of 200 and a hole: neither is an end.
    assert_eq!(page.next, Some(PageAsk::Before(Ts(DAY_20 + 191 * MINUTE))));
    assert_eq!((page.rows, page.forming, page.cut), (3, None, None));
}

#[test]
fn seconds_are_read_by_the_second_and_have_no_unit() {
    let second = |at: i64| DAY_20 + 195 * MINUTE + at * 1_000;
    let ask = ask("KRW-BTC", Timeframe::Second1, second(0), second(60));
    let page = Upbit
        .read_bars(&ask, &PageAsk::First, &reply("upbit/candles_seconds.json"))
        .unwrap();
    assert_eq!(page.bars.open_time(), [second(9), second(11), second(12)]);
    assert_eq!(
        page.bars.close(),
        [145_040_000.0, 145_045_000.0, 145_050_000.0]
    );
    assert_eq!(page.bars.volume(), [0.25, 0.5, 0.01]);
    assert_eq!(page.next, Some(PageAsk::Before(Ts(second(9)))));
    let half = Some("2026-11-20T03:15:12.5".into());
    let off = with(
        &json("upbit/candles_seconds.json"),
        0,
        "candle_date_time_utc",
        half,
    );
    let read = Upbit.read_bars(&ask, &PageAsk::First, &HttpReply::new(200, off));
    assert_eq!(complaint(read).field, "candle_date_time_utc");
    // Lengths that are only made of others can't be asked for.
    for timeframe in [
        Timeframe::Hour2,
        Timeframe::Hour6,
        Timeframe::Hour8,
        Timeframe::Hour12,
    ] {
        let ask = BarsAsk { timeframe, ..ask };
        assert!(Upbit.bars(&ask, &PageAsk::First, None).is_err());
    }
}

#[test]
fn a_page_ends_the_span_when_it_is_empty_or_reaches_the_start() {
    assert_eq!(minutes(b"[]").unwrap().next, None);
    let body = fixture("upbit/candles_minutes.json");
    for (start, next) in [(191, None), (192, None), (190, Some(191))] {
        let ask = ask("KRW-BTC", Timeframe::Minute1, DAY_20 + start * MINUTE, END);
        let reply = HttpReply::new(200, body.clone());
        let page = Upbit.read_bars(&ask, &PageAsk::First, &reply).unwrap();
        let next = next.map(|minute| PageAsk::Before(Ts(DAY_20 + minute * MINUTE)));
        assert_eq!(page.next, next);
        // What is older than the span is read and dropped.
        assert_eq!(page.bars.len(), if start == 192 { 2 } else { 3 });
    }
}

#[test]
fn the_bar_that_is_forming_is_told_apart() {
    let mut ask = ask("KRW-BTC", Timeframe::Minute1, START, END);
    let reply = reply("upbit/candles_minutes.json");
    for (now, closed, forming) in [
        (196 * MINUTE, 3, None),
        (196 * MINUTE - 1, 2, Some(195)),
        (195 * MINUTE, 2, Some(195)),
    ] {
        ask.now = Ts(DAY_20 + now);
        let page = Upbit.read_bars(&ask, &PageAsk::First, &reply).unwrap();
        assert_eq!(page.bars.len(), closed);
        let forming = forming.map(|minute| Ts(DAY_20 + minute * MINUTE));
        assert_eq!(page.forming.map(|bar| bar.open_time), forming);
    }
}

#[test]
fn days_and_the_week_of_a_listing_open_where_ours_do() {
    let days = ask("KRW-BTC", Timeframe::Day1, 0, DAY_20);
    let page = Upbit
        .read_bars(&days, &PageAsk::First, &reply("upbit/candles_days.json"))
        .unwrap();
    assert_eq!(page.bars.open_time(), [DAY_20 - 1_440 * MINUTE]);
    let mut weeks = ask("KRW-NEW", Timeframe::Week1, 0, DAY_20 + 7 * 1_440 * MINUTE);
    weeks.now = Ts(DAY_20 + 30 * 1_440 * MINUTE);
    let page = Upbit
        .read_bars(&weeks, &PageAsk::First, &reply("upbit/candles_weeks.json"))
        .unwrap();
    // 2026-11-12, a Thursday, is stamped for the week of Monday the 9th.
    let (monday_9, monday_16) = (Ts::from_date(2026, 11, 9), Ts::from_date(2026, 11, 16));
    assert_eq!(page.bars.open_time(), [monday_9.0, monday_16.0]);
}

#[test]
fn a_field_that_is_not_what_it_was_is_named_with_its_row() {
    let good = json("upbit/candles_minutes.json");
    let fields = [
        "market",
        "candle_date_time_utc",
        "opening_price",
        "high_price",
        "low_price",
        "trade_price",
        "candle_acc_trade_volume",
    ];
    for field in fields {
        for wrong in wrongs(&good[1][field]) {
            let error = complaint(minutes(&with(&good, 1, field, wrong.clone())));
            assert_eq!(
                (error.row, error.field.as_str()),
                (Some(1), field),
                "{wrong:?}: {error}"
            );
            assert!(
                error.to_string().starts_with("Upbit candles, row 1, "),
                "{error}"
            );
            assert!(!error.want.is_empty(), "{error}");
        }
    }
    // These two are checked where they are there.
    for (field, wrong) in [
        ("unit", serde_json::json!(3)),
        ("unit", serde_json::json!("1")),
        (
            "candle_date_time_kst",
            serde_json::json!("2026-11-20T03:14:00"),
        ),
        ("candle_date_time_kst", serde_json::json!(7)),
    ] {
        let error = complaint(minutes(&with(&good, 1, field, Some(wrong))));
        assert_eq!(
            (error.row, error.field.as_str()),
            (Some(1), field),
            "{error}"
        );
    }
    assert!(minutes(&with(&good, 1, "unit", None)).is_ok());
}

#[test]
fn a_reply_that_contradicts_itself_or_the_question_is_refused() {
    let good = json("upbit/candles_minutes.json");
    let says = |body: &[u8], words: &str| {
        let error = complaint(minutes(body)).to_string();
        assert!(error.contains(words), "{error}");
    };
    let set = |field: &str, value: &str| {
        let value = serde_json::from_str(value).unwrap();
        with(&good, 1, field, Some(value))
    };
    says(
        &set("market", r#""KRW-ETH""#),
        "market: found KRW-ETH, expected KRW-BTC",
    );
    says(&set("high_price", "1"), "row 1, high and low");
    says(&set("low_price", "1e9"), "row 1, high and low");
    says(
        &set("opening_price", "0"),
        "found 0, expected a finite number above 0",
    );
    says(
        &set("candle_acc_trade_volume", "-2"),
        "found -2, expected a finite number of 0 or more",
    );
    let text = String::from_utf8(fixture("upbit/candles_minutes.json")).unwrap();
    says(text.replace("3.53", "1e999").as_bytes(), "expected JSON");
    says(
        &set("candle_date_time_utc", r#""2026-11-20T03:14:30""#),
        "row 1",
    );
    says(
        &set("candle_date_time_utc", r#""2026-11-20T03:15:00""#),
        "row 1",
    );
    let mut rows = good.as_array().unwrap().clone();
    rows.swap(0, 1);
    says(&serde_json::to_vec(&rows).unwrap(), "newest first");
    rows.swap(0, 1);
    rows.insert(1, rows[0].clone());
    says(
        &serde_json::to_vec(&rows).unwrap(),
        "row 1, candle_date_time_utc",
    );
    let many = vec![good[0].clone(); 201];
    says(
        &serde_json::to_vec(&many).unwrap(),
        "found 201 rows, expected at most 200",
    );
    says(b"<!doctype html><html>", "found \"<!doctype html><html>\"");
    says(b"", "expected JSON");
    says(b"{}", "found an object, expected a list");
    says(b"[7]", "row 0: found a number, expected an object");
    let body = fixture("upbit/candles_minutes.json");
    says(&body[..body.len() / 2], "expected JSON");
    // The end is exclusive.
    let ask = ask("KRW-BTC", Timeframe::Minute1, START, DAY_20 + 195 * MINUTE);
    let read = Upbit.read_bars(&ask, &PageAsk::First, &HttpReply::new(200, body));
    assert!(complaint(read).to_string().contains("`to` is exclusive"));
}

#[test]
fn every_refusal_has_its_meaning() {
    let read = |reply: &HttpReply| {
        let ask = ask("KRW-BTC", Timeframe::Minute1, START, END);
        Upbit.read_bars(&ask, &PageAsk::First, reply).unwrap_err()
    };
    let unknown = read(&refusal(404, "upbit/error_unknown_market.json"));
    let said = "Code not found".to_owned();
    assert_eq!(unknown, Fault::UnknownMarket { said });
    for (status, name) in [(400, "bad_request"), (404, "no_route")] {
        let fault = read(&refusal(status, &format!("upbit/error_{name}.json")));
        assert!(
            matches!(fault, Fault::BadRequest { status: known, .. } if known == status),
            "{fault}"
        );
    }
    let busy = refusal(429, "upbit/error_too_many.json");
    assert_eq!(
        read(&busy),
        Fault::RateLimited {
            retry_after_s: None
        }
    );
    assert_eq!(Upbit.news(&busy, Ts(0)).throttled, Some(None));
    let banned = refusal(418, "upbit/error_banned.json");
    assert_eq!(read(&banned), Fault::Banned { for_s: Some(120) });
    assert_eq!(Upbit.news(&banned, Ts(0)).banned, Some(Some(120)));
    let told = banned.with("Retry-After", "60");
    assert_eq!(read(&told), Fault::Banned { for_s: Some(60) });
    assert!(matches!(
        read(&refusal(401, "upbit/error_key.json")),
        Fault::KeyRefused { .. }
    ));
    assert!(matches!(
        read(&HttpReply::new(403, "<html>")),
        Fault::Region { .. }
    ));
    assert!(matches!(
        read(&HttpReply::new(503, "<html>")),
        Fault::Server { status: 503, .. }
    ));
    assert!(matches!(
        read(&HttpReply::new(404, "<html>")),
        Fault::BadRequest { .. }
    ));
    assert!(matches!(
        read(&HttpReply::new(302, "")),
        Fault::BadRequest { status: 302, .. }
    ));
}

#[test]
fn a_reply_tells_what_is_left_of_the_second() {
    let reply = |told: &str| HttpReply::new(200, "[]").with("Remaining-Req", told);
    let news = Upbit.news(&reply("group=candles; min=600; sec=7"), Ts(0));
    assert_eq!((news.left, news.origin), (Some(7), false));
    let news = Upbit.news(&reply("group=origin; min=6; sec=0"), Ts(0));
    assert!(news.origin);
    let news = Upbit.news(&reply("nonsense"), Ts(0));
    assert_eq!((news.left, news.origin), (None, false));
}
