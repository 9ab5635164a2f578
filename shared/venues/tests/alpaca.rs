//! Alpaca against wire fixtures: every question, every field, every refusal.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{
    DAY_20, MINUTE, ask, complaint, fixture, json, keys, refusal, reply, symbol, with, wrongs,
};
use domain::{Bar, Span, Timeframe, Ts, zones::Zone};
use venues::{
    Adjustment, BarsPage, Exchange, Fault, Feed, Host, HttpReply, Keys, PageAsk, Secret, Session,
    Variant, alpaca::Alpaca,
};

/// 2026-11-19, 14:30 UTC: the opening bell.
const BELL: i64 = DAY_20 - 570 * MINUTE;
const END: i64 = BELL + 390 * MINUTE;

fn bars(body: &[u8]) -> Result<BarsPage, Fault> {
    let ask = ask("AAPL", Timeframe::Minute1, BELL, END);
    Alpaca.read_bars(&ask, &PageAsk::First, &HttpReply::new(200, body))
}

#[test]
fn a_question_for_bars_says_feed_and_adjustment_and_carries_the_keys_unseen() {
    let mut minutes = ask("AAPL", Timeframe::Minute1, BELL, END);
    let request = Alpaca
        .bars(&minutes, &PageAsk::First, Some(&keys()))
        .unwrap();
    assert_eq!(
        request.target,
        "/v2/stocks/AAPL/bars?timeframe=1Min&start=2026-11-19T14%3A30%3A00Z&end=2026-11-19T20%3A59%3A59Z&limit=10000&adjustment=all&feed=sip&sort=asc"
    );
    assert_eq!((request.host, request.cost.group), (Host::Data, "data"));
    let header = |name: &str| {
        let found = request.headers.iter().find(|header| header.name == name);
        found.unwrap().value.expose().to_owned()
    };
    assert_eq!(
        (header("apca-api-key-id"), header("apca-api-secret-key")),
        ("PK-ID".to_owned(), "CANARY".to_owned())
    );
    assert!(!format!("{request:?}").contains("CANARY"));
    assert!(!request.target.contains("CANARY"));

    minutes.variant = Variant {
        feed: Feed::Iex,
        adjustment: Adjustment::Raw,
    };
    let page = PageAsk::Token("a+b/c=".to_owned());
    let target = Alpaca.bars(&minutes, &page, Some(&keys())).unwrap().target;
    assert!(
        target.ends_with("adjustment=raw&feed=iex&sort=asc&page_token=a%2Bb%2Fc%3D"),
        "{target}"
    );
    let share = ask("BRK.B", Timeframe::Hour1, BELL, END);
    let target = Alpaca
        .bars(&share, &PageAsk::First, Some(&keys()))
        .unwrap()
        .target;
    assert!(target.starts_with("/v2/stocks/BRK.B/bars?timeframe=1Hour&"));
}

#[test]
fn days_are_asked_for_by_new_yorks_clock_and_never_later_than_the_plan_sees() {
    // 2 November 2026 is the first day of winter time there.
    let span = (Ts::from_date(2026, 10, 30).0, Ts::from_date(2026, 11, 3).0);
    let days = ask("AAPL", Timeframe::Day1, span.0, span.1);
    let target = Alpaca
        .bars(&days, &PageAsk::First, Some(&keys()))
        .unwrap()
        .target;
    assert!(
        target.contains("start=2026-10-30T04%3A00%3A00Z&end=2026-11-03T04%3A59%3A59Z&"),
        "{target}"
    );
    let mut minutes = ask("AAPL", Timeframe::Minute1, BELL, END);
    minutes.now = Ts(BELL + 60 * MINUTE);
    let target = Alpaca
        .bars(&minutes, &PageAsk::First, Some(&keys()))
        .unwrap()
        .target;
    assert!(
        target.contains("end=2026-11-19T15%3A15%3A00Z&"),
        "a quarter of an hour late: {target}"
    );
    minutes.variant.feed = Feed::Iex;
    let target = Alpaca
        .bars(&minutes, &PageAsk::First, Some(&keys()))
        .unwrap()
        .target;
    assert!(target.contains("end=2026-11-19T15%3A30%3A00Z&"), "{target}");
}

#[test]
fn what_can_not_be_asked_is_refused_before_it_is_sent() {
    let good = ask("AAPL", Timeframe::Minute1, BELL, END);
    let error = Alpaca.bars(&good, &PageAsk::First, None).unwrap_err();
    assert!(error.to_string().contains("only with a key"), "{error}");
    let forged = Keys {
        id: Secret::new("x\r\nhost: evil"),
        secret: Secret::new("y"),
    };
    let error = Alpaca
        .bars(&good, &PageAsk::First, Some(&forged))
        .unwrap_err();
    assert!(!error.to_string().contains("evil"), "{error}");
    for code in ["KRW-BTC", "A_B"] {
        let bad = ask(code, Timeframe::Minute1, BELL, END);
        assert!(Alpaca.bars(&bad, &PageAsk::First, Some(&keys())).is_err());
    }
    let longer = ask("AAPL", Timeframe::Hour4, BELL, END);
    assert!(
        Alpaca
            .bars(&longer, &PageAsk::First, Some(&keys()))
            .is_err()
    );
    assert!(
        Alpaca
            .bars(&good, &PageAsk::Before(Ts(0)), Some(&keys()))
            .is_err()
    );
    assert!(Alpaca.tickers(&[symbol("AAPL")], Some(&keys())).is_err());
}

