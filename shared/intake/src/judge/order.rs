//! Rows in order of time, and bars that stand twice.

use super::log::Log;
use super::rows::Rows;
use super::said::{moment, same};
use crate::defect::{DefectKind, Words};
use crate::guess::Plan;
use crate::options::Role;
use crate::repair::Repair;

/// Puts rows in order. Without the repair that is only for looking on: the defect stays.
pub fn sort(rows: &mut Rows, plan: &Plan, log: &mut Log) {
    let times = &rows.time;
    let steps = || times.iter().zip(times.iter().skip(1));
    let back = steps().filter(|(before, after)| after < before).count();
    if back == 0 {
        return;
    }
    let column = plan.column(Role::Time);
    let is_newest_first = steps().all(|(before, after)| after <= before);
    if is_newest_first {
        let (line, first, last) = (rows.line.first(), rows.time.first(), rows.time.last());
        let (line, first, last) = (
            line.copied().unwrap_or(0),
            first.copied().unwrap_or(0),
            last.copied().unwrap_or(0),
        );
        let right = Words::new(
            format!("{} in the first row", moment(last)),
            format!("첫 행에 {}", moment(last)),
        );
        match log.asks(Repair::Sort) {
            true => rows
                .line
                .iter()
                .for_each(|line| log.mend(Repair::Sort, *line)),
            false => log.note(DefectKind::NewestFirst, line, || {
                (column.to_owned(), moment(first), right)
            }),
        }
    } else {
        for (row, (before, after)) in steps().enumerate() {
            if after < before {
                let line = rows.line.get(row + 1).copied().unwrap_or(0);
                let right = || {
                    Words::new(
                        format!("a time after {}", moment(*before)),
                        format!("{} 뒤의 시각", moment(*before)),
                    )
                };
                log.mend_or_note(Repair::Sort, DefectKind::OutOfOrder, line, || {
                    (column.to_owned(), moment(*after), right())
                });
            }
        }
    }
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // Of one time the one that stands first in the file comes first, also in a file that runs backwards.
    order.sort_by_key(|row| (rows.time.get(*row).copied(), rows.line.get(*row).copied()));
    rows.pick(&order);
}

/// Bars of one time: the same twice, or two that contradict each other.
pub fn duplicates(rows: &mut Rows, plan: &Plan, log: &mut Log) {
    let mut dropped = vec![false; rows.len()];
    let (keep_first, keep_last) = (log.asks(Repair::KeepFirst), log.asks(Repair::KeepLast));
    let mut kept = 0;
    for row in 1..rows.len() {
        let (Some(one), Some(other)) = (rows.get(kept), rows.get(row)) else {
            break;
        };
        if one.time != other.time {
            kept = row;
            continue;
        }
        let repair = if keep_last {
            Repair::KeepLast
        } else {
            Repair::KeepFirst
        };
        if keep_first || keep_last {
            let out = if keep_last {
                std::mem::replace(&mut kept, row)
            } else {
                row
            };
            if let (Some(mark), Some(line)) = (dropped.get_mut(out), rows.line.get(out)) {
                *mark = true;
                log.mend(repair, *line);
            }
            continue;
        }
        if rows.is_flawed(kept) || rows.is_flawed(row) {
            continue;
        }
        let is_same = one.prices == other.prices && one.volume == other.volume;
        let kind = match is_same {
            true => DefectKind::SameBarTwice,
            false => DefectKind::TwoBarsOneTime,
        };
        let right = match is_same {
            true => Words::new(
                format!("this bar once, as in row {}", one.line),
                format!("{}행의 봉 하나", one.line),
            ),
            false => same(format!("{}: {:?}, {}", one.line, one.prices, one.volume)),
        };
        let column = plan.column(Role::Time);
        log.note(kind, other.line, || {
            (column.to_owned(), moment(other.time), right)
        });
    }
    rows.drop_marked(&dropped);
}
