//! Takes down what is found and what is done, and knows which repairs were asked for.

use crate::defect::{Defect, DefectKind, Findings, Words};
use crate::import::Mended;
use crate::limits::ROWS_SHOWN;
use crate::options::Place;
use crate::repair::Repair;

/// What is found and done.
#[derive(Debug)]
pub struct Log {
    /// What is found and stays.
    pub findings: Findings,
    mended: Vec<Mended>,
    asked: Vec<Repair>,
}

/// Column, value and what would be right.
pub type Detail = (String, String, Words);

impl Log {
    /// An empty one for some repairs.
    pub fn new(repairs: &[Repair], rows: usize) -> Log {
        Log {
            findings: Findings {
                rows: u32::try_from(rows).unwrap_or(u32::MAX),
                kinds: Vec::new(),
            },
            mended: Vec::new(),
            asked: repairs.to_vec(),
        }
    }

    /// Was the repair asked for?
    #[inline]
    pub fn asks(&self, repair: Repair) -> bool {
        self.asked.contains(&repair)
    }

    /// The zone that was asked for.
    pub fn zone(&self) -> Option<Place> {
        self.asked.iter().find_map(|repair| match repair {
            Repair::TakeZone(place) => Some(*place),
            _ => None,
        })
    }

    /// Takes down a defect; its words are made only when they will be shown.
    pub fn note(&mut self, kind: DefectKind, row: u32, detail: impl FnOnce() -> Detail) {
        let shown = self.findings.count(kind) < ROWS_SHOWN as u32;
        if !shown {
            self.findings.count_one(kind);
            return;
        }
        let (column, value, right) = detail();
        self.findings.add(Defect {
            kind,
            row,
            column,
            value,
            right,
        });
    }

    /// Takes down that a repair touched a row.
    pub fn mend(&mut self, repair: Repair, row: u32) {
        let place = self
            .mended
            .iter()
            .position(|mended| mended.repair == repair);
        let place = place.unwrap_or_else(|| {
            self.mended.push(Mended {
                repair,
                count: 0,
                rows: Vec::new(),
            });
            self.mended.len() - 1
        });
        if let Some(mended) = self.mended.get_mut(place) {
            mended.count = mended.count.saturating_add(1);
            if mended.rows.len() < ROWS_SHOWN {
                mended.rows.push(row);
            }
        }
    }

    /// Mends when the repair was asked for, else takes down the defect; tells whether it mended.
    pub fn mend_or_note(
        &mut self,
        repair: Repair,
        kind: DefectKind,
        row: u32,
        detail: impl FnOnce() -> Detail,
    ) -> bool {
        if self.asks(repair) {
            self.mend(repair, row);
            return true;
        }
        self.note(kind, row, detail);
        false
    }

    /// What was found and what was done, in the order repairs are applied.
    pub fn done(mut self) -> (Findings, Vec<Mended>) {
        let place = |mended: &Mended| {
            let ids = Repair::ALL.map(Repair::id);
            ids.iter().position(|id| *id == mended.repair.id())
        };
        self.mended.sort_by_key(place);
        for found in &mut self.findings.kinds {
            found.first.sort_by_key(|defect| defect.row);
        }
        (self.findings, self.mended)
    }
}
