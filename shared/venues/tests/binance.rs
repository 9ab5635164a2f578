//! Binance against wire fixtures: every question, every field, every refusal, and the files with a month in each.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{DAY_20, MINUTE, ask, complaint, fixture, json, refusal, reply, symbol, with, wrongs};
use domain::{Bar, Timeframe, Ts};
use venues::{
    BarsPage, Exchange, Fault, Host, HttpReply, Level, PageAsk, Serving, Taker,
    binance::{Binance, files::MonthFile},
};

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

#[test]
fn markets_have_their_steps_and_smallest_orders() {
    let request = Binance.markets(None).unwrap();
    assert_eq!(request.target, "/api/v3/exchangeInfo?symbolStatus=TRADING");
    assert_eq!(request.cost.weight, 20);
    let found = Binance
        .read_markets(&reply("binance/exchange_info.json"))
        .unwrap();
    assert_eq!(found.left_out, ["测试USDT"]);
    let (bitcoin, old) = (&found.markets[0], &found.markets[1]);
    assert_eq!(
        (bitcoin.base.as_str(), bitcoin.quote.as_str()),
        ("BTC", "USDT")
    );
    assert_eq!(
        (bitcoin.tick, bitcoin.lot, bitcoin.min_notional),
        (Some(0.01), Some(1e-5), Some(5.0))
    );
    assert!(bitcoin.trading && !old.trading);
    // A zero switches a filter off; the older filter's amount has the same name.
    assert_eq!(
        (old.tick, old.lot, old.min_notional),
        (None, Some(1.0), Some(1e-4))
    );

    let text = String::from_utf8(fixture("binance/exchange_info.json")).unwrap();
    for (right, wrong, field) in [
        ("\"symbols\":[", "\"symbols\":7,\"x\":[", "symbols"),
        (
            "\"tickSize\":\"0.01000000\"",
            "\"tickSize\":0.01",
            "tickSize",
        ),
        (
            "\"stepSize\":\"0.00001000\"",
            "\"stepSize\":\"NaN\"",
            "stepSize",
        ),
        (
            "\"minNotional\":\"5.00000000\"",
            "\"minNotional\":null",
            "minNotional",
        ),
        ("\"status\":\"TRADING\"", "\"status\":1", "status"),
        ("\"baseAsset\":\"BTC\"", "\"baseAsset\":null", "baseAsset"),
        (
            "\"filterType\":\"LOT_SIZE\"",
            "\"filterType\":0",
            "filterType",
        ),
    ] {
        let read = Binance.read_markets(&HttpReply::new(200, text.replacen(right, wrong, 1)));
        assert_eq!(complaint(read).field, field);
    }
}

#[test]
fn tickers_cost_by_how_many_are_asked_for() {
    let asked = [symbol("BTCUSDT"), symbol("ETHUSDT")];
    let request = Binance.tickers(&asked, None).unwrap();
    assert_eq!(
        request.target,
        "/api/v3/ticker/24hr?symbols=%5B%22BTCUSDT%22%2C%22ETHUSDT%22%5D"
    );
    assert_eq!(request.cost.weight, 2);
    let all = Binance.tickers(&[], None).unwrap();
    assert_eq!(
        (all.target.as_str(), all.cost.weight),
        ("/api/v3/ticker/24hr", 80)
    );
    let rows = json("binance/tickers.json");
    let two = serde_json::to_vec(&[&rows[0], &rows[1]]).unwrap();
    let found = Binance
        .read_tickers(&asked, &HttpReply::new(200, two))
        .unwrap();
    assert_eq!((found[0].last, found[0].change), (98_790.42, 0.007_5));
    assert_eq!(
        (found[1].change, found[1].quote_volume_24h),
        (-0.01, 617_020_000.0)
    );
    assert_eq!(found[1].at, Ts(1_795_144_512_345));
    // All: without the one nobody trades.
    let all = Binance
        .read_tickers(&[], &reply("binance/tickers.json"))
        .unwrap();
    assert_eq!(all.len(), 2);
    for field in [
        "symbol",
        "lastPrice",
        "priceChangePercent",
        "quoteVolume",
        "closeTime",
    ] {
        let one = serde_json::json!([rows[1]]);
        for wrong in [
            None,
            Some(serde_json::json!("NaN")),
            Some(serde_json::Value::Null),
        ] {
            let reply = HttpReply::new(200, with(&one, 0, field, wrong));
            let error = complaint(Binance.read_tickers(&asked[..1], &reply));
            assert_eq!(
                error.field,
                if error.row.is_none() { "market" } else { field },
                "{error}"
            );
        }
    }
}

