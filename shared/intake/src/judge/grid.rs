//! Do bars open where bars of their length can, and are they over?

use super::log::Log;
use super::rows::Rows;
use super::said::{moment, same};
use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::options::Role;
use crate::repair::Repair;
use domain::time::DAY_MS;
use domain::{Timeframe, Ts};

const NINE_MS: i64 = 9 * 3_600_000;

/// Times between two openings, days by Korea's clock, a last row that is part of a bar, times without a zone.
pub fn judge(rows: &mut Rows, timeframe: Timeframe, plan: &Plan, log: &mut Log) {
    let off = |time: i64| timeframe.open_of(Ts(time)).0 != time;
    let column = plan.column(Role::Time);
    let all_at_nine = timeframe >= Timeframe::Day1
        && plan.zone.is_none()
        && rows.naive as usize >= rows.len()
        && rows.len() > 0
        && rows
            .time
            .iter()
            .all(|time| time.rem_euclid(DAY_MS) == NINE_MS);
    if all_at_nine {
        let (line, time) = (
            rows.line.first().copied().unwrap_or(0),
            rows.time.first().copied().unwrap_or(0),
        );
        let right = Words::new(
            format!("{}, read by Korea's clock", moment(time - NINE_MS)),
            format!("한국 시간으로 읽어 {}", moment(time - NINE_MS)),
        );
        log.note(DefectKind::DayInKst, line, || {
            (
                column.to_owned(),
                moment(time).trim_end_matches('Z').to_owned(),
                right,
            )
        });
        return;
    }
    if plan.zone.is_none() && rows.naive > 0 && (rows.naive_clock || timeframe < Timeframe::Day1) {
        let right = Words::new(
            "a zone, like Z or +09:00, or a choice of one",
            "Z나 +09:00 같은 시간대 또는 그 선택",
        );
        let line = rows.first_naive.unwrap_or(0);
        log.note(DefectKind::ZoneMissing, line, || {
            (column.to_owned(), format!("{} rows", rows.naive), right)
        });
    }
    if let Some(place) = log.zone() {
        // Rows are only counted here: that they were read by that clock has happened.
        for line in rows.line.iter().take(rows.naive as usize) {
            log.mend(Repair::TakeZone(place), *line);
        }
    }
    let wrong = rows.time.iter().filter(|time| off(**time)).count();
    if wrong > 0 {
        off_grid(rows, timeframe, wrong, plan, log);
    }
    close_times(rows, timeframe, plan, log);
}

fn off_grid(rows: &mut Rows, timeframe: Timeframe, wrong: usize, plan: &Plan, log: &mut Log) {
    let column = plan.column(Role::Time);
    let last = rows.len().saturating_sub(1);
    let mut dropped = vec![false; rows.len()];
    for row in 0..rows.len() {
        let (Some(&time), Some(&line)) = (rows.time.get(row), rows.line.get(row)) else {
            break;
        };
        let open = timeframe.open_of(Ts(time)).0;
        if open == time {
            continue;
        }
        let detail = || (column.to_owned(), moment(time), same(moment(open)));
        // The newest row of a live source often carries the time it was asked for.
        if row == last && wrong == 1 && row > 0 {
            let mended = log.mend_or_note(
                Repair::DropPartialLast,
                DefectKind::LastBarPartial,
                line,
                detail,
            );
            mark(&mut dropped, row, mended);
        } else if log.asks(Repair::SnapToGrid) {
            log.mend(Repair::SnapToGrid, line);
            if let Some(time) = rows.time.get_mut(row) {
                *time = open;
            }
        } else {
            let mended = log.mend_or_note(Repair::DropOffGrid, DefectKind::OffGrid, line, detail);
            mark(&mut dropped, row, mended);
        }
    }
    rows.drop_marked(&dropped);
}

/// Closing times that the file has beside the opening ones.
fn close_times(rows: &mut Rows, timeframe: Timeframe, plan: &Plan, log: &mut Log) {
    let column = plan.column(Role::CloseTime);
    let last = rows.len().saturating_sub(1);
    let mut is_partial = false;
    for row in 0..rows.close_time.len() {
        let Some(one) = rows.get(row) else {
            break;
        };
        let Some(found) = one.close_time else {
            continue;
        };
        let close = timeframe.close_of(Ts(one.time)).0;
        // First moment after, or the last second or millisecond inside.
        if found == close || (1..=1_000).contains(&(close - found)) {
            continue;
        }
        let detail = || (column.to_owned(), moment(found), same(moment(close - 1)));
        let is_short = row == last && row > 0 && one.time < found && found < close;
        match is_short {
            true => {
                is_partial = log.mend_or_note(
                    Repair::DropPartialLast,
                    DefectKind::LastBarPartial,
                    one.line,
                    detail,
                )
            }
            false => log.note(DefectKind::CloseTimeWrong, one.line, detail),
        }
    }
    if is_partial {
        let mut dropped = vec![false; rows.len()];
        mark(&mut dropped, last, true);
        rows.drop_marked(&dropped);
    }
}

/// Bars that open after now, and the one that isn't over.
pub fn now(rows: &mut Rows, timeframe: Timeframe, now: Ts, plan: &Plan, log: &mut Log) {
    let column = plan.column(Role::Time);
    // Rows are in order, so only the end needs a look.
    let first = rows
        .time
        .partition_point(|time| timeframe.close_of(Ts(*time)) <= now);
    let mut dropped = vec![false; rows.len()];
    for row in first..rows.len() {
        let (Some(&time), Some(&line)) = (rows.time.get(row), rows.line.get(row)) else {
            break;
        };
        let before_now = Words::new(format!("a time before {now}"), format!("{now} 전의 시각"));
        let over = moment(timeframe.close_of(Ts(time)).0);
        let mended = match time > now.0 {
            true => log.mend_or_note(Repair::DropFuture, DefectKind::TimeInFuture, line, || {
                (column.to_owned(), moment(time), before_now)
            }),
            false => log.mend_or_note(
                Repair::DropUnfinished,
                DefectKind::BarUnfinished,
                line,
                || {
                    let right = Words::new(
                        format!("the bar after {over}, when it is over"),
                        format!("{over} 뒤, 끝난 봉"),
                    );
                    (column.to_owned(), moment(time), right)
                },
            ),
        };
        mark(&mut dropped, row, mended);
    }
    rows.drop_marked(&dropped);
}

fn mark(marks: &mut [bool], row: usize, value: bool) {
    if let Some(mark) = marks.get_mut(row) {
        *mark = value;
    }
}