#[test]
fn minutes_have_every_field_in_its_place_and_go_on_with_a_token() {
    let page = bars(&fixture("alpaca/bars_minutes.json")).unwrap();
    assert_eq!(
        page.bars.open_time(),
        [0, 1, 4].map(|minute| BELL + minute * MINUTE)
    );
    let first = Bar {
        open_time: Ts(BELL),
        open: 270.1,
        high: 270.55,
        low: 269.9,
        close: 270.4,
        volume: 1_204_500.0,
        made_up: false,
    };
    assert_eq!(page.bars.get(0), Some(first));
    let token = PageAsk::Token("QUFQTHxNfDE3OTUxMDAwMDA=".to_owned());
    assert_eq!(page.next, Some(token.clone()));
    assert_eq!(bars(&fixture("alpaca/bars_none.json")).unwrap().next, None);
    // The same token again would go round for ever.
    let ask = ask("AAPL", Timeframe::Minute1, BELL, END);
    let read = Alpaca.read_bars(&ask, &token, &reply("alpaca/bars_minutes.json"));
    assert_eq!(complaint(read).field, "next_page_token");
}

#[test]
fn a_day_has_its_date_and_closes_at_midnight_in_new_york() {
    let (start, end) = (Ts::from_date(2026, 10, 30), Ts::from_date(2026, 11, 3));
    let mut days = ask("AAPL", Timeframe::Day1, start.0, end.0);
    let body = reply("alpaca/bars_days.json");
    let read = |ask| Alpaca.read_bars(&ask, &PageAsk::First, &body).unwrap();
    let monday = Ts::from_date(2026, 11, 2);
    assert_eq!(read(days).bars.open_time(), [start.0, monday.0]);
    // 05:00 UTC on Tuesday is midnight there; and the plan sees it a quarter of an hour late.
    let midnight = Zone::NewYork.instant(end.0 / (1_440 * MINUTE), 0);
    assert_eq!(midnight, Ts(end.0 + 300 * MINUTE));
    days.now = Ts(midnight.0 + 15 * MINUTE - 1);
    assert_eq!(read(days).bars.len(), 1);
    assert_eq!(read(days).forming.map(|bar| bar.open_time), Some(monday));
    days.now = Ts(midnight.0 + 15 * MINUTE);
    assert_eq!(read(days).bars.len(), 2);
}

#[test]
fn a_field_that_is_not_what_it_was_is_named_with_its_row() {
    let good = json("alpaca/bars_minutes.json");
    let row = |field: &str, wrong: Option<serde_json::Value>| {
        let rows = with(&good["bars"], 1, field, wrong);
        let mut whole = good.clone();
        whole["bars"] = serde_json::from_slice(&rows).unwrap();
        serde_json::to_vec(&whole).unwrap()
    };
    for field in ["t", "o", "h", "l", "c", "v", "n", "vw"] {
        for wrong in wrongs(&good["bars"][1][field]) {
            let error = complaint(bars(&row(field, wrong.clone())));
            assert_eq!(
                (error.row, error.field.as_str()),
                (Some(1), field),
                "{wrong:?}: {error}"
            );
        }
    }
    for text in [
        "2026-11-19T14:31:00",
        "2026-11-19",
        "1795098660",
        "2026-11-19T14:31:30Z",
        "2026-11-19T14:30:00Z",
    ] {
        let error = complaint(bars(&row("t", Some(serde_json::json!(text)))));
        assert_eq!(error.row, Some(1), "{error}");
    }
    for (field, wrong) in [
        ("bars", serde_json::json!(7)),
        ("bars", serde_json::Value::Null),
        ("symbol", serde_json::json!("MSFT")),
        ("symbol", serde_json::Value::Null),
        ("next_page_token", serde_json::json!(7)),
        ("next_page_token", serde_json::json!("")),
    ] {
        let error = complaint(bars(&with(&good, 0, field, Some(wrong))));
        assert_eq!(error.field, field, "{error}");
    }
    for field in ["bars", "symbol", "next_page_token"] {
        assert_eq!(complaint(bars(&with(&good, 0, field, None))).field, field);
    }
    let mut swapped = good.clone();
    swapped["bars"].as_array_mut().unwrap().swap(1, 2);
    let error = complaint(bars(&serde_json::to_vec(&swapped).unwrap()));
    assert_eq!(error.row, Some(2), "{error}");
    complaint(bars(b"<html>"));
    let body = fixture("alpaca/bars_minutes.json");
    complaint(bars(&body[..200]));
}

