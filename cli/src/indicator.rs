//! `backcast indicator`: the columns of an indicator over a file of bars or of numbers.

use crate::csv_file::CsvError;
use crate::data::{self, How};
use crate::rows::{self, Rows};
use crate::sets::{self, SetError};
use domain::Ts;
use indicators::{Indicator, Input};
use intake::Options;

/// Which indicator over which file.
#[derive(clap::Args)]
pub struct Arguments {
    /// An indicator of `backcast list indicators`.
    name: String,
    /// A parameter, as NAME=VALUE; may be given again.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Bars, in every kind of file that `backcast data` reads (CSV, JSON, Parquet, zip …), or a series of a library in a folder.
    ///
    /// Or values as CSV: a header line, then a row a line, oldest first, with a comma between cells; what might have been bars and is
    /// taken for such values is said. `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    csv: String,
    /// The column that an indicator of one series reads.
    #[arg(long, value_name = "COLUMN", default_value = "close")]
    column: String,
    /// The file of the other symbol, for a correlation or a beta; its rows are matched by time.
    #[arg(long, value_name = "FILE")]
    other: Option<String>,
    #[command(flatten)]
    how: How,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Why there are no columns.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody knows the name.
    #[error(
        "indicator {got}: there is none of this name; `backcast list indicators` shows them{hint}"
    )]
    Unknown {
        /// The name given.
        got: String,
        /// A name that is close, in words.
        hint: String,
    },
    /// The parameters don't fit.
    #[error("{0}")]
    Set(#[from] SetError),
    /// The file can't be used.
    #[error("{0}")]
    Csv(#[from] CsvError),
    /// The file can't be read.
    #[error(transparent)]
    Rows(#[from] rows::Error),
    /// A flag that says how to read it holds something else than it should.
    #[error(transparent)]
    How(#[from] data::Error),
    /// A second series is needed.
    #[error("--other: {0} compares two series, so it needs the file of the other one")]
    NoOther(&'static str),
    /// The other file lacks a moment.
    #[error("{file}: expected a row for {time}, which {main} has")]
    Gap {
        /// The other file.
        file: String,
        /// The moment.
        time: Ts,
        /// The main file.
        main: String,
    },
    /// The data end before the first value.
    #[error("{file}: expected at least {needed} rows for {name} with these parameters, got {rows}")]
    TooShort {
        /// Which file.
        file: String,
        /// Which indicator.
        name: &'static str,
        /// Rows until the first value.
        needed: usize,
        /// Rows there are.
        rows: usize,
    },
    /// It can't be written as JSON.
    #[error("columns: {0}")]
    Json(#[from] serde_json::Error),
}

/// Computes and prints.
pub fn indicator(arguments: &Arguments) -> Result<String, Error> {
    let indicator = indicators::find(&arguments.name).ok_or_else(|| unknown(&arguments.name))?;
    let params = sets::values(indicator.params, &arguments.set)?;
    let how = arguments.how.options()?;
    let file = open(&arguments.csv, &how, &wanted(indicator, arguments))?;
    let times = file.times()?;
    let inputs: Vec<Vec<f64>> = indicator
        .inputs
        .iter()
        .map(|input| column(*input, indicator, &file, &how, arguments))
        .collect::<Result<_, _>>()?;
    let needed = (indicator.warm_up)(&params) + 1;
    if file.len() < needed {
        return Err(Error::TooShort {
            file: file.name().to_owned(),
            name: indicator.id,
            needed,
            rows: file.len(),
        });
    }
    let slices: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
    let columns = indicator.columns(&params, &slices);
    if arguments.json {
        return json(indicator, &params, times.as_deref(), &columns);
    }
    Ok(text(indicator, times.as_deref(), &columns))
}

/// The rows of a file; what is taken for something else than it may be is said.
fn open(file: &str, how: &Options, wanted: &[&str]) -> Result<Rows, Error> {
    let rows = Rows::open(file, how, wanted)?;
    if let Some(note) = rows.note() {
        eprintln!("backcast: {note}");
    }
    Ok(rows)
}

/// The columns the indicator reads.
fn wanted<'a>(indicator: &Indicator, arguments: &'a Arguments) -> Vec<&'a str> {
    let name = |input: &Input| match input {
        Input::Value | Input::Other => arguments.column.as_str(),
        input => input.as_str(),
    };
    indicator.inputs.iter().map(name).collect()
}

fn column(
    input: Input,
    indicator: &Indicator,
    file: &Rows,
    how: &Options,
    arguments: &Arguments,
) -> Result<Vec<f64>, Error> {
    match input {
        Input::Value => Ok(file.numbers(&[&arguments.column, "value"])?),
        Input::Time => {
            let times = file.needed_times()?;
            Ok(times.iter().map(|time| time.0 as f64).collect())
        }
        Input::Other => {
            let name = arguments
                .other
                .as_deref()
                .ok_or(Error::NoOther(indicator.id))?;
            let times = file.needed_times()?;
            let other = open(name, how, &[&arguments.column])?;
            let found = other.numbers_at(&[&arguments.column, "value"], &times)?;
            let matched = found.into_iter().zip(&times).map(|(value, time)| {
                value.ok_or_else(|| Error::Gap {
                    file: name.to_owned(),
                    time: *time,
                    main: file.name().to_owned(),
                })
            });
            matched.collect()
        }
        _ => Ok(file.numbers(&[input.as_str()])?),
    }
}

fn unknown(got: &str) -> Error {
    let near = |one: &&&Indicator| one.id.contains(got) || got.contains(one.id);
    let hint = match indicators::ALL.iter().find(near) {
        Some(one) => format!(" (is it {}?)", one.id),
        None => String::new(),
    };
    let got = got.to_owned();
    Error::Unknown { got, hint }
}

/// CSV, so that it can be piped on: a row for each row of the file, empty until there is a value.
fn text(indicator: &Indicator, times: Option<&[Ts]>, columns: &[Vec<f64>]) -> String {
    let first = if times.is_some() { "time" } else { "row" };
    let mut text = format!("{first},{}\n", indicator.outputs.join(","));
    for row in 0..columns.first().map_or(0, Vec::len) {
        match times.and_then(|times| times.get(row)) {
            Some(time) => text.push_str(&time.to_string()),
            None => text.push_str(&row.to_string()),
        }
        for column in columns {
            text.push(',');
            if let Some(value) = column.get(row).filter(|value| !value.is_nan()) {
                text.push_str(&value.to_string());
            }
        }
        text.push('\n');
    }
    text
}

fn json(
    indicator: &Indicator,
    params: &[f64],
    times: Option<&[Ts]>,
    columns: &[Vec<f64>],
) -> Result<String, Error> {
    let named = indicator.params.iter().zip(params);
    let params: serde_json::Map<_, _> = named
        .map(|(param, value)| (param.id.to_owned(), (*value).into()))
        .collect();
    // NaN, not warmed up, becomes null.
    let columns: serde_json::Map<_, _> = indicator
        .outputs
        .iter()
        .zip(columns)
        .map(|(name, column)| ((*name).to_owned(), column.clone().into()))
        .collect();
    let answer = serde_json::json!({
        "indicator": indicator.id,
        "params": params,
        "time": times,
        "columns": columns,
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}
