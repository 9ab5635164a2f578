//! The command line as a user meets it: output, hashes, errors and exit codes.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::process::{Command, Output};

fn backcast(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backcast"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn prints_the_hash_of_the_report_the_library_computes() {
    let spec = domain::RunSpec::parse(&backcast(&["run", "--print-spec"]).stdout).unwrap();
    let data = domain::Dataset::sample(&spec.market).unwrap();
    let report = metrics::report(engine::run(&spec, &data).unwrap());
    let out = text(&backcast(&["run"]).stdout);
    assert!(out.contains(&spec.hash().to_string()) && out.contains(&report.hash().to_string()));
}

#[test]
fn a_printed_spec_runs_to_the_same_report() {
    let flags = [
        "run",
        "--strategy",
        "ema_cross",
        "--set",
        "fast=5",
        "--from",
        "2021-01-01",
    ];
    let spec = backcast(&[&flags[..], &["--print-spec"]].concat());
    let file = std::env::temp_dir().join(format!("backcast-spec-{}.json", std::process::id()));
    std::fs::write(&file, &spec.stdout).unwrap();
    let again = backcast(&["run", "--spec", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(text(&again.stdout), text(&backcast(&flags).stdout));
}

#[test]
fn human_output_fits_a_hundred_columns() {
    let out = backcast(&["run", "--timeframe", "1h"]);
    for line in text(&out.stdout).lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn every_help_fits_a_hundred_columns() {
    let verbs = [
        &[][..],
        &["run"],
        &["check"],
        &["explain"],
        &["indicator"],
        &["metrics"],
        &["stats"],
        &["data"],
        &["data", "check"],
        &["data", "convert"],
        &["fetch"],
        &["list"],
    ];
    for verb in verbs {
        for flag in ["-h", "--help"] {
            let out = backcast(&[verb, &[flag]].concat());
            assert_eq!(out.status.code(), Some(0), "{verb:?} {flag}");
            assert!(out.stderr.is_empty());
            for line in text(&out.stdout).lines() {
                assert!(line.chars().count() <= 100, "{verb:?} {flag}: {line}");
            }
        }
    }
    let none = backcast(&[]);
    assert_eq!(none.status.code(), Some(2));
    assert!(text(&none.stderr).contains("Usage: backcast <COMMAND>"));
}

#[test]
fn bad_input_exits_with_2_and_names_the_flag_or_field() {
    for (arguments, words) in [
        (
            &["run", "--strategy", "magic"][..],
            "--strategy magic: must be atr_range_breakout or bollinger_reversion",
        ),
        (&["run", "--set", "k"], "--set k: must be NAME=VALUE"),
        (
            &["run", "--set", "k=9"],
            "--set k: 9 is out of range, it must be between 0.1 and 2",
        ),
        (&["run", "--set", "kk=1"], "there is no such parameter"),
        (
            &["run", "--symbol", "KRW-BTC"],
            "--symbol KRW-BTC: must be SAMPLE-AUR or",
        ),
        (
            &["run", "--timeframe", "2h"],
            "--timeframe 2h: must be 1d or 1h",
        ),
        (
            &["run", "--from", "2021-02-30"],
            "--from 2021-02-30: must be a date like",
        ),
        (
            &["run", "--from", "2024-01-02", "--to", "2024-01-01"],
            "--from 2024-01-02T00:00:00Z to 2024-01-01T00:00:00Z: must be a start before its end",
        ),
        (
            &["run", "--fee", "-1"],
            "--fee -1: must be basis points between 0 and 10000",
        ),
        (&["run", "--cash", "0"], "--cash 0: must be above 0"),
        (&["run", "--spec", "/nowhere"], "--spec /nowhere"),
        (&["list", "nothing"], "invalid value 'nothing'"),
    ] {
        let out = backcast(arguments);
        assert_eq!(out.status.code(), Some(2), "{arguments:?}");
        assert!(
            text(&out.stderr).contains(words),
            "{arguments:?}: {}",
            text(&out.stderr)
        );
    }
}
