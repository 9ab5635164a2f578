//! `backcast`: the same engine without a browser, from a spec or from flags, as a table or as JSON.
#![allow(clippy::print_stderr, reason = "printing is a command line's job")]

mod check;
mod csv_file;
mod data;
mod explain;
mod fetch;
mod folder;
mod help;
mod indicator;
mod list;
mod measure;
mod rows;
mod run;
mod sets;
mod shell;
mod stats;
mod table;

use clap::{Parser, Subcommand};
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// Backcast without a browser: the same engine, specs and hashes.
#[derive(Parser)]
#[command(name = "backcast", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Run a strategy on the sample market, or on bars from files, and print its numbers and hashes.
    Run(Box<run::Arguments>),
    /// Check a run: does anything look ahead, do both engines agree, and what would other fills and costs make of it?
    Check(Box<run::Arguments>),
    /// Say in words what a strategy or a plan does, and how many bars it needs.
    Explain(explain::Arguments),
    /// Compute an indicator over a file of bars, or of numbers as CSV.
    Indicator(Box<indicator::Arguments>),
    /// Measure an account, a price or returns in a CSV file.
    Metrics(measure::Arguments),
    /// Compute a statistic over a CSV file.
    Stats(stats::Arguments),
    /// Check a file of bars, write it as another, make its bars longer, or say how complete it is.
    Data(Box<data::Arguments>),
    /// Fetch bars from an exchange into a library in a folder, or list and update what is there.
    Fetch(Box<fetch::Arguments>),
    /// List what there is: strategies, indicators, metrics, statistics, sample symbols or venues.
    List(list::Arguments),
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => return tell(&told),
    };
    let done = match arguments.verb {
        Verb::Run(arguments) => run::run(&arguments).map_err(|error| error.to_string()),
        Verb::Check(arguments) => match check::check(&arguments) {
            Err(found @ check::Error::Dishonest(_)) => {
                eprint!("{found}");
                return ExitCode::from(found.code());
            }
            checked => checked.map_err(|error| error.to_string()),
        },
        Verb::Explain(arguments) => explain::explain(&arguments).map_err(|e| e.to_string()),
        Verb::Indicator(arguments) => indicator::indicator(&arguments).map_err(|e| e.to_string()),
        Verb::Metrics(arguments) => measure::measure(&arguments).map_err(|e| e.to_string()),
        Verb::Stats(arguments) => stats::stats(&arguments).map_err(|e| e.to_string()),
        Verb::Data(arguments) => match data::data(&arguments) {
            Err(found @ data::Error::Found(_)) => {
                let _ = write(&found.to_string());
                return ExitCode::from(found.code());
            }
            answered => answered.map_err(|error| error.to_string()),
        },
        Verb::Fetch(arguments) => fetch::fetch(&arguments).map_err(|e| e.to_string()),
        Verb::List(arguments) => Ok(list::list(&arguments)),
    };
    match done {
        Ok(text) => write(&text),
        Err(error) => {
            eprintln!("backcast: {error}");
            // 2 is what a shell user expects of bad input.
            ExitCode::from(2)
        }
    }
}

/// Help that was asked for, or what is wrong with the words of the command.
fn tell(told: &clap::Error) -> ExitCode {
    let text = help::folded(&told.to_string());
    if !told.use_stderr() {
        return write(&text);
    }
    eprint!("{text}");
    // 2 is what a shell user expects of bad input.
    ExitCode::from(2)
}

fn write(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        // Whoever reads may have seen enough, as `head` does.
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("backcast: standard output: {error}");
            ExitCode::FAILURE
        }
    }
}
