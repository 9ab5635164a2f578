//! The rows an indicator runs over: bars of any file that `backcast data` reads, or columns of numbers in a CSV file.

use crate::csv_file::{CsvError, CsvFile};
use crate::data;
use domain::{Bars, Ts};
use intake::{Format, Options, Refusal};
use std::collections::BTreeMap;

/// Rows in order of time.
#[derive(Debug)]
pub enum Rows {
    /// Bars.
    Bars {
        /// The file they are from.
        file: String,
        /// The bars.
        bars: Bars,
    },
    /// Columns by name.
    Columns {
        /// The columns.
        columns: CsvFile,
        /// Why they are not taken for bars, where they might have been.
        no_bars: Option<String>,
    },
}

/// Why there are no rows.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is no file of bars, nor one of columns.
    #[error(transparent)]
    Bars(#[from] data::Error),
    /// Columns that can't be read.
    #[error(transparent)]
    Csv(#[from] CsvError),
}

impl Rows {
    /// Reads a file, or a series of a library in a folder. Columns that bars lack make it a file of columns, and so do rows that are
    /// no bars as they are, unless everything says that they were meant to be: what is wanted and what there is. Nobody who says how
    /// bars are written means columns.
    pub fn open(file: &str, how: &Options, wanted: &[&str]) -> Result<Rows, Error> {
        let of = |bars| Rows::Bars {
            file: file.to_owned(),
            bars,
        };
        if let Some((folder, id)) = data::named_series(file) {
            return Ok(of(data::bars_of_series(&folder, id)?.bars));
        }
        let bytes = data::bytes(file)?;
        let text = is_plain(&bytes, how).then(|| std::str::from_utf8(&bytes).ok());
        let text = text.flatten().map(str::to_owned);
        let bars_have = wanted.iter().all(|name| NAMES.contains(name));
        if let Some(text) = text.as_deref().filter(|_| !bars_have) {
            let columns = CsvFile::parse(file, text)?;
            let no_bars = None;
            return Ok(Rows::Columns { columns, no_bars });
        }
        let wants_bars = wanted.iter().any(|name| ONLY_BARS.contains(name));
        match (data::bars_as_they_are(file, bytes, how), text) {
            (Ok((import, _)), _) => Ok(of(import.bars)),
            (Err(error @ data::Error::Unfit { meant: true, .. }), _) if wants_bars => {
                Err(error.into())
            }
            (Err(error), Some(text)) => Ok(Rows::Columns {
                columns: CsvFile::parse(file, &text)?,
                no_bars: Some(why(&error)),
            }),
            (Err(error), None) => Err(error.into()),
        }
    }

    /// What somebody should know before they believe numbers of a file.
    pub fn note(&self) -> Option<String> {
        let Rows::Columns { columns, no_bars } = self else {
            return None;
        };
        let why = no_bars.as_ref()?;
        let name = columns.name();
        Some(format!(
            "{name}: taken as columns of numbers, it is no sound table of bars: {why}"
        ))
    }

    /// The name in messages.
    pub fn name(&self) -> &str {
        match self {
            Rows::Bars { file, .. } => file,
            Rows::Columns { columns, .. } => columns.name(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Rows::Bars { bars, .. } => bars.len(),
            Rows::Columns { columns, .. } => columns.len(),
        }
    }

    /// Their times; `None` when the file has none.
    pub fn times(&self) -> Result<Option<Vec<Ts>>, CsvError> {
        match self {
            Rows::Bars { bars, .. } => Ok(Some(times(bars))),
            Rows::Columns { columns, .. } => columns.times(),
        }
    }

    /// Their times, which must be there.
    pub fn needed_times(&self) -> Result<Vec<Ts>, CsvError> {
        match self {
            Rows::Bars { bars, .. } => Ok(times(bars)),
            Rows::Columns { columns, .. } => columns.needed_times(),
        }
    }

    /// The first column of these names.
    pub fn numbers(&self, names: &[&str]) -> Result<Vec<f64>, CsvError> {
        match self {
            Rows::Bars { file, bars } => values(file, bars, names),
            Rows::Columns { columns, .. } => columns.numbers(names),
        }
    }

    /// The numbers of a column at these moments; a moment that isn't there has none.
    pub fn numbers_at(&self, names: &[&str], at: &[Ts]) -> Result<Vec<Option<f64>>, CsvError> {
        match self {
            Rows::Bars { file, bars } => {
                let values = values(file, bars, names)?;
                let own: BTreeMap<Ts, f64> = times(bars).into_iter().zip(values).collect();
                Ok(at.iter().map(|time| own.get(time).copied()).collect())
            }
            Rows::Columns { columns, .. } => columns.numbers_at(names, at),
        }
    }
}

/// What the columns of bars are called.
const NAMES: [&str; 6] = ["time", "open", "high", "low", "close", "volume"];
/// Those that other series of numbers don't have.
const ONLY_BARS: [&str; 4] = ["open", "high", "low", "volume"];

/// What keeps a file from being bars, without its name.
fn why(error: &data::Error) -> String {
    match error {
        data::Error::Unfit { sentence, .. } => sentence.clone(),
        data::Error::Refused { refusal, .. } => refusal.to_string(),
        other => other.to_string(),
    }
}

/// May it be columns: text with a comma between cells, and nobody said how bars are written?
fn is_plain(bytes: &[u8], how: &Options) -> bool {
    let header = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let other_mark = header.iter().any(|byte| b";\t|".contains(byte)) && !header.contains(&b',');
    let kind = matches!(intake::sniff(bytes), Ok(Format::Csv) | Err(Refusal::Empty));
    kind && !other_mark && *how == Options::default()
}

fn times(bars: &Bars) -> Vec<Ts> {
    bars.open_time().iter().copied().map(Ts).collect()
}

fn values(file: &str, bars: &Bars, names: &[&str]) -> Result<Vec<f64>, CsvError> {
    let column = names.iter().find_map(|name| match *name {
        "open" => Some(bars.open()),
        "high" => Some(bars.high()),
        "low" => Some(bars.low()),
        "close" => Some(bars.close()),
        "volume" => Some(bars.volume()),
        _ => None,
    });
    let none = || CsvError::NoColumn {
        file: file.to_owned(),
        wanted: names.join(" or "),
        known: NAMES.join(", "),
    };
    column.map(<[f64]>::to_vec).ok_or_else(none)
}
