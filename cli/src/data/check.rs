//! `backcast data check`: everything noteworthy about a file, by kind, with the rows it stands in and what would mend it.

use super::error::Error;
use super::how::{time_name, zone_name};
use super::library;
use super::reading::{Reading, ids};
use crate::table::wrap;
use intake::{Found, Import, Preview, Severity, Unfit};
use std::fmt::Write as _;
use std::path::Path;

/// Rows shown of each kind unless more are asked for.
const SHOWN: usize = 3;

/// What to check.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    reading: Reading,
    /// How many rows to show of each kind, 100 at most.
    #[arg(long, value_name = "COUNT", default_value_t = SHOWN)]
    rows: usize,
    /// Print everything as JSON.
    #[arg(long)]
    json: bool,
}

/// Checks and prints; what keeps the rows from being bars is an error.
pub fn check(arguments: &Arguments) -> Result<String, Error> {
    let reading = &arguments.reading;
    let place = Path::new(&reading.file);
    if place.is_dir() {
        return library::verify(place, None);
    }
    if let Some((folder, id)) = library::named(&reading.file) {
        return library::verify(&folder, Some(id));
    }
    let (draft, taken, found) = reading.draft()?;
    let repairs = reading.repairs(&found)?;
    let made = intake::bars(&draft, &taken, &repairs, crate::fetch::now());
    let fit = made.is_ok();
    let text = match arguments.json {
        true => json(draft.preview(), &found, &made),
        false => page(draft.preview(), &found, &made, arguments.rows),
    };
    match fit {
        true => Ok(text),
        false => Err(Error::Found(text)),
    }
}

fn json(preview: &Preview, found: &intake::Findings, made: &Result<Import, Unfit>) -> String {
    let (fit, bars, mended) = match made {
        Ok(import) => (true, import.bars.len(), &import.mended),
        Err(unfit) => (false, 0, &unfit.mended),
    };
    let value = serde_json::json!({
        "file": preview,
        "findings": found,
        "fit": fit,
        "bars": bars,
        "mended": mended,
        "suggested": found.suggested().iter().map(|repair| repair.id()).collect::<Vec<_>>(),
    });
    value.to_string() + "\n"
}

fn page(
    preview: &Preview,
    found: &intake::Findings,
    made: &Result<Import, Unfit>,
    shown: usize,
) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "file      {}", wrap(&preview.name, 10));
    let _ = writeln!(text, "read as   {}", wrap(&read_as(preview, found), 10));
    let columns: Vec<String> = preview
        .columns
        .iter()
        .map(|column| match column.name == column.role.id() {
            true => column.name.clone(),
            false => format!("{} ({})", column.name, column.role.id()),
        })
        .collect();
    let _ = writeln!(text, "columns   {}", wrap(&columns.join(", "), 10));
    let _ = writeln!(text, "rows      {}\n", preview.rows);
    if found.kinds.is_empty() {
        text += "Nothing is wrong with it.\n";
    }
    for severity in [Severity::Stops, Severity::Warns] {
        let kinds: Vec<&Found> = found
            .kinds
            .iter()
            .filter(|kind| kind.kind.severity() == severity)
            .collect();
        if kinds.is_empty() {
            continue;
        }
        text += match severity {
            Severity::Stops => "Must be mended before these rows are bars:\n",
            Severity::Warns => "Worth knowing:\n",
        };
        for kind in kinds {
            text += &one_kind(kind, shown);
        }
        text.push('\n');
    }
    text += &outcome(found, made);
    text
}

fn read_as(preview: &Preview, found: &intake::Findings) -> String {
    let taken = &preview.taken;
    let mut parts = vec![format!("{:?}", preview.format).to_uppercase()];
    parts.extend(taken.encoding.map(|encoding| encoding.name().to_owned()));
    parts.extend(
        taken
            .time
            .map(|time| format!("times as {}", time_name(time))),
    );
    parts.extend(taken.zone.map(zone_name));
    parts.extend(found.timeframe.map(|frame| format!("{frame} bars")));
    parts.extend(taken.venue.map(|venue| venue.id().to_owned()));
    parts.extend(taken.symbol.map(|symbol| symbol.to_string()));
    parts.extend(
        found
            .calendar
            .map(|calendar| format!("open {}", calendar.id())),
    );
    parts.join(", ")
}

fn one_kind(found: &Found, shown: usize) -> String {
    let kind = found.kind;
    let mut text = format!(
        "  {} ({}): {}\n",
        kind.name().en,
        found.count,
        wrap(kind.about().en, 4)
    );
    for defect in found.first.iter().take(shown) {
        let row = match defect.row {
            0 => "the file".to_owned(),
            row => format!("row {row}"),
        };
        let parts = [row.as_str(), &defect.column, &defect.value];
        let place = parts
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let said = format!("{place}: expected {}", defect.right.en);
        let _ = writeln!(text, "    {}", wrap(&said, 6));
    }
    if found.count as usize > shown && shown > 0 {
        let _ = writeln!(
            text,
            "    and {} more",
            found.count as usize - shown.min(found.first.len())
        );
    }
    if !kind.repairs().is_empty() {
        let _ = writeln!(
            text,
            "    mended by {}",
            ids(kind.repairs()).replace(',', " or ")
        );
    }
    text
}

fn outcome(found: &intake::Findings, made: &Result<Import, Unfit>) -> String {
    let mended = match made {
        Ok(import) => &import.mended,
        Err(unfit) => &unfit.mended,
    };
    let mut text = String::new();
    for one in mended {
        let _ = writeln!(text, "{}: {} rows", one.repair.about().en, one.count);
    }
    match made {
        Ok(import) => {
            let bars = &import.bars;
            let span = bars
                .span()
                .map(|span| format!(" from {} until {}", span.start, span.end));
            let _ = writeln!(
                text,
                "{} {} bars{}",
                bars.len(),
                bars.timeframe(),
                span.unwrap_or_default()
            );
        }
        Err(unfit) => {
            let said = format!("No bars yet: {}", unfit.findings.sentence());
            let _ = writeln!(text, "{}", wrap(&said, 0));
            let suggested = found.suggested();
            if !suggested.is_empty() {
                let _ = writeln!(text, "Try --repair {}", ids(&suggested));
            }
        }
    }
    text
}
