//! `backcast run` on bars from files: which files are bars, whose rules hold, and what is refused in which words.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{Csv, json, refused, rows, text};
use domain::{Dataset, RunSpec, Source, Symbol, Timeframe, Venue, sample};
use std::path::Path;

const DAYS: &str = "time,open,high,low,close,volume\n\
    2024-01-01,10,12,9,11,5\n\
    2024-01-02,11,13,10,12,5\n\
    2024-01-03,12,14,11,13,0\n\
    2024-01-04,13,15,12,14,5\n";

fn data(symbol: &str, file: &Csv) -> String {
    format!("{symbol}={}", file.path())
}

/// The sample market's bars as a file.
fn sample_file(name: &str, code: &str, timeframe: Timeframe) -> Csv {
    let symbol = Symbol::parse(code).unwrap();
    let bars = sample::bars(&symbol, timeframe).unwrap().unwrap();
    let mut text = "Volume,CLOSE,low,High,open,Open_Time\n".to_owned();
    for bar in bars.iter() {
        text.push_str(&format!(
            "{},{},{},{},{},{}\n",
            bar.volume, bar.close, bar.low, bar.high, bar.open, bar.open_time.0
        ));
    }
    Csv::new(name, &text)
}

#[test]
fn the_sample_from_a_file_under_the_same_rules_gives_the_same_run() {
    let file = sample_file("sample", "SAMPLE-AUR", Timeframe::Hour1);
    let named = data("KRW-AUR", &file);
    let (trades, equity) = (Csv::new("sample-trades", ""), Csv::new("sample-equity", ""));
    let got = json(&[
        "run",
        "--data",
        &named,
        "--venue",
        "upbit",
        "--trades",
        trades.path(),
        "--equity",
        equity.path(),
    ]);
    let mut spec: RunSpec = serde_json::from_value(got["spec"].clone()).unwrap();
    assert_eq!(spec.market.timeframe, Timeframe::Hour1);
    assert_eq!(spec.market.source, Source::Given(Venue::Upbit));
    spec.market.source = Source::Sample;
    spec.market.data = None;
    spec.market.symbols = vec![Symbol::parse("SAMPLE-AUR").unwrap()];
    let record = engine::run(&spec, &Dataset::sample(&spec.market).unwrap()).unwrap();
    assert!(record.trades.len() > 100);
    // The written numbers read back to the same bits; a reader of JSON may lose the last one.
    let (trades, equity) = (rows(&trades), rows(&equity));
    assert_eq!(trades.len(), record.trades.len());
    for (row, trade) in trades.iter().zip(&record.trades) {
        assert_eq!(row["symbol"], "KRW-AUR");
        assert_eq!(row["pnl"].parse(), Ok(trade.pnl.get()));
        assert_eq!(row["exit_time"], trade.exit.time.to_string());
    }
    assert_eq!(equity.len(), record.curve.time.len());
    for (row, value) in equity.iter().zip(&record.curve.equity) {
        assert_eq!(row["equity"].parse(), Ok(*value));
    }
    assert_eq!(got["files"][0]["venue"], "upbit");
    assert_eq!(got["files"][0]["symbol"], "KRW-AUR");
}

#[test]
fn several_files_share_the_cash_and_a_span_cuts_them_all() {
    let one = sample_file("one", "SAMPLE-AUR", Timeframe::Day1);
    let two = sample_file("two", "SAMPLE-BAS", Timeframe::Day1);
    let (a, b) = (data("A", &one), data("B.X", &two));
    let both = ["run", "--data", &a, "--data", &b];
    let got = json(&[&both[..], &["--from", "2020-01-01", "--to", "2020-02-01"]].concat());
    assert_eq!(
        got["spec"]["market"]["symbols"],
        serde_json::json!(["A", "B.X"])
    );
    // The start and 31 closes.
    let times = got["report"]["record"]["curve"]["time"].as_array().unwrap();
    assert_eq!(times.len(), 32);
    // A side nobody said is that of the files.
    let open = json(&[&both[..], &["--from", "2024-12-01"]].concat());
    assert_eq!(open["spec"]["market"]["span"]["end"], sample::SPAN.end.0);
    refused(
        &[&both[..], &["--to", "2018-01-01", "--from", "2017-01-01"]].concat(),
        "market.span: A has no bar from 2017-01-01",
    );
}

