//! Reads bars from a file for a run; whatever can't be a bar is named with its file, line and column, and what would be right.

use crate::csv_file::{CsvError, CsvFile};
use crate::fetch::now;
use domain::instrument::venue;
use domain::time::DAY_MS;
use domain::{Bar, Bars, BarsError, Instrument, Series, Symbol, Timeframe, Ts, Venue};
use intake::{Draft, Options};
use std::fs;
use std::path::Path;
use store::quality::calendar_of;

/// Why a file has no bars for a run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The table itself is broken.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// The venue writes its codes another way.
    #[error("{symbol}={file}: {} has no market of this code, it writes them like {}", .venue.name().en, .venue.example())]
    Code {
        /// Which file.
        file: String,
        /// The code given.
        symbol: Symbol,
        /// The venue given.
        venue: Venue,
    },
    /// One row has no spacing.
    #[error("{file}: one row doesn't tell how long a bar is; say it with --timeframe")]
    OneRow {
        /// Which file.
        file: String,
    },
    /// The spacing is no length we know.
    #[error("{file}: most rows are {spacing} apart, expected {}", all_lengths())]
    Length {
        /// Which file.
        file: String,
        /// Median time from one row to the next.
        spacing: String,
    },
    /// The bars are longer than somebody said.
    #[error(
        "{file}: no two rows are {timeframe} apart, as --timeframe says, but {closest} or more"
    )]
    TooLong {
        /// Which file.
        file: String,
        /// The length given.
        timeframe: Timeframe,
        /// Shortest time from one row to the next.
        closest: String,
    },
    /// A time at which no bar of this length opens.
    #[error(
        "{file} line {line}, {column}: expected the time at which a {timeframe} bar opens, like {right}, got {got}"
    )]
    Grid {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// Which column.
        column: String,
        /// Length of a bar.
        timeframe: Timeframe,
        /// The time found, to the millisecond when it is not a whole second.
        got: String,
        /// When the bar that holds it opens.
        right: Ts,
    },
    /// The high is not the highest or the low not the lowest.
    #[error("{file} line {line}, {column}: expected {expected} {price} of the {other}, got {got}")]
    Range {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// high or low.
        column: &'static str,
        /// The price found.
        got: f64,
        /// at least or at most the.
        expected: &'static str,
        /// The price it must enclose.
        price: f64,
        /// Whose price that is.
        other: &'static str,
    },
    /// Less than nothing was traded.
    #[error("{file} line {line}, volume: expected 0 or more, got {got}")]
    Volume {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// The volume found.
        got: f64,
    },
    /// A file that is no CSV can't be read, or its rows are no bars.
    #[error("{file}: {why}")]
    Other {
        /// Which file.
        file: String,
        /// Why.
        why: String,
    },
    /// A defect that only the series noticed.
    #[error("{file}: {error}")]
    Bars {
        /// Which file.
        file: String,
        /// What it said.
        error: BarsError,
    },
}

/// The bars of a file and the rules of its venue; without a venue there are none, and the times tell the calendar.
/// Without a timeframe the median spacing of the rows is the length of a bar.
pub fn read(
    path: &str,
    symbol: Symbol,
    venue: Option<Venue>,
    timeframe: Option<Timeframe>,
) -> Result<Series, Error> {
    if is_csv(path) {
        of_table(&CsvFile::open(path)?, symbol, venue, timeframe)
    } else {
        of_other(path, symbol, venue, timeframe)
    }
}

/// Other kinds are told apart by what they begin with; a CSV file is known by its name, or by having none of theirs.
fn is_csv(path: &str) -> bool {
    let ending = Path::new(path)
        .extension()
        .and_then(|ending| ending.to_str());
    let other = ["parquet", "json", "zip", "gz"];
    !ending.is_some_and(|ending| other.contains(&ending.to_lowercase().as_str()))
}

/// Parquet, JSON and packed files, as they are: what would need a repair is refused.
fn of_other(
    path: &str,
    symbol: Symbol,
    venue: Option<Venue>,
    timeframe: Option<Timeframe>,
) -> Result<Series, Error> {
    let why = |why: String| Error::Other {
        file: path.to_owned(),
        why,
    };
    let options = Options {
        symbol: Some(symbol),
        venue,
        timeframe,
        ..Options::default()
    };
    let bytes = fs::read(path).map_err(|error| why(error.to_string()))?;
    let draft = Draft::read(path, bytes, &options).map_err(|error| why(error.to_string()))?;
    let taken = draft.preview().taken.clone();
    let import =
        intake::bars(&draft, &taken, &[], now()).map_err(|error| why(error.to_string()))?;
    let instrument = rules(path, symbol, venue.unwrap_or(Venue::File), &import.bars)?;
    Ok(Series::new(instrument, import.bars))
}

fn of_table(
    table: &CsvFile,
    symbol: Symbol,
    venue: Option<Venue>,
    timeframe: Option<Timeframe>,
) -> Result<Series, Error> {
    let columns = Columns::read(table)?;
    let times = &columns.time;
    let timeframe = match timeframe {
        Some(said) => not_longer(table, said, times)?,
        None => found(table, times)?,
    };
    let bars = columns.bars(table, timeframe)?;
    let instrument = rules(table.name(), symbol, venue.unwrap_or(Venue::File), &bars)?;
    Ok(Series::new(instrument, bars))
}

