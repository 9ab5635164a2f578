//! Stretches of a series: holes, prices that stand still, bars without volume.

use super::log::Log;
use super::rows::Rows;
use super::said::{moment, same};
use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::options::Role;
use domain::{Calendar, Span, Timeframe, Ts};
use store::quality::{Grid, calendar_of};

/// Bars of one single price in a row that are worth a word, and bars without volume.
const FLAT: usize = 20;
const NO_VOLUME: usize = 5;
/// Holes that make a stretch of many, and the most bars from one to the next.
const MANY: usize = 10;
const NEAR: u64 = 10;

/// A stretch without bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The row after it.
    pub row: usize,
    /// First moment without a bar.
    pub start: Ts,
    /// Opening of the bar after it.
    pub end: Ts,
    /// Bars that should be there: closed exchanges owe none.
    pub missing: u64,
}

impl Hole {
    /// What would be right there.
    pub fn right(&self) -> Words {
        let Hole {
            start,
            end,
            missing,
            ..
        } = self;
        let bars = if *missing == 1 { "bar" } else { "bars" };
        Words::new(
            format!("{missing} {bars} from {start} to {end}"),
            format!("{start}부터 {end}까지 봉 {missing}개"),
        )
    }
}

/// Every hole between bars, by the store's grid.
pub fn holes(times: &[i64], timeframe: Timeframe, calendar: Calendar) -> Vec<Hole> {
    let grid = Grid::new(timeframe, calendar);
    let pairs = times.iter().zip(times.iter().skip(1)).enumerate();
    pairs
        .filter_map(|(row, (before, after))| {
            let (start, end) = (timeframe.close_of(Ts(*before)), Ts(*after));
            if start >= end {
                return None;
            }
            let missing = grid.expected(Span { start, end });
            (missing > 0).then_some(Hole {
                row: row + 1,
                start,
                end,
                missing,
            })
        })
        .collect()
}

/// Stretches of many holes: the first and the last of each.
pub fn clusters(holes: &[Hole], timeframe: Timeframe) -> Vec<(Hole, Hole, usize)> {
    let near = |one: &Hole, next: &Hole| {
        let bars = (next.start.0 - one.end.0).max(0) as u64 / timeframe.millis().max(1) as u64;
        bars <= NEAR
    };
    let stretches = holes.chunk_by(near).filter(|stretch| stretch.len() >= MANY);
    stretches
        .filter_map(|stretch| Some((*stretch.first()?, *stretch.last()?, stretch.len())))
        .collect()
}

/// Stretches in which every bar has the one same price, as first row and length.
pub fn flats(prices: [&[f64]; 4]) -> Vec<(usize, usize)> {
    let [open, high, low, close] = prices;
    let is_flat = |row: usize| {
        let (Some(high), Some(low)) = (high.get(row), low.get(row)) else {
            return false;
        };
        // High and low enclose the others.
        high == low && close.get(row) == Some(high) && open.get(row) == Some(high)
    };
    runs(open.len(), FLAT, |row| {
        is_flat(row) && (row == 0 || close.get(row) == close.get(row - 1) || !is_flat(row - 1))
    })
}

/// Stretches without volume, as first row and length.
pub fn idle(volume: &[f64]) -> Vec<(usize, usize)> {
    runs(volume.len(), NO_VOLUME, |row| volume.get(row) == Some(&0.0))
}

fn runs(rows: usize, least: usize, holds: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut length = 0;
    for row in 0..=rows {
        if row < rows && holds(row) {
            length += 1;
            continue;
        }
        if length >= least {
            found.push((row - length, length));
        }
        length = 0;
    }
    found
}

/// Takes down the stretches of rows that were read.
pub fn of_rows(rows: &Rows, timeframe: Timeframe, plan: &Plan, log: &mut Log) {
    let line = |row: usize| rows.line.get(row).copied().unwrap_or(0);
    let column = |role: Role| plan.column(role).to_owned();
    let calendar = plan
        .calendar
        .unwrap_or_else(|| calendar_of(&rows.time, timeframe));
    log.findings.calendar = Some(calendar);
    let holes = holes(&rows.time, timeframe, calendar);
    for hole in &holes {
        log.note(DefectKind::Gap, line(hole.row), || {
            (column(Role::Time), hole.end.to_string(), hole.right())
        });
    }
    for (first, last, count) in clusters(&holes, timeframe) {
        log.note(DefectKind::GapRun, line(first.row), || {
            let right = Words::new(
                format!(
                    "bars without {count} gaps from {} to {}",
                    first.start, last.end
                ),
                format!(
                    "{}부터 {}까지 빈 구간 {count}개가 없는 봉",
                    first.start, last.end
                ),
            );
            (column(Role::Time), first.start.to_string(), right)
        });
    }
    for (row, length) in flats([&rows.open, &rows.high, &rows.low, &rows.close]) {
        let price = rows.close.get(row).copied().unwrap_or_default();
        log.note(DefectKind::FlatRun, line(row), || {
            (
                column(Role::Close),
                format!("{price} ({length} bars)"),
                same("prices that move"),
            )
        });
    }
    for (row, length) in idle(&rows.volume) {
        let from = rows.time.get(row).copied().unwrap_or_default();
        log.note(DefectKind::ZeroVolumeRun, line(row), || {
            let value = format!("0 ({length} bars from {})", moment(from));
            (
                column(Role::Volume),
                value,
                Words::new("volume above 0", "0보다 큰 거래량"),
            )
        });
    }
}