#[test]
fn the_page_says_where_the_bars_are_from_and_whose_rules_hold() {
    let file = Csv::new("page", DAYS);
    let plain = text(&["run", "--data", &data("KRW-BTC", &file)]).replace('\n', " ");
    assert!(!plain.contains("sample data"), "{plain}");
    assert!(plain.contains("without the rules of a venue"), "{plain}");
    assert!(plain.contains("fee 5 bps"), "{plain}");
    for (code, venue, name, fee) in [
        ("KRW-BTC", "upbit", "Upbit", "fee 5 bps"),
        ("BTC-ETH", "upbit", "Upbit", "fee 25 bps"),
        ("BTCUSDT", "binance", "Binance", "fee 10 bps"),
        ("BTCUSDT", "binance_futures", "Binance Futures", "fee 5 bps"),
        ("BRK.B", "alpaca", "Alpaca", "fee 0 bps"),
    ] {
        let named = data(code, &file);
        let run = ["run", "--data", &named, "--venue", venue];
        let page = text(&run);
        let words = page.replace('\n', " ");
        assert!(
            words.contains(&format!("with the rules of {name})")),
            "{page}"
        );
        assert!(page.contains(fee), "{venue} {code}: {page}");
        assert!(
            page.lines()
                .all(|line| line.chars().count() <= 100 || line.contains(file.path()))
        );
        let said = text(&[&run[..], &["--fee", "7"]].concat());
        assert!(said.contains("fee 7 bps"), "{said}");
    }
    // Two markets with two fees: the dearer one.
    let (won, coin) = (data("KRW-BTC", &file), data("BTC-ETH", &file));
    let both = text(&["run", "--data", &won, "--data", &coin, "--venue", "upbit"]);
    assert!(both.contains("fee 25 bps"), "{both}");
}

#[test]
fn the_length_of_a_bar_and_the_calendar_are_found_in_the_times() {
    let row = |time: &str| format!("{time},10,12,9,11,5\n");
    let file = |name: &str, times: &[&str]| {
        let rows: String = times.iter().map(|time| row(time)).collect();
        Csv::new(name, &format!("date,open,high,low,close,volume\n{rows}"))
    };
    let weekdays = [
        "2024-01-01",
        "2024-01-02",
        "2024-01-03",
        "2024-01-04",
        "2024-01-05",
        "2024-01-08",
        "2024-01-09",
        "2024-01-10",
    ];
    let with_saturday = ["2024-01-04", "2024-01-05", "2024-01-06", "2024-01-12"];
    let months = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"];
    let weeks = ["2024-01-01", "2024-01-08", "2024-01-15"];
    let hole = [
        "2024-01-01 00:00",
        "2024-01-01 00:05",
        "2024-01-01 02:00",
        "2024-01-01 02:05",
    ];
    let sparse = ["2024-01-01", "2024-01-02", "2024-01-04", "2024-01-06"];
    let seconds = ["1704067200", "1704067260", "1704067320"];
    let millis = ["1704067200000", "1704070800000", "1704074400000"];
    let zone = [
        "2024-01-01T09:00+09:00",
        "2024-01-01T13:00+09:00",
        "2024-01-01T17:00+09:00",
    ];
    for (name, times, flags, timeframe, days) in [
        ("weekdays", &weekdays[..], &[][..], "1d", 252.0),
        ("saturday", &with_saturday, &[], "1d", 365.0),
        ("months", &months, &[], "1M", 365.0),
        ("weeks", &weeks, &[], "1w", 365.0),
        // Two gaps of 5 minutes and one of 115: what is most often counts.
        ("hole", &hole, &[], "5m", 365.0),
        ("finer", &hole, &["--timeframe", "1m"], "", 0.0),
        ("seconds", &seconds, &[], "1m", 365.0),
        ("millis", &millis, &[], "1h", 365.0),
        ("zone", &zone, &[], "4h", 365.0),
        // Most gaps are of 2 days, yet the bars are of one, as somebody said.
        ("sparse", &sparse, &["--timeframe", "1d"], "1d", 365.0),
    ] {
        let file = file(name, times);
        let named = data("X", &file);
        let run = [&["run", "--data", &named], flags].concat();
        if name == "finer" {
            refused(&run, "date \"5m\": expected two rows 1m apart somewhere");
            continue;
        }
        let got = json(&run);
        assert_eq!(got["spec"]["market"]["timeframe"], timeframe, "{name}");
        let used = &got["report"]["record"]["annualisation"]["days_per_year"];
        assert_eq!(used, days, "{name}");
    }
}

