//! When a market is open: chosen, its venue's, written in a file, or told by the times.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::days::{HEADER, beside, iso, pair, plain, run};
use common::{Csv, json, refused, text};
use serde_json::Value;

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
