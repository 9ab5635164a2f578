//! 120 made-up days in every way a file may hold them, and runs over such files.
#![allow(dead_code, reason = "not every test uses every helper")]

use super::{Csv, backcast, json};
use domain::Ts;
use serde_json::Value;

/// Names of the columns.
pub const HEADER: &str = "time,open,high,low,close,volume";
/// 2024-01-01, a Monday.
pub const FIRST: i64 = 19_723;
/// A day.
pub const DAY_MS: i64 = 86_400_000;

/// A day's open, high, low, close and volume; every number has an exact fraction.
pub fn day(index: i64) -> [f64; 5] {
    let open = 1_000.0 + ((index * 7) % 23) as f64;
    [open, open + 3.5, open - 3.5, open + 1.25, 5.0]
}

/// 120 days, each written so.
pub fn days(write: impl Fn(i64, [f64; 5]) -> String) -> String {
    (0..120)
        .map(|index| write((FIRST + index) * DAY_MS, day(index)) + "\n")
        .collect()
}

/// The days as a table without its header.
pub fn plain(time: impl Fn(i64) -> String, mark: &str) -> String {
    days(|at, values| {
        let cells: Vec<String> = values.iter().map(f64::to_string).collect();
        format!("{}{mark}{}", time(at), cells.join(mark))
    })
}

/// A moment as most files write it.
pub fn iso(at: i64) -> String {
    Ts(at).to_string()
}

/// The file as `--data` takes it.
pub fn pair(file: &Csv) -> String {
    format!("KRW-BTC={}", file.path())
}

/// The answer of a run over it.
pub fn run(file: &Csv, more: &[&str]) -> Value {
    let named = pair(file);
    let base = ["run", "--strategy", "ema_cross", "--data", &named];
    json(&[&base[..], more].concat())
}

/// What a run says beside its numbers.
pub fn beside(file: &Csv, more: &[&str]) -> String {
    let named = pair(file);
    let base = ["run", "--strategy", "ema_cross", "--data", &named];
    let out = backcast(&[&base[..], more].concat());
    assert!(out.status.success(), "{out:?}");
    String::from_utf8(out.stderr).unwrap()
}

/// A zip file that holds one file as it is.
pub fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
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
