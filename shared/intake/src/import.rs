//! From a draft to bars: the rows are judged, the repairs asked for are made, and what stays wrong is said.

use crate::defect::{Defect, DefectKind, Findings, Words};
use crate::draft::Draft;
use crate::guess::Plan;
use crate::judge::judge;
use crate::options::{Options, Role};
use crate::repair::Repair;
use crate::table::said;
use domain::{Bars, Calendar, Symbol, Ts, Venue};
use serde::{Deserialize, Serialize};
use store::quality::calendar_of;

/// Bars of a file, and everything that was noticed and done on the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// Where they were made; `Venue::File` when nobody said.
    pub venue: Venue,
    /// Of which market; `None` when neither file nor person says.
    pub symbol: Option<Symbol>,
    /// The bars.
    pub bars: Bars,
    /// When the market is open: as chosen, as its venue is, as the file says, or as the times tell.
    pub calendar: Calendar,
    /// Do only the times tell that?
    pub calendar_guessed: bool,
    /// What is noteworthy about them; nothing that stops.
    pub findings: Findings,
    /// What the repairs did.
    pub mended: Vec<Mended>,
}

/// What one repair did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mended {
    /// Which.
    pub repair: Repair,
    /// How many rows it touched.
    pub count: u32,
    /// The first of them.
    pub rows: Vec<u32>,
}

/// Why a draft is not bars yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", .findings.sentence())]
pub struct Unfit {
    /// All that was found with the repairs made, what stops included.
    pub findings: Findings,
    /// What the repairs did.
    pub mended: Vec<Mended>,
}

/// Everything noteworthy about a draft under these options, before any repair; `now` tells which bars are over.
pub fn inspect(draft: &Draft, options: &Options, now: Ts) -> Findings {
    judge(draft.table(), &draft.plan(options), &[], now)
        .log
        .done()
        .0
}

/// The bars of a draft under these options with these repairs made; the order of the list doesn't matter.
pub fn bars(
    draft: &Draft,
    options: &Options,
    repairs: &[Repair],
    now: Ts,
) -> Result<Import, Unfit> {
    let plan = draft.plan(options);
    let judged = judge(draft.table(), &plan, repairs, now);
    let (mut findings, mended) = judged.log.done();
    let Some(timeframe) = judged.timeframe.filter(|_| findings.fit()) else {
        return Err(Unfit { findings, mended });
    };
    match Bars::from_bars(timeframe, judged.rows.bars()) {
        Ok(bars) => Ok(Import {
            calendar: plan
                .calendar
                .unwrap_or_else(|| calendar_of(bars.open_time(), timeframe)),
            calendar_guessed: plan.calendar.is_none(),
            venue: plan.venue.unwrap_or(Venue::File),
            symbol: plan.symbol.or_else(|| column_symbol(draft, &plan)),
            bars,
            findings,
            mended,
        }),
        // What a series refuses has been judged before; should they ever differ, the series is right.
        Err(error) => {
            findings.add(Defect {
                kind: DefectKind::NotANumber,
                row: 0,
                column: String::new(),
                value: error.to_string(),
                right: Words::default(),
            });
            Err(Unfit { findings, mended })
        }
    }
}

/// The market a column names in every row, as it is written there.
fn column_symbol(draft: &Draft, plan: &Plan) -> Option<Symbol> {
    let place = plan.place(Role::Symbol)?;
    let text = said(draft.table().cell(0, place), 40);
    Symbol::parse(&text.to_uppercase().replace('/', "-")).ok()
}
