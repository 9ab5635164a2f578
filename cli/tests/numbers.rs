//! Indicators, metrics and statistics over CSV files, as a user meets them: answers, errors and exit codes.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{Csv, json, refused, text};
use serde_json::Value;

const CLOSES: &str = "time,close\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n2024-01-04,8\n";

#[test]
fn an_indicator_gives_a_row_for_each_row_of_the_file() {
    let file = Csv::new("sma", CLOSES);
    let arguments = [
        "indicator",
        "sma",
        "--set",
        "period=3",
        "--csv",
        file.path(),
    ];
    // (1 + 2 + 3) ÷ 3 and (2 + 3 + 8) ÷ 3.
    let expected = "time,sma\n2024-01-01T00:00:00Z,\n2024-01-02T00:00:00Z,\n\
                    2024-01-03T00:00:00Z,2\n2024-01-04T00:00:00Z,4.333333333333333\n";
    assert_eq!(text(&arguments), expected);
    let answer = json(&arguments);
    assert_eq!(answer["params"]["period"], 3.0);
    assert_eq!(answer["time"][0], 1_704_067_200_000_i64);
    let column = answer["columns"]["sma"].as_array().unwrap();
    assert!(column[0].is_null() && column[1].is_null());
    assert_eq!(
        (column[2].as_f64(), column[3].as_f64()),
        (Some(2.0), Some(13.0 / 3.0))
    );
}

#[test]
fn a_choice_is_set_by_its_name_and_another_column_can_be_read() {
    let file = Csv::new("ema", "row,price\na,1\nb,2\nc,3\n");
    let arguments = [
        "indicator",
        "ema",
        "--set",
        "period=3",
        "--set",
        "seed=first",
        "--column",
        "price",
        "--csv",
        file.path(),
    ];
    assert_eq!(text(&arguments), "row,ema\n0,1\n1,1.5\n2,2.25\n");
}

#[test]
fn two_symbols_are_matched_by_time() {
    let one = Csv::new("one", CLOSES);
    let other = Csv::new(
        "other",
        "time,close\n2023-12-31,9\n2024-01-01,2\n2024-01-02,4\n2024-01-03,6\n2024-01-04,16\n",
    );
    let arguments = [
        "indicator",
        "correlation",
        "--set",
        "period=3",
        "--set",
        "of=levels",
        "--csv",
        one.path(),
        "--other",
    ];
    let column = json(&[&arguments[..], &[other.path()]].concat());
    assert!((column["columns"]["correlation"][3].as_f64().unwrap() - 1.0).abs() < 1e-12);
    let short = Csv::new("short", "time,close\n2024-01-01,2\n2024-01-02,4\n");
    refused(
        &[&arguments[..], &[short.path()]].concat(),
        "expected a row for 2024-01-03T00:00:00Z",
    );
    refused(
        &["indicator", "beta", "--csv", one.path()],
        "--other: beta compares two series",
    );
}

#[test]
fn metrics_of_a_file_follow_from_its_values() {
    let file = Csv::new(
        "equity",
        "date,equity\n2024-01-01,100\n2024-01-02,110\n2024-01-03,99\n2024-01-04,121\n",
    );
    let answer = json(&["metrics", "--csv", file.path()]);
    let value = |id: &str| answer["metrics"][id]["value"].as_f64().unwrap();
    assert!((value("total_return") - 0.21).abs() < 1e-12);
    assert!((value("max_drawdown") + 0.1).abs() < 1e-12);
    assert_eq!(answer["annualisation"]["bars_per_year"], 365.0);
    assert!((answer["by_month"][0]["months"][0].as_f64().unwrap() - 0.21).abs() < 1e-12);
    assert_eq!(answer["worst_drawdowns"][0]["valley"], "2024-01-03");
    assert_eq!(answer["worst_drawdowns"][0]["recovery"], "2024-01-04");
    assert!(answer["metrics"]["win_rate"]["value"].is_null());
    assert!(answer["metrics"]["win_rate"]["why"]["ko"].is_string());
    let table = text(&[
        "metrics",
        "--csv",
        file.path(),
        "--periods",
        "252",
        "--rf",
        "0.03",
    ]);
    assert!(table.contains("252 rows a year") && table.contains("risk-free 3 % a year"));
}

