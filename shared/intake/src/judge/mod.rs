//! Judges the rows of a table and makes the repairs that were asked for: cells, then bars, then time, then the series.

mod bars;
mod cells;
mod file;
mod grid;
mod lengths;
mod log;
mod market;
mod order;
pub mod outliers;
mod rows;
pub mod runs;
pub mod said;
mod slow;
mod values;
mod when;

pub use log::Log;
pub use rows::Rows;

use crate::guess::Plan;
use crate::repair::Repair;
use crate::table::Table;
use domain::{Span, Timeframe, Ts};

/// What became of a table.
#[derive(Debug)]
pub struct Judged {
    /// The rows that can be bars, in order of time.
    pub rows: Rows,
    /// Length of a bar; `None` when nothing tells.
    pub timeframe: Option<Timeframe>,
    /// What was found and done.
    pub log: Log,
}

/// Judges all rows.
pub fn judge(table: &Table, plan: &Plan, repairs: &[Repair], now: Ts) -> Judged {
    let mut log = Log::new(repairs, table.len());
    let mut plan = plan.clone();
    if let Some(place) = log.zone() {
        plan.zone = Some(place);
    }
    file::judge(table, &plan, &mut log);
    let mut rows = cells::read(table, &plan, &mut log);
    order::sort(&mut rows, &plan, &mut log);
    let timeframe = lengths::timeframe(&rows, &plan, &mut log);
    if let Some(timeframe) = timeframe {
        lengths::others(&mut rows, timeframe, &plan, &mut log);
        grid::judge(&mut rows, timeframe, &plan, &mut log);
        grid::now(&mut rows, timeframe, now, &plan, &mut log);
        order::duplicates(&mut rows, &plan, &mut log);
        runs::of_rows(&rows, timeframe, &plan, &mut log);
        outliers::of_rows(&rows, &plan, &mut log);
    } else {
        order::duplicates(&mut rows, &plan, &mut log);
    }
    log.findings.bars = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    log.findings.timeframe = timeframe;
    log.findings.span = span(&rows, timeframe);
    Judged {
        rows,
        timeframe,
        log,
    }
}

fn span(rows: &Rows, timeframe: Option<Timeframe>) -> Option<Span> {
    let (first, last) = (rows.time.first()?, rows.time.last()?);
    let start = Ts(*first);
    let end = timeframe.map_or(Ts(*last), |timeframe| timeframe.close_of(Ts(*last)));
    Some(Span { start, end })
}
