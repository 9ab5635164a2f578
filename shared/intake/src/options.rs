//! Everything a person can choose about reading a file; what they leave open is guessed, and the guess is shown.

use crate::format::Format;
use domain::zones::Zone;
use domain::{Calendar, Symbol, Timeframe, Venue};
use serde::{Deserialize, Serialize};

/// What a person chose. `None` means: look at the file.
///
/// The options a [`Draft`](crate::Draft) answers with hold what was taken, so a form shows them and sends them back.
/// `None` there means that the file doesn't tell and nobody said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Kind of file.
    pub format: Option<Format>,
    /// Which file inside a zip file.
    pub entry: Option<String>,
    /// How letters are written.
    pub encoding: Option<Encoding>,
    /// The mark between cells.
    pub delimiter: Option<Delimiter>,
    /// Is the first row names of columns?
    pub header: Option<bool>,
    /// What each column is, by its place; columns after the last are left out.
    pub columns: Option<Vec<Role>>,
    /// How times are written.
    pub time: Option<TimeForm>,
    /// Whose clock a time without a zone is.
    pub zone: Option<Place>,
    /// How numbers are written.
    pub numbers: Option<NumberForm>,
    /// Length of a bar. In an answer only what was chosen: what the rows tell is found when they are judged.
    pub timeframe: Option<Timeframe>,
    /// Where the bars were made.
    pub venue: Option<Venue>,
    /// Of which market; rows of others are a defect.
    pub symbol: Option<Symbol>,
    /// When the market is open, which tells a hole from a night. In an answer what was chosen or is written in the file; a venue has
    /// its own hours, and otherwise the times tell: [`Findings::calendar`](crate::Findings::calendar).
    pub calendar: Option<Calendar>,
}

/// How letters became bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8, with or without a mark at the beginning.
    Utf8,
    /// UTF-16, low byte first, as Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Korean Windows (CP949, EUC-KR), as Excel saves CSV in Korea.
    Cp949,
}

/// The mark between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tabulator.
    Tab,
    /// `|`
    Pipe,
}

/// What a column is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Not used.
    #[default]
    Other,
    /// When the bar opened.
    Time,
    /// The date of a time in two columns.
    Date,
    /// The time of day of a time in two columns.
    Clock,
    /// First price.
    Open,
    /// Highest price.
    High,
    /// Lowest price.
    Low,
    /// Last price.
    Close,
    /// Units of the base asset traded.
    Volume,
    /// Money traded.
    QuoteVolume,
    /// When the bar closed, first moment after or last moment inside.
    CloseTime,
    /// The market of the row.
    Symbol,
    /// Was the bar made up by a gap repair?
    MadeUp,
}

/// How a time is written. New ones go to the end: page and worker send the place in this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeForm {
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
    /// Microseconds since 1970.
    Micros,
    /// Nanoseconds since 1970.
    Nanos,
    /// Year, month, day: ISO 8601, `2024.01.31 09:00`, `20240131`, `2024년 1월 31일`.
    YearFirst,
    /// Day, month, year: `31/01/2024`.
    DayFirst,
    /// Month, day, year: `01/31/2024`.
    MonthFirst,
    /// Year, month, day with two digits of a year from 2000 on: `24-01-31`, `240131`. Only when chosen: the century isn't in the file.
    ShortYearFirst,
    /// Day, month, year with two digits of a year from 2000 on: `31/01/24`.
    ShortDayFirst,
    /// Month, day, year with two digits of a year from 2000 on: `01/31/24`.
    ShortMonthFirst,
    /// Days since the end of 1899 with the time of day as their fraction, as spreadsheets keep them: `45322.375`.
    SheetDays,
}

/// Whose clock a time without a zone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A place with its summer time; `Zone::Seoul` is Korean time (KST).
    Zone(Zone),
    /// Minutes ahead of UTC all year.
    Ahead(i16),
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberForm {
    /// `1234.5` and `1,234.5`: a point before the fraction, perhaps commas, spaces or apostrophes between thousands.
    Point,
    /// `1234,5` and `1.234,5`: a comma before the fraction, perhaps points, spaces or apostrophes between thousands.
    Comma,
}

impl Delimiter {
    /// Every mark, the usual first.
    pub const ALL: [Delimiter; 4] = [
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Tab,
        Delimiter::Pipe,
    ];

    /// The mark itself.
    pub const fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Encoding; 4] = [
        Encoding::Utf8,
        Encoding::Utf16Le,
        Encoding::Utf16Be,
        Encoding::Cp949,
    ];

    /// The name people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Cp949 => "CP949",
        }
    }
}

impl Role {
    /// Every role, in the order a form shows them.
    pub const ALL: [Role; 13] = [
        Role::Time,
        Role::Date,
        Role::Clock,
        Role::Open,
        Role::High,
        Role::Low,
        Role::Close,
        Role::Volume,
        Role::QuoteVolume,
        Role::CloseTime,
        Role::Symbol,
        Role::MadeUp,
        Role::Other,
    ];

    /// The name of the column in our own files.
    pub const fn id(self) -> &'static str {
        match self {
            Role::Other => "other",
            Role::Time => "time",
            Role::Date => "date",
            Role::Clock => "clock",
            Role::Open => "open",
            Role::High => "high",
            Role::Low => "low",
            Role::Close => "close",
            Role::Volume => "volume",
            Role::QuoteVolume => "quote_volume",
            Role::CloseTime => "close_time",
            Role::Symbol => "symbol",
            Role::MadeUp => "made_up",
        }
    }
}
