//! How long a bar is, by how far apart most rows are; and rows that are bars of another length.

use super::log::Log;
use super::rows::Rows;
use super::said::{length, moment, same};
use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::options::Role;
use crate::repair::Repair;
use domain::time::DAY_MS;
use domain::{Timeframe, Ts};
use std::collections::BTreeMap;

/// Shorter steps in a row that make rows bars of another length, and longer ones: a market that trades little leaves holes of one
/// size now and then.
const SHORT_RUN: usize = 3;
const LONG_RUN: usize = 24;

/// The length that was chosen, or that the rows show, or that the name of the file tells.
pub fn timeframe(rows: &Rows, plan: &Plan, log: &mut Log) -> Option<Timeframe> {
    if rows.len() == 0 {
        return plan.timeframe;
    }
    let steps = steps(rows);
    let closest = steps.keys().next().copied();
    let note = |log: &mut Log, value: String, right: Words| {
        let column = plan.column(Role::Time).to_owned();
        log.note(DefectKind::LengthUnknown, 0, || (column, value, right));
    };
    if let Some(chosen) = plan.timeframe {
        // A file with holes may have few rows that lie close, but where none do the bars are longer than somebody said.
        if let Some(closest) = closest.filter(|closest| *closest >= 2 * chosen.millis()) {
            let right = Words::new(
                format!("two rows {chosen} apart somewhere"),
                format!("어딘가에서 {chosen} 간격인 두 행"),
            );
            note(log, length(closest), right);
        }
        return Some(chosen);
    }
    let most = steps
        .iter()
        .max_by_key(|(step, count)| (**count, std::cmp::Reverse(**step)));
    let named = plan.named_timeframe;
    let found = match most {
        None => named,
        // Rows that are no length apart tell nothing; a name is believed then when some of them bear it out.
        Some((step, _)) => {
            of_step(*step).or_else(|| named.filter(|named| closest == Some(month(named.millis()))))
        }
    };
    if let (Some(found), Some(named)) = (found, named.filter(|named| found != Some(*named))) {
        let column = plan.column(Role::Time).to_owned();
        log.note(DefectKind::LengthNamedOtherwise, 0, || {
            (column, named.as_str().to_owned(), same(found.as_str()))
        });
    }
    if found.is_none() {
        let all = Timeframe::ALL.map(Timeframe::as_str).join(", ");
        let right = Words::new(
            format!("rows that are one of {all} apart"),
            format!("{all} 중 한 간격의 행"),
        );
        note(
            log,
            most.map_or_else(String::new, |(step, _)| length(*step)),
            right,
        );
    }
    found
}

/// Every distance from one row to the next, and how often it occurs; months count as one.
fn steps(rows: &Rows) -> BTreeMap<i64, usize> {
    let mut steps = BTreeMap::new();
    // Most steps are the same: looking at the last one first spares the map.
    let (mut last, mut run) = (0, 0);
    for (before, after) in rows.time.iter().zip(rows.time.iter().skip(1)) {
        let step = after - before;
        if step == last {
            run += 1;
            continue;
        }
        if last > 0 {
            *steps.entry(month(last)).or_default() += run;
        }
        (last, run) = (step, 1);
    }
    if last > 0 {
        *steps.entry(month(last)).or_default() += run;
    }
    steps
}

fn month(step: i64) -> i64 {
    match (28 * DAY_MS..=31 * DAY_MS).contains(&step) {
        true => Timeframe::Month1.millis(),
        false => step,
    }
}

fn of_step(step: i64) -> Option<Timeframe> {
    Timeframe::ALL
        .into_iter()
        .find(|frame| frame.millis() == step)
}

/// Rows of another length: runs of equal steps that are a known length, but not this one.
pub fn others(rows: &mut Rows, timeframe: Timeframe, plan: &Plan, log: &mut Log) {
    let mut other: Vec<Option<Timeframe>> = vec![None; rows.len()];
    let times = &rows.time;
    let mut from = 0;
    while from + 1 < times.len() {
        let step = |row: usize| Some(month(times.get(row + 1)? - times.get(row)?));
        let Some(first) = step(from) else {
            break;
        };
        let mut to = from + 1;
        while step(to) == Some(first) {
            to += 1;
        }
        let frame = of_step(first).filter(|frame| *frame != timeframe);
        let is_short = first < timeframe.millis();
        let enough = if is_short { SHORT_RUN } else { LONG_RUN };
        // A weekly step among daily bars is a week with one bar, not a weekly bar.
        if let Some(frame) = frame.filter(|_| to - from >= enough) {
            // The last row of the run may already be of the right length.
            for row in from..to {
                if let Some(mark) = other.get_mut(row) {
                    *mark = Some(frame);
                }
            }
            let is_last = to + 1 == times.len();
            let off = times
                .get(to)
                .is_some_and(|time| timeframe.open_of(Ts(*time)).0 != *time);
            if let Some(mark) = other.get_mut(to).filter(|_| is_last && is_short || off) {
                *mark = Some(frame);
            }
        }
        from = to;
    }
    let mut dropped = vec![false; rows.len()];
    for (row, frame) in other.iter().enumerate() {
        let (Some(frame), Some(line), Some(time)) = (frame, rows.line.get(row), rows.time.get(row))
        else {
            continue;
        };
        let detail = || {
            (
                plan.column(Role::Time).to_owned(),
                format!("{} ({frame})", moment(*time)),
                same(timeframe.as_str()),
            )
        };
        let mended = log.mend_or_note(
            Repair::DropOtherLengths,
            DefectKind::LengthsMixed,
            *line,
            detail,
        );
        if let Some(mark) = dropped.get_mut(row) {
            *mark = mended;
        }
    }
    rows.drop_marked(&dropped);
    if dropped.is_empty() {
        return;
    }
    // What was judged here isn't judged again as standing off the grid.
    if !log.asks(Repair::DropOtherLengths) {
        let marked: Vec<bool> = other.iter().map(Option::is_some).collect();
        rows.drop_marked(&marked);
    }
}