#[test]
fn every_refusal_has_its_meaning() {
    let read = |reply: &HttpReply| {
        let ask = ask("AAPL", Timeframe::Minute1, BELL, END);
        Alpaca.read_bars(&ask, &PageAsk::First, reply).unwrap_err()
    };
    assert!(matches!(
        read(&refusal(401, "alpaca/error_key.json")),
        Fault::KeyRefused { .. }
    ));
    let plan = read(&refusal(403, "alpaca/error_plan.json"));
    assert!(plan.to_string().contains("recent SIP data"), "{plan}");
    assert!(matches!(plan, Fault::KeyRefused { .. }));
    assert!(matches!(
        read(&refusal(400, "alpaca/error_unknown_market.json")),
        Fault::UnknownMarket { .. }
    ));
    assert!(matches!(
        read(&refusal(400, "alpaca/error_bad_request.json")),
        Fault::BadRequest { .. }
    ));
    assert!(matches!(
        read(&HttpReply::new(422, "{}")),
        Fault::BadRequest { .. }
    ));
    assert!(matches!(
        read(&HttpReply::new(500, "{}")),
        Fault::Server { .. }
    ));
    let busy = refusal(429, "alpaca/error_too_many.json")
        .with("X-RateLimit-Limit", "200")
        .with("X-RateLimit-Remaining", "0")
        .with("X-RateLimit-Reset", "1795144560");
    assert_eq!(
        read(&busy),
        Fault::RateLimited {
            retry_after_s: None
        }
    );
    let news = Alpaca.news(&busy, Ts(0));
    assert_eq!((news.most, news.left), (Some(200), Some(0)));
    assert_eq!(
        (news.reset, news.throttled),
        (Some(Ts(1_795_144_560_000)), Some(None))
    );
}

#[test]
fn stocks_are_listed_with_what_a_part_of_one_costs() {
    let request = Alpaca.markets(Some(&keys())).unwrap();
    assert_eq!(
        request.target,
        "/v2/assets?status=active&asset_class=us_equity"
    );
    assert_eq!(
        (request.host, request.cost.group),
        (Host::Trading, "trading")
    );
    let found = Alpaca.read_markets(&reply("alpaca/assets.json")).unwrap();
    assert_eq!(found.left_out, ["TEST/WS"]);
    let (apple, berkshire) = (&found.markets[0], &found.markets[1]);
    assert_eq!(
        (apple.symbol.as_str(), apple.quote.as_str()),
        ("AAPL", "USD")
    );
    assert_eq!(
        (apple.lot, apple.min_notional, apple.trading),
        (Some(1e-9), Some(1.0), true)
    );
    assert_eq!(
        (berkshire.lot, berkshire.min_notional, berkshire.trading),
        (Some(1.0), None, false)
    );
    assert!(
        berkshire
            .english_name
            .as_deref()
            .unwrap()
            .starts_with("Berkshire")
    );
    let good = json("alpaca/assets.json");
    for field in ["symbol", "name", "tradable", "fractionable"] {
        for wrong in [
            None,
            Some(serde_json::Value::Null),
            Some(serde_json::json!(7)),
        ] {
            let reply = HttpReply::new(200, with(&good, 0, field, wrong));
            let error = complaint(Alpaca.read_markets(&reply));
            assert_eq!((error.row, error.field.as_str()), (Some(0), field));
        }
    }
}

#[test]
fn trading_days_have_bells_by_new_yorks_clock() {
    let span = Span {
        start: Ts::from_date(2026, 11, 25),
        end: Ts::from_date(2026, 11, 28),
    };
    let request = Alpaca.calendar(span, Some(&keys())).unwrap();
    assert_eq!(
        request.target,
        "/v2/calendar?start=2026-11-25&end=2026-11-27"
    );
    let days = Alpaca
        .read_calendar(&reply("alpaca/calendar.json"))
        .unwrap();
    let friday = Ts::from_date(2026, 11, 27);
    // The day after Thanksgiving ends at 13:00 in New York: 18:00 UTC.
    let half = Session {
        day: friday,
        opens: Ts(friday.0 + 870 * MINUTE),
        closes: Ts(friday.0 + 1_080 * MINUTE),
    };
    assert_eq!(days[1], half);
    let good = json("alpaca/calendar.json");
    for (field, wrong) in [
        ("date", "2026-11-31"),
        ("date", "20261127"),
        ("date", "2026-11-25"),
        ("open", "9:30"),
        ("open", "24:00"),
        ("close", "13:60"),
        ("close", "09:30"),
        ("close", "0９:00"),
    ] {
        let reply = HttpReply::new(200, with(&good, 1, field, Some(serde_json::json!(wrong))));
        let error = complaint(Alpaca.read_calendar(&reply));
        assert_eq!(
            (error.row, error.field.as_str()),
            (Some(1), field),
            "{wrong}"
        );
    }
    for field in ["date", "open", "close"] {
        let reply = HttpReply::new(200, with(&good, 1, field, None));
        assert_eq!(complaint(Alpaca.read_calendar(&reply)).field, field);
    }
}
