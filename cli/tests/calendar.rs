//! When a market is open: chosen, its venue's, written in a file, or told by the times.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::days::{HEADER, beside, iso, pair, plain, run};
use common::{Csv, json, refused, text};
use serde_json::Value;

/// The table of the days without Saturdays and Sundays.
fn weekdays() -> String {
    format!("{HEADER}\n{}", plain(iso, ","))
        .lines()
        .enumerate()
        .filter(|(row, _)| *row == 0 || !matches!((row - 1) % 7, 5 | 6))
        .map(|(_, line)| format!("{line}\n"))
        .collect()
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
    // Holes in a market around the clock, nights in one with sessions.
    let file = Csv::new("weekdays", &weekdays());
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
fn a_parquet_file_keeps_the_calendar_it_was_written_with() {
    let file = Csv::new("kept-calendar", &weekdays());
    let written = |calendar: &[&str]| {
        let name = format!("calendar-{}.parquet", calendar.concat().replace('/', ""));
        let out = Csv::of_bytes(&name, b"");
        let base = ["data", "convert", file.path(), "--symbol", "KRW-BTC"];
        text(&[&base[..], calendar, &["--out", out.path()]].concat());
        out
    };
    let stats = |file: &Csv, more: &[&str]| {
        let got = json(&[&["data", "stats", file.path()], more].concat());
        (
            got["calendar"].as_str().unwrap().to_owned(),
            got["quality"]["missing"].as_u64().unwrap(),
        )
    };
    let is = |name: &str, missing| (name.to_owned(), missing);
    let year = |got: &Value| got["report"]["record"]["annualisation"]["days_per_year"].clone();

    // 34 days of weekends; weekdays on which New York is closed are no gaps, and it is open on no weekend.
    let always = written(&["--calendar", "24/7"]);
    assert_eq!(stats(&always, &[]), is("always_open", 34));
    assert_eq!(year(&run(&always, &[])), 365.0);
    let said = beside(&always, &[]);
    assert!(said.contains("Gap in row"), "{said}");
    let new_york = written(&["--calendar", "xnys"]);
    assert_eq!(stats(&new_york, &[]), is("exchange_sessions", 0));
    assert_eq!(year(&run(&new_york, &[])), 252.0);
    assert_eq!(beside(&new_york, &[]), "");
    let checked = json(&["data", "check", new_york.path()]);
    assert_eq!(checked["file"]["taken"]["calendar"], "exchange_sessions");
    assert_eq!(checked["findings"]["calendar"], "exchange_sessions");
    let said = text(&["data", "check", new_york.path()]);
    assert!(said.contains("open xnys"), "{said}");

    // What is chosen when it is read comes first, and what only the times told is not written.
    assert_eq!(
        stats(&always, &["--calendar", "own"]),
        is("own_sessions", 0)
    );
    let guessed = written(&[]);
    assert_eq!(stats(&guessed, &[]), is("own_sessions", 0));
    let checked = json(&["data", "check", guessed.path()]);
    assert_eq!(checked["file"]["taken"]["calendar"], Value::Null);

    // Weeks can't tell hours: they keep those of their days, chosen or told.
    for (from, calendar) in [
        (&always, "always_open"),
        (&new_york, "exchange_sessions"),
        (&guessed, "own_sessions"),
    ] {
        let weeks = Csv::of_bytes("calendar-weeks.parquet", b"");
        let longer = ["data", "resample", from.path(), "--to", "1w"];
        text(&[&longer[..], &["--out", weeks.path()]].concat());
        assert_eq!(stats(&weeks, &[]).0, calendar);
    }

    let out = Csv::of_bytes("calendar-refused.parquet", b"");
    let convert = |more: &[&str], words: &str| {
        let base = ["data", "convert", file.path(), "--out", out.path()];
        refused(&[&base[..], more].concat(), words);
    };
    convert(
        &["--symbol", "ABC", "--calendar", "nyse"],
        "--calendar nyse: must be 24/7 or xnys or own",
    );
    convert(
        &[
            "--symbol",
            "KRW-BTC",
            "--venue",
            "upbit",
            "--calendar",
            "xnys",
        ],
        "--calendar xnys: must be left out: Upbit has its own, 24/7",
    );
}
