//! A file from elsewhere on its way in: what is in it, what is wrong with it, and what becomes of it.

use super::SeriesKey;
use domain::{Timeframe, Ts, Venue};
use serde::{Deserialize, Serialize};

/// What the throw-away worker can be asked; it keeps the file between these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum IntakeAsk {
    /// Looks into a file of this name, whose blob or bytes follow. Answer: `Draft`.
    Open(String),
    /// Reads it as told. Answer: `Draft`.
    Settings(Box<FileSettings>),
    /// What is wrong with it. Answer: `Inspected`.
    Inspect(Box<FileSettings>),
    /// Repairs it and hands it over. Answer: `Taken`, seven columns follow.
    Take(Box<FileSettings>, Vec<String>),
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnRole {
    /// Opening time.
    Time,
    /// Opening price.
    Open,
    /// Highest price.
    High,
    /// Lowest price.
    Low,
    /// Closing price.
    Close,
    /// Traded units.
    Volume,
    /// Made up by a gap repair?
    MadeUp,
    /// Nothing we need.
    Ignored,
}

impl ColumnRole {
    /// Every role.
    pub const ALL: [ColumnRole; 8] = [
        ColumnRole::Time,
        ColumnRole::Open,
        ColumnRole::High,
        ColumnRole::Low,
        ColumnRole::Close,
        ColumnRole::Volume,
        ColumnRole::MadeUp,
        ColumnRole::Ignored,
    ];
}

/// A column as found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSeen {
    /// What it is called; its place when it has no name.
    pub name: String,
    /// What it seems to be.
    pub role: ColumnRole,
}

/// One of the first rows, as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSeen(pub Vec<String>);

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftSeen {
    /// What kind of file: `csv`, `parquet`, `zip` ….
    pub kind: String,
    /// Rows, when they have been counted.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<ColumnSeen>,
    /// Its first rows.
    pub preview: Vec<RowSeen>,
    /// How it was read; what a reader may change.
    pub settings: FileSettings,
}

/// How a file is to be read, and what it is to become.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileSettings {
    /// Whose bars these are.
    pub venue: Venue,
    /// Of what; empty when it isn't known.
    pub symbol: String,
    /// How long a bar is; `None` when it isn't known.
    pub timeframe: Option<Timeframe>,
    /// What each column is, in order.
    pub roles: Vec<ColumnRole>,
    /// Between columns, for text.
    pub delimiter: Option<char>,
    /// Is the first row names?
    pub header: bool,
    /// Encoding of text: `utf-8`, `utf-16le`, `utf-16be`, `cp949`.
    pub encoding: String,
    /// Unit of time: `s`, `ms`, `us`, `ns`, `iso`; `auto` to find out.
    pub time_unit: String,
    /// Minutes east of UTC of times that name no zone; 540 is Korea.
    pub zone_minutes: i32,
}

/// Something that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DefectSeen {
    /// Its name.
    pub id: String,
    /// In words.
    pub said: String,
    /// How often.
    pub count: u64,
    /// First rows it was found in, with the value there.
    pub rows: Vec<(u64, String)>,
    /// Can the file not be used while it is there?
    pub stops: bool,
}

/// Something that can be done about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RepairSeen {
    /// Its name, by which it is chosen.
    pub id: String,
    /// In words.
    pub said: String,
    /// Rows it would change.
    pub rows: u64,
    /// Is it a good idea to begin with?
    pub suggested: bool,
}

/// What is wrong with a file and what can be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspected {
    /// Rows read.
    pub rows: u64,
    /// First and last opening time.
    pub span: Option<(Ts, Ts)>,
    /// What is wrong.
    pub defects: Vec<DefectSeen>,
    /// What can be done.
    pub repairs: Vec<RepairSeen>,
}

/// What became of a file: bars, whose seven columns follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// The series it is to become.
    pub key: SeriesKey,
    /// How many bars.
    pub count: u64,
    /// Name of the file.
    pub source: String,
    /// Rows that were there twice.
    pub duplicates: u64,
    /// Bars far from their neighbours.
    pub outliers: u64,
    /// Take the place of a series of that name, instead of adding to it?
    pub replace: bool,
}
