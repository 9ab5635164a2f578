//! Reads what `backcast metrics` measures: returns, or values that become returns, beside those of a benchmark.

use super::{Arguments, Error};
use crate::csv_file::CsvFile;
use metrics::pair::join;
use metrics::series::returns;

/// Names of columns with values of an account or a price, and with returns.
const LEVELS: [&str; 5] = ["equity", "value", "balance", "close", "price"];
const RETURNS: [&str; 2] = ["return", "returns"];

/// A measured column: returns, and the times they are labelled with.
pub struct Series {
    /// Rows of the file.
    pub rows: usize,
    /// Simple returns.
    pub returns: Vec<f64>,
    /// The moment each is labelled with.
    pub times: Option<Vec<i64>>,
    /// Returns of the benchmark over the same rows.
    pub benchmark: Option<Vec<f64>>,
}

/// Reads the files the arguments name.
pub fn read(arguments: &Arguments) -> Result<Series, Error> {
    let file = CsvFile::open(&arguments.csv)?;
    let column = Column::of(&file, arguments);
    let values = column.read(&file)?;
    let times = file
        .times()?
        .map(|times| times.iter().map(|time| time.0).collect::<Vec<_>>());
    let rows = values.len();
    let Some(name) = &arguments.benchmark else {
        let (returns, times) = column.to_returns(values, times);
        return Ok(Series {
            rows,
            returns,
            times,
            benchmark: None,
        });
    };
    let times = times.ok_or_else(|| {
        file.needed_times()
            .err()
            .map_or_else(|| Error::NoPeriods(arguments.csv.clone()), Error::Csv)
    })?;
    let other = CsvFile::open(name)?;
    let other_column = Column::of(&other, arguments);
    let other_times: Vec<i64> = other.needed_times()?.iter().map(|time| time.0).collect();
    let joined = join(&times, &values, &other_times, &other_column.read(&other)?);
    if joined.times.len() < 3 {
        return Err(Error::Apart {
            file: name.clone(),
            main: arguments.csv.clone(),
            matched: joined.times.len(),
        });
    }
    let (benchmark, _) = other_column.to_returns(joined.benchmark, None);
    let (returns, times) = column.to_returns(joined.account, Some(joined.times));
    // One file of values and one of returns: the first row has no return from values.
    let benchmark = benchmark[benchmark.len().saturating_sub(returns.len())..].to_vec();
    let late = returns.len().saturating_sub(benchmark.len());
    Ok(Series {
        rows,
        returns: returns[late..].to_vec(),
        times: times.map(|times| times[late..].to_vec()),
        benchmark: Some(benchmark),
    })
}

/// Which column, and what its numbers are.
struct Column {
    names: Vec<String>,
    holds_returns: bool,
}

impl Column {
    fn of(file: &CsvFile, arguments: &Arguments) -> Column {
        let there = file.number_columns();
        let has = |names: &[&str]| names.iter().any(|name| there.contains(name));
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match &arguments.column {
            Some(name) => Column {
                names: vec![name.to_lowercase()],
                holds_returns: arguments.returns || RETURNS.contains(&name.as_str()),
            },
            None if arguments.returns && there.len() == 1 && !has(&RETURNS) => Column {
                names: owned(&there),
                holds_returns: true,
            },
            None if arguments.returns || (has(&RETURNS) && !has(&LEVELS)) => Column {
                names: owned(&RETURNS),
                holds_returns: true,
            },
            None => Column {
                names: owned(&LEVELS),
                holds_returns: false,
            },
        }
    }

    fn read(&self, file: &CsvFile) -> Result<Vec<f64>, Error> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        if self.holds_returns {
            Ok(file.numbers(&names)?)
        } else {
            Ok(file.positive_numbers(&names)?)
        }
    }

    /// Values lose their first row, which only tells where the account began.
    fn to_returns(
        &self,
        values: Vec<f64>,
        times: Option<Vec<i64>>,
    ) -> (Vec<f64>, Option<Vec<i64>>) {
        if self.holds_returns {
            return (values, times);
        }
        let times = times.map(|times| times.into_iter().skip(1).collect());
        (returns(&values), times)
    }
}
