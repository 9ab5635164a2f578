//! What unpacks to more than a caller allows is refused before it is unpacked.

use crate::strangers::flat;
use crate::watched;
use store::parquet::{Limits, ParquetError, foreign};

#[test]
fn run_lengths_cannot_become_gigabytes() {
    // A million rows of one value: a few bytes by run length, 8 MB as a column, and so in each of five columns.
    let rows = 1_000_000;
    let table = flat(&[
        ("a", rows),
        ("b", rows),
        ("c", rows),
        ("d", rows),
        ("e", rows),
    ]);
    assert!(table.len() < 20_000, "{}", table.len());
    let limits = Limits {
        decoded_bytes: 39_999_999,
        ..Limits::default()
    };
    let (answer, most, _) = watched(|| foreign::read(&table, limits));
    let words = "the values in bytes: 40000000 is more than the 39999999 that are allowed";
    assert_eq!(answer.unwrap_err().to_string(), words);
    assert!(most < 1 << 20, "{most}");
    assert_eq!(
        foreign::open(&table, limits)
            .unwrap()
            .read(&["a"])
            .unwrap()
            .rows,
        rows
    );
}

#[test]
fn limits_can_be_lower() {
    let file = flat(&[("a", 1000)]);
    let limits = Limits {
        rows: 999,
        ..Limits::default()
    };
    let error = foreign::open(&file, limits).unwrap_err();
    assert_eq!(
        error,
        ParquetError::TooLarge {
            what: "rows".to_owned(),
            got: 1000,
            allowed: 999
        }
    );
}
