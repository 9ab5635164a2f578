//! `backcast metrics`: every metric of an account or a price in a CSV file, with its tables.

mod input;
mod print;
mod rolling;

pub use print::show;

use crate::csv_file::CsvError;
use domain::Annualisation;
use metrics::series::wealth;
use metrics::tables::{calendar, drawdowns, worst};
use metrics::{Facts, Sample};

/// What to measure.
#[derive(clap::Args)]
pub struct Arguments {
    /// A header line, then a row a line, oldest first: time and equity (or value, close), or time and return; `-` reads
    /// standard input.
    ///
    /// A table of numbers with a comma between cells and nothing else; bars of other files become one by `backcast data convert FILE --out
    /// bars.csv`.
    #[arg(long, value_name = "FILE")]
    csv: String,
    /// The column to measure, when its name is another.
    #[arg(long, value_name = "COLUMN")]
    column: Option<String>,
    /// The column holds simple returns of the rows, not values.
    #[arg(long)]
    returns: bool,
    /// A second file of the same kind to compare with; rows are matched by time.
    #[arg(long, value_name = "FILE")]
    benchmark: Option<String>,
    /// Rows a year; read from the times when left out.
    #[arg(long, value_name = "NUMBER")]
    periods: Option<f64>,
    /// Risk-free return a year: 0.03 is 3 %.
    #[arg(
        long,
        value_name = "RATE",
        default_value_t = 0.0,
        allow_negative_numbers = true
    )]
    rf: f64,
    /// Print the numbers of the last so many rows at each row instead, as CSV.
    #[arg(long, value_name = "ROWS")]
    rolling: Option<usize>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Why there are no numbers.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file can't be used.
    #[error("{0}")]
    Csv(#[from] CsvError),
    /// Nothing tells how long a row is.
    #[error(
        "--periods: {0} has no column of times, so expected the number of rows a year, like --periods 365"
    )]
    NoPeriods(String),
    /// A flag holds something else than it should.
    #[error("--{flag} {got}: must be {allowed}")]
    Flag {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: f64,
        /// What would be right.
        allowed: &'static str,
    },
    /// A window doesn't fit into the data.
    #[error("--rolling {got}: must be {allowed}")]
    Window {
        /// What was given.
        got: usize,
        /// What would be right.
        allowed: String,
    },
    /// The two files have nothing in common.
    #[error("--benchmark {file}: expected times that {main} has too, got {matched} of them")]
    Apart {
        /// The benchmark's file.
        file: String,
        /// The main file.
        main: String,
        /// Moments in both.
        matched: usize,
    },
    /// It can't be written as JSON.
    #[error("metrics: {0}")]
    Json(#[from] serde_json::Error),
}

/// Measures and prints.
pub fn measure(arguments: &Arguments) -> Result<String, Error> {
    if let Some(got) = arguments
        .periods
        .filter(|periods| !(*periods > 0.0 && periods.is_finite()))
    {
        let allowed = "a number above 0, like 365";
        return Err(Error::Flag {
            flag: "periods",
            got,
            allowed,
        });
    }
    if !(arguments.rf > -1.0 && arguments.rf.is_finite()) {
        let (got, allowed) = (arguments.rf, "a yearly return above -1, like 0.03");
        return Err(Error::Flag {
            flag: "rf",
            got,
            allowed,
        });
    }
    let series = input::read(arguments)?;
    if let Some(got) = arguments
        .rolling
        .filter(|rows| !(2..=series.returns.len()).contains(rows))
    {
        let allowed = format!(
            "a number of rows from 2 to the {} returns there are",
            series.returns.len()
        );
        return Err(Error::Window { got, allowed });
    }
    let annualisation = match (arguments.periods, &series.times) {
        (Some(periods), _) => Annualisation::chosen(periods),
        (None, Some(times)) => {
            Annualisation::of_times(times).ok_or_else(|| Error::NoPeriods(arguments.csv.clone()))?
        }
        (None, None) => return Err(Error::NoPeriods(arguments.csv.clone())),
    };
    if let Some(window) = arguments.rolling {
        return rolling::print(&series, window, annualisation.bars_per_year, arguments.json);
    }
    let facts = Facts::of_sample(&Sample {
        returns: &series.returns,
        times: series.times.as_deref(),
        benchmark: series.benchmark.as_deref(),
        annualisation,
        years_by_count: arguments.periods.is_some() || series.times.is_none(),
        risk_free: arguments.rf,
        trades: &[],
    });
    let falls = worst(drawdowns(1.0, &wealth(&series.returns)), 10);
    let months = facts.periods().map(calendar).unwrap_or_default();
    if arguments.json {
        return print::json(&series, &facts, &months, &falls);
    }
    Ok(print::text(&series, &facts, &months, &falls))
}
