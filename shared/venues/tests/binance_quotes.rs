//! Binance's markets, prices, books and trades against wire fixtures, and the files with a month in each.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use common::{MINUTE, complaint, fixture, json, reply, symbol, with, wrongs};
use domain::{Timeframe, Ts};
use venues::{
    Exchange, Host, HttpReply, Level, Taker,
    binance::{Binance, files::MonthFile},
};

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
