//! The list of a library: a table that fits 100 columns, or JSON with everything a row knows.

use crate::folder::Folder;
use crate::table::align;
use std::fmt::Write as _;
use store::{Library, Opened, SeriesEntry};

/// Every series, after what opening found wrong.
pub fn listing(library: &Library<Folder>, opened: &Opened, json: bool) -> String {
    if json {
        let files = |id| {
            let files = library.segments(id).iter();
            files.map(|one| one.file.clone()).collect::<Vec<_>>()
        };
        let row =
            |entry: &SeriesEntry| serde_json::json!({ "about": entry, "files": files(entry.id) });
        let series: Vec<_> = library.series().map(row).collect();
        let value = serde_json::json!({
            "generation": library.generation(),
            "series": series,
            "damaged": opened.damaged,
            "rebuilt": opened.rebuilt,
        });
        return value.to_string() + "\n";
    }
    let mut text = damage(opened);
    let mut rows = vec![
        [
            "series", "first", "until", "bars", "missing", "size", "updated",
        ]
        .map(str::to_owned)
        .to_vec(),
    ];
    rows.extend(library.series().map(row));
    if rows.len() == 1 {
        text += "The library is empty: fetch something with --venue, --symbols and --interval.\n";
    } else {
        text += &align(&rows);
    }
    text
}

/// What a list lacks that was made again.
const REBUILT: &str = "\
The list of series was lost and made again from the files, which don't hold all of it. Gone are gap
policies, notes, counts of duplicates, and where bars came from. The market hours of series from
files are as their bars tell again: --calendar says others. What was deleted lately may be back.
";

/// What opening found, a line each; nothing when all is well.
pub fn damage(opened: &Opened) -> String {
    let mut text = String::new();
    if opened.rebuilt {
        text += REBUILT;
    }
    for one in &opened.damaged {
        let _ = writeln!(text, "damaged: {}: {}", one.file, one.why);
    }
    text
}

fn row(entry: &SeriesEntry) -> Vec<String> {
    let minute = |at: domain::Ts| {
        at.to_string()
            .chars()
            .take(16)
            .collect::<String>()
            .replace('T', " ")
    };
    vec![
        entry.id.to_string(),
        minute(entry.span.start),
        minute(entry.span.end),
        entry.bars.to_string(),
        entry.coverage.missing.to_string(),
        size(entry.bytes),
        minute(entry.updated),
    ]
}

/// Bytes in the unit that leaves up to four digits.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} B"),
        10_000..10_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_was_made_again_says_what_it_lacks() {
        let opened = Opened {
            rebuilt: true,
            ..Opened::default()
        };
        let said = damage(&opened);
        for lost in ["gap\npolicies", "market hours", "--calendar", "deleted"] {
            assert!(said.contains(lost), "{lost} is not in: {said}");
        }
        assert!(said.lines().all(|line| line.len() <= 100), "{said}");
        assert_eq!(damage(&Opened::default()), "");
    }
}
