//! `backcast run` reads what `backcast data` reads, and asks for what a file does not say.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::days::{HEADER, iso, pair, plain, run, zipped};
use common::{Csv, refused, text};
use domain::Ts;
use serde_json::Value;

#[test]
fn the_same_bars_however_they_are_written_give_the_same_run() {
    let table = format!("{HEADER}\n{}", plain(iso, ","));
    let expected = run(&Csv::new("way-plain", &table), &[]);
    assert_eq!(expected["spec"]["market"]["timeframe"], "1d");
    let korean = format!("시각,시가,고가,저가,종가,거래량\n{}", plain(iso, ","));
    let wide: Vec<u8> = [0xfeff_u16]
        .into_iter()
        .chain(korean.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    // The same words as Korean Windows writes them.
    let words = b"\xbd\xc3\xb0\xa2,\xbd\xc3\xb0\xa1,\xb0\xed\xb0\xa1,\xc0\xfa\xb0\xa1,\xc1\xbe\xb0\xa1,\xb0\xc5\xb7\xa1\xb7\xae\n";
    let cp949 = [&words[..], plain(iso, ",").as_bytes()].concat();
    let european = plain(iso, ";").replace('.', ",");
    let ways: [(&str, Vec<u8>); 9] = [
        ("tabs.txt", table.replace(',', "\t").into()),
        (
            "european.csv",
            format!("{}\n{european}", HEADER.replace(',', ";")).into(),
        ),
        ("utf16.csv", wide),
        ("cp949.csv", cp949),
        (
            "seconds.csv",
            format!("{HEADER}\n{}", plain(|at| (at / 1_000).to_string(), ",")).into(),
        ),
        (
            "micros.csv",
            format!("{HEADER}\n{}", plain(|at| (at * 1_000).to_string(), ",")).into(),
        ),
        (
            "nanos.csv",
            format!(
                "{HEADER}\n{}",
                plain(|at| (at * 1_000_000).to_string(), ",")
            )
            .into(),
        ),
        ("no-header.csv", plain(iso, ",").into()),
        ("packed.zip", zipped("days.csv", table.as_bytes())),
    ];
    for (name, bytes) in ways {
        let got = run(&Csv::of_bytes(name, &bytes), &[]);
        assert_eq!(got["spec"], expected["spec"], "{name}");
        assert_eq!(got["report_hash"], expected["report_hash"], "{name}");
    }
}

#[test]
fn what_the_file_does_not_say_is_said_by_a_flag_or_asked_for() {
    let first = |at: i64| {
        let date = Ts(at).civil();
        format!("{:02}/{:02}/{}", date.day, date.month, date.year)
    };
    let table = format!("{HEADER}\n{}", plain(iso, ","));
    let expected = run(&Csv::new("said-plain", &table), &[]);
    // Twelve days of a month tell nothing.
    let few: String = plain(first, ",")
        .lines()
        .take(12)
        .fold(format!("{HEADER}\n"), |text, line| text + line + "\n");
    let unclear = Csv::new("unclear", &few);
    refused(
        &["run", "--data", &pair(&unclear)],
        "01/01/2024\": expected a choice: day first or month first; say it with --time",
    );
    assert!(
        text(&["run", "--data", &pair(&unclear), "--time", "day_first"]).contains("KRW-BTC 1d")
    );

    let seoul = |at: i64| {
        let clock = iso(at + 9 * 3_600_000);
        clock.trim_end_matches('Z').replace('T', " ")
    };
    let korean = Csv::new("seoul", &format!("{HEADER}\n{}", plain(seoul, ",")));
    let naive = "Day by Korean time in row 2, time \"2024-01-01T09:00:00\": expected 2024-01-01T00:00:00Z, read by Korea's \
        clock; say it with --zone";
    refused(&["run", "--data", &pair(&korean)], naive);
    let got = run(&korean, &["--zone", "kst"]);
    assert_eq!(got["report_hash"], expected["report_hash"]);
    assert_eq!(got["files"][0]["read"]["zone"]["zone"], "seoul", "{got}");

    let both = zipped("days.csv", table.as_bytes());
    let packed = Csv::of_bytes("two.zip", &both);
    refused(
        &["run", "--data", &pair(&packed), "--entry", "weeks.csv"],
        "the zip file holds no \"weeks.csv\"",
    );
    refused(
        &["run", "--zone", "kst"],
        "--zone kst: must be left out, or beside --data",
    );
    refused(
        &["run", "--data", &pair(&korean), "--zone", "Mars"],
        "--zone Mars: must be utc, kst",
    );
}

#[test]
fn bars_may_come_through_standard_input() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let table = format!("{HEADER}\n{}", plain(iso, ","));
    let expected = run(&Csv::new("piped", &table), &[]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_backcast"))
        .args([
            "run",
            "--strategy",
            "ema_cross",
            "--data",
            "KRW-BTC=-",
            "--json",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(table.as_bytes())
        .unwrap();
    let out = child.wait_with_output().unwrap();
    let got: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(got["report_hash"], expected["report_hash"]);
}
