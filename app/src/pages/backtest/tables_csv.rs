//! The monthly returns and the drawdowns as files: unrounded, times in UTC.

use super::curve_panel::file_name;
use crate::components::download;
use crate::csv::{Cell, Csv};
use crate::state::{data, use_lab};
use crate::tables::Tables;
use leptos::prelude::*;

/// A row for each year, a column for each month.
pub(super) fn save_months() {
    let header = [
        "year", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "total",
        "data",
    ];
    save("months.csv", &header, |csv, tables| {
        for year in &tables.years {
            let months = year
                .months
                .map(|growth| growth.map_or(Cell::Text(""), Cell::Number));
            let name = [Cell::Number(year.year as f64)];
            let end = [Cell::Number(year.total), Cell::Text(data())];
            csv.row(name.into_iter().chain(months).chain(end));
        }
    });
}

/// A row for each fall, deepest first.
pub(super) fn save_drawdowns() {
    let header = [
        "drawdown",
        "peak_utc",
        "valley_utc",
        "recovery_utc",
        "days",
        "data",
    ];
    save("drawdowns.csv", &header, |csv, tables| {
        for fall in &tables.drawdowns {
            let recovery = fall.recovery.map_or(String::new(), |at| at.to_string());
            csv.row([
                Cell::Number(fall.depth),
                Cell::Text(&fall.peak.to_string()),
                Cell::Text(&fall.valley.to_string()),
                Cell::Text(&recovery),
                Cell::Number(fall.days()),
                Cell::Text(data()),
            ]);
        }
    });
}

fn save(what: &str, header: &[&str], rows: fn(&mut Csv, &Tables)) {
    let Some(name) = file_name(what) else {
        return;
    };
    let mut csv = Csv::new(header);
    use_lab().answer.with_untracked(|answer| {
        if let Some(answer) = answer {
            rows(&mut csv, &answer.tables);
        }
    });
    // The browser says so itself when it refuses a download.
    let _ = download::save_text(&name, "text/csv;charset=utf-8", &csv.finish());
}
