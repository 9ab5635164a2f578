//! Everything found in a file: how often each kind, and where first.

use super::{Defect, DefectKind, Severity};
use crate::limits::ROWS_SHOWN;
use crate::repair::Repair;
use domain::{Calendar, Span, Timeframe};
use serde::{Deserialize, Serialize};

/// Everything found in a file, by kind in the order of [`DefectKind::ALL`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Rows with data that were looked at.
    pub rows: u32,
    /// Rows that are bars, or are once what stops is mended.
    pub bars: u32,
    /// Length of a bar, when the rows or a choice tell.
    pub timeframe: Option<Timeframe>,
    /// The hours by which gaps were told: as chosen, as the venue's or the file's own, or as the times tell; `None` where nobody knows
    /// how long a bar is.
    pub calendar: Option<Calendar>,
    /// From the first open to the last close; to the last open where nobody knows how long a bar is.
    pub span: Option<Span>,
    /// One entry a kind that occurs.
    pub kinds: Vec<Found>,
}

/// One kind of defect in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Which kind.
    pub kind: DefectKind,
    /// How often.
    pub count: u32,
    /// The first hundred in the order of the file.
    pub first: Vec<Defect>,
}

impl Found {
    /// The kind with its first place, what is there and what would be right.
    pub fn sentence(&self) -> String {
        let name = self.kind.name().en;
        let Some(first) = self.first.first() else {
            return format!("{name} ({} times)", self.count);
        };
        let row = match first.row {
            0 => String::new(),
            row => format!(" in row {row}"),
        };
        let column = match first.column.as_str() {
            "" => String::new(),
            column => format!(", {column}"),
        };
        let value = match first.value.as_str() {
            "" => String::new(),
            value => format!(" {value:?}"),
        };
        let times = match self.count {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        format!(
            "{name}{row}{column}{value}{times}: expected {}",
            first.right.en
        )
    }
}

impl Findings {
    /// One kind, when it occurs.
    pub fn of(&self, kind: DefectKind) -> Option<&Found> {
        self.kinds.iter().find(|found| found.kind == kind)
    }

    /// How often a kind occurs.
    pub fn count(&self, kind: DefectKind) -> u32 {
        self.of(kind).map_or(0, |found| found.count)
    }

    /// The kinds that keep the rows from being bars.
    pub fn stops(&self) -> impl Iterator<Item = &Found> {
        self.kinds
            .iter()
            .filter(|found| found.kind.severity() == Severity::Stops)
    }

    /// May the rows become bars as they are?
    pub fn fit(&self) -> bool {
        self.stops().next().is_none()
    }

    /// Every repair that mends something found, in the order they are applied.
    pub fn repairs(&self) -> Vec<Repair> {
        let offered = |repair: &Repair| {
            let mut kinds = self.kinds.iter();
            kinds.any(|found| found.kind.repairs().contains(repair))
        };
        Repair::ALL.into_iter().filter(offered).collect()
    }

    /// The first repair of each kind that stops: what a form may tick beforehand, for the person to agree to.
    pub fn suggested(&self) -> Vec<Repair> {
        let first: Vec<Repair> = self
            .stops()
            .filter_map(|found| found.kind.repairs().first().copied())
            .collect();
        Repair::ALL
            .into_iter()
            .filter(|repair| first.contains(repair))
            .collect()
    }

    /// What stops, in one sentence with the first place of each kind.
    pub fn sentence(&self) -> String {
        let parts: Vec<String> = self.stops().map(Found::sentence).collect();
        match parts.is_empty() {
            true => "nothing keeps these rows from being bars".to_owned(),
            false => parts.join("; "),
        }
    }

    pub(crate) fn add(&mut self, defect: Defect) {
        if let Some(found) = self.entry(defect.kind) {
            found.count = found.count.saturating_add(1);
            if found.first.len() < ROWS_SHOWN {
                found.first.push(defect);
            }
        }
    }

    pub(crate) fn count_one(&mut self, kind: DefectKind) {
        if let Some(found) = self.entry(kind) {
            found.count = found.count.saturating_add(1);
        }
    }

    fn entry(&mut self, kind: DefectKind) -> Option<&mut Found> {
        let place = match self.kinds.binary_search_by_key(&kind, |found| found.kind) {
            Ok(place) => place,
            Err(place) => {
                let found = Found {
                    kind,
                    count: 0,
                    first: Vec::new(),
                };
                self.kinds.insert(place, found);
                place
            }
        };
        self.kinds.get_mut(place)
    }
}
