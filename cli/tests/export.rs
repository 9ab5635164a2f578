//! The trades and the account as CSV: every number reads back to the one in the report.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{Csv, backcast, json, refused, rows, text};
use domain::{Dataset, RunSpec};
use serde_json::Value;
use std::collections::BTreeMap;

/// Same bits, not only the same digits.
fn same(cell: &str, number: &Value) {
    let (cell, number) = (cell.parse::<f64>().unwrap(), number.as_f64().unwrap());
    assert_eq!(cell.to_bits(), number.to_bits());
}

fn time(row: &BTreeMap<String, String>, name: &str, millis: &Value) {
    let millis = millis.as_i64().unwrap();
    assert_eq!(row[&format!("{name}_ms")], millis.to_string());
    let at = domain::moment::parse(&row[name]).unwrap();
    assert_eq!(at.0, millis);
    assert!(row[name].ends_with('Z') && row[name].contains('T'));
}

#[test]
fn every_trade_and_every_point_read_back() {
    let (trades, equity) = (Csv::new("trades", ""), Csv::new("equity", ""));
    let files = ["--trades", trades.path(), "--equity", equity.path()];
    let run = ["run", "--symbol", "SAMPLE-DUN", "--symbol", "SAMPLE-AUR"];
    text(&[&run[..], &files].concat());
    let spec = RunSpec::parse(&backcast(&[&run[..], &["--print-spec"]].concat()).stdout).unwrap();
    let record = engine::run(&spec, &Dataset::sample(&spec.market).unwrap()).unwrap();
    // Not by way of text: a reader of JSON may lose the last bit.
    let record = serde_json::to_value(record).unwrap();
    let wanted = record["trades"].as_array().unwrap();
    let written = rows(&trades);
    assert_eq!(written.len(), wanted.len());
    assert!(wanted.len() > 100);
    for (row, trade) in written.iter().zip(wanted) {
        for name in ["symbol", "side"] {
            assert_eq!(row[name], trade[name].as_str().unwrap());
        }
        for name in [
            "qty",
            "fees",
            "funding",
            "pnl",
            "worst",
            "best",
            "bars_held",
        ] {
            same(&row[name], &trade[name]);
        }
        same(&row["return"], &trade["return_ratio"]);
        assert_eq!(row["open"], trade["open"].to_string());
        match &trade["risk"] {
            Value::Null => assert_eq!(row["risk"], ""),
            risk => same(&row["risk"], risk),
        }
        for end in ["entry", "exit"] {
            same(&row[&format!("{end}_price")], &trade[end]["price"]);
            same(&row[&format!("{end}_fee")], &trade[end]["fee"]);
            assert_eq!(
                row[&format!("{end}_reason")],
                trade[end]["reason"].as_str().unwrap()
            );
            time(row, &format!("{end}_time"), &trade[end]["time"]);
            time(
                row,
                &format!("{end}_signal_time"),
                &trade[end]["signal_time"],
            );
        }
    }
    let curve = &record["curve"];
    let points = rows(&equity);
    assert_eq!(points.len(), curve["time"].as_array().unwrap().len());
    for (index, row) in points.iter().enumerate() {
        time(row, "time", &curve["time"][index]);
        for name in ["equity", "drawdown", "worst", "benchmark"] {
            same(&row[name], &curve[name][index]);
        }
    }
}

#[test]
fn the_written_account_can_be_measured() {
    let equity = Csv::new("measured", "");
    let run = json(&["run", "--equity", equity.path()]);
    let total = |json: &Value| json["value"].as_f64().unwrap();
    let metrics = run["report"]["metrics"].as_array().unwrap();
    let own = metrics.iter().find(|one| one["id"] == "total_return");
    let own = own.unwrap()["value"]["Ok"].as_f64().unwrap();
    let read = json(&["metrics", "--csv", equity.path(), "--column", "equity"]);
    let again = total(&read["metrics"]["total_return"]);
    assert!((own - again).abs() < 1e-12, "{own} {again}");
}

#[test]
fn help_names_every_column() {
    let help = String::from_utf8(backcast(&["run", "--help"]).stdout).unwrap();
    let words: Vec<&str> = help
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let (trades, equity) = (Csv::new("help-trades", ""), Csv::new("help-equity", ""));
    backcast(&["run", "--trades", trades.path(), "--equity", equity.path()]);
    for file in [&trades, &equity] {
        for name in rows(file)[0].keys() {
            let base = name.strip_suffix("_ms").unwrap_or(name);
            assert!(words.contains(&base), "{name}");
        }
    }
}

#[test]
fn a_file_that_is_read_or_written_already_is_not_overwritten() {
    let bars = "time,open,high,low,close,volume\n2024-01-01,1,1,1,1,1\n2024-01-02,1,1,1,1,1\n";
    let file = Csv::new("kept", bars);
    let named = format!("X={}", file.path());
    let run = ["run", "--data", &named];
    refused(
        &[&run[..], &["--trades", file.path()]].concat(),
        "must be another file than that of --data",
    );
    let (folder, name) = file.path().rsplit_once('/').unwrap();
    let detour = format!("{folder}/./{name}");
    refused(
        &[&run[..], &["--equity", &detour]].concat(),
        "must be another file than that of --data",
    );
    assert_eq!(std::fs::read_to_string(file.path()).unwrap(), bars);
    refused(
        &["run", "--trades", "both.csv", "--equity", "both.csv"],
        "--equity both.csv: must be another file than that of --trades",
    );
    refused(&["run", "--trades", "-"], "--trades -: must be a file");
    refused(
        &["run", "--equity", "/nowhere/equity.csv"],
        "--equity /nowhere/equity.csv: ",
    );
    refused(
        &["run", "--print-spec", "--trades", "x.csv"],
        "cannot be used with",
    );
    let out = backcast(&["run", "--print-spec"]);
    assert!(out.status.success());
    let spec = Csv::new("spec", &String::from_utf8(out.stdout).unwrap());
    refused(
        &["run", "--spec", spec.path(), "--trades", spec.path()],
        "must be another file than that of --spec",
    );
}
