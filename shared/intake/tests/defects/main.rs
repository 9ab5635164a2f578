//! Every kind of defect, put into the first row, the last, the middle and many, is found there and nowhere else.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#![allow(dead_code, reason = "not every test uses every helper")]

#[path = "../common/mod.rs"]
mod common;

mod cells;
mod file;
mod order;
mod series;
mod times;

use common::{HEADER, csv, findings, hours};
use intake::{DefectKind, Findings, Options, Place};

type Rows = Vec<Vec<String>>;

const ROWS: usize = 120;

/// Where defects are put: first, second, middle, next to last, last, and many at once.
fn placements() -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = [0, 1, 60, ROWS - 2, ROWS - 1].map(|row| vec![row]).to_vec();
    all.push(vec![0, ROWS - 1]);
    all.push((5..ROWS).step_by(11).collect());
    all.push(vec![30, 31, 32]);
    all
}

/// Lines of rows under a header.
fn lines(rows: &[usize]) -> Vec<u32> {
    rows.iter().map(|row| *row as u32 + 2).collect()
}

fn rows_of(found: &Findings, kind: DefectKind) -> Vec<u32> {
    let mut rows: Vec<u32> = found.of(kind).map_or(Vec::new(), |found| {
        found.first.iter().map(|defect| defect.row).collect()
    });
    rows.sort_unstable();
    rows
}

/// Puts a defect into each placement; it must be found in just these rows, with its value and with what would be right, and no other
/// kind that stops may be.
fn each(kind: DefectKind, column: &str, value: &str, spoil: impl Fn(&mut Vec<String>)) {
    for places in placements() {
        let mut rows = hours(ROWS);
        for place in &places {
            spoil(&mut rows[*place]);
        }
        let found = findings(csv(HEADER, &rows), &Options::default());
        assert_eq!(
            rows_of(&found, kind),
            lines(&places),
            "{kind:?} {:?}",
            found.sentence()
        );
        let stops: Vec<DefectKind> = found.stops().map(|found| found.kind).collect();
        assert!(
            stops.iter().all(|stop| *stop == kind),
            "{kind:?} in {places:?}: {}",
            found.sentence()
        );
        for defect in &found.of(kind).unwrap().first {
            assert_eq!(defect.column, column, "{kind:?}");
            assert!(defect.value.contains(value), "{kind:?}: {:?}", defect.value);
            assert!(
                !defect.right.en.is_empty() && !defect.right.ko.is_empty(),
                "{kind:?}"
            );
        }
    }
}

fn only(found: &Findings, kind: DefectKind, rows: &[u32]) {
    assert_eq!(rows_of(found, kind), rows, "{kind:?}: {found:?}");
    let others: Vec<DefectKind> = found
        .stops()
        .map(|found| found.kind)
        .filter(|other| *other != kind)
        .collect();
    assert_eq!(others, [], "{}", found.sentence());
}

fn utc() -> Options {
    Options {
        zone: Some(Place::Ahead(0)),
        ..Options::default()
    }
}

#[test]
fn every_kind_has_a_test_and_a_clean_file_has_none() {
    let here = [
        include_str!("cells.rs"),
        include_str!("file.rs"),
        include_str!("order.rs"),
        include_str!("series.rs"),
        include_str!("times.rs"),
    ]
    .concat();
    let untested = |kind: &DefectKind| !here.contains(&format!("DefectKind::{kind:?}"));
    let untested: Vec<DefectKind> = DefectKind::ALL.into_iter().filter(untested).collect();
    assert_eq!(untested, []);
    assert!(DefectKind::ALL.len() >= 40);
    let clean = findings(csv(HEADER, &hours(ROWS)), &Options::default());
    assert!(clean.kinds.is_empty() && clean.rows == ROWS as u32);
}
