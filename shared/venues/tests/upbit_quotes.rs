//! Upbit's markets, prices, books, trades and socket against wire fixtures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{DAY_20, MINUTE, complaint, fixture, json, reply, symbol, with, wrongs};
use domain::{Timeframe, Ts, Venue};
use venues::{
    Caution, Exchange, HttpReply, Level, Taker,
    upbit::{
        Upbit,
        socket::{self, Channel, Format, Message},
    },
};

#[test]
fn markets_have_names_warnings_and_smallest_orders() {
    let request = Upbit.markets(None).unwrap();
    assert_eq!(request.target, "/market/all?is_details=true");
    let found = Upbit.read_markets(&reply("upbit/markets.json")).unwrap();
    let codes: Vec<&str> = found.markets.iter().map(|it| it.symbol.as_str()).collect();
    assert_eq!(codes, ["BTC-DOGE", "KRW-BTC", "USDT-XRP"]);
    assert_eq!(found.left_out, ["KRW-달"]);
    let (doge, bitcoin, xrp) = (&found.markets[0], &found.markets[1], &found.markets[2]);
    assert_eq!(
        (bitcoin.base.as_str(), bitcoin.quote.as_str()),
        ("BTC", "KRW")
    );
    assert_eq!(bitcoin.korean_name.as_deref(), Some("비트코인"));
    assert_eq!(bitcoin.english_name.as_deref(), Some("Bitcoin"));
    assert!(bitcoin.trading && !bitcoin.warning && bitcoin.cautions.is_empty());
    assert_eq!(
        (bitcoin.min_notional, bitcoin.lot),
        (Some(5_000.0), Some(1e-8))
    );
    assert!(doge.warning);
    assert_eq!(
        doge.cautions,
        [Caution::PriceFluctuations, Caution::DepositAmountSoaring]
    );
    assert_eq!(xrp.cautions, [Caution::Other]);
    assert_eq!(
        (doge.min_notional, xrp.min_notional),
        (Some(0.000_05), Some(0.5))
    );

    let good = json("upbit/markets.json");
    for field in ["market", "korean_name", "english_name", "market_event"] {
        for wrong in [
            None,
            Some(serde_json::json!(7)),
            Some(serde_json::Value::Null),
        ] {
            let reply = HttpReply::new(200, with(&good, 1, field, wrong));
            let error = complaint(Upbit.read_markets(&reply));
            assert_eq!(error.row, Some(1), "{error}");
        }
    }
    let twice = serde_json::to_vec(&[&good[0], &good[0]]).unwrap();
    let error = complaint(Upbit.read_markets(&HttpReply::new(200, twice)));
    assert!(error.to_string().contains("KRW-BTC twice"), "{error}");
}

#[test]
fn tickers_come_in_the_order_they_were_asked_for() {
    let asked = [symbol("KRW-BTC"), symbol("KRW-ETH")];
    let request = Upbit.tickers(&asked, None).unwrap();
    assert_eq!(request.target, "/ticker?markets=KRW-BTC%2CKRW-ETH");
    let all = Upbit.tickers(&[], None).unwrap();
    assert_eq!(all.target, "/ticker/all?quote_currencies=KRW%2CBTC%2CUSDT");
    let reply = reply("upbit/tickers.json");
    let found = Upbit.read_tickers(&asked, &reply).unwrap();
    assert_eq!(found[0].symbol, asked[0]);
    assert_eq!(
        (found[0].last, found[0].change),
        (145_050_000.0, 0.007_291_666_7)
    );
    assert_eq!(
        (found[0].quote_volume_24h, found[0].at),
        (2.3e11, Ts(1_795_144_512_400))
    );
    assert_eq!((found[1].last, found[1].change), (4_950_000.0, -0.01));
    assert_eq!(Upbit.read_tickers(&[], &reply).unwrap().len(), 2);

    // One too few, and one that nobody asked for.
    let error = complaint(Upbit.read_tickers(&[asked[0], symbol("KRW-XRP")], &reply));
    assert!(
        error
            .to_string()
            .contains("found nothing, expected KRW-XRP"),
        "{error}"
    );
    let error = complaint(Upbit.read_tickers(&asked[..1], &reply));
    assert!(error.to_string().contains("found KRW-ETH"), "{error}");
    let good = json("upbit/tickers.json");
    for field in [
        "market",
        "trade_price",
        "signed_change_rate",
        "acc_trade_price_24h",
        "timestamp",
    ] {
        for wrong in [
            None,
            Some(serde_json::json!("NaN")),
            Some(serde_json::Value::Null),
        ] {
            let reply = HttpReply::new(200, with(&good, 0, field, wrong));
            let error = complaint(Upbit.read_tickers(&asked, &reply));
            assert_eq!((error.row, error.field.as_str()), (Some(0), field));
        }
    }
    assert!(Upbit.tickers(&vec![asked[0]; 201], None).is_err());
}

