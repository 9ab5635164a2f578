//! How good a finished series is: what is missing, what stands still and what jumps.

use crate::defect::{Defect, DefectKind, Findings, Words};
use crate::judge::{outliers, runs};
use crate::options::Role;
use domain::{Bars, Calendar, Span, Ts};
use serde::{Deserialize, Serialize};

/// The figures of a series that a list shows, and where they come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// How many bars.
    pub bars: u64,
    /// From the first open to the last close; `None` when there is none.
    pub span: Option<Span>,
    /// Holes that are no closure of an exchange.
    pub gaps: u32,
    /// Bars that should be in them.
    pub missing: u64,
    /// Bars missing in the longest.
    pub longest_gap: u64,
    /// Stretches of one single price.
    pub flat_runs: u32,
    /// Bars without volume.
    pub zero_volume: u64,
    /// Bars that a gap repair made up.
    pub made_up: u64,
    /// Spikes, jumps, wicks, slips of the unit and what looks like a split.
    pub outliers: u32,
    /// Each of them: the row is the bar's, counted from 1, and the value begins with its time.
    pub findings: Findings,
}

/// Judges a series of a market that is open so.
pub fn quality(bars: &Bars, calendar: Calendar) -> Quality {
    let mut notes = Notes {
        bars,
        findings: Findings {
            rows: u32::try_from(bars.len()).unwrap_or(u32::MAX),
            bars: u32::try_from(bars.len()).unwrap_or(u32::MAX),
            timeframe: Some(bars.timeframe()),
            calendar: Some(calendar),
            span: bars.span(),
            kinds: Vec::new(),
        },
    };
    let timeframe = bars.timeframe();
    let holes = runs::holes(bars.open_time(), timeframe, calendar);
    for hole in &holes {
        let right = hole.right();
        notes.add(DefectKind::Gap, hole.row, Role::Time, String::new(), right);
    }
    for (first, last, count) in runs::clusters(&holes, timeframe) {
        let right = Words::new(
            format!("{count} gaps less, up to {}", last.end),
            format!("{}까지 빈 구간 {count}개 없음", last.end),
        );
        notes.add(
            DefectKind::GapRun,
            first.row,
            Role::Time,
            String::new(),
            right,
        );
    }
    let flats = runs::flats([bars.open(), bars.high(), bars.low(), bars.close()]);
    for (row, length) in &flats {
        let price = bars.close().get(*row).copied().unwrap_or_default();
        let right = Words::new("prices that move", "움직이는 가격");
        notes.add(
            DefectKind::FlatRun,
            *row,
            Role::Close,
            format!("{price} ({length} bars)"),
            right,
        );
    }
    for (row, length) in runs::idle(bars.volume()) {
        let right = Words::new("volume above 0", "0보다 큰 거래량");
        notes.add(
            DefectKind::ZeroVolumeRun,
            row,
            Role::Volume,
            format!("0 ({length} bars)"),
            right,
        );
    }
    let outliers = outliers::outliers(bars.open(), bars.high(), bars.low(), bars.close());
    for outlier in &outliers {
        let right = Words::new(
            format!("a price near {}", outlier.beside),
            format!("{}에 가까운 가격", outlier.beside),
        );
        notes.add(
            outlier.kind,
            outlier.row,
            outlier.role,
            outlier.price.to_string(),
            right,
        );
    }
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Quality {
        bars: bars.len() as u64,
        span: bars.span(),
        gaps: count(holes.len()),
        missing: holes.iter().map(|hole| hole.missing).sum(),
        longest_gap: holes.iter().map(|hole| hole.missing).max().unwrap_or(0),
        flat_runs: count(flats.len()),
        zero_volume: bars
            .volume()
            .iter()
            .filter(|volume| **volume == 0.0)
            .count() as u64,
        made_up: bars.made_up().iter().filter(|made_up| **made_up).count() as u64,
        outliers: count(outliers.len()),
        findings: notes.findings,
    }
}

struct Notes<'a> {
    bars: &'a Bars,
    findings: Findings,
}

impl Notes<'_> {
    fn add(&mut self, kind: DefectKind, row: usize, role: Role, value: String, right: Words) {
        let time = self
            .bars
            .open_time()
            .get(row)
            .map_or(String::new(), |time| Ts(*time).to_string());
        self.findings.add(Defect {
            kind,
            row: u32::try_from(row + 1).unwrap_or(u32::MAX),
            column: role.id().to_owned(),
            value: format!("{time} {value}").trim_end().to_owned(),
            right,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Bar, Timeframe};

    #[test]
    fn counts_what_is_missing_still_and_far() {
        let minute = 60_000;
        let bar = |minute_of: i64, price: f64, volume: f64| Bar {
            open_time: Ts(minute_of * minute),
            open: price,
            high: price + 1.0,
            low: price - 1.0,
            close: price,
            volume,
            made_up: false,
        };
        // Sixty bars around 100; 20 and 21 are missing, 40 to 42 have no volume, 50 is ten times as high.
        let rows = (0..60).filter(|row| ![20, 21].contains(row)).map(|row| {
            let price = 100.0 + (row % 3) as f64 * 0.1;
            let volume = if (40..43).contains(&row) { 0.0 } else { 1.0 };
            bar(row, if row == 50 { price * 10.0 } else { price }, volume)
        });
        let bars = Bars::from_bars(Timeframe::Minute1, rows).unwrap();
        let quality = quality(&bars, Calendar::AlwaysOpen);
        assert_eq!(
            (
                quality.bars,
                quality.gaps,
                quality.missing,
                quality.longest_gap
            ),
            (58, 1, 2, 2)
        );
        assert_eq!(
            (quality.zero_volume, quality.flat_runs, quality.outliers),
            (3, 0, 1)
        );
        let slip = &quality.findings.of(DefectKind::UnitSlip).unwrap().first[0];
        // Bar 50 of the clock is the 49th of the series.
        assert_eq!(
            (slip.row, slip.value.as_str()),
            (49, "1970-01-01T00:50:00Z 1002")
        );
        let none = super::quality(&Bars::new(Timeframe::Day1), Calendar::AlwaysOpen);
        assert_eq!((none.bars, none.span, none.gaps), (0, None, 0));
    }
}
