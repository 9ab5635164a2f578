//! A file as it was read: its table, untouched, and what a page shows of it.

use crate::format::Format;
use crate::options::{Options, Role};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// A file as it was read. It owns the table and stays in the worker that read it; [`Draft::preview`] goes to the page.
#[derive(Clone, Debug)]
pub struct Draft {
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

impl Draft {
    /// Reads a file. The bytes are kept, so [`Draft::again`] can read them another way.
    pub fn read(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Draft, Refusal> {
        let _ = (name, bytes, options);
        Err(Refusal::Empty)
    }

    /// Reads the same bytes with other options: another encoding, delimiter, header or file inside.
    pub fn again(self, options: &Options) -> Result<Draft, Refusal> {
        let _ = options;
        Ok(self)
    }

    /// What to show.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }
}