#[test]
fn a_book_has_two_sides_in_order_without_its_filling() {
    let request = Upbit.order_book(symbol("KRW-BTC"), None).unwrap();
    assert_eq!(request.target, "/orderbook?markets=KRW-BTC&count=30");
    let book = Upbit
        .read_order_book(symbol("KRW-BTC"), &reply("upbit/order_book.json"))
        .unwrap();
    let level = |price, size| Level { price, size };
    assert_eq!(
        book.bids,
        [
            level(145_050_000.0, 0.7),
            level(145_040_000.0, 0.2),
            level(145_030_000.0, 1.1)
        ]
    );
    assert_eq!(
        book.asks,
        [level(145_060_000.0, 0.5), level(145_070_000.0, 1.5)]
    );
    assert_eq!(book.at, Some(Ts(1_795_144_512_345)));
    let text = String::from_utf8(fixture("upbit/order_book.json")).unwrap();
    let read = |text: String| Upbit.read_order_book(symbol("KRW-BTC"), &HttpReply::new(200, text));
    let error = complaint(read(text.replace("145040000.0", "145055000.0")));
    assert!(
        error.to_string().contains("expected a price below"),
        "{error}"
    );
    complaint(read(text.replace("\"bid_size\":0.2", "\"bid_size\":null")));
    complaint(read(text.replace("KRW-BTC", "KRW-ETH")));
    complaint(read("[]".to_owned()));
}

#[test]
fn trades_come_oldest_first_with_numbers_no_float_could_hold() {
    let request = Upbit.trades(symbol("KRW-BTC"), None).unwrap();
    assert_eq!(request.target, "/trades/ticks?market=KRW-BTC&count=500");
    let read = |body: Vec<u8>| Upbit.read_trades(symbol("KRW-BTC"), &HttpReply::new(200, body));
    let trades = read(fixture("upbit/trades.json")).unwrap();
    assert_eq!(trades[0].taker, Taker::Seller);
    assert_eq!(trades[1].taker, Taker::Buyer);
    assert_eq!(trades[1].id, 17_951_445_123_450_001);
    assert_eq!(
        (trades[1].price, trades[1].size, trades[1].at),
        (145_050_000.0, 0.001_23, Ts(1_795_144_512_345))
    );
    let good = json("upbit/trades.json");
    for field in [
        "market",
        "timestamp",
        "trade_price",
        "trade_volume",
        "ask_bid",
        "sequential_id",
    ] {
        for wrong in wrongs(&good[1][field]) {
            let error = complaint(read(with(&good, 1, field, wrong)));
            assert_eq!((error.row, error.field.as_str()), (Some(1), field));
        }
    }
}

#[test]
fn ticks_are_read_for_the_markets_that_were_asked_for() {
    let asked = [symbol("KRW-XRP"), symbol("KRW-BTC")];
    let request = Upbit.ticks(&asked).unwrap();
    assert_eq!(
        request.target,
        "/orderbook/instruments?markets=KRW-XRP%2CKRW-BTC"
    );
    let reply = reply("upbit/instruments.json");
    assert_eq!(Upbit.read_ticks(&asked, &reply).unwrap(), [0.5, 1_000.0]);
    let good = json("upbit/instruments.json");
    for wrong in wrongs(&good[0]["tick_size"]) {
        let reply = HttpReply::new(200, with(&good, 0, "tick_size", wrong));
        assert_eq!(
            complaint(Upbit.read_ticks(&asked, &reply)).field,
            "tick_size"
        );
    }
}

#[test]
fn both_socket_formats_say_the_same() {
    for (name, symbol) in [
        ("ticker", "KRW-BTC"),
        ("trade", "KRW-BTC"),
        ("book", "KRW-BTC"),
        ("candle", "KRW-BTC"),
    ] {
        let plain = socket::read(&fixture(&format!("upbit/socket_{name}.json"))).unwrap();
        let simple = socket::read(&fixture(&format!("upbit/socket_{name}_simple.json"))).unwrap();
        assert_eq!(plain, simple, "{name} {symbol}");
        match plain {
            Message::Ticker(it) => {
                assert_eq!((it.last, it.change), (145_050_000.0, 0.007_291_666_7))
            }
            Message::Trade(it) => {
                assert_eq!((it.id, it.taker), (17_951_445_123_450_001, Taker::Seller));
                // The trade's own time, not the message's.
                assert_eq!(it.at, Ts(1_795_144_512_345));
            }
            Message::OrderBook(it) => {
                assert_eq!((it.bids[0].price, it.asks[0].size), (145_050_000.0, 0.5))
            }
            Message::Candle { timeframe, bar, .. } => {
                assert_eq!(timeframe, Timeframe::Minute15);
                assert_eq!(
                    (bar.open_time, bar.volume),
                    (Ts(DAY_20 + 195 * MINUTE), 3.53)
                );
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_socket_is_subscribed_to_and_answers_in_other_ways_too() {
    let channels = [Channel::Ticker, Channel::Candles(Timeframe::Hour1)];
    let text = socket::subscribe("me", &channels, &[symbol("KRW-BTC")], Format::Simple).unwrap();
    assert_eq!(
        text,
        r#"[{"ticket":"me"},{"codes":["KRW-BTC"],"type":"ticker"},{"codes":["KRW-BTC"],"type":"candle.60m"},{"format":"SIMPLE"}]"#
    );
    let days = [Channel::Candles(Timeframe::Day1)];
    assert_eq!(socket::subscribe("me", &days, &[], Format::Default), None);
    assert_eq!(socket::read(br#"{"status":"UP"}"#).unwrap(), Message::Up);
    let name = "NO_CODES".to_owned();
    assert_eq!(
        socket::read(br#"{"error":{"name":"NO_CODES","message":"x"}}"#).unwrap(),
        Message::Refused { name }
    );
    for bad in [
        &b"{}"[..],
        br#"{"type":"candle.1s","code":"KRW-BTC"}"#,
        br#"{"type":"nonsense","code":"KRW-BTC"}"#,
        br#"{"type":"ticker","code":"krw-btc"}"#,
        b"[]",
        b"\xff",
    ] {
        assert!(socket::read(bad).is_err());
    }
    assert_eq!(Upbit.venue(), Venue::Upbit);
}