fn rules(file: &str, symbol: Symbol, venue: Venue, bars: &Bars) -> Result<Instrument, Error> {
    if venue == Venue::File {
        let calendar = calendar_of(bars.open_time(), bars.timeframe());
        return Ok(venue::file::instrument(symbol, calendar));
    }
    let none = || Error::Code {
        file: file.to_owned(),
        symbol,
        venue,
    };
    venue.instrument(symbol).ok_or_else(none)
}

/// The length whose bars lie as far apart as the rows in the middle do.
fn found(table: &CsvFile, times: &[Ts]) -> Result<Timeframe, Error> {
    let file = || table.name().to_owned();
    let mut gaps = gaps(times);
    gaps.sort_unstable();
    let Some(&gap) = gaps.get(gaps.len() / 2) else {
        return Err(Error::OneRow { file: file() });
    };
    let month = 28 * DAY_MS..=31 * DAY_MS;
    let fits = |frame: &Timeframe| match frame {
        Timeframe::Month1 => month.contains(&gap),
        _ => frame.millis() == gap,
    };
    let length = Timeframe::ALL.into_iter().find(fits);
    length.ok_or_else(|| Error::Length {
        file: file(),
        spacing: words(gap),
    })
}

/// A file with holes has a longer median, so a length somebody said is right as long as two rows lie that close.
fn not_longer(table: &CsvFile, said: Timeframe, times: &[Ts]) -> Result<Timeframe, Error> {
    match gaps(times).into_iter().min() {
        Some(closest) if closest >= 2 * said.millis() => Err(Error::TooLong {
            file: table.name().to_owned(),
            timeframe: said,
            closest: words(closest),
        }),
        _ => Ok(said),
    }
}

fn gaps(times: &[Ts]) -> Vec<i64> {
    let pairs = times.iter().zip(times.iter().skip(1));
    pairs.map(|(before, after)| after.0 - before.0).collect()
}

/// The table's cells as numbers, before anybody knows how long a bar is.
struct Columns {
    time: Vec<Ts>,
    prices: [Vec<f64>; 4],
    volume: Vec<f64>,
}

impl Columns {
    fn read(table: &CsvFile) -> Result<Columns, CsvError> {
        let price = |name: &str| table.positive_numbers(&[name]);
        Ok(Columns {
            time: table.needed_times()?,
            prices: [
                price("open")?,
                price("high")?,
                price("low")?,
                price("close")?,
            ],
            volume: table.numbers(&["volume"])?,
        })
    }

    fn bars(&self, table: &CsvFile, timeframe: Timeframe) -> Result<Bars, Error> {
        let [open, high, low, close] = &self.prices;
        let prices = open.iter().zip(high).zip(low).zip(close);
        let rows = self.time.iter().zip(prices).zip(&self.volume);
        let mut bars = Bars::new(timeframe);
        for (row, ((&open_time, (((&open, &high), &low), &close)), &volume)) in rows.enumerate() {
            let bar = Bar {
                open_time,
                open,
                high,
                low,
                close,
                volume,
                made_up: false,
            };
            check(table, row, timeframe, &bar)?;
            bars.push(bar).map_err(|error| Error::Bars {
                file: table.name().to_owned(),
                error,
            })?;
        }
        Ok(bars)
    }
}

/// What the series would refuse too, said in the words of the file.
fn check(table: &CsvFile, row: usize, timeframe: Timeframe, bar: &Bar) -> Result<(), Error> {
    let (file, line) = (|| table.name().to_owned(), table.line(row));
    let right = timeframe.open_of(bar.open_time);
    if right != bar.open_time {
        return Err(Error::Grid {
            file: file(),
            line,
            column: table.time_column().to_owned(),
            timeframe,
            got: precise(bar.open_time),
            right,
        });
    }
    let inner = [("low", bar.low), ("open", bar.open), ("close", bar.close)];
    let above_high = inner.into_iter().find(|(_, price)| *price > bar.high);
    let below_low = inner.into_iter().find(|(_, price)| *price < bar.low);
    let range = |column, got, expected, (other, price)| Error::Range {
        file: file(),
        line,
        column,
        got,
        expected,
        price,
        other,
    };
    if let Some(other) = above_high {
        return Err(range("high", bar.high, "at least the", other));
    }
    if let Some(other) = below_low {
        return Err(range("low", bar.low, "at most the", other));
    }
    if bar.volume < 0.0 {
        let got = bar.volume;
        return Err(Error::Volume {
            file: file(),
            line,
            got,
        });
    }
    Ok(())
}

fn all_lengths() -> String {
    Timeframe::ALL.map(Timeframe::as_str).join(" or ")
}

fn precise(at: Ts) -> String {
    let text = at.to_string();
    match at.0.rem_euclid(1_000) {
        0 => text,
        millis => format!("{}.{millis:03}Z", text.trim_end_matches('Z')),
    }
}

/// A stretch of time in its largest whole unit.
fn words(millis: i64) -> String {
    let units = [(DAY_MS, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")];
    let whole = units.into_iter().find(|(unit, _)| millis % unit == 0);
    let (unit, name) = whole.unwrap_or((1, "ms"));
    format!("{}{name}", millis / unit)
}
