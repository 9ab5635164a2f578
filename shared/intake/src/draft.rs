//! A file as it was read: its table, untouched, and what a page shows of it.

use crate::format::Format;
use crate::guess::Plan;
use crate::guess::filename::Hints;
use crate::limits::CELL_SHOWN;
use crate::options::{Options, Role};
use crate::refusal::Refusal;
use crate::source::{self, Source};
use crate::table::Table;
use domain::Venue;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A file as it was read. It owns the table and stays in the worker that read it; [`Draft::preview`] goes to the page.
#[derive(Clone, Debug)]
pub struct Draft {
    file: String,
    raw: Arc<Vec<u8>>,
    table: Table,
    hints: Hints,
    preview: Preview,
}

/// What a page shows of a file, and what a person corrects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// Name of the file; of the one inside when it was packed.
    pub name: String,
    /// Kind of the file, inside when it was packed.
    pub format: Format,
    /// Bytes of the table.
    pub bytes: u64,
    /// Rows with data.
    pub rows: u32,
    /// What was chosen, and guessed where nothing was. `None`: the file doesn't tell.
    pub taken: Options,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The first rows as they stand in the file.
    pub head: Vec<PreviewRow>,
    /// The last rows.
    pub tail: Vec<PreviewRow>,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in the header; `column 1` and so on without one.
    pub name: String,
    /// What it is taken for.
    pub role: Role,
}

/// A row as it stands in the file; long cells are cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PreviewRow {
    /// Line of the file, as an editor counts; row of a Parquet table, from 1.
    pub row: u32,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Rows shown from the beginning and from the end.
const HEAD: usize = 20;
const TAIL: usize = 5;

impl Draft {
    /// Reads a file. The bytes are kept, so [`Draft::again`] can read them another way.
    pub fn read(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Draft, Refusal> {
        Draft::of(name, Arc::new(bytes), options)
    }

    /// Reads the same bytes with other options: another encoding, delimiter, header or file inside.
    pub fn again(self, options: &Options) -> Result<Draft, Refusal> {
        let Draft {
            file, raw, table, ..
        } = self;
        // The table of before goes first, so that two never lie in memory.
        drop(table);
        Draft::of(&file, raw, options)
    }

    /// What to show.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    /// How the table is read under some options.
    pub(crate) fn plan(&self, options: &Options) -> Plan {
        Plan::new(&self.hints, &self.table, options)
    }

    fn of(file: &str, raw: Arc<Vec<u8>>, options: &Options) -> Result<Draft, Refusal> {
        let source = source::read(file, &raw, options)?;
        let preview = preview(&source, options);
        Ok(Draft {
            file: file.to_owned(),
            raw,
            table: source.table,
            hints: source.hints,
            preview,
        })
    }
}

fn preview(source: &Source, options: &Options) -> Preview {
    let table = &source.table;
    let plan = Plan::new(&source.hints, table, options);
    let rows = table.len();
    let shown = |row: usize| PreviewRow {
        row: table.line(row),
        cells: table.shown(row, CELL_SHOWN),
    };
    let writing = plan.numbers;
    let header = match table {
        Table::Text { header, .. } if source.encoding.is_some() => Some(header.is_some()),
        _ => None,
    };
    let taken = Options {
        format: Some(source.format),
        entry: source.entry.clone(),
        encoding: source.encoding,
        delimiter: source.delimiter,
        header,
        columns: Some(plan.roles.clone()),
        time: plan.time,
        zone: plan.zone,
        numbers: (options.numbers.is_some() || !writing.point_unclear && !writing.comma_unclear)
            .then_some(writing.form),
        // Only a choice: the rows tell a length when they are judged, and the name of the file is no more than a hint to that.
        timeframe: options.timeframe,
        venue: plan.venue,
        symbol: plan.symbol,
        calendar: options.calendar.or_else(|| {
            let own = plan.venue.and_then(Venue::calendar);
            source.hints.calendar.filter(|_| own.is_none())
        }),
    };
    let column = |(name, role): (&String, &Role)| Column {
        name: name.clone(),
        role: *role,
    };
    Preview {
        name: source.name.clone(),
        format: source.format,
        bytes: source.bytes,
        rows: u32::try_from(rows).unwrap_or(u32::MAX),
        columns: plan.names.iter().zip(&plan.roles).map(column).collect(),
        head: (0..rows.min(HEAD)).map(shown).collect(),
        tail: (rows.saturating_sub(TAIL).max(rows.min(HEAD))..rows)
            .map(shown)
            .collect(),
        taken,
    }
}
