//! `backcast run` reads what `backcast data` reads, mends nothing, and says what is worth knowing about a file before its numbers are believed.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{Csv, backcast, json, refused, text};
use domain::Ts;
use serde_json::Value;

const HEADER: &str = "time,open,high,low,close,volume";
/// 2024-01-01, a Monday.
const FIRST: i64 = 19_723;
const DAY_MS: i64 = 86_400_000;

/// A day's open, high, low, close and volume; every number has an exact fraction.
fn day(index: i64) -> [f64; 5] {
    let open = 1_000.0 + ((index * 7) % 23) as f64;
    [open, open + 3.5, open - 3.5, open + 1.25, 5.0]
}

/// 120 days, each written so.
fn days(write: impl Fn(i64, [f64; 5]) -> String) -> String {
    (0..120)
        .map(|index| write((FIRST + index) * DAY_MS, day(index)) + "\n")
        .collect()
}

fn plain(time: impl Fn(i64) -> String, mark: &str) -> String {
    days(|at, values| {
        let cells: Vec<String> = values.iter().map(f64::to_string).collect();
        format!("{}{mark}{}", time(at), cells.join(mark))
    })
}

fn iso(at: i64) -> String {
    Ts(at).to_string()
}

fn pair(file: &Csv) -> String {
    format!("KRW-BTC={}", file.path())
}

fn run(file: &Csv, more: &[&str]) -> Value {
    let named = pair(file);
    let base = ["run", "--strategy", "ema_cross", "--data", &named];
    json(&[&base[..], more].concat())
}

/// What a run says beside its numbers.
fn beside(file: &Csv, more: &[&str]) -> String {
    let named = pair(file);
    let base = ["run", "--strategy", "ema_cross", "--data", &named];
    let out = backcast(&[&base[..], more].concat());
    assert!(out.status.success(), "{out:?}");
    String::from_utf8(out.stderr).unwrap()
}