#[test]
fn rolling_numbers_look_at_the_last_rows_only() {
    let file = Csv::new(
        "rolling",
        "time,equity\n2024-01-01,100\n2024-01-02,110\n2024-01-03,99\n2024-01-04,121\n",
    );
    let arguments = ["metrics", "--csv", file.path(), "--rolling"];
    let answer = json(&[&arguments[..], &["2"]].concat());
    let growth = answer["columns"]["growth"].as_array().unwrap();
    // 99 ÷ 100 and 121 ÷ 110, the account two rows before being the start of the window.
    assert!(growth[0].is_null());
    assert!((growth[1].as_f64().unwrap() + 0.01).abs() < 1e-12);
    assert!((growth[2].as_f64().unwrap() - 0.1).abs() < 1e-12);
    let table = text(&[&arguments[..], &["2"]].concat());
    assert!(table.starts_with(
        "time,sharpe,volatility,sortino,growth,drawdown\n2024-01-02T00:00:00Z,,,,,\n"
    ));
    refused(
        &[&arguments[..], &["9"]].concat(),
        "--rolling 9: must be a number of rows from 2 to the 3",
    );
}

#[test]
fn a_benchmark_is_matched_by_time_and_returns_are_taken_as_they_are() {
    let own = Csv::new(
        "own",
        "time,return\n2024-01-01,0.02\n2024-01-02,-0.04\n2024-01-03,0.06\n2024-01-05,0.5\n",
    );
    let market = Csv::new(
        "market",
        "time,return\n2024-01-01,0.01\n2024-01-02,-0.02\n2024-01-03,0.03\n2024-01-04,0.7\n",
    );
    let answer = json(&[
        "metrics",
        "--csv",
        own.path(),
        "--benchmark",
        market.path(),
        "--periods",
        "365",
    ]);
    assert_eq!(
        (&answer["rows"], &answer["returns"]),
        (&Value::from(4), &Value::from(3))
    );
    assert!((answer["metrics"]["beta"]["value"].as_f64().unwrap() - 2.0).abs() < 1e-12);
    let apart = Csv::new("apart", "time,return\n2025-01-01,0.1\n2025-01-02,0.1\n");
    refused(
        &["metrics", "--csv", own.path(), "--benchmark", apart.path()],
        "expected times that",
    );
}

#[test]
fn a_statistic_says_what_the_paper_says() {
    // Holm on 0.01, 0.02, 0.04: 3·0.01, 2·0.02, then 0.04, none below the one before.
    let file = Csv::new("p", "p\n0.01\n0.04\n0.02\n");
    let answer = json(&["stats", "multiple_testing", "--csv", file.path()]);
    let holm = answer["answer"].to_string();
    assert!(holm.contains("0.03") && holm.contains("0.04"), "{holm}");
    let luckiest = text(&["stats", "luckiest_trial", "--set", "trials=10"]);
    assert!(luckiest.contains("source  "), "{luckiest}");
    // A seed fixes every draw.
    let trades = Csv::new("trades", "r\n0.1\n-0.05\n0.02\n-0.01\n0.04\n");
    let arguments = [
        "stats",
        "monte_carlo",
        "--set",
        "paths=200",
        "--csv",
        trades.path(),
    ];
    assert_eq!(text(&arguments), text(&arguments));
    let other = text(&[&arguments[..], &["--set", "seed=2"]].concat());
    assert_ne!(other, text(&arguments));
}

