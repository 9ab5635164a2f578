//! `backcast data`: what is in a file of bars, what is wrong with it, and the same bars as another file.

mod check;
mod convert;
mod error;
mod how;
mod library;
mod reading;
mod repair;
mod stats;

pub use error::Error;
pub use how::{How, own_hours};
pub use library::{bars as bars_of_series, named as named_series};
pub use reading::{bars_as_they_are, bytes};

use clap::Subcommand;

/// What to do with a file.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Say what is in a file and everything that is wrong with it, by kind, row and column; exit code 1 when it can't become bars.
    Check(check::Arguments),
    /// Write the bars of a file as CSV, JSON or Parquet.
    Convert(convert::Arguments),
    /// Write longer bars made of those of a file, aligned to the venue's day.
    Resample(convert::Resample),
    /// Fetch the bars of a library's damaged files again, as `check` names them, and verify every hash.
    Repair(repair::Arguments),
    /// Say how long, how complete and how lively a series is.
    Stats(stats::Arguments),
}

/// Does it and says what was found.
pub fn data(arguments: &Arguments) -> Result<String, Error> {
    match &arguments.verb {
        Verb::Check(arguments) => check::check(arguments),
        Verb::Convert(arguments) => convert::convert(arguments),
        Verb::Resample(arguments) => convert::resample(arguments),
        Verb::Repair(arguments) => repair::repair(arguments),
        Verb::Stats(arguments) => stats::stats(arguments),
    }
}
