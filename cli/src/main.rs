//! `backcast`: the same engine without a browser, from a spec or from flags, as a table or as JSON.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is a command line's job"
)]

mod flags;
mod list;
mod run;
mod table;

use clap::{Parser, Subcommand};
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
    /// Run a strategy on the sample market and print its numbers and hashes.
    Run(Box<run::Arguments>),
    /// List what there is: strategies, indicators, metrics or sample symbols.
    List(list::Arguments),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().verb {
        Verb::Run(arguments) => run::run(&arguments),
        Verb::List(arguments) => Ok(list::list(&arguments)),
    };
    match done {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("backcast: {error}");
            // 2 is what a shell user expects of bad input.
            ExitCode::from(2)
        }
    }
}