#[test]
fn real_files_beside_the_checkout_are_bars() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let csv = path.extension().is_some_and(|kind| kind == "csv");
        // The table of closes has no bars.
        if !csv || stem.starts_with("stock_closes") {
            continue;
        }
        let (name, timeframe) = stem.rsplit_once('_').unwrap();
        let named = format!("{}={}", name.to_uppercase(), path.display());
        let got = json(&["run", "--data", &named, "--strategy", "ema_cross"]);
        assert_eq!(got["spec"]["market"]["timeframe"], timeframe, "{stem}");
        let stocks = ["goog", "msft", "spx"].contains(&name);
        let days = &got["report"]["record"]["annualisation"]["days_per_year"];
        assert_eq!(days, if stocks { 252.0 } else { 365.0 }, "{stem}");
        let rows = std::fs::read_to_string(&path).unwrap().lines().count() - 1;
        let points = got["report"]["record"]["curve"]["time"].as_array().unwrap();
        assert_eq!(points.len(), rows + 1, "{stem}");
    }
}

#[test]
fn what_cannot_be_a_bar_is_named_with_file_row_and_column() {
    let header =
        "time,open,high,low,close,volume\n2024-01-01,10,12,9,11,5\n2024-01-02,10,12,9,11,5\n";
    for (index, (rows, words)) in [
        ("2024-01-03,0,12,9,11,5", "Price 0 in row 4, open \"0\": expected a price above 0"),
        ("2024-01-03,10,12,-9,11,5", "Price below 0 in row 4, low \"-9\": expected a price above 0"),
        ("2024-01-03,10,x,9,11,5", "Not a number in row 4, high \"x\": expected a price above 0"),
        ("2024-01-03,10,8,9,11,5", "High below low in row 4, high \"8\": expected a high of at least 9"),
        ("2024-01-03,13,12,9,11,5", "High below open or close in row 4, high \"12\": expected at least 13"),
        ("2024-01-03,10,12,9,13,5", "High below open or close in row 4, high \"12\": expected at least 13"),
        ("2024-01-03,10,12,10.5,11,5", "Low above open or close in row 4, low \"10.5\": expected at most 10"),
        ("2024-01-03,10,12,9.5,9,5", "Low above open or close in row 4, low \"9.5\": expected at most 9"),
        ("2024-01-03,10,12,9,11,-5", "Volume below 0 in row 4, volume \"-5\": expected a number of 0 or more"),
        ("2024-01-03,10,12,9,11,", "Volume missing in row 4, volume: expected a number of 0 or more"),
        ("2024-01-03,10,12,9,11", "Row too short in row 4 \"5 cells\": expected 6 cells"),
        ("2024-01-02,10,12,9,11,5", "Same bar twice in row 4, time \"2024-01-02T00:00:00Z\": expected this bar once, as in row 3"),
        ("2023-12-31,10,12,9,11,5", "Out of order in row 4, time \"2023-12-31T00:00:00Z\": expected a time after 2024-01-02T00:00:00Z"),
        ("someday,10,12,9,11,5", "Time unreadable in row 4, time \"someday\": expected a time like 2024-01-31T09:00:00Z"),
        (
            "2024-01-03T05:00,10,12,9,11,5",
            "Part of a bar in row 4, time \"2024-01-03T05:00:00Z\": expected 2024-01-03T00:00:00Z",
        ),
        ("2024-01-03T00:00:00.25,10,12,9,11,5", "Part of a bar in row 4, time \"2024-01-03T00:00:00.250Z\""),
    ]
    .into_iter()
    .enumerate()
    {
        let file = Csv::new(&format!("bad{index}"), &format!("{header}{rows}\n"));
        let words = format!("--data {}: {words}", file.path());
        refused(&["run", "--data", &data("X", &file), "--timeframe", "1d"], &words);
    }
}

