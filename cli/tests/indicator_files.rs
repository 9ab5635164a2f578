//! `backcast indicator` reads what `backcast data` reads.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::days::{HEADER, iso, plain, zipped};
use common::{Csv, refused, text};

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
