//! `backcast run`: one run on the sample market or on bars from files, from a spec file or from flags.

use crate::data::{Files, dataset_of};
use crate::export;
use crate::flags::from_flags;
use crate::page::page;
use domain::{RunSpec, SymbolError, Timeframe};
use std::io::Read;
use strategies::defaults;

/// What to run.
#[derive(clap::Args)]
pub struct Arguments {
    /// A run spec as JSON, as the page shows it; `-` reads standard input. Other flags can't be combined with it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["strategy", "set", "symbol", "data", "venue", "timeframe", "from", "to", "fill", "fee", "slippage", "cash"])]
    pub(crate) spec: Option<String>,
    /// A strategy of `backcast list strategies`.
    #[arg(long, value_name = "ID", default_value = defaults::STRATEGY)]
    pub(crate) strategy: String,
    /// A parameter, as NAME=VALUE; may be given again.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// A symbol of `backcast list symbols`; may be given again, the symbols then share the cash.
    #[arg(long, value_name = "CODE")]
    pub(crate) symbol: Vec<String>,
    /// Bars from a CSV file and the symbol to call them; may be given again, the symbols then share the cash.
    ///
    /// The file has a header and the columns time (or timestamp, date, open_time), open, high, low, close, volume, in any
    /// order. A time is when the bar opens: ISO 8601 (UTC when it names no zone), or seconds or milliseconds since 1970.
    #[arg(long, value_name = "SYMBOL=FILE.csv", conflicts_with = "symbol")]
    pub(crate) data: Vec<String>,
    /// A venue of `backcast list venues`, whose trading rules and fee hold for --data; file, without any rule, when left out.
    #[arg(long, value_name = "ID", requires = "data")]
    pub(crate) venue: Option<String>,
    /// Length of a bar: 1d when left out, or that of the files.
    #[arg(long)]
    pub(crate) timeframe: Option<String>,
    /// First day, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// First day that no longer counts, as YYYY-MM-DD (UTC).
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// How a resting entry fills: next_open or touch; the strategy's own when left out.
    #[arg(long)]
    pub(crate) fill: Option<String>,
    /// Fee a side, in basis points: 5 when left out, or the taker fee of --venue.
    #[arg(long, value_name = "BPS", allow_negative_numbers = true)]
    pub(crate) fee: Option<f64>,
    /// Slippage a side, in basis points.
    #[arg(
        long,
        value_name = "BPS",
        default_value_t = defaults::SLIPPAGE_BPS,
        allow_negative_numbers = true
    )]
    pub(crate) slippage: f64,
    /// Cash at the start.
    #[arg(long, default_value_t = defaults::CASH, allow_negative_numbers = true)]
    pub(crate) cash: f64,
    /// Write the trades as CSV.
    ///
    /// Columns: symbol, side, qty, entry_signal_time, entry_time, entry_price, entry_reason, exit_signal_time, exit_time,
    /// exit_price, exit_reason, fees, pnl, return, bars_held, open, worst, best, risk. Times are ISO 8601 (UTC), each followed
    /// by the same in milliseconds since 1970, with _ms behind its name. open is true when the data ended first; worst and
    /// best are price moves against the entry; risk is the money at stake at the first stop, empty without one.
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) trades: Option<String>,
    /// Write the account at the close of every bar as CSV.
    ///
    /// Columns: time (ISO 8601, UTC), time_ms (milliseconds since 1970), equity, drawdown (below the highest equity so far),
    /// worst (equity at the worst price inside the bar), benchmark (all symbols bought and held).
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) equity: Option<String>,
    /// Print the whole report as JSON.
    #[arg(long)]
    json: bool,
    /// Print the spec as JSON and run nothing.
    // A spec can't name files yet, so one printed here would run on other bars.
    #[arg(long, conflicts_with_all = ["data", "trades", "equity"])]
    print_spec: bool,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be read.
    #[error("--spec {file}: {error}")]
    File {
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A flag holds something else than it should.
    #[error("--{flag} {got}: must be {allowed}")]
    Flag {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: String,
        /// What would be right.
        allowed: String,
    },
    /// A flag holds a code that is none.
    #[error("--{flag} {got}: {error}")]
    Symbol {
        /// Which flag.
        flag: &'static str,
        /// What was given.
        got: String,
        /// Why it is none.
        error: SymbolError,
    },
    /// A file has no bars for a run.
    #[error("--data {0}")]
    Bars(#[from] crate::bars_file::Error),
    /// Two files can't share a run.
    #[error(
        "--data: {file} has {timeframe} bars and {other} {other_timeframe} bars, expected one timeframe in all files of a run"
    )]
    Timeframes {
        /// The first file.
        file: String,
        /// Its bars.
        timeframe: Timeframe,
        /// A later file.
        other: String,
        /// Its bars.
        other_timeframe: Timeframe,
    },
    /// A file can't be written.
    #[error("--{flag} {file}: {error}")]
    Write {
        /// Which flag.
        flag: &'static str,
        /// Which file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The spec is wrong.
    #[error(transparent)]
    Spec(#[from] domain::SpecError),
    /// There is no such data.
    #[error(transparent)]
    Data(#[from] domain::DatasetError),
    /// The run is wrong.
    #[error(transparent)]
    Run(#[from] engine::RunError),
    /// The report can't be written as JSON.
    #[error("report: {0}")]
    Json(#[from] serde_json::Error),
}

/// Runs and prints.
pub fn run(arguments: &Arguments) -> Result<String, Error> {
    let files = Files::read(arguments)?;
    let spec = match &arguments.spec {
        Some(file) => RunSpec::parse(&read(file)?)?,
        None => from_flags(arguments, files.as_ref())?,
    };
    if arguments.print_spec {
        return Ok(serde_json::to_string_pretty(&spec)? + "\n");
    }
    let exports = export::asked(arguments, files.as_ref())?;
    let origin = files.as_ref().map(|files| (files.words(), files.json()));
    let data = dataset_of(files, &spec)?;
    let report = metrics::report(engine::run(&spec, &data)?);
    export::write(&exports, &report.record)?;
    if arguments.json {
        let hash = report.hash();
        let mut answer = serde_json::json!({ "spec": spec, "report": report, "report_hash": hash });
        if let (Some(answer), Some((_, files))) = (answer.as_object_mut(), origin) {
            answer.insert("files".to_owned(), files);
        }
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    let origin = origin.map_or("sample data, not real prices".to_owned(), |(words, _)| {
        words
    });
    Ok(page(&spec, &report, &origin))
}

fn read(file: &str) -> Result<Vec<u8>, Error> {
    let fail = |error| Error::File {
        file: file.to_owned(),
        error,
    };
    if file == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(fail)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(fail)
}