#[test]
fn a_table_without_bars_is_refused() {
    let file = |name: &str, text: &str| Csv::new(&format!("table-{name}"), text);
    let run = |file: &Csv, flags: &[&str], words: &str| {
        refused(
            &[&["run", "--data", &data("X", file)], flags].concat(),
            words,
        );
    };
    let head = "time,open,high,low,close,volume\n";
    run(
        &file("empty", head),
        &[],
        "expected a table with a row a bar",
    );
    run(
        &file("closes", "time,close\n2024-01-01,1\n"),
        &[],
        "Column missing, open \"time, close\" and 2 more: expected a column of open",
    );
    run(
        &file(
            "volume",
            "time,open,high,low,close\n2024-01-01,1,1,1,1\n2024-01-02,1,1,1,1\n",
        ),
        &[],
        "No volume column, volume: expected a column of volume",
    );
    run(
        &file("timeless", "open,high,low,close,volume\n1,1,1,1,1\n"),
        &[],
        "Column missing, time \"open, high, low, close, volume\": expected a column of time",
    );
    let one = file("one", &format!("{head}2024-01-01,1,1,1,1,1\n"));
    run(
        &one,
        &[],
        "3m, 5m, 10m, 15m, 30m, 1h, 2h, 4h, 6h, 8h, 12h, 1d, 1w, 1M apart; say it with --timeframe",
    );
    assert!(text(&["run", "--data", &data("X", &one), "--timeframe", "1d"]).contains("X 1d"));
    let three_quarters = "2024-01-01 00:00,1,1,1,1,1\n2024-01-01 00:45,1,1,1,1,1\n";
    let three_quarters = file("45m", &format!("{head}{three_quarters}"));
    run(
        &three_quarters,
        &[],
        "time \"45m\": expected rows that are one of 1s, 1m, 3m",
    );
    let days = file("days", DAYS);
    run(
        &days,
        &["--timeframe", "1h"],
        "time \"1d\": expected two rows 1h apart somewhere",
    );
    run(
        &days,
        &["--timeframe", "1w"],
        "Lengths mixed in row 2, time \"2024-01-01T00:00:00Z (1d)\" and 3 more: expected 1w",
    );
    refused(
        &["run", "--data", "X=/nowhere.csv"],
        "--data /nowhere.csv: ",
    );
}

#[test]
fn flags_that_do_not_fit_are_refused() {
    let (days, hours) = (
        Csv::new("flag-days", DAYS),
        sample_file("flag-hours", "SAMPLE-AUR", Timeframe::Hour1),
    );
    let named = data("KRW-BTC", &days);
    let mixed = format!(
        "--data: {} has 1d bars and {} 1h bars, expected one timeframe in all of these files",
        days.path(),
        hours.path()
    );
    for (flags, words) in [
        (
            &["--data", "KRW-BTC"][..],
            "--data KRW-BTC: must be SYMBOL=FILE",
        ),
        (
            &["--data", "KRW-BTC="],
            "--data KRW-BTC=: must be SYMBOL=FILE",
        ),
        (
            &["--data", "krw=x.csv"],
            "--data krw=x.csv: symbol \"krw\" is not allowed",
        ),
        (
            &["--data", &named, "--symbol", "SAMPLE-AUR"],
            "cannot be used with",
        ),
        (
            &["--data", &named, "--spec", "/nowhere.json"],
            "--spec /nowhere.json: ",
        ),
        (&["--venue", "upbit"], "--data"),
        (
            &["--data", &named, "--venue", "magic"],
            "--venue magic: must be upbit or binance or binance_futures or alpaca or file",
        ),
        (
            &["--data", &named, "--venue", "sample"],
            "--venue sample: must be upbit",
        ),
        (
            &["--data", &named, "--venue", "binance"],
            "Binance has no market of this code, it writes them like BTCUSDT",
        ),
        (
            &["--data", &named, "--venue", "alpaca"],
            "it writes them like AAPL",
        ),
        (
            &["--data", &named, "--timeframe", "45m"],
            "--timeframe 45m: must be 1s or 1m or 3m",
        ),
        (
            &["--data", &named, "--data", &named],
            "--data KRW-BTC: must be named once",
        ),
        (&["--data", &named, "--data", &data("X", &hours)], &mixed),
        (&["--data", &named, "--fee", "-1"], "--fee"),
    ] {
        refused(&[&["run"], flags].concat(), words);
    }
}
