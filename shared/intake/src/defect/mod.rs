//! What is wrong with a file: the kind, the row, the column, the value and what would be right.

mod findings;
mod kind;
mod words;

pub use findings::{Findings, Found};
pub use kind::{DefectKind, Severity};
pub use words::Words;

use serde::{Deserialize, Serialize};

/// One thing that is wrong or noteworthy, where it stands in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Defect {
    /// What kind.
    pub kind: DefectKind,
    /// Line of the file, as an editor counts; row of a Parquet table, from 1; 0 for the file as a whole.
    pub row: u32,
    /// Name of the column; empty for the row as a whole.
    pub column: String,
    /// What stands there, cut when it is long.
    pub value: String,
    /// What would be right.
    pub right: Words,
}