#[test]
fn a_book_and_its_trades() {
    let bitcoin = symbol("BTCUSDT");
    let request = Binance.order_book(bitcoin, None).unwrap();
    assert_eq!(request.target, "/api/v3/depth?symbol=BTCUSDT&limit=100");
    let book = Binance
        .read_order_book(bitcoin, &reply("binance/depth.json"))
        .unwrap();
    assert_eq!(
        book.bids[0],
        Level {
            price: 98_790.41,
            size: 1.5
        }
    );
    assert_eq!(
        book.asks[1],
        Level {
            price: 98_791.0,
            size: 0.1
        }
    );
    let text = String::from_utf8(fixture("binance/depth.json")).unwrap();
    for (right, wrong) in [
        ("98790.40000000", "98790.50000000"),
        ("\"1.50000000\"", "1.5"),
        ("\"98791.00000000\",\"0.10000000\"", "\"98791.00000000\""),
        ("\"asks\"", "\"sells\""),
    ] {
        let read =
            Binance.read_order_book(bitcoin, &HttpReply::new(200, text.replace(right, wrong)));
        complaint(read);
    }
    let request = Binance.trades(bitcoin, None).unwrap();
    assert_eq!(request.target, "/api/v3/trades?symbol=BTCUSDT&limit=500");
    let trades = Binance
        .read_trades(bitcoin, &reply("binance/trades.json"))
        .unwrap();
    // The buyer waited in the book: the seller came to him.
    assert_eq!(
        (trades[0].taker, trades[1].taker),
        (Taker::Seller, Taker::Buyer)
    );
    assert_eq!(
        (trades[1].id, trades[1].price, trades[1].size),
        (28_458, 98_790.42, 0.2)
    );
    let good = json("binance/trades.json");
    for field in ["id", "price", "qty", "time", "isBuyerMaker"] {
        for wrong in wrongs(&good[1][field])
            .into_iter()
            .filter(|it| *it != Some(serde_json::json!(true)))
        {
            let reply = HttpReply::new(200, with(&good, 1, field, wrong.clone()));
            let error = complaint(Binance.read_trades(bitcoin, &reply));
            assert_eq!(
                (error.row, error.field.as_str()),
                (Some(1), field),
                "{wrong:?}"
            );
        }
    }
}

#[test]
fn a_month_is_a_file_with_a_checksum() {
    let bitcoin = symbol("BTCUSDT");
    let file = MonthFile::new(bitcoin, Timeframe::Minute1, 2025, 1).unwrap();
    let (zip, sum) = (file.zip(), file.checksum());
    assert_eq!(
        zip.target,
        "/data/spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01.zip"
    );
    assert_eq!(sum.target, format!("{}.CHECKSUM", zip.target));
    assert_eq!(
        (zip.host, Binance.base(Host::Files)),
        (Host::Files, Some("https://data.binance.vision"))
    );
    assert_eq!(file.csv_name(), "BTCUSDT-1m-2025-01.csv");
    let month = MonthFile::new(bitcoin, Timeframe::Month1, 2024, 12).unwrap();
    assert_eq!(month.csv_name(), "BTCUSDT-1mo-2024-12.csv");
    assert!(MonthFile::new(bitcoin, Timeframe::Minute10, 2025, 1).is_err());
    assert!(MonthFile::new(bitcoin, Timeframe::Minute1, 2025, 13).is_err());
    assert!(MonthFile::new(symbol("KRW-BTC"), Timeframe::Minute1, 2025, 1).is_err());

    let read = file
        .read_checksum(&fixture("binance/checksum.txt"))
        .unwrap();
    assert!(read.starts_with("e3b0c442") && read.len() == 64);
    assert!(
        month
            .read_checksum(&fixture("binance/checksum.txt"))
            .is_err(),
        "another file's"
    );
    assert!(file.read_checksum(b"<html>").is_err());
}

#[test]
fn rows_of_a_file_are_in_milliseconds_or_since_2025_in_microseconds() {
    let bitcoin = symbol("BTCUSDT");
    let file = |year, month| MonthFile::new(bitcoin, Timeframe::Minute1, year, month).unwrap();
    let bars = file(2024, 12)
        .read_csv(&fixture("binance/month_ms.csv"))
        .unwrap();
    let december = Ts::from_date(2024, 12, 1).0;
    assert_eq!(bars.open_time(), [december, december + MINUTE]);
    let micro = fixture("binance/month_us.csv");
    let bars = file(2025, 1).read_csv(&micro).unwrap();
    let january = Ts::from_date(2025, 1, 1).0;
    assert_eq!(bars.open_time(), [january, january + MINUTE]);
    assert_eq!((bars.close()[0], bars.volume()[0]), (93_610.93, 8.218_27));
    // A header line and other line ends are nothing to stumble over.
    let text = String::from_utf8(micro).unwrap();
    let other = format!("open_time,open,high\r\n{}", text.replace('\n', "\r\n"));
    assert_eq!(file(2025, 1).read_csv(other.as_bytes()).unwrap(), bars);

    let says = |from: &str, to: &str, words: &str| {
        let error = file(2025, 1)
            .read_csv(text.replacen(from, to, 1).as_bytes())
            .unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    };
    says("1735689660000000", "1735689600000000", "row 1, open time");
    says("1735689660000000", "1735689660000001", "row 1, open_time");
    says(
        "1735689660000000",
        "1738368000000000",
        "before 2025-02-01T00:00:00Z",
    );
    says("93652.00", "NaN", "row 1, high: found \"NaN\"");
    says("93606.20", "93999.99", "row 1, high and low");
    says(",400,", ",400,7,", "found 13 columns, expected 12 columns");
    says("\n", "\n\u{feff}", "row 1, open_time");
}
