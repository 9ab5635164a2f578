//! What a library does, on a disk without faults and on one that refuses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[path = "../common/mod.rs"]
mod common;

mod archive;
mod calendar;
mod gaps;
mod keeping;
mod overlap;
mod trouble;

use common::{bars, id};
use domain::{Bars, Timeframe, Ts, Venue};
use store::SeriesId;

const MINUTE: i64 = 60_000;
const DAY: i64 = 86_400_000;

fn minutes() -> SeriesId {
    id(Venue::Upbit, "KRW-BTC", Timeframe::Minute1)
}

fn days() -> SeriesId {
    id(Venue::Binance, "BTCUSDT", Timeframe::Day1)
}

/// Half an hour before the end of January and half an hour after.
fn over_two_months(rows: std::ops::Range<usize>) -> Bars {
    let start = Ts(Ts::from_date(2024, 2, 1).0 - 30 * MINUTE);
    bars(Timeframe::Minute1, start, rows)
}