#[test]
fn every_list_is_also_json_in_both_languages() {
    for (what, least) in [
        ("indicators", 80),
        ("metrics", 70),
        ("statistics", 20),
        ("strategies", 2),
        ("venues", 5),
    ] {
        let all = json(&["list", what]);
        let all = all.as_array().unwrap();
        assert!(all.len() >= least, "{what}: {}", all.len());
        for one in all {
            assert!(
                one["id"].is_string() && one["name"]["ko"].is_string(),
                "{what}: {one}"
            );
            let said = text(&["list", what]);
            assert!(said.contains(one["id"].as_str().unwrap()), "{what}");
        }
    }
}

#[test]
fn human_lists_fit_a_hundred_columns() {
    for what in [
        "indicators",
        "metrics",
        "statistics",
        "strategies",
        "venues",
    ] {
        for line in text(&["list", what]).lines() {
            assert!(line.chars().count() <= 100, "{what}: {line}");
        }
    }
}

#[test]
fn bad_input_exits_with_2_and_names_the_file_the_line_and_what_was_expected() {
    let good = Csv::new("good", CLOSES);
    let good = good.path();
    let file = |name: &str, rows: &str| Csv::new(name, &format!("time,close\n{rows}"));
    let word = file("word", "2024-01-01,1\n2024-01-02,one\n");
    let unsorted = file("unsorted", "2024-01-02,1\n2024-01-01,2\n");
    let twice = file("twice", "2024-01-01,1\n2024-01-01,2\n");
    let bare = Csv::new("bare", "equity\n100\n101\n102\n");
    let zero = Csv::new(
        "zero",
        "time,equity\n2024-01-01,100\n2024-01-02,0\n2024-01-03,1\n",
    );
    let indicator = |rest: &[&str], words: &str| refused(&[&["indicator"], rest].concat(), words);
    indicator(
        &["smaa", "--csv", good],
        "indicator smaa: there is none of this name",
    );
    indicator(&["sma", "--csv", "/nowhere.csv"], "/nowhere.csv: ");
    indicator(
        &["atr", "--csv", good],
        "line 1: there is no column high; there are time, close",
    );
    indicator(
        &["sma", "--csv", word.path()],
        "line 3, close: expected a number, got \"one\"",
    );
    indicator(
        &["sma", "--csv", unsorted.path()],
        "line 3, time: expected a time after 2024-01-02",
    );
    indicator(
        &["sma", "--csv", twice.path()],
        "line 3, time: expected a time after 2024-01-01",
    );
    indicator(&["sma", "--csv", good], "expected at least 20 rows for sma");
    indicator(
        &["sma", "--set", "period", "--csv", good],
        "--set period: must be NAME=VALUE",
    );
    indicator(
        &["sma", "--set", "period=0", "--csv", good],
        "period: 0 is out of range",
    );
    indicator(
        &["sma", "--set", "length=3", "--csv", good],
        "there is no such parameter",
    );
    indicator(
        &["ema", "--set", "seed=last", "--csv", good],
        "--set seed=last: must be mean or first",
    );
    refused(&["metrics", "--csv", bare.path()], "--periods: ");
    refused(
        &["metrics", "--csv", good, "--periods", "0"],
        "--periods 0: must be",
    );
    refused(
        &["metrics", "--csv", good, "--rf", "-1"],
        "--rf -1: must be",
    );
    refused(
        &["metrics", "--csv", zero.path()],
        "line 3, equity: expected a number above 0, got 0",
    );
    refused(
        &["metrics", "--csv", good, "--column", "equity"],
        "there is no column equity",
    );
    refused(
        &["stats", "magic", "--csv", good],
        "statistic magic: there is none",
    );
    refused(&["stats", "adf"], "--csv: adf takes one series");
    refused(&["stats", "adf", "--csv", good], &format!("{good}: adf: "));
    refused(
        &[
            "stats",
            "adf",
            "--from",
            "logs",
            "--column",
            "equity",
            "--csv",
            zero.path(),
        ],
        "line 3, equity",
    );
    refused(
        &["stats", "engle_granger", "--csv", good],
        "--column: engle_granger takes two series",
    );
}