/// A zip file that holds one file as it is.
fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let (size, length) = (bytes.len() as u32, name.len() as u16);
    let sum = bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(sum & 1))
        })
    });
    let about = |more: &[u8]| {
        let mut about = vec![20, 0];
        about.extend([0; 8]);
        about.extend((!sum).to_le_bytes());
        about.extend(size.to_le_bytes());
        about.extend(size.to_le_bytes());
        about.extend(length.to_le_bytes());
        about.extend([0; 2]);
        about.extend(more);
        about.extend(name.as_bytes());
        about
    };
    let mut out = [&b"PK\x03\x04"[..], &about(&[])].concat();
    out.extend(bytes);
    let start = out.len() as u32;
    out.extend([&b"PK\x01\x02\x14\x00"[..], &about(&[0; 14])].concat());
    let directory = out.len() as u32 - start;
    out.extend(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(directory.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

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
fn nothing_is_mended_and_what_is_worth_knowing_is_said() {
    let table = plain(iso, ",");
    let lines: Vec<&str> = table.lines().collect();
    let rows = |rows: &[&str]| format!("{HEADER}\n{}\n", rows.join("\n"));
    // Row 50 of the file is gone: one day between 2024-02-17 and 2024-02-19 is missing.
    let mut hole = lines.clone();
    hole.remove(48);
    let hole = Csv::new("hole", &rows(&hole));
    let said = beside(&hole, &[]);
    let place = format!("backcast: {}: Gap in row 50, time", hole.path());
    assert!(said.contains(&place), "{said}");
    assert!(said.contains("1 bars from 2024-02-18"), "{said}");
    let got = run(&hole, &[]);
    assert_eq!(got["files"][0]["findings"]["kinds"][0]["kind"], "gap");
    assert_eq!(got["files"][0]["findings"]["kinds"][0]["count"], 1);
    let unnamed = Csv::new("unnamed", &table);
    let said = beside(&unnamed, &[]);
    assert!(
        said.contains("no header: columns read as time, open, high, low, close, volume"),
        "{said}"
    );
    let clean = Csv::new("clean", &rows(&lines));
    assert_eq!(beside(&clean, &[]), "");

    let mut turned = lines.clone();
    turned.swap(10, 11);
    let turned = Csv::new("turned", &rows(&turned));
    let mend = format!(
        "`backcast data convert {} --repair sort --out FILE` would mend it",
        turned.path()
    );
    refused(&["run", "--data", &pair(&turned)], &mend);
    // What it proposes works, and gives the run of the rows in their order.
    let out = Csv::new("mended", "");
    let convert = ["data", "convert", turned.path(), "--repair", "sort"];
    text(&[&convert[..], &["--out", out.path()]].concat());
    assert_eq!(
        run(&out, &[])["report_hash"],
        run(&clean, &[])["report_hash"]
    );
    // A shell would take the name for several words, so the command has it between quotes, and a shell runs it.
    let spaced = Csv::of_bytes(
        "it's (turned) 1.csv",
        &std::fs::read(turned.path()).unwrap(),
    );
    let said = backcast(&["run", "--data", &pair(&spaced)]).stderr;
    let said = String::from_utf8(said).unwrap();
    let name = spaced.path().replace('\'', r"'\''");
    let command = format!("data convert '{name}' --repair sort --out FILE");
    assert!(
        said.contains(&format!("`backcast {command}` would mend it")),
        "{said}"
    );
    if cfg!(unix) {
        let command = command.replace("FILE", &format!("'{}'", out.path()));
        let shell = std::process::Command::new("sh")
            .args([
                "-c",
                &format!("\"$0\" {command}"),
                env!("CARGO_BIN_EXE_backcast"),
            ])
            .status();
        assert!(shell.unwrap().success(), "{command}");
    }
    // A day that is not over would change under the run.
    let tomorrow = "2090-01-01T00:00:00Z,1,1,1,1,1";
    let future = Csv::new("future", &rows(&[&lines[..], &[tomorrow]].concat()));
    refused(
        &["run", "--data", &pair(&future)],
        "In the future in row 122, time \"2090-01-01T00:00:00Z\": expected a time before",
    );
}

#[test]
fn a_file_that_names_another_market_runs_and_is_named_with_both() {
    let rows: String = plain(iso, ",")
        .lines()
        .map(|line| format!("{line},KRW-ETH\n"))
        .collect();
    let other = Csv::new("other-market", &format!("{HEADER},symbol\n{rows}"));
    let said = beside(&other, &[]);
    let note = format!(
        "backcast: {}: Named as another market in row 2, symbol \"KRW-ETH\": expected KRW-BTC",
        other.path()
    );
    assert!(said.contains(&note), "{said}");
    let got = run(&other, &[]);
    let kind = &got["files"][0]["findings"]["kinds"][0];
    assert_eq!(kind["kind"], "market_named_otherwise");
    assert_eq!(kind["first"][0]["value"], "KRW-ETH");
    assert_eq!(kind["first"][0]["right"]["en"], "KRW-BTC");
    let same = rows.replace("KRW-ETH", "UPBIT:BTCKRW");
    let same = Csv::new("same-market", &format!("{HEADER},symbol\n{same}"));
    assert_eq!(beside(&same, &[]), "");
    // Binance says the market in the name of a file only.
    let named = Csv::of_bytes(
        "(ETHUSDT-1d-2024-01).csv",
        format!("{HEADER}\n{}", plain(iso, ",")).as_bytes(),
    );
    let out = backcast(&["run", "--data", &format!("BTCUSDT={}", named.path())]);
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(
        said.contains("Named as another market \"ETHUSDT\": expected BTCUSDT"),
        "{said}"
    );
}

#[test]
fn a_calendar_is_chosen_or_that_of_the_venue_or_told_by_the_times() {
    let table = format!("{HEADER}\n{}", plain(iso, ","));
    let file = Csv::new("calendar", &table);
    let year = |got: &Value| got["report"]["record"]["annualisation"]["days_per_year"].clone();
    assert_eq!(year(&run(&file, &[])), 365.0);
    assert_eq!(year(&run(&file, &["--calendar", "own"])), 252.0);
    refused(
        &[
            "run",
            "--data",
            &pair(&file),
            "--venue",
            "upbit",
            "--calendar",
            "xnys",
        ],
        "--calendar xnys: must be left out: Upbit has its own",
    );
    refused(
        &["run", "--data", &pair(&file), "--calendar", "nyse"],
        "--calendar nyse: must be 24/7 or xnys or own",
    );
    // The weekdays of those days: holes in a market around the clock, nights in one with sessions.
    let weekdays: String = table
        .lines()
        .enumerate()
        .filter(|(row, _)| *row == 0 || !matches!((row - 1) % 7, 5 | 6))
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    let file = Csv::new("weekdays", &weekdays);
    let stats = |more: &[&str]| json(&[&["data", "stats", file.path()], more].concat());
    // 120 days from a Monday on are 17 weeks and a Monday: 16 whole weekends and the last one lie between bars.
    let always = stats(&["--calendar", "24/7"]);
    assert_eq!(
        (&always["calendar"], &always["quality"]["missing"]),
        (&"always_open".into(), &34.into())
    );
    let own = stats(&["--calendar", "own"]);
    assert_eq!(
        (&own["calendar"], &own["quality"]["missing"]),
        (&"own_sessions".into(), &0.into())
    );
    // What is said of a venue decides without being said twice.
    let venue = stats(&["--venue", "upbit"]);
    assert_eq!(
        (&venue["calendar"], &venue["quality"]["missing"]),
        (&"always_open".into(), &34.into())
    );
    let said = beside(&file, &["--venue", "upbit"]);
    assert!(said.contains("Gap in row 7, time"), "{said}");
    assert_eq!(beside(&file, &[]), "", "weekdays alone are an exchange's");
    let checked = json(&["data", "check", file.path(), "--calendar", "24/7"]);
    assert_eq!(checked["file"]["taken"]["calendar"], "always_open");
    let said = text(&["data", "stats", file.path(), "--calendar", "xnys"]);
    assert!(
        said.contains("trades          in the sessions of New York"),
        "{said}"
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
