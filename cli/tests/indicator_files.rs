//! `backcast indicator` reads what `backcast data` reads.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::days::{HEADER, iso, plain, zipped};
use common::{Csv, backcast, refused, text};

#[test]
fn an_indicator_reads_the_same_files() {
    let table = format!("{HEADER}\n{}", plain(iso, ","));
    let sma = |path: &str, more: &[&str]| {
        let base = ["indicator", "sma", "--set", "period=3", "--csv", path];
        text(&[&base[..], more].concat())
    };
    let expected = sma(Csv::new("sma-plain", &table).path(), &[]);
    // The closes of the first three days are 1001.25, 1008.25 and 1015.25.
    assert!(
        expected.contains("2024-01-03T00:00:00Z,1008.25\n"),
        "{expected}"
    );
    let seconds = |at: i64| (at / 1_000).to_string();
    let ways: [(&str, Vec<u8>); 4] = [
        (
            "sma-european.csv",
            format!("{HEADER}\n{}", plain(iso, ","))
                .replace(',', ";")
                .replace('.', ",")
                .into(),
        ),
        (
            "sma-seconds.csv",
            format!("{HEADER}\n{}", plain(seconds, ",")).into(),
        ),
        ("sma-no-header.csv", plain(iso, ",").into()),
        ("sma.zip", zipped("days.csv", table.as_bytes())),
    ];
    for (name, bytes) in ways {
        assert_eq!(
            sma(Csv::of_bytes(name, &bytes).path(), &[]),
            expected,
            "{name}"
        );
    }
    let (csv, parquet) = (
        Csv::new("sma-to-convert", &table),
        Csv::of_bytes("sma.parquet", b""),
    );
    let convert = ["data", "convert", csv.path(), "--out", parquet.path()];
    text(&[&convert[..], &["--symbol", "KRW-BTC"]].concat());
    assert_eq!(sma(parquet.path(), &[]), expected);
    // The same bars beside themselves move as one.
    let beside = [
        "indicator",
        "correlation",
        "--csv",
        parquet.path(),
        "--other",
        csv.path(),
    ];
    let last = text(&beside).lines().last().unwrap().to_owned();
    let (_, value) = last.split_once(',').unwrap();
    assert!((value.parse::<f64>().unwrap() - 1.0).abs() < 1e-9, "{last}");

    let seoul = |at: i64| {
        iso(at + 9 * 3_600_000)
            .trim_end_matches('Z')
            .replace('T', " ")
    };
    let korean = Csv::new("sma-seoul", &format!("{HEADER}\n{}", plain(seoul, ",")));
    assert_eq!(sma(korean.path(), &["--zone", "kst"]), expected);
    let mut turned: Vec<&str> = table.lines().collect();
    turned.swap(10, 11);
    let turned = Csv::of_bytes(
        "sma-turned.zip",
        &zipped("days.csv", turned.join("\n").as_bytes()),
    );
    refused(
        &["indicator", "sma", "--csv", turned.path()],
        "--repair sort --out FILE` would mend it",
    );
    refused(
        &[
            "indicator",
            "sma",
            "--csv",
            parquet.path(),
            "--column",
            "equity",
        ],
        "there is no column equity",
    );
}

/// What an indicator says beside its numbers, and the numbers.
fn both(arguments: &[&str]) -> (String, String) {
    let out = backcast(&[&["indicator"], arguments].concat());
    let [said, numbers] = [out.stderr, out.stdout].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(out.status.success(), "{arguments:?}: {said}");
    (said, numbers)
}

#[test]
fn a_table_that_is_no_bars_is_taken_as_columns_and_that_is_said_in_one_line() {
    let sma = |file: &Csv| both(&["sma", "--set", "period=2", "--csv", file.path()]);
    let closes = Csv::new("only-closes", "time,close\n2024-01-01,1\n2024-01-02,2\n");
    let (said, numbers) = sma(&closes);
    let begin = format!(
        "backcast: {}: taken as columns of numbers, it is no sound table of bars: Column missing",
        closes.path()
    );
    assert!(said.starts_with(&begin), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(numbers.ends_with("2024-01-02T00:00:00Z,1.5\n"), "{numbers}");
    // A high below its low: the closes are numbers all the same.
    let bad =
        format!("{HEADER}\n2024-01-01,5,6,4,5,1\n2024-01-02,5,3,4,5,1\n2024-01-03,5,6,4,5,1\n");
    let bad = Csv::new("bad-high", &bad);
    let (said, numbers) = sma(&bad);
    assert!(said.contains("in row 3, high \"3\""), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(numbers.ends_with("2024-01-03T00:00:00Z,5\n"), "{numbers}");
    // Whoever wants highs and lows of a table that has them means bars.
    let atr = ["indicator", "atr", "--set", "period=2", "--csv"];
    refused(&[&atr[..], &[bad.path()]].concat(), "in row 3, high \"3\"");
    // Rows of no known length are no bars of any, and can still be measured.
    let ticks =
        format!("{HEADER}\n2024-01-01T00:00:00Z,5,6,4,5,1\n2024-01-01T00:00:07Z,5,6,4,5,1\n");
    let ticks = Csv::new("ticks", &ticks);
    let (said, _) = both(&["atr", "--set", "period=1", "--csv", ticks.path()]);
    assert!(said.contains("taken as columns of numbers"), "{said}");
    // The other symbol's file is spoken of too, and sound bars need no word.
    let table = Csv::new("sound", &format!("{HEADER}\n{}", plain(iso, ",")));
    assert_eq!(sma(&table).0, "");
    let beside = [
        "correlation",
        "--set",
        "period=2",
        "--set",
        "of=levels",
        "--csv",
    ];
    let (said, _) = both(&[&beside[..], &[closes.path(), "--other", table.path()]].concat());
    assert!(said.starts_with(&begin), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    // Another column than bars have was asked for by name.
    let price = Csv::new("price", "time,price\n2024-01-01,1\n2024-01-02,2\n");
    let by_name = ["sma", "--set", "period=2", "--column", "price", "--csv"];
    assert_eq!(both(&[&by_name[..], &[price.path()]].concat()).0, "");
}
