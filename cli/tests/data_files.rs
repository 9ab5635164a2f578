//! `backcast data`: what is wrong with a file is named and mended only when asked, and bars survive every way between files.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{Csv, backcast, json, text};
use std::path::PathBuf;

const GOOD: &str = "time,open,high,low,close,volume\n\
    2024-01-01T00:00:00Z,100,110,90,105,1.5\n\
    2024-01-02T00:00:00Z,105,120,100,115,2\n\
    2024-01-03T00:00:00Z,115,118,95,96,0\n\
    2024-01-05T00:00:00Z,96,99,80,82,3.25\n";

/// A place for a file that is gone with the test.
struct Out(PathBuf);

impl Out {
    fn new(name: &str) -> Out {
        Out(std::env::temp_dir().join(format!("backcast-{}-{name}", std::process::id())))
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_good_file_is_said_to_be_good_with_its_hole() {
    let file = Csv::new("check-good", GOOD);
    let said = text(&["data", "check", file.path()]);
    assert!(
        said.contains("4 1d bars from 2024-01-01T00:00:00Z until 2024-01-06T00:00:00Z"),
        "{said}"
    );
    assert!(
        said.lines().all(|line| line.chars().count() <= 100),
        "{said}"
    );
    let value = json(&["data", "check", file.path()]);
    assert_eq!(
        (&value["fit"], &value["bars"]),
        (&true.into(), &4.into()),
        "{value}"
    );
}

#[test]
fn a_bad_file_is_named_by_row_and_mended_only_when_asked() {
    // Row 3 of the file again as row 4, and the last two rows the wrong way round.
    let bad = GOOD
        .replace("2024-01-03", "2024-01-02")
        .replace("2024-01-05", "2024-01-01");
    let file = Csv::new("check-bad", &bad);
    let out = backcast(&["data", "check", file.path()]);
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(
        said.contains("row 4") && said.contains("No bars yet"),
        "{said}"
    );
    let to = Out::new("mended.csv");
    common::refused(
        &["data", "convert", file.path(), "--out", to.path()],
        "--repair",
    );
    assert!(!to.0.exists());
    text(&[
        "data",
        "convert",
        file.path(),
        "--repair",
        "sort,keep_first",
        "--out",
        to.path(),
    ]);
    let mended = std::fs::read_to_string(&to.0).unwrap();
    let rows: Vec<&str> = mended.lines().skip(1).collect();
    assert_eq!(rows.len(), 2, "{mended}");
    assert!(
        rows[0].contains("2024-01-01") && rows[0].contains(",100,110,90,105,1.5"),
        "{mended}"
    );
    assert!(
        rows[1].contains("2024-01-02") && rows[1].contains(",105,120,100,115,2"),
        "{mended}"
    );
}

#[test]
fn bars_survive_every_way_between_files() {
    let file = Csv::new("ways", GOOD);
    let hash = |path: &str| {
        json(&[
            "data",
            "stats",
            path,
            "--symbol",
            "KRW-BTC",
            "--timeframe",
            "1d",
        ])["digest"]
            .clone()
    };
    let want = hash(file.path());
    let (parquet, from_parquet, from_json) = (
        Out::new("ways.parquet"),
        Out::new("ways.json"),
        Out::new("again.csv"),
    );
    let convert = |from: &str, to: &Out| {
        text(&[
            "data",
            "convert",
            from,
            "--symbol",
            "KRW-BTC",
            "--timeframe",
            "1d",
            "--out",
            to.path(),
        ]);
        assert_eq!(hash(to.path()), want, "{}", to.path());
    };
    convert(file.path(), &parquet);
    convert(parquet.path(), &from_parquet);
    convert(from_parquet.path(), &from_json);
    common::refused(
        &["data", "convert", file.path(), "--out", parquet.path()],
        "--symbol is missing",
    );
    common::refused(
        &["data", "convert", file.path(), "--out", "bars.xlsx"],
        "--out bars.xlsx: must be a file that ends in",
    );
}

#[test]
fn longer_bars_are_first_highest_lowest_last_and_sum() {
    let file = Csv::new("longer", GOOD);
    let to = Out::new("weekly.csv");
    text(&[
        "data",
        "resample",
        file.path(),
        "--to",
        "1w",
        "--out",
        to.path(),
    ]);
    let weekly = std::fs::read_to_string(&to.0).unwrap();
    // 2024-01-01 was a Monday: all four days are one week.
    assert!(
        weekly.contains("2024-01-01T00:00:00Z,100,120,80,82,6.75"),
        "{weekly}"
    );
    assert_eq!(weekly.lines().count(), 2);
    common::refused(
        &[
            "data",
            "resample",
            file.path(),
            "--to",
            "1h",
            "--out",
            to.path(),
        ],
        "only to a longer timeframe",
    );
    common::refused(
        &[
            "data",
            "resample",
            file.path(),
            "--to",
            "1d",
            "--out",
            to.path(),
        ],
        "longer than the 1d bars",
    );
}

#[test]
fn figures_of_a_series_are_those_of_its_rows() {
    let file = Csv::new("figures", GOOD);
    let value = json(&["data", "stats", file.path()]);
    let prices = &value["prices"];
    for (name, want) in [
        ("first", 100.0),
        ("last", 82.0),
        ("lowest", 80.0),
        ("highest", 120.0),
        ("volume", 6.75),
    ] {
        assert_eq!(prices[name], want, "{name}: {value}");
    }
    let quality = &value["quality"];
    for (name, want) in [("bars", 4), ("missing", 1), ("gaps", 1), ("zero_volume", 1)] {
        assert_eq!(quality[name], want, "{name}: {value}");
    }
}

#[test]
fn flags_that_are_wrong_say_what_would_be_right() {
    let file = Csv::new("flags", GOOD);
    for (flag, value, words) in [
        (
            "--encoding",
            "latin1",
            "--encoding latin1: must be utf-8 or",
        ),
        ("--zone", "Mars", "--zone Mars: must be utc, kst"),
        (
            "--columns",
            "time,price",
            "--columns price: must be time or",
        ),
        ("--repair", "magic", "--repair magic: must be suggested or"),
        ("--venue", "sample", "--venue sample: must be upbit or"),
        ("--timeframe", "2d", "--timeframe 2d: must be 1s or 1m or"),
    ] {
        common::refused(&["data", "check", file.path(), flag, value], words);
    }
    common::refused(&["data", "check", "nowhere.csv"], "nowhere.csv: ");
}

#[test]
fn a_run_reads_parquet_as_it_reads_csv() {
    let mut rows = "time,open,high,low,close,volume\n".to_owned();
    for day in 0..120 {
        let at = domain::Ts(19_700 * 86_400_000 + day * 86_400_000);
        let price = 100.0 + ((day * 7) % 23) as f64;
        rows += &format!(
            "{at},{price},{},{},{},5\n",
            price + 3.0,
            price - 3.0,
            price + 1.0
        );
    }
    let file = Csv::new("run-parquet", &rows);
    let parquet = Out::new("run.parquet");
    text(&[
        "data",
        "convert",
        file.path(),
        "--symbol",
        "KRW-BTC",
        "--venue",
        "upbit",
        "--out",
        parquet.path(),
    ]);
    let run = |path: &str| {
        let pair = format!("KRW-BTC={path}");
        json(&[
            "run",
            "--strategy",
            "ema_cross",
            "--data",
            &pair,
            "--venue",
            "upbit",
        ])
    };
    let (csv, other) = (run(file.path()), run(parquet.path()));
    assert_eq!(csv["spec"], other["spec"]);
    assert_eq!(csv["report_hash"], other["report_hash"]);
}

#[test]
fn an_exchange_whose_days_are_not_new_yorks_is_said_to_have_its_own() {
    // Weekdays from 2024-01-02, also on days New York rests, and a week without any as at Seoul's autumn holidays.
    let rows = (19_724..19_800_i64).filter(|day| {
        let weekend = matches!(day.rem_euclid(7), 2 | 3);
        !weekend && !(19_764..19_771).contains(day)
    });
    let rows: String = rows
        .map(|day| format!("{},10,12,9,11,5\n", domain::Ts(day * 86_400_000)))
        .collect();
    let text_of = format!("time,open,high,low,close,volume\n{rows}");
    let file = Csv::new("seoul", &text_of);
    let said = text(&["data", "stats", file.path()]);
    assert!(said.contains("in sessions of its own"), "{said}");
    assert!(said.contains("missing         0 in 0 gaps"), "{said}");
}
